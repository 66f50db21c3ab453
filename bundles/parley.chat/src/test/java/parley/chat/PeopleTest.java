package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.Address;
import parley.protocol.ContactLink;
import parley.protocol.RelayAddress;
import parley.protocol.RelayKey;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class PeopleTest extends Town {

    private static Code codeOf(Run run) {
        return assertThrows(CommandException.class, run::run).code();
    }

    private interface Run {
        void run() throws Exception;
    }

    @Test
    void askAnswerAndTalk() throws Exception {
        Client.befriend(alice, bob);
        var id = bob.say(alice, "and back");
        alice.hears(bob, "and back");
        Eventually.until("sent", () -> bob.state(id) == Message.State.SENT);
        assertEquals("bob@relay.example", alice.conversation(bob).title());
        assertEquals(1, alice.conversation(bob).members().size());
        assertEquals("bob@relay.example", alice.conversation(bob).members().getFirst().toString());
        assertEquals(1, bob.conversation(alice).members().size());
        assertEquals("alice@relay.example", bob.conversation(alice).members().getFirst().toString());
    }

    @Test
    void whoSpeaksToAStrangerIsToldHowToBegin() {
        var unknown = assertThrows(CommandException.class, () -> alice.talk.find("bob"));
        assertEquals(Code.NOT_FOUND, unknown.code());
        assertEquals(
                "there is no conversation bob; list shows those there are, and connect ADDRESS asks somebody for one",
                unknown.getMessage());
    }

    // ---- Blocking ----

    @Test
    void whoIsBlockedIsHeardAgainOnceApproved() throws Exception {
        Client.befriend(alice, bob);
        assertEquals(State.BLOCKED, alice.people().block("bob").state());
        assertEquals(Code.REFUSED, codeOf(() -> alice.say(bob, "to one I have blocked")));
        var unheard = bob.say(alice, "unheard");
        Eventually.until("taken", () -> bob.state(unheard) == Message.State.SENT);
        Eventually.until("read", () -> alice.state(bob).position == hub.entries(hub.log()).getLast().position());

        var approved = alice.people().approve("bob");
        assertEquals(State.APPROVED, approved.state());
        assertEquals(Optional.of(alice.with(bob)), approved.conversation());
        assertTrue(
                alice.told(Event.ContactChanged.class).getLast().state() == State.APPROVED
                        && alice.told(Event.ContactChanged.class).getLast().account().equals(bob.account()));
        bob.say(alice, "heard again");
        alice.hears(bob, "heard again");
        alice.say(bob, "and answered");
        bob.hears(alice, "and answered");
        assertFalse(alice.texts(bob).contains("unheard"));
    }

    @Test
    void whoIsUnblockedIsHeardAgain() throws Exception {
        Client.befriend(alice, bob);
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().unblock("bob")));
        alice.people().block("bob");
        assertEquals(State.APPROVED, alice.people().unblock("bob").state());
        bob.say(alice, "heard again");
        alice.hears(bob, "heard again");
        assertEquals(Code.NOT_FOUND, codeOf(() -> alice.people().unblock("nobody")));
    }

    /** A stranger has one place in the box, however often they ask; who is blocked or denied has none. */
    @Test
    void aStrangerWhoIsUnblockedMayAskAnew() throws Exception {
        bob.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(bob, State.ASKS));
        clock.set(clock.get().plusSeconds(60));
        bob.people().connect("alice");
        bob.chat.tick();
        bob.inboxIsDone(); // it brings letters
        alice.inboxIsDone();
        assertEquals(1, alice.people().all().size());
        alice.people().block("bob");
        clock.set(clock.get().plusSeconds(60));
        bob.people().connect("alice");
        bob.chat.tick();
        bob.inboxIsDone();
        alice.inboxIsDone();
        assertTrue(alice.knows(bob, State.BLOCKED));
        alice.people().unblock("bob");
        assertTrue(alice.contact(bob).isEmpty());
        clock.set(clock.get().plusSeconds(60));
        bob.people().connect("alice");
        bob.chat.tick();
        bob.inboxIsDone();
        Eventually.until("asked anew", () -> alice.knows(bob, State.ASKS));
        alice.inboxIsDone(); // and the hub knows
        alice.people().deny("bob");
        clock.set(clock.get().plusSeconds(60));
        bob.people().connect("alice");
        bob.chat.tick();
        bob.inboxIsDone();
        alice.inboxIsDone();
        assertTrue(alice.knows(bob, State.DENIED));
    }

    @Test
    void connectAlsoApprovesSomebodyBlockedOrDenied() throws Exception {
        Client.befriend(alice, bob);
        var asked = alice.port.heard(Frame.Deliver.class).size();
        alice.people().deny("bob");
        assertEquals(State.APPROVED, alice.people().connect("bob").state());
        alice.people().block("bob");
        assertEquals(State.APPROVED, alice.people().connect("bob").state());
        alice.inboxIsDone();
        assertEquals(asked, alice.port.heard(Frame.Deliver.class).size()); // nobody was asked anew
    }

    @Test
    void aStrangerBlockedBeforeAnAnswerCanBeApproved() throws Exception {
        alice.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
        bob.people().block("alice");
        assertEquals(State.APPROVED, bob.people().approve("alice").state());
        Eventually.until("approved", () -> alice.knows(bob, State.APPROVED));
    }

    @Test
    void theTokensOfWhoIsBlockedEndAlsoIfTheLinkWasDown() throws Exception {
        Client.befriend(alice, bob);
        var group = alice.store.transact(tx -> new Book(tx).group(alice.with(bob)).orElseThrow());
        var view = alice.crypto.groups.view(group);
        var leaf = view.members().stream().filter(one -> one.leaf() == view.ownLeaf()).findFirst().orElseThrow();
        alice.port.cut();
        alice.people().block("bob");
        assertEquals(0, hub.revoked.size());
        alice.port.connect();
        Eventually.until(
                "revoked",
                () ->
                        hub.revoked.contains(leaf.data().deliver().hash())
                                && hub.revoked.contains(leaf.data().take().hash()));
        Eventually.until(
                "and not again",
                () -> {
                    try {
                        return alice.chat.letters().waiting().isEmpty();
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void whoIsBlockedIsToldNothing() throws Exception {
        Client.befriend(alice, bob);
        Eventually.until("greeted", () -> alice.port.heard(Frame.Signal.class).size() > 0);
        rest(alice.with(bob), alice, bob);
        var signals = alice.port.heard(Frame.Signal.class).size();
        bob.say(alice, "wants a receipt");
        alice.hears(bob, "wants a receipt");
        alice.people().block("bob");
        clock.set(clock.get().plusSeconds(60));
        alice.chat.tick();
        alice.chat.tick();
        alice.talk.markRead(alice.with(bob));
        alice.chat.worker(alice.with(bob)).orElseThrow().receiptAtOnce();
        alice.settles(alice.with(bob)); // whatever it was asked to say it has said
        assertEquals(signals, alice.port.heard(Frame.Signal.class).size());
        assertEquals(1, alice.port.heard(Frame.Append.class).size());

        alice.people().approve("bob");
        alice.restart();
        Eventually.until("loaded", () -> alice.chat.worker(alice.with(bob)).isPresent());
        alice.chat.worker(alice.with(bob)).orElseThrow().receiptAtOnce();
        Eventually.until("greeted", () -> alice.port.heard(Frame.Signal.class).size() > signals);
        Eventually.until("receipt", () -> alice.port.heard(Frame.Append.class).size() == 2);
    }

    // ---- Letters ----

    @Test
    void aLetterThatIsRefusedHoldsUpNoOther() throws Exception {
        var carol = client("carol");
        alice.port.script =
                request ->
                        request instanceof Frame.Deliver deliver
                                ? Hub.refused(deliver.request(), Problem.NO_SPACE)
                                : null;
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().connect("bob")));
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().connect("carol")));
        alice.port.script =
                request ->
                        request instanceof Frame.Deliver deliver && deliver.to().equals(bob.account())
                                ? Hub.refused(deliver.request(), Problem.TOO_LARGE)
                                : null;
        alice.chat.tick();
        Eventually.until("carol is asked", () -> carol.knows(alice, State.ASKS));
        Eventually.until(
                "alice is told",
                () ->
                        alice.told(Event.Notice.class).stream()
                                .anyMatch(notice -> notice.text().contains("bob@relay.example")));
        alice.chat.tick();
        alice.chat.tick();
        alice.people().connect("carol");
        alice.inboxIsDone();
        assertEquals(1, alice.told(Event.Notice.class).stream().filter(one -> one.text().contains("bob@")).count());
    }

    @Test
    void whoWaitsForAnAnswerMayAskAgain() throws Exception {
        alice.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
        var before = bob.store.transact(tx -> new Book(tx).contact(alice.account())).orElseThrow().request();
        bob.inboxIsDone(); // else there is no room for the second
        clock.set(clock.get().plusSeconds(60));
        assertEquals(State.REQUESTED, alice.people().connect("bob").state());
        alice.chat.tick();
        Eventually.until(
                "asked anew",
                () -> {
                    try {
                        var now =
                                bob.store.transact(tx -> new Book(tx).contact(alice.account())).orElseThrow().request();
                        return now.isPresent() && !now.equals(before);
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
        bob.people().approve("alice");
        Eventually.until("approved", () -> alice.knows(bob, State.APPROVED));
    }

    @Test
    void eachHavingAskedTheSmallerKeyOpensWheneverItCan() throws Exception {
        smaller.port.script =
                request ->
                        request instanceof Frame.OpenLog || request instanceof Frame.Commit
                                ? Hub.refused(request.request(), Problem.NO_SPACE)
                                : null;
        smaller.people().connect(larger.name);
        Eventually.until("asked", () -> larger.knows(smaller, State.ASKS));
        // The larger key asks without having seen the request.
        larger.store.run(tx -> tx.remove("chat.contact", smaller.account().bytes()));
        larger.people().connect(smaller.name);
        Eventually.until("open", () -> smaller.hasConversation(larger));
        smaller.port.script = request -> null;
        smaller.port.cut();
        smaller.port.connect();
        Eventually.until("approved", () -> larger.knows(smaller, State.APPROVED));
        larger.say(smaller, "it was you who opened");
        smaller.hears(larger, "it was you who opened");
    }

    /** The link went down between the request's being read and its answer. */
    @Test
    void aMutualRequestIsAnsweredLater() throws Exception {
        smaller.people().connect(larger.name);
        Eventually.until("asked", () -> larger.knows(smaller, State.ASKS));
        var letter = larger.store.transact(tx -> new Book(tx).contact(smaller.account())).orElseThrow();
        smaller.port.cut();
        var request =
                larger.crypto.identities.request(
                        larger.identity,
                        larger.address(),
                        smaller.crypto.identities.view(smaller.identity).devices(),
                        larger.keys.fresh().stream().map(own -> own.keyPackage()).toList(),
                        larger.keys.grantDelivery());
        larger.store.run(tx -> {
            var asked = StoredContact.asked(letter.address(), letter.account(), Bytes.of((byte) 1));
            new Book(tx).put(asked.delivered());
        });
        smaller.store.run(tx -> {
            var book = new Book(tx);
            book.put(book.contact(larger.account()).orElseThrow().asking(request));
        });
        smaller.port.connect();
        Eventually.until("answered", () -> larger.knows(smaller, State.APPROVED));
    }

    /** The larger key waits for the smaller, which knows nothing any more of having been asked. */
    @Test
    void whoIsAskedByOneWhoShouldAnswerAsksBack() throws Exception {
        larger.people().connect(smaller.name);
        Eventually.until("asked", () -> smaller.knows(larger, State.ASKS));
        smaller.store.run(tx -> tx.remove("chat.contact", larger.account().bytes()));
        smaller.people().connect(larger.name);
        Eventually.until("approved", () -> larger.knows(smaller, State.APPROVED));
        smaller.say(larger, "at last");
        larger.hears(smaller, "at last");
    }

    @Test
    void lettersWaitingForAnAnswerHoldUpNeitherTimersNorTheReader() throws Exception {
        alice.port.script =
                request ->
                        request instanceof Frame.Deliver deliver
                                ? Hub.refused(deliver.request(), Problem.NO_SPACE)
                                : null;
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().connect("bob")));
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.Deliver)) return null;
                    asked.countDown();
                    await(answered);
                    return null;
                };
        alice.chat.tick();
        asked.await();
        var done = new CountDownLatch(1);
        alice.chat.after(java.time.Duration.ZERO, done::countDown);
        assertTrue(done.await(30, java.util.concurrent.TimeUnit.SECONDS));
        alice.chat.tick(); // does not start a second
        answered.countDown();
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
        alice.inboxIsDone();
        assertEquals(2, alice.port.heard(Frame.Deliver.class).size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- Addresses and keys ----

    @Test
    void refusesOwnAndForeignAddresses() {
        assertEquals(Code.USAGE, codeOf(() -> alice.people().connect("alice")));
        assertEquals(Code.USAGE, codeOf(() -> alice.people().connect("no name")));
        assertEquals(Code.NOT_FOUND, codeOf(() -> alice.people().connect("nobody")));
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().connect("bob@elsewhere.example")));
        assertEquals(Code.REFUSED, codeOf(() -> alice.people().connect(link(bob, (byte) 1).text())));
    }

    @Test
    void aLinkHoldsAnAccountToItsKey() throws Exception {
        var mallory = client("mallory");
        assertEquals(State.REQUESTED, alice.people().connect(link(bob, (byte) 0).text()).state());
        hub.rename("bob", mallory.crypto.identities.view(mallory.identity).devices());
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect(link(bob, (byte) 0).text())));
        assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
    }

    /** The relay calls itself otherwise than when bob became a contact, and gives its own key for him. */
    @Test
    void aRelayThatRenamesItselfCannotExchangeAKey() throws Exception {
        Client.befriend(alice, bob);
        alice.store.run(tx -> {
            var book = new Book(tx);
            var known = book.contact(bob.account()).orElseThrow();
            book.put(
                    new StoredContact(
                            new Address("bob", "before.example"),
                            known.account(),
                            known.state(),
                            known.conversation(),
                            known.request(),
                            known.letter(),
                            known.revoke(),
                            known.knowledge()));
        });
        var second = new Client("bob", hub, clock);
        try (second) {
            assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().connect("bob")));
            second.people().connect("alice");
            Eventually.until("asked by another key", () -> alice.knows(second, State.ASKS));
            assertTrue(alice.told(Event.Notice.class).getLast().text().contains("another key"));
            assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().approve("bob")));
            assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().approve("bob@before.example")));
            alice.people().block("bob@before.example");
            assertTrue(alice.knows(bob, State.BLOCKED));
            assertTrue(alice.knows(second, State.BLOCKED));
        }
    }

    @Test
    void anAddressWithAnotherKeyIsNotApprovedByName() throws Exception {
        Client.befriend(alice, bob);
        var second = new Client("bob", hub, clock);
        try (second) {
            second.people().connect("alice");
            Eventually.until("asked by another key", () -> alice.knows(second, State.ASKS));
            assertTrue(
                    alice.told(Event.Notice.class).getLast().text().contains("another key"),
                    () -> alice.store.published.toString());
            assertEquals(Code.WRONG_KEY, codeOf(() -> alice.people().approve("bob")));
            assertEquals(second.account(), alice.people().deny("bob").account());
            assertTrue(alice.knows(bob, State.APPROVED));

            assertEquals(State.APPROVED, alice.people().approve(link(second, (byte) 0).text()).state());
            Eventually.until("approved", () -> second.knows(alice, State.APPROVED));
            assertNotEquals(alice.with(bob), alice.with(second));
            alice.people().block(link(second, (byte) 0).text());
            assertTrue(alice.knows(bob, State.APPROVED));
            alice.people().block("bob");
            assertTrue(alice.knows(bob, State.BLOCKED));
        }
    }

    private static ContactLink link(Client client, byte relay) {
        var key = new RelayKey(Bytes.wrap(new byte[32]));
        if (relay != 0) key = new RelayKey(Bytes.wrap(java.util.Arrays.copyOf(new byte[] {relay}, 32)));
        var address = new RelayAddress(URI.create("ws://127.0.0.1:7463"), RelayAddress.fingerprint(key));
        return new ContactLink(address, client.name, client.account());
    }
}
