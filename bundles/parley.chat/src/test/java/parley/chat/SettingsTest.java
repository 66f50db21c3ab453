package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Event.SettingsChanged;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person sets for a conversation, kept over restarts. */
class SettingsTest extends Amending {

    private Settings settings(Client client) throws CommandException {
        return client.talk.find(talk).orElseThrow().settings();
    }

    private void restarts(Client client) throws Exception {
        client.restart();
        Eventually.until("loaded", () -> client.chat.worker(talk).isPresent());
    }

    private static void refuses(Code code, String part, org.junit.jupiter.api.function.Executable command) {
        var refused = assertThrows(CommandException.class, command);
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }

    private static ConversationId unknown() {
        return new ConversationId(Bytes.wrap(new byte[16]));
    }

    @Test
    void ofAnUnknownConversationThereAreNone() {
        var all = bob.settings;
        var nowhere = unknown();
        refuses(Code.NOT_FOUND, "list", () -> all.draft(nowhere, new Draft("x", Optional.empty())));
        refuses(Code.NOT_FOUND, "list", () -> all.pin(nowhere, true));
        refuses(Code.NOT_FOUND, "list", () -> all.pinned(nowhere));
        refuses(Code.NOT_FOUND, "list", () -> all.mute(nowhere, Optional.empty()));
        refuses(Code.NOT_FOUND, "list", () -> all.archive(nowhere, true));
        refuses(Code.NOT_FOUND, "list", () -> all.markUnread(nowhere));
        refuses(Code.NOT_FOUND, "list", () -> all.receipts(nowhere, Optional.empty()));
        all.typing(nowhere, true); // nobody is told
    }

    // ---- Drafts ----

    @Test
    void aDraftIsKeptUntilItIsSaid() throws Exception {
        var question = said(alice, bob, "shall we?");
        var draft = new Draft("perhaps\n", Optional.of(question));
        bob.settings.draft(talk, draft);
        restarts(bob);
        assertEquals(draft, settings(bob).draft());
        assertEquals("Draft", draft.toString());
        assertTrue(keeps(bob, "perhaps"));
        bob.store.run(tx -> bob.talk.post(tx, talk, parley.protocol.content.Salt.random(), offer(), "a file"));
        assertEquals(draft, settings(bob).draft(), "what else is sent leaves it");
        bob.talk.reply(talk, question, "perhaps not");
        assertEquals(Draft.NONE, settings(bob).draft());
        sent(bob);
        assertFalse(keeps(bob, "perhaps\n"));
        bob.settings.draft(talk, draft);
        bob.settings.draft(talk, Draft.NONE);
        assertFalse(keeps(bob, "perhaps\n"));
        assertEquals(Settings.NONE, settings(bob));
    }

    private static parley.protocol.content.Content offer() {
        return new parley.protocol.content.Content.FileOffer(
                Hub.NAME,
                new parley.protocol.BlobId(Bytes.wrap(new byte[16])),
                parley.protocol.Token.random(),
                Bytes.wrap(new byte[32]),
                Bytes.wrap(new byte[7]),
                1,
                4096,
                "f",
                "t");
    }

    /** Whatever the process was at when it was killed, the draft before or the one after is there. */
    @Test
    void aDraftSurvivesAKill() throws Exception {
        bob.settings.draft(talk, new Draft("one", Optional.empty()));
        bob.settles(talk); // nothing else is stored meanwhile
        bob.store.endAfter(1);
        bob.settings.draft(talk, new Draft("two", Optional.empty()));
        assertThrows(CommandException.class, () -> bob.settings.draft(talk, new Draft("three", Optional.empty())));
        bob.port.cut();
        bob.store.beginAgain();
        restarts(bob);
        assertEquals("two", settings(bob).draft().text());
    }

    @Test
    void aDraftIsAsLongAsAMessage() throws Exception {
        var most = "ä".repeat(32 * 1024);
        bob.settings.draft(talk, new Draft(most, Optional.empty()));
        assertEquals(most, settings(bob).draft().text());
        refuses(Code.TOO_LARGE, "65536", () -> bob.settings.draft(talk, new Draft(most + "x", Optional.empty())));
        assertEquals(most, settings(bob).draft().text());
    }

    @Test
    void aDraftAnswersNothingThatIsGone() throws Exception {
        var question = said(alice, bob, "shall we?");
        var other = said(alice, bob, "or not?");
        bob.settings.draft(talk, new Draft("well", Optional.of(question)));
        alice.talk.delete(other);
        seesDeleted(bob, other);
        assertEquals(Optional.of(question), settings(bob).draft().replyTo());
        alice.talk.delete(question);
        seesDeleted(bob, question);
        assertEquals(new Draft("well", Optional.empty()), settings(bob).draft());
    }

    // ---- Pins ----

    private static List<String> titles(Client client) throws CommandException {
        return client.talk.all().stream().map(Conversation::title).toList();
    }

    @Test
    void pinnedConversationsStandAboveInTheOrderOfPinning() throws Exception {
        var ids = new ArrayList<ConversationId>();
        for (var title : List.of("a", "b", "c")) {
            clock.set(clock.get().plusSeconds(1));
            ids.add(bob.groups.create(title).id());
        }
        assertEquals(List.of("c", "b", "a", "alice@relay.example"), titles(bob));
        bob.settings.pin(ids.getFirst(), true);
        bob.settings.pin(talk, true);
        bob.settings.pin(ids.getFirst(), true); // it is already
        assertEquals(List.of("a", "alice@relay.example", "c", "b"), titles(bob));
        restarts(bob);
        bob.settings.pin(ids.getFirst(), false);
        bob.settings.pin(ids.getFirst(), true);
        assertEquals(List.of("alice@relay.example", "a", "c", "b"), titles(bob));
        bob.settings.pin(talk, false);
        bob.settings.pin(ids.getFirst(), false);
        assertEquals(List.of("c", "b", "a", "alice@relay.example"), titles(bob));
        assertEquals(0, bob.store.count("chat.settings"));
    }

    @Test
    void aHundredConversationsArePinnedAndNoMore() throws Exception {
        bob.store.run(tx -> {
            for (var i = 1; i < ConversationSettings.MOST_PINNED; i++) {
                var id = new ConversationId(Bytes.wrap(ByteBuffer.allocate(16).putInt(i).array()));
                new Book(tx).put(id, StoredSettings.NONE.withPinned(i));
            }
        });
        var more = bob.groups.create("one more").id();
        bob.settings.pin(talk, true);
        assertEquals(100, settings(bob).pinned());
        refuses(Code.REFUSED, "100 conversations", () -> bob.settings.pin(more, true));
        bob.settings.pin(talk, true);
        bob.settings.pin(talk, false);
        bob.settings.pin(more, true);
    }

    @Test
    void messagesArePinnedUntilTheyAreGone() throws Exception {
        var pinned = new ArrayList<MessageId>();
        for (var text : List.of("one", "two", "three", "four")) pinned.add(said(alice, bob, text));
        for (var id : pinned.reversed()) bob.settings.pin(id, true);
        bob.settings.pin(pinned.getFirst(), true); // it is already
        assertEquals(List.of("four", "three", "two", "one"), pinnedTexts());
        alice.talk.delete(pinned.get(1));
        seesDeleted(bob, pinned.get(1));
        bob.talk.erase(pinned.get(2));
        assertEquals(List.of("four", "one"), pinnedTexts());
        bob.settings.pin(pinned.get(3), false);
        bob.settings.pin(pinned.get(3), false);
        restarts(bob);
        assertEquals(List.of("one"), pinnedTexts());
        assertEquals(List.of(), alice.settings.pinned(talk), "nobody else is told");
        refuses(Code.REFUSED, "was deleted", () -> bob.settings.pin(pinned.get(1), true));
        refuses(Code.NOT_FOUND, "read lists", () -> bob.settings.pin(pinned.get(2), true));
    }

    private List<String> pinnedTexts() throws CommandException {
        return bob.settings.pinned(talk).stream().map(Message::text).toList();
    }

    @Test
    void aHundredMessagesArePinnedAndNoMore() throws Exception {
        var id = said(alice, bob, "one more");
        bob.store.run(tx -> {
            var book = new Book(tx);
            var settings = StoredSettings.NONE;
            for (var i = 1; i < ConversationSettings.MOST_PINNED; i++) settings = settings.withPin(MessageId.random());
            book.put(talk, settings);
        });
        bob.settings.pin(id, true);
        bob.settings.pin(id, true);
        var beyond = said(alice, bob, "and one more");
        refuses(Code.REFUSED, "100 messages", () -> bob.settings.pin(beyond, true));
    }

    // ---- Muted, archived, unread ----

    @Test
    void aConversationIsMutedUntilATime() throws Exception {
        var until = clock.get().plus(Duration.ofHours(8));
        bob.settings.mute(talk, Optional.of(until));
        restarts(bob);
        assertTrue(settings(bob).isMuted(until.minusMillis(1)));
        assertFalse(settings(bob).isMuted(until));
        bob.settings.mute(talk, Optional.of(Instant.MAX));
        assertEquals(Optional.of(ConversationSettings.FOR_EVER), settings(bob).mutedUntil());
        bob.settings.mute(talk, Optional.empty());
        assertEquals(Settings.NONE, settings(bob));
        refuses(Code.USAGE, "is past", () -> bob.settings.mute(talk, Optional.of(clock.get())));
        bob.settings.mute(talk, Optional.of(clock.get().plusMillis(1)));
        var unread = bob.conversation(alice).unread();
        said(alice, bob, "counted as ever");
        assertEquals(unread + 1, bob.conversation(alice).unread());
    }

    @Test
    void whatIsArchivedComesBackWithAMessageUnlessItIsMuted() throws Exception {
        bob.settings.archive(talk, true);
        restarts(bob);
        assertTrue(settings(bob).archived());
        alice.talk.react(said(bob, alice, "something of mine"), "👍", true);
        assertFalse(settings(bob).archived(), "ours as well");
        bob.settings.archive(talk, true);
        passes(alice, bob);
        assertFalse(settings(bob).archived());
        bob.settings.archive(talk, true);
        bob.settings.mute(talk, Optional.of(clock.get().plusSeconds(60)));
        passes(alice, bob);
        assertTrue(settings(bob).archived());
        clock.set(clock.get().plusSeconds(60));
        passes(alice, bob);
        assertFalse(settings(bob).archived());
        assertEquals(
                1,
                bob.told(SettingsChanged.class).stream()
                                .filter(it -> it.settings().archived() && it.settings().mutedUntil().isEmpty())
                                .count()
                        - 2);
    }

    @Test
    void aReceiptOrAReactionBringsNothingBack() throws Exception {
        var id = said(bob, alice, "mine");
        sent(bob);
        bob.settings.archive(talk, true);
        alice.talk.react(id, "👍", true);
        alice.talk.markRead(talk);
        alice.chat.worker(talk).orElseThrow().receiptAtOnce();
        sees(bob, id, "alice 👍");
        Eventually.until("read", () -> bob.state(id) == Message.State.READ);
        assertTrue(settings(bob).archived());
    }

    @Test
    void markedUnreadUntilItIsRead() throws Exception {
        bob.talk.markRead(talk);
        bob.settings.markUnread(talk);
        restarts(bob);
        assertTrue(settings(bob).markedUnread());
        assertEquals(0, bob.conversation(alice).unread());
        bob.talk.markRead(talk);
        assertFalse(settings(bob).markedUnread());
        bob.settings.markUnread(talk);
        bob.say(alice, "answered, so read");
        assertFalse(settings(bob).markedUnread());
    }

    /** Once for each change, and not for what changes nothing. */
    @Test
    void aChangeIsTold() throws Exception {
        var before = bob.told(SettingsChanged.class).size();
        bob.settings.archive(talk, false);
        bob.settings.mute(talk, Optional.empty());
        bob.settings.draft(talk, Draft.NONE);
        bob.settings.pin(talk, false);
        assertEquals(before, bob.told(SettingsChanged.class).size());
        bob.settings.archive(talk, true);
        bob.settings.archive(talk, true);
        assertEquals(before + 1, bob.told(SettingsChanged.class).size());
        assertEquals(new SettingsChanged(talk, settings(bob)), bob.told(SettingsChanged.class).getLast());
    }
}
