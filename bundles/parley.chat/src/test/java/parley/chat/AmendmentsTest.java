package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.chat.ContentHandler;
import parley.client.api.chat.Outbox;
import parley.client.api.store.Transaction;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Mention;
import parley.protocol.content.Salt;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replies, edits, deletions and reactions of people whose clients keep the rules. */
class AmendmentsTest extends Amending {

    private static void refuses(Code code, String part, Executable command) {
        var refused = assertThrows(CommandException.class, command);
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }

    @Test
    void repliesQuoteWhatWasSaid() throws Exception {
        var question = said(alice, bob, "shall we?");
        var answer = bob.talk.reply(talk, question, "yes");
        alice.hears(talk, "yes");
        for (var client : List.of(alice, bob)) {
            var reply = message(client, answer);
            assertEquals(Optional.of(question), reply.replyTo());
            assertEquals("shall we?", client.talk.quoted(reply).orElseThrow().text());
            assertEquals(Optional.empty(), client.talk.quoted(message(client, question)));
        }
        assertEquals(Optional.of(question), alice.told(Event.MessageReceived.class).getLast().replyTo());
        alice.talk.edit(question, "shall we go?");
        Eventually.until("quoted anew", () -> quoted(bob, answer).text().equals("shall we go?"));
        alice.talk.delete(question);
        Eventually.until("quoted as deleted", () -> quoted(bob, answer).deleted());
        var late = bob.talk.reply(talk, question, "why?");
        alice.hears(talk, "why?");
        assertTrue(quoted(alice, late).deleted());
    }

    private static Message quoted(Client client, MessageId reply) {
        try {
            return client.talk.quoted(message(client, reply)).orElseThrow();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLastEditIsRead() throws Exception {
        for (var both : List.of(List.of(alice, bob), List.of(bob, alice))) {
            var from = both.getFirst();
            var to = both.getLast();
            var id = said(from, to, "frist");
            var unread = to.conversation(from).unread();
            var first = from.talk.edit(id, "first").orElseThrow();
            assertEquals("first", message(from, id).text(), "at once");
            reads(to, id, "first");
            from.talk.edit(id, "first!");
            reads(to, id, "first!");
            assertTrue(message(to, id).edited().isPresent() && message(from, id).edited().isPresent());
            assertEquals(unread, to.conversation(from).unread());
            assertEquals(
                    List.of("first", "first!"),
                    to.told(Event.MessageEdited.class).stream().map(Event.MessageEdited::text).toList());
            assertEquals(
                    List.of(),
                    from.told(Event.MessageEdited.class).stream().filter(it -> it.message().equals(id)).toList());
            assertEquals(Optional.empty(), from.talk.edit(id, "first!"), "it reads so already");
            sent(from);
            var receipts =
                    from.told(Event.ReceiptChanged.class).stream().filter(it -> it.message().equals(first)).toList();
            assertEquals(
                    List.of(new Event.ReceiptChanged(talk, first, Message.State.SENT, Optional.empty())), receipts);
            assertEquals(Optional.empty(), from.talk.message(first), "it is no message itself");
        }
    }

    /** Nobody's clock decides. */
    @Test
    void editsAreOrderedByTheLog() throws Exception {
        var id = said(alice, bob, "one");
        alice.talk.edit(id, "two");
        clock.set(clock.get().minus(Duration.ofHours(5)));
        alice.talk.edit(id, "three");
        passes(alice, bob);
        for (var client : List.of(alice, bob)) assertEquals("three", message(client, id).text());
    }

    /** Not from the row, not from earlier edits, not from events that nobody was shown. */
    @Test
    void aDeletionLeavesNothing() throws Exception {
        var id = said(alice, bob, "a secret of mine");
        alice.talk.edit(id, "another secret of mine");
        reads(bob, id, "another secret of mine");
        alice.talk.edit(id, "a third secret of mine");
        reads(bob, id, "a third secret of mine");
        assertFalse(keeps(bob, "another secret"), "a text that was edited away stands nowhere");
        bob.talk.react(id, "🤫", true);
        sees(alice, id, "bob 🤫");
        assertTrue(keeps(alice, "🤫") && keeps(bob, "third secret"));
        alice.talk.delete(id);
        assertTrue(message(alice, id).deleted(), "at once");
        seesDeleted(bob, id);
        sent(alice);
        sent(bob);
        for (var client : List.of(alice, bob)) {
            for (var text : List.of("secret of mine", "🤫")) assertFalse(keeps(client, text), client.name + text);
            assertEquals(List.of(), message(client, id).reactions());
            assertEquals(Optional.empty(), message(client, id).edited());
        }
        assertEquals(
                List.of(new Event.MessageDeleted(talk, id, alice.address())), bob.told(Event.MessageDeleted.class));
        assertEquals(Optional.empty(), alice.talk.delete(id), "twice is nothing");
        refuses(Code.REFUSED, "was deleted", () -> alice.talk.edit(id, "again"));
        refuses(Code.REFUSED, "was deleted", () -> bob.talk.react(id, "👍", true));
        bob.restart();
        assertTrue(message(bob, id).deleted());
    }

    @Test
    void aDeletionLeavesTheUnreadCount() throws Exception {
        bob.talk.markRead(talk);
        var id = said(alice, bob, "unread");
        said(alice, bob, "and this");
        alice.talk.delete(id);
        seesDeleted(bob, id);
        alice.talk.react(said(alice, bob, "and that"), "👍", true);
        passes(alice, bob);
        assertEquals(4, bob.conversation(alice).unread());
        bob.talk.markRead(talk);
        assertEquals(0, bob.conversation(alice).unread());
    }

    @Test
    void reactionsAreASetOfEach() throws Exception {
        var id = said(alice, bob, "look");
        bob.talk.react(id, "👍", true);
        sees(alice, id, "bob 👍");
        alice.talk.react(id, "👍", true);
        alice.talk.react(id, "🎉", true);
        sees(bob, id, "bob 👍", "alice 👍", "alice 🎉");
        assertEquals(
                List.of(true, false, false), message(bob, id).reactions().stream().map(Message.Reaction::own).toList());
        assertEquals(Optional.empty(), bob.talk.react(id, "👍", true), "it is so already");
        assertEquals(Optional.empty(), bob.talk.react(id, "🎉", false), "it is not so");
        bob.talk.react(id, "👍", false);
        sees(alice, id, "alice 👍", "alice 🎉");
        bob.talk.react(id, "👍", true);
        sees(alice, id, "alice 👍", "alice 🎉", "bob 👍");
        assertEquals(
                List.of("👍 true", "👍 false", "👍 true"),
                alice.told(Event.ReactionChanged.class).stream().map(it -> it.emoji() + " " + it.set()).toList());
        for (var bad : List.of("", "x".repeat(65))) {
            refuses(Code.USAGE, "1 to 64 bytes", () -> bob.talk.react(id, bad, true));
        }
        for (var i = 0; i < 7; i++) bob.talk.react(id, "e" + i, true);
        refuses(Code.REFUSED, "take one back", () -> bob.talk.react(id, "e7", true));
        assertEquals(Optional.empty(), bob.talk.react(id, "e6", true));
        bob.talk.react(id, "e6", false);
        assertTrue(bob.talk.react(id, "e7", true).isPresent());
    }

    /** Everything in order; what was deleted before it left does not leave, and nobody is told that it did not. */
    @Test
    void whatWaitsIsAmendedInOrder() throws Exception {
        sent(alice);
        cuts(alice);
        var kept = alice.talk.say(talk, "tpyo");
        var gone = alice.talk.say(talk, "in anger");
        alice.talk.edit(gone, "in great anger");
        alice.talk.react(gone, "😠", true);
        alice.talk.edit(kept, "typo");
        assertEquals(Optional.empty(), alice.talk.delete(gone), "there is nobody to tell");
        alice.talk.react(kept, "🙈", true);
        assertEquals("typo", message(alice, kept).text());
        assertEquals(3, alice.talk.waiting());
        assertEquals(Optional.empty(), alice.talk.message(gone), "it is as if it had not been said");
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.delete(gone));
        alice.restart();
        assertEquals("typo", message(alice, kept).text());
        sees(bob, kept, "alice 🙈");
        assertEquals("typo", message(bob, kept).text());
        passes(alice, bob);
        assertEquals(Optional.empty(), bob.talk.message(gone));
        assertEquals(List.of(), bob.told(Event.MessageDeleted.class));
        sent(alice);
        assertNotEquals(Message.State.WAITING, alice.state(kept));
        for (var client : List.of(alice, bob)) {
            assertFalse(keeps(client, "in anger") || keeps(client, "in great anger") || keeps(client, "😠"));
        }
    }

    /** Sealed, it has its number, and may be on its way: the deletion goes after it. */
    @Test
    void whatMayHaveLeftIsDeletedForEverybody() throws Exception {
        sent(alice);
        cuts(alice);
        var id = alice.talk.say(talk, "in anger");
        alice.talk.edit(id, "in great anger");
        alice.store.run(tx -> {
            var book = new Book(tx);
            var row = book.outbox(talk, 1).getFirst();
            assertEquals(id, row.id());
            // As after an earlier leaf had sealed it: it waits again, and others may have it.
            book.put(talk, row.sealedAs(new Outgoing.Sealed(1, 1, Bytes.EMPTY)).unsealed());
        });
        assertTrue(alice.talk.delete(id).isPresent());
        assertTrue(message(alice, id).deleted());
        assertEquals(1, alice.talk.waiting(), "the deletion alone");
        alice.restart();
        passes(alice, bob);
        assertFalse(keeps(alice, "anger") || keeps(bob, "anger"));
    }

    @Test
    void whatIsErasedBeforeItLeavesStays() throws Exception {
        sent(alice);
        cuts(alice);
        var id = alice.talk.say(talk, "for nobody");
        alice.talk.edit(id, "for nobody at all");
        var theirs = alice.talk.page(talk, Long.MAX_VALUE, 10).getFirst();
        alice.talk.erase(id);
        assertEquals(0, alice.talk.waiting());
        alice.restart();
        passes(alice, bob);
        assertEquals(Optional.empty(), bob.talk.message(id));
        assertFalse(keeps(alice, "for nobody") || keeps(bob, "for nobody"));
        assertFalse(theirs.id().equals(id));
    }

    /** Whatever is sealed anew: it was said once. */
    @Test
    void thatTheRelayHasItIsToldOnce() throws Exception {
        var id = said(alice, bob, "one");
        var edit = alice.talk.edit(id, "two").orElseThrow();
        passes(alice, bob);
        sent(alice);
        var row = Outgoing.of(alice.state(bob), alice.account(), Salt.random(), clock.get(), new Content.Edit(id, "x"));
        var hearer = alice.chat.hearer();
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(talk);
            hearer.accepted(book, state, row);
            var again = row.sealedAs(new Outgoing.Sealed(1, 1, Bytes.EMPTY)).acceptedNow().unsealed();
            hearer.accepted(book, state, again);
            hearer.accepted(book, state, again.sealedAs(new Outgoing.Sealed(2, 2, Bytes.EMPTY)));
        });
        for (var one : List.of(edit, row.id())) {
            assertEquals(
                    1, alice.told(Event.ReceiptChanged.class).stream().filter(it -> it.message().equals(one)).count());
        }
    }

    @Test
    void nobodySaysHalfACharacter() throws Exception {
        var id = said(alice, bob, "said");
        for (var half : List.of("\uD83D", "a\uDE00b")) {
            for (Executable command :
                    List.<Executable>of(
                            () -> alice.talk.say(talk, half),
                            () -> alice.talk.reply(talk, id, half),
                            () -> alice.talk.edit(id, half),
                            () -> alice.talk.react(id, half, true))) {
                refuses(Code.USAGE, "half a character", command);
            }
        }
    }

    @Test
    void mentionsReachWhomTheyMean() throws Exception {
        var us = List.of(new Mention(6, 4, bob.account()));
        bob.talk.markRead(talk);
        var id = alice.talk.say(talk, "hello @bob", us);
        bob.hears(talk, "hello @bob");
        var mention = new Message.Mention(6, 4, bob.account(), bob.address(), true);
        assertEquals(List.of(mention), message(bob, id).mentions());
        assertTrue(bob.told(Event.MessageReceived.class).getLast().mentions().getFirst().own());
        assertEquals(1, bob.conversation(alice).mentions());
        assertFalse(message(alice, id).mentions().getFirst().own());
        bob.restart();
        assertEquals(1, bob.conversation(alice).mentions());
        bob.talk.markRead(talk);
        assertEquals(0, bob.conversation(alice).mentions());
        var answer = bob.talk.reply(talk, id, "@alice?", List.of(new Mention(0, 6, alice.account())));
        alice.hears(talk, "@alice?");
        assertTrue(message(alice, answer).mentions().getFirst().own());
        assertTrue(alice.talk.edit(id, "hello @bob", List.of()).isPresent(), "it mentions nobody any more");
        Eventually.until("bob reads so", () -> message(bob, id).mentions().isEmpty());
        var stranger = client("carol").account();
        refuses(
                Code.USAGE,
                "in the conversation",
                () -> alice.talk.say(talk, "x", List.of(new Mention(0, 1, stranger))));
        refuses(
                Code.USAGE,
                "in the conversation",
                () -> alice.talk.edit(id, "x", List.of(new Mention(0, 1, stranger))));
        refuses(Code.USAGE, "do not fit", () -> alice.talk.say(talk, "x", List.of(new Mention(0, 2, bob.account()))));
    }

    /** Nothing of where it comes from goes along. */
    @Test
    void forwardsTheTextAlone() throws Exception {
        var question = said(alice, bob, "shall we?");
        var answer = alice.talk.reply(talk, question, "@bob yes", List.of(new Mention(0, 4, bob.account())));
        bob.hears(talk, "@bob yes");
        var group = bob.groups.create("friends").id();
        var forwarded = message(bob, bob.talk.forward(answer, group));
        assertEquals("@bob yes", forwarded.text());
        assertTrue(forwarded.forwarded() && forwarded.own());
        assertEquals(List.of(), forwarded.mentions());
        assertEquals(Optional.empty(), forwarded.replyTo());
        var back = bob.talk.forward(answer, talk);
        alice.hears(talk, "@bob yes");
        Eventually.until("it came", () -> has(alice, back));
        assertTrue(message(alice, back).forwarded());
        assertEquals(bob.account(), message(alice, back).author());
        alice.talk.delete(answer);
        seesDeleted(bob, answer);
        refuses(Code.REFUSED, "was deleted", () -> bob.talk.forward(answer, group));
        refuses(Code.NOT_FOUND, "no message", () -> bob.talk.forward(MessageId.random(), group));
        var file = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "notes.txt"));
        refuses(Code.REFUSED, "as a file is sent", () -> alice.talk.forward(file, talk));
    }

    private static boolean has(Client client, MessageId id) {
        try {
            return client.talk.message(id).isPresent();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsMessagesByTheBeginningOfTheirIds() throws Exception {
        var first = said(alice, bob, "one");
        var last = said(alice, bob, "two");
        assertEquals(List.of(first), alice.talk.startingWith(first.hex().substring(0, 12), 200));
        assertEquals(List.of(), alice.talk.startingWith(first.hex().substring(0, 12), 1), "not that far back");
        assertEquals(List.of(last), alice.talk.startingWith(last.hex(), 1));
        alice.talk.erase(last);
        assertEquals(List.of(), alice.talk.startingWith(last.hex(), 200));
    }

    /** Killed after any transaction: the others have each once, as this device has it. */
    @Test
    void amendmentsOutliveAKillAndAreSaidOnce() throws Exception {
        var killed = true;
        for (var last = 0; killed; last++) {
            var id = said(alice, bob, "text " + last);
            var deleted = said(alice, bob, "more " + last);
            alice.store.endAfter(last);
            var done = 0;
            try {
                alice.talk.edit(id, "edited " + last);
                done++;
                alice.talk.delete(deleted);
                done++;
                alice.talk.react(id, "👍", true);
                done++;
            } catch (CommandException e) {
                assertTrue(alice.store.hasEnded(), e.getMessage());
            }
            if (done == 3) {
                Eventually.until("killed, or all is sent", () -> alice.store.hasEnded() || !waits(alice));
            }
            killed = alice.store.hasEnded();
            alice.port.cut();
            alice.chat.close();
            alice.store.beginAgain();
            alice.restart();
            passes(alice, bob);
            var text = done > 0 ? "edited " + last : "text " + last;
            for (var client : List.of(alice, bob)) {
                assertEquals(text, message(client, id).text());
                assertEquals(done > 1, message(client, deleted).deleted());
                assertEquals(done > 2 ? List.of("alice 👍") : List.of(), reactions(client, id));
            }
            assertEquals(
                    done > 0 ? 1 : 0,
                    bob.told(Event.MessageEdited.class).stream().filter(it -> it.message().equals(id)).count());
        }
    }

    private static boolean waits(Client client) {
        try {
            return client.talk.waiting() > 0;
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyOwnTextsAreEditedAndDeleted() throws Exception {
        var id = said(bob, alice, "mine");
        refuses(Code.REFUSED, "only who said", () -> alice.talk.edit(id, "ours"));
        refuses(Code.REFUSED, "only who said", () -> alice.talk.delete(id));
        refuses(Code.TOO_LARGE, "65537", () -> bob.talk.edit(id, "x".repeat(65_537)));
        var unknown = MessageId.random();
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.edit(unknown, "x"));
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.delete(unknown));
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.erase(unknown));
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.react(unknown, "x", true));
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.reply(talk, unknown, "x"));
        var group = alice.groups.create("friends").id();
        var there = alice.talk.say(group, "there");
        refuses(Code.NOT_FOUND, "another conversation", () -> alice.talk.reply(talk, there, "x"));
    }

    static Content.FileOffer offer() {
        return new Content.FileOffer(
                Hub.NAME,
                BlobId.random(),
                Token.random(),
                Bytes.wrap(new byte[32]),
                Bytes.wrap(new byte[7]),
                1,
                4096,
                "notes.txt",
                "text/plain");
    }

    @Test
    void filesAreErasedButNotEdited() throws Exception {
        var id = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "notes.txt"));
        refuses(Code.REFUSED, "cancel it and send another", () -> alice.talk.edit(id, "other.txt"));
        assertTrue(alice.talk.react(id, "👍", true).isPresent());
        refuses(Code.REFUSED, "start it", () -> alice.talk.erase(id));
        var erased = new ArrayList<MessageId>();
        alice.chat.handlers = List.of(new Offers(erased));
        alice.talk.erase(id);
        assertEquals(Optional.empty(), alice.talk.message(id));
        assertEquals(List.of(id), erased);
        alice.talk.erase(said(bob, alice, "a text"));
        assertEquals(List.of(id), erased);
    }

    @Test
    void filesAreDeletedAsTextsAre() throws Exception {
        var deleted = new ArrayList<MessageId>();
        bob.chat.handlers = List.of(new Offers(List.of(), deleted));
        var id = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "notes.txt"));
        bob.hears(talk, "notes.txt");
        var answer = bob.talk.reply(talk, id, "thanks");
        alice.hears(talk, "thanks");
        alice.talk.react(id, "👍", true);
        sees(bob, id, "alice 👍");
        refuses(Code.REFUSED, "start it", () -> alice.talk.delete(id));
        assertEquals("notes.txt", message(alice, id).text(), "and it stays as it was");
        var own = new ArrayList<MessageId>();
        alice.chat.handlers = List.of(new Offers(List.of(), own));
        assertTrue(alice.talk.delete(id).isPresent());
        assertEquals(List.of(id), own);
        seesDeleted(bob, id);
        assertEquals(List.of(id), deleted);
        sent(alice);
        for (var client : List.of(alice, bob)) {
            assertTrue(message(client, id).deleted());
            assertEquals(Optional.empty(), message(client, id).file());
            assertEquals(List.of(), message(client, id).reactions());
            assertTrue(quoted(client, answer).deleted());
            assertFalse(keeps(client, "notes.txt"), client.name);
        }
        assertEquals(
                List.of(new Event.MessageDeleted(talk, id, alice.address())), bob.told(Event.MessageDeleted.class));
        assertEquals(Optional.empty(), alice.talk.delete(id), "twice is nothing");
        assertEquals(List.of(id), own);
    }

    /** Nobody ever hears of a file that was deleted before its offer left. */
    @Test
    void aFileThatWaitsIsWithdrawn() throws Exception {
        var deleted = new ArrayList<MessageId>();
        alice.chat.handlers = List.of(new Offers(List.of(), deleted));
        sent(alice);
        cuts(alice);
        var id = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "notes.txt"));
        assertEquals(Optional.empty(), alice.talk.delete(id), "there is nobody to tell");
        assertEquals(List.of(id), deleted);
        assertEquals(Optional.empty(), alice.talk.message(id));
        assertEquals(0, alice.talk.waiting());
        assertFalse(keeps(alice, "notes.txt"));
    }

    private static final Hash HASH = Hash.of(new byte[1]);

    /** Says of a file what is said while it is brought, and how that ended. */
    private void tellsOf(MessageId file) throws Exception {
        posts(alice, new Content.FileLeaves(file, 0, List.of(HASH)));
        posts(alice, new Content.FileComplete(file, HASH, HASH));
        posts(alice, new Content.FileEnded(file, Content.FileEnded.End.CHANGED));
    }

    private List<Content> waits() throws Exception {
        return alice.store.transact(
                tx -> new Book(tx).outbox(talk, Integer.MAX_VALUE).stream().map(Outgoing::content).toList());
    }

    /** What waits to be said of a file tells its hash: nobody is to hear that of one that was taken back. */
    @Test
    void whatWaitsToBeSaidOfAFileIsWithdrawnWithIt() throws Exception {
        alice.chat.handlers = List.of(new Offers(new ArrayList<>(), new ArrayList<>()));
        bob.chat.handlers = List.of(new Offers(new ArrayList<>(), new ArrayList<>()));
        var sent = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "sent.txt"));
        bob.hears(talk, "notes.txt");
        sent(alice);
        cuts(alice);
        var other = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "other.txt"));
        tellsOf(other);
        var kept = waits();
        assertEquals(4, kept.size());
        var unsent = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "unsent.txt"));
        tellsOf(unsent);
        assertEquals(Optional.empty(), alice.talk.delete(unsent), "there is nobody to tell");
        assertEquals(kept, waits());
        tellsOf(sent);
        assertTrue(alice.talk.delete(sent).isPresent());
        assertEquals(new Content.Delete(sent), waits().getLast());
        assertEquals(kept, waits().subList(0, waits().size() - 1), "and of another nothing is");
    }

    /** Says that a file was cancelled when it is erased. */
    private record Cancelling(Outbox outbox, ConversationId talk) implements ContentHandler {

        @Override
        public Optional<String> received(Transaction tx, Received received) {
            return Optional.empty();
        }

        @Override
        public void erased(Transaction tx, MessageId message) throws CommandException {
            var ended = new Content.FileEnded(message, Content.FileEnded.End.CANCELLED);
            outbox.post(tx, talk, Salt.random(), ended, null);
        }

        @Override
        public boolean takes(Content content) {
            return false;
        }
    }

    /** Whoever has the offer waits for the file, though its sender does not want to see it any more. */
    @Test
    void whatIsSaidOfAFileThatIsErasedHereGoesToWhoeverHasItsOffer() throws Exception {
        alice.chat.handlers = List.of(new Cancelling(alice.talk, talk));
        var sent = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "sent.txt"));
        sent(alice);
        cuts(alice);
        tellsOf(sent);
        alice.talk.erase(sent);
        assertEquals(4, waits().size());
        var before = waits();
        var unsent = alice.store.transact(tx -> alice.talk.post(tx, talk, Salt.random(), offer(), "unsent.txt"));
        tellsOf(unsent);
        alice.talk.erase(unsent);
        assertEquals(before, waits(), "and of one that nobody has heard of, nothing");
    }

    /** It is gone here whatever its author does with it, and nobody else hears of it. */
    @Test
    void whatIsErasedIsGoneHereAlone() throws Exception {
        var id = said(alice, bob, "to be forgotten");
        var answer = bob.talk.reply(talk, id, "what is?");
        alice.hears(talk, "what is?");
        bob.talk.react(id, "😱", true);
        sees(alice, id, "bob 😱");
        var last = said(alice, bob, "the last");
        sent(bob);
        var before = hub.entries(hub.log()).size();
        bob.talk.erase(id);
        bob.talk.erase(last);
        assertFalse(keeps(bob, "to be forgotten"));
        assertFalse(bob.texts(talk).contains("to be forgotten"));
        assertEquals("what is?", bob.conversation(alice).last().orElseThrow().text());
        assertEquals(List.of("what is?"), bob.talk.page(talk, Long.MAX_VALUE, 1).stream().map(Message::text).toList());
        assertEquals(Optional.empty(), bob.talk.quoted(message(bob, answer)));
        assertEquals("to be forgotten", message(alice, id).text());
        alice.talk.edit(id, "not to be forgotten");
        alice.talk.react(id, "🙃", true);
        alice.talk.delete(last);
        passes(alice, bob);
        assertEquals(Optional.empty(), bob.talk.message(id));
        assertEquals(Optional.empty(), bob.talk.message(last));
        assertFalse(keeps(bob, "not to be forgotten") || keeps(bob, "🙃"));
        refuses(Code.NOT_FOUND, "no message", () -> bob.talk.erase(id));
        refuses(Code.NOT_FOUND, "no message", () -> bob.talk.react(id, "x", true));
        assertTrue(hub.entries(hub.log()).size() >= before);
        assertEquals(List.of(), alice.told(Event.MessageDeleted.class));
    }

    @Test
    void nothingIsAmendedWhereNothingIsSaid() throws Exception {
        var id = said(alice, bob, "said");
        alice.people().block("bob");
        refuses(Code.REFUSED, "blocked", () -> alice.talk.edit(id, "x"));
        refuses(Code.REFUSED, "blocked", () -> alice.talk.delete(id));
        refuses(Code.REFUSED, "blocked", () -> alice.talk.react(id, "x", true));
        assertEquals("said", message(alice, id).text(), "and it stays as it was");
        alice.talk.erase(id);
        var group = bob.groups.create("friends").id();
        var there = bob.talk.say(group, "there");
        bob.groups.leave(group);
        for (Executable command :
                List.<Executable>of(
                        () -> bob.talk.edit(there, "x"),
                        () -> bob.talk.delete(there),
                        () -> bob.talk.react(there, "x", true),
                        () -> bob.talk.reply(group, there, "x"))) {
            refuses(Code.REFUSED, "", command);
        }
    }

    /** Nobody shows how far an edit has come; the next text says that it came, too. */
    @Test
    void amendmentsAskForNoReceipt() throws Exception {
        var id = said(alice, bob, "said");
        var before = bob.state(alice).delivered;
        alice.talk.edit(id, "edited");
        reads(bob, id, "edited");
        assertEquals(before, bob.state(alice).delivered);
        passes(alice, bob);
        assertTrue(bob.state(alice).delivered > before + 1);
    }
}
