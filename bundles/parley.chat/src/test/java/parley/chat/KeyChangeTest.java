package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Contacts.Trust;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relay, or somebody with its help, comes with another key for an address. */
class KeyChangeTest extends Town {

    private final List<Client> others = new ArrayList<>();

    @BeforeEach
    void theyTalk() throws Exception {
        Client.befriend(alice, bob);
        of(alice).mark("bob", true);
    }

    @AfterEach
    void othersGo() {
        others.forEach(Client::close);
    }

    private static Verifications of(Client client) {
        return new Verifications(client.chat);
    }

    private interface Run {
        void run() throws Exception;
    }

    private static Code codeOf(Run run) {
        return assertThrows(CommandException.class, run::run).code();
    }

    /** Somebody for whom the relay gives bob's name from now on. */
    private Client another() throws Exception {
        var another = new Client("bob", hub, clock);
        others.add(another);
        return another;
    }

    private int appends(Client client) {
        return client.port.heard(Frame.Append.class).size();
    }

    private static Trust trust(Client client, Client other) {
        return client.contact(other).orElseThrow().trust();
    }

    /** Alice says something to the bob she knows while nothing leaves. */
    private MessageId waits(String text) throws Exception {
        alice.port.cut();
        alice.workerIsDone(alice.with(bob)); // it knows that, too
        return alice.say(bob, text);
    }

    private void stopped() throws Exception {
        assertEquals(Trust.CHANGED, trust(alice, bob));
        assertTrue(alice.conversation(bob).stopped().orElseThrow().contains("new identity"));
        assertEquals(Code.REFUSED, codeOf(() -> alice.say(bob, "to whom?")));
        assertEquals(Code.REFUSED, codeOf(() -> of(alice).mark("bob", true)));
        assertEquals(Code.REFUSED, codeOf(() -> of(alice).check("bob")));
        assertTrue(of(alice).of("bob").verified().isEmpty());
        assertEquals(bob.account(), of(alice).of("bob").account());
    }

    @Test
    void aRequestUnderTheSameAddressStopsTheSending() throws Exception {
        var told = alice.told(Event.SendingStopped.class).size();
        var second = another();
        var waiting = waits("before they know");
        second.people().connect("alice");
        alice.port.connect();
        Eventually.until("asked", () -> alice.knows(second, State.ASKS));
        stopped();
        assertEquals(told + 1, alice.told(Event.SendingStopped.class).size());
        assertEquals(Optional.of(second.account()), of(alice).of("bob").changed().map(one -> one.account()));
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().approve("bob")));
        assertEquals(List.of("to begin with", "before they know"), alice.texts(bob)); // it stays to be read

        // It may have left before; whatever had not is neither sealed nor sent, however often the link comes up.
        alice.chat.tick();
        alice.restart();
        alice.inboxIsDone();
        alice.workerIsDone(alice.with(bob));
        var appends = appends(alice);
        alice.chat.tick();
        alice.workerIsDone(alice.with(bob));
        assertEquals(appends, appends(alice));
        assertEquals(0, alice.talk.waiting());
        assertTrue(alice.talk.message(waiting).isPresent());
    }

    /** The directory is asked before anything waits, so that nothing of it can have left. */
    @Test
    void theDirectoryStopsTheSendingAndTheQueueStaysAsItIs() throws Exception {
        alice.port.script = this::noLog;
        alice.port.cut();
        alice.workerIsDone(alice.with(bob)); // it knows that, too
        var waiting = alice.say(bob, "for the bob I know");
        alice.port.connect();
        var second = another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        stopped();
        alice.port.script = request -> null;
        alice.reconnects(alice.with(bob));
        assertEquals(1, appends(alice)); // what was said to begin with
        assertTrue(outbox().stream().allMatch(row -> row.sealed().isEmpty()));
        assertEquals(Message.State.WAITING, alice.state(waiting));

        of(alice).keep("bob");
        bob.hears(alice, "for the bob I know");
        assertEquals(Trust.UNVERIFIED, trust(alice, bob)); // to be compared anew
        assertTrue(alice.conversation(bob).stopped().isEmpty());
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        assertEquals(Trust.UNVERIFIED, trust(alice, bob)); // that key was refused once and for all
        assertFalse(second.knows(alice, State.APPROVED));
    }

    /** No log is served but the inbox: nothing leaves in conversations. */
    private Frame.@Nullable Answer noLog(Frame.Request request) {
        var isLog = request instanceof Frame.Follow follow && !follow.log().equals(LogId.inboxOf(alice.account()));
        return isLog ? Hub.refused(request.request(), Problem.NO_SPACE) : null;
    }

    private List<Outgoing> outbox() throws CommandException {
        return alice.store.transact(tx -> new Book(tx).outbox(alice.with(bob), 100));
    }

    @Test
    void onceAcceptedWhatWaitedGoesToTheNewOne() throws Exception {
        alice.port.script = this::noLog;
        alice.port.cut();
        alice.workerIsDone(alice.with(bob)); // it knows that, too
        var waiting = alice.say(bob, "for whoever bob is");
        alice.port.connect();
        var second = another();
        second.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(second, State.ASKS));
        alice.port.script = request -> null;
        assertEquals(State.APPROVED, of(alice).accept("bob").state());
        second.hears(alice, "for whoever bob is");
        assertEquals(Trust.REPLACED, trust(alice, bob));
        assertEquals(Trust.UNVERIFIED, trust(alice, second));
        assertTrue(alice.talk.message(waiting).isEmpty());
        assertEquals(List.of("to begin with"), alice.texts(bob));
        assertEquals(Code.REFUSED, codeOf(() -> alice.say(bob, "to the former")));
        assertEquals(alice.with(second), alice.talk.find("bob").id());
        assertEquals(second.account(), of(alice).of("bob").account());
        assertEquals(Code.NOT_FOUND, codeOf(() -> of(alice).accept("bob")));
        alice.say(second, "and on");
        second.hears(alice, "and on");
        assertFalse(bob.texts(alice).contains("for whoever bob is"));
        alice.restart();
        assertEquals(Trust.REPLACED, trust(alice, bob));
        assertEquals(State.APPROVED, alice.people().connect("bob").state());
    }

    @Test
    void acceptedFromTheDirectoryTheyAreAskedUnderTheNewKey() throws Exception {
        var second = another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        assertEquals(State.REQUESTED, of(alice).accept("bob").state());
        Eventually.until("asked", () -> second.knows(alice, State.ASKS));
        second.people().approve("alice");
        Eventually.until("approved", () -> alice.knows(second, State.APPROVED));
        alice.say(second, "hello again");
        second.hears(alice, "hello again");
    }

    /** Between the person's look and their yes the relay changes its mind. */
    @Test
    void onlyTheKeyThatWasSeenIsAccepted() throws Exception {
        another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        var third = another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> of(alice).accept("bob")));
        assertTrue(alice.contact(third).isEmpty());
    }

    @Test
    void aThirdKeyStopsItAgain() throws Exception {
        another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        of(alice).keep("bob");
        assertTrue(alice.conversation(bob).stopped().isEmpty());
        var third = another();
        third.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(third, State.ASKS));
        stopped();
        of(alice).keep("bob");
        assertTrue(alice.knows(third, State.DENIED));
        assertTrue(alice.conversation(bob).stopped().isEmpty());
    }

    @Test
    void whoWasBlockedDoesNotComeBackUnseen() throws Exception {
        alice.people().block("bob");
        var second = another();
        second.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(second, State.ASKS));
        assertEquals(Optional.of(State.BLOCKED), alice.contact(second).orElseThrow().former());
        assertTrue(alice.told(Event.Notice.class).getLast().text().contains("blocked"));
        assertEquals(Trust.VERIFIED, trust(alice, bob)); // nothing is sent to them anyway
        assertTrue(alice.contact(bob).orElseThrow().former().isEmpty());
    }

    @Test
    void nobodyIsAddedToAGroupWhileTheirKeyIsInDoubt() throws Exception {
        var group = alice.groups.create("a group").id();
        another();
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.groups.add(group, "bob")));
    }

    @Test
    void aMemberWhoIsCalledLikeAContactIsSeen() throws Exception {
        var carol = client("carol");
        Client.befriend(alice, carol);
        var second = another();
        Client.befriend(carol, second);
        var others = carol.groups.create("another group").id();
        carol.groups.add(others, "bob");
        carol.groups.add(others, "alice");
        Eventually.until(
                "alice is told whom she meets",
                () -> alice.told(Event.Notice.class).stream().anyMatch(one -> one.text().contains("In another group")));
        assertTrue(alice.names(others).stream().anyMatch(name -> name.startsWith("key-")));
        assertEquals(Trust.VERIFIED, trust(alice, bob)); // a member's word stops nothing between the two
        alice.say(bob, "still here");
        bob.hears(alice, "still here");
    }
}
