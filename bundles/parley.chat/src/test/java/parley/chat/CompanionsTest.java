package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.chat.Companion;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.protocol.wire.MalformedException;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Alice talks with somebody who lives in her client, without a link. */
class CompanionsTest extends Town {

    private static final ConversationId TALK = Companions.conversation("parrot");

    /** Says what is said to it and thinks what is thought, and more when told so. */
    private static class Parrot implements Companion {

        final List<Content> heard = new ArrayList<>();
        int times = 1;
        boolean fails;

        @Override
        public String name() {
            return "parrot";
        }

        @Override
        public synchronized List<Content> answers(MessageId id, Content said) {
            heard.add(said);
            if (fails) throw new IllegalStateException("a companion's own fault");
            return switch (said) {
                case Content.Text(var body, _, _, _, _) ->
                        Stream.generate(() -> (Content) new Content.Text(body + "!")).limit(times).toList();
                case Content.Reaction reaction -> List.of(reaction);
                default -> List.of();
            };
        }

        synchronized List<Content> heard() {
            return List.copyOf(heard);
        }
    }

    private final Parrot parrot = new Parrot();

    @BeforeEach
    void parrotLivesHere() {
        alice.port.cut();
        comes();
    }

    private void comes() {
        alice.chat.addCompanion(parrot);
        Eventually.until("the conversation", () -> found() != null);
    }

    private @org.jspecify.annotations.Nullable Object found() {
        try {
            return alice.talk.find(TALK).orElse(null);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private List<Message> page() {
        try {
            return alice.talk.page(TALK, Long.MAX_VALUE, 100);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> texts() {
        return page().stream().map(Message::text).toList();
    }

    private void hears(String... texts) {
        Eventually.until(List.of(texts).toString(), () -> texts().equals(List.of(texts)));
    }

    @Test
    void whatIsSaidIsReadAndAnsweredWithoutALink() throws Exception {
        var talk = alice.talk.find("parrot");
        assertEquals(Kind.LOCAL, talk.kind());
        assertEquals("parrot@device.internal", talk.title());
        assertEquals(TALK, alice.talk.find("parrot@device.internal").id());
        assertTrue(alice.talk.staysHere(TALK));
        alice.talk.say(TALK, "hello");
        hears("hello", "hello!");
        assertEquals(List.of(Message.State.READ, Message.State.RECEIVED), page().stream().map(Message::state).toList());
        assertEquals("parrot@device.internal", page().getLast().from().toString());
        assertEquals(1, alice.talk.find("parrot").unread());
        alice.talk.markRead(TALK);
        assertEquals(0, alice.talk.find("parrot").unread());
        assertEquals(0, alice.talk.waiting());
        var reply = alice.talk.reply(TALK, page().getLast().id(), "hello to you");
        hears("hello", "hello!", "hello to you", "hello to you!");
        assertEquals("hello!", alice.talk.quoted(alice.talk.message(reply).orElseThrow()).orElseThrow().text());
        assertFalse(alice.talk.staysHere(begun()));
    }

    /** Whoever makes a group under a companion's id gets no companion to read and answer there. */
    @Test
    void aGroupUnderItsIdIsNeitherJoinedNorHeard() throws Exception {
        alice.port.connect();
        Client.befriend(alice, bob);
        bob.welcome(alice, TALK, LogId.random(), 1);
        assertEquals(Kind.LOCAL, alice.talk.find(TALK).orElseThrow().kind());
        alice.chat.removeCompanion(parrot);
        var later = Companions.conversation("owl");
        bob.welcome(alice, later, LogId.random(), 1);
        Eventually.until("in", () -> alice.isIn(later)); // nobody knows whose it will be
        var owl =
                new Parrot() {
                    @Override
                    public String name() {
                        return "owl";
                    }
                };
        alice.chat.addCompanion(owl);
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(later);
            var said = new Content.Text("among people");
            book.put(later, Outgoing.of(state, alice.account(), Salt.random(), clock.get(), said));
            book.put(state);
        });
        alice.chat.companions().attend(later);
        alice.tasksAreDone(); // what the companion was to do among them
        assertEquals(List.of(), owl.heard());
        assertEquals(1, alice.store.<Integer>transact(tx -> new Book(tx).outbox(later, 2).size()), "nor is it taken");
        assertEquals(Kind.GROUP, alice.talk.find(later).orElseThrow().kind());
    }

    /** A companion's name is its own, and nobody else is called so. */
    @Test
    void aCompanionKeepsItsNameWhateverContactsAreCalled() throws Exception {
        alice.port.connect();
        var namesake = client("parrot");
        Client.befriend(alice, namesake);
        alice.talk.say(TALK, "hello");
        hears("hello", "hello!");
        assertEquals("parrot@device.internal", page().getLast().from().toString());
        assertEquals("parrot@" + Hub.NAME, alice.conversation(namesake).members().getFirst().toString());
    }

    private ConversationId begun() throws Exception {
        alice.port.connect();
        Client.befriend(alice, bob);
        return alice.with(bob);
    }

    @Test
    void amendsAsAnywhere() throws Exception {
        var own = alice.talk.say(TALK, "helo");
        hears("helo", "helo!");
        var theirs = page().getLast().id();
        alice.talk.edit(own, "hello");
        alice.talk.react(theirs, "👍", true);
        Eventually.until("both think so", () -> reactions().equals(List.of("alice 👍", "parrot 👍")));
        alice.talk.react(theirs, "👍", false);
        Eventually.until("nobody thinks so", () -> reactions().isEmpty());
        alice.talk.delete(own);
        Eventually.until("heard", () -> parrot.heard().getLast() instanceof Content.Delete);
        assertTrue(alice.talk.message(own).orElseThrow().deleted());
        assertThrows(CommandException.class, () -> alice.talk.delete(theirs), "what others said is theirs");
        alice.talk.erase(theirs);
        hears("");
    }

    private List<String> reactions() {
        return page().getLast().reactions().stream().map(it -> it.by().name() + " " + it.emoji()).toList();
    }

    @Test
    void whatWaitsIsAnsweredOnceWhateverTheProcessDied() throws Exception {
        for (var last = 0; last <= 1; last++) {
            var text = "said " + last;
            var before = texts();
            alice.chat.removeCompanion(parrot);
            alice.talk.say(TALK, text);
            alice.store.endAfter(last); // before the answer is stored, and after
            alice.chat.addCompanion(parrot);
            Eventually.until(
                    "ended", () -> parrot.heard().stream().anyMatch(heard -> heard.equals(new Content.Text(text))));
            alice.chat.close();
            alice.store.beginAgain();
            alice.restart();
            alice.port.cut();
            comes();
            var all = new ArrayList<>(before);
            all.addAll(List.of(text, text + "!"));
            hears(all.toArray(String[]::new));
        }
    }

    @Test
    void whoIsAwayIsNotListedAndKeepsWhatWasSaid() throws Exception {
        alice.talk.say(TALK, "hello");
        hears("hello", "hello!");
        alice.chat.removeCompanion(parrot);
        assertTrue(alice.talk.all().isEmpty());
        assertTrue(alice.talk.find(TALK).isEmpty());
        assertEquals(Code.NOT_FOUND, assertThrows(CommandException.class, () -> alice.talk.find("parrot")).code());
        comes();
        assertEquals(List.of("hello", "hello!"), texts());
        alice.restart();
        assertTrue(alice.talk.all().isEmpty());
        comes();
        assertEquals(List.of("hello", "hello!"), texts());
    }

    @Test
    void aCompanionsFaultCostsItsAnswerOnly() throws Exception {
        parrot.fails = true;
        alice.talk.say(TALK, "hello");
        Eventually.until("read", () -> page().getFirst().state() == Message.State.READ);
        parrot.fails = false;
        parrot.times = 100;
        alice.talk.say(TALK, "again");
        Eventually.until("answers", () -> page().size() > 2);
        assertEquals(2 + 4, page().size(), "four answers to one thing are heard");
        alice.chat.addCompanion(
                new Companion() {
                    @Override
                    public String name() {
                        return "No Name";
                    }

                    @Override
                    public List<Content> answers(MessageId id, Content said) {
                        return List.of();
                    }
                });
        assertEquals(1, alice.talk.all().size());
    }

    @Test
    void whatNeedsALogIsRefused() throws Exception {
        for (var refused :
                List.<org.junit.jupiter.api.function.Executable>of(
                        () -> alice.talk.resume(TALK),
                        () -> alice.groups.leave(TALK),
                        () -> alice.settings.lifetime(TALK, Duration.ofDays(1)),
                        () -> alice.groups.invite(TALK),
                        () -> alice.chat.governing().rename(TALK, "Polly"))) {
            var e = assertThrows(CommandException.class, refused);
            assertTrue(List.of(Code.REFUSED, Code.USAGE, Code.NOT_FOUND).contains(e.code()), e.toString());
        }
        assertEquals(List.of(), alice.chat.governing().log(TALK, Long.MAX_VALUE, 10), "nothing was done there");
        assertTrue(alice.chat.worker(TALK).isEmpty(), "nobody follows a log for it");
        alice.port.connect();
        alice.talk.say(TALK, "with a link");
        hears("with a link", "with a link!");
        assertTrue(alice.chat.worker(TALK).isEmpty());
    }

    @Test
    void itsRecordIsReadAndNoUnknownKind() throws Exception {
        var record = alice.store.transact(tx -> new Book(tx).needTalk(TALK).encode());
        assertEquals(Kind.LOCAL, ConversationState.decode(record).kind);
        var bent = record.toArray();
        var kind = 1 + ConversationId.LENGTH;
        assertEquals(3, bent[kind]);
        bent[kind] = 4;
        assertThrows(MalformedException.class, () -> ConversationState.decode(parley.protocol.wire.Bytes.wrap(bent)));
    }
}
