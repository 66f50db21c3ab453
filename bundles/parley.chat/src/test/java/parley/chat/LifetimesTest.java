package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.Event.GroupChanged;
import parley.client.api.Event.MessageExpired;
import parley.client.api.Event.ReceiptChanged;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.chat.ContentHandler;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Messages that disappear, where two have agreed on it. */
class LifetimesTest extends Amending {

    private static final Duration OFF = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** What began at once ends one after another, a millisecond each. */
    private static final Duration A_MOMENT = Duration.ofMillis(10);

    private Lifetime lifetime(Client client) {
        return lifetime(client, talk);
    }

    private static Lifetime lifetime(Client client, ConversationId id) {
        try {
            return client.talk.find(id).orElseThrow().settings().lifetime();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** What was told of lifetimes. */
    private static List<String> told(Client client) {
        return client.told(GroupChanged.class).stream()
                .map(GroupChanged::happening)
                .filter(it -> it.kind() == Happening.Kind.LIFETIME || it.kind() == Happening.Kind.LIFETIME_WANTED)
                .map(it -> it.by().orElseThrow().address().name() + " " + it.kind() + " " + it.number())
                .toList();
    }

    /** Says a word, and both have it. */
    private void says(Client client, Duration word, Duration now) throws Exception {
        var other = client == alice ? bob : alice;
        client.settings.lifetime(talk, word);
        passes(client, other);
        sent(client);
        for (var one : List.of(alice, bob)) assertEquals(now, lifetime(one).now(), one.name);
    }

    private void agree(Duration lifetime) throws Exception {
        says(alice, lifetime, OFF);
        says(bob, lifetime, lifetime);
    }

    private void pass(Duration time) {
        clock.set(clock.get().plus(time));
    }

    private static boolean has(Client client, MessageId id) throws CommandException {
        return client.talk.message(id).isPresent();
    }

    private static Optional<Duration> lasts(Client client, MessageId id) throws CommandException {
        return client.talk.message(id).orElseThrow().lasts();
    }

    private static void refuses(Code code, String part, org.junit.jupiter.api.function.Executable command) {
        var refused = assertThrows(CommandException.class, command);
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }

    // ---- Agreeing ----

    @Test
    void isInForceOnceBothHaveSaidIt() throws Exception {
        assertEquals(Lifetime.UNLIMITED, lifetime(alice));
        var id = alice.settings.lifetime(talk, DAY).orElseThrow();
        assertEquals(DAY, lifetime(alice).own(), "at once");
        assertEquals(Optional.empty(), alice.settings.lifetime(talk, DAY), "said before");
        passes(alice, bob);
        sent(alice);
        assertEquals(new Lifetime(OFF, OFF, DAY), lifetime(bob));
        assertEquals(new Lifetime(OFF, DAY, OFF), lifetime(alice));
        says(bob, DAY, DAY);
        assertEquals(new Lifetime(DAY, DAY, DAY), lifetime(alice));
        for (var client : List.of(alice, bob)) {
            assertEquals(List.of("alice LIFETIME_WANTED 86400", "bob LIFETIME 86400"), told(client));
        }
        assertEquals(
                List.of(new ReceiptChanged(talk, id, Message.State.SENT, Optional.empty())),
                alice.told(ReceiptChanged.class).stream().filter(it -> it.message().equals(id)).toList());
        assertFalse(has(alice, id) || has(bob, id), "it is no message itself");
        bob.restart();
        Eventually.until("loaded", () -> bob.chat.worker(talk).isPresent());
        assertEquals(new Lifetime(DAY, DAY, DAY), lifetime(bob));
    }

    /** Nobody alone makes anything go sooner; anybody alone keeps it longer. */
    @Test
    void theLongerOfBothWordsIsInForce() throws Exception {
        agree(DAY);
        says(alice, HOUR, DAY);
        says(bob, HOUR, HOUR);
        says(alice, DAY, DAY);
        says(bob, OFF, OFF);
        says(alice, HOUR, OFF);
        says(bob, DAY, DAY);
        says(alice, OFF, OFF);
    }

    /** The log decides what stands before what, for both alike. */
    @Test
    void wordsThatCrossComeToTheSameForBoth() throws Exception {
        agree(DAY);
        alice.port.cut();
        bob.port.cut();
        alice.settings.lifetime(talk, HOUR);
        var first = alice.say(bob, "of one");
        bob.settings.lifetime(talk, HOUR.multipliedBy(2));
        var second = bob.say(alice, "of the other");
        alice.port.connect();
        bob.port.connect();
        alice.hears(bob, "of the other");
        bob.hears(alice, "of one");
        sent(alice);
        sent(bob);
        assertEquals(lifetime(alice).now(), lifetime(bob).now());
        assertEquals(Duration.ofHours(2), lifetime(alice).now());
        for (var client : List.of(alice, bob)) client.talk.markRead(talk);
        pass(DAY.plus(A_MOMENT));
        for (var client : List.of(alice, bob)) assertFalse(has(client, first) || has(client, second));
    }

    @Test
    void thirtySecondsToFourWeeksOrForEver() throws Exception {
        for (var wrong :
                List.of(
                        Duration.ofSeconds(29),
                        Duration.ofDays(28).plusSeconds(1),
                        Duration.ofSeconds(-30),
                        Duration.ofSeconds(30).plusNanos(1),
                        Duration.ofSeconds(Long.MAX_VALUE))) {
            refuses(Code.USAGE, "30 seconds to 4 weeks", () -> alice.settings.lifetime(talk, wrong));
        }
        agree(Duration.ofDays(28));
        agree(OFF.plusSeconds(30), Duration.ofDays(28));
        bob.people().block("alice");
        refuses(Code.REFUSED, "blocked", () -> bob.settings.lifetime(talk, DAY));
        assertEquals(Duration.ofSeconds(30), lifetime(bob).own(), "what was refused was not said");
    }

    private void agree(Duration lifetime, Duration before) throws Exception {
        says(alice, lifetime, before);
        says(bob, lifetime, lifetime);
    }

    // ---- Going ----

    @Test
    void anOwnMessageGoesFromWhenTheRelayHasItAndAnothersFromWhenItWasRead() throws Exception {
        agree(HOUR);
        var id = said(alice, bob, "a secret of mine");
        sent(alice);
        pass(HOUR.minusMillis(1));
        assertTrue(has(alice, id));
        pass(Duration.ofMillis(1));
        assertFalse(has(alice, id));
        assertFalse(keeps(alice, "a secret of mine"));
        assertEquals(List.of(new MessageExpired(talk, id)), expired(alice, id));
        pass(DAY);
        assertTrue(has(bob, id), "it was not read");
        var unread = bob.conversation(alice).unread();
        bob.talk.markRead(talk);
        pass(HOUR.minusMillis(1));
        assertTrue(has(bob, id));
        assertEquals(List.of(), expired(bob, id));
        pass(Duration.ofMillis(1));
        bob.chat.tick();
        Eventually.until("gone by itself", () -> expired(bob, id).equals(List.of(new MessageExpired(talk, id))));
        assertFalse(has(bob, id));
        assertFalse(keeps(bob, "a secret of mine"));
        assertTrue(unread > 0);
        assertEquals(0, bob.conversation(alice).unread());
    }

    private static List<MessageExpired> expired(Client client, MessageId id) {
        return client.told(MessageExpired.class).stream().filter(it -> it.message().equals(id)).toList();
    }

    @Test
    void allThatBelongsToItGoesToo() throws Exception {
        agree(HOUR);
        var id = said(alice, bob, "a secret of mine");
        alice.talk.edit(id, "another secret of mine");
        reads(bob, id, "another secret of mine");
        bob.talk.react(id, "🤫", true);
        sees(alice, id, "bob 🤫");
        bob.settings.pin(id, true);
        var answer = bob.talk.reply(talk, id, "which?");
        alice.hears(talk, "which?");
        bob.settings.draft(talk, new Draft("well", Optional.of(id)));
        for (var client : List.of(alice, bob)) {
            sent(client);
            client.talk.markRead(talk);
        }
        alice.settings.lifetime(talk, OFF);
        passes(alice, bob);
        pass(HOUR.plus(A_MOMENT));
        for (var client : List.of(alice, bob)) {
            assertFalse(has(client, id) || has(client, answer));
            for (var text : List.of("secret of mine", "🤫", "which?")) assertFalse(keeps(client, text), text);
            assertEquals("mark 3", client.conversation(client == alice ? bob : alice).last().orElseThrow().text());
        }
        assertEquals(List.of(), bob.settings.pinned(talk));
        assertEquals(new Draft("well", Optional.empty()), bob.conversation(alice).settings().draft());
        refuses(Code.NOT_FOUND, "no message", () -> alice.talk.edit(id, "again"));
        refuses(Code.NOT_FOUND, "no message", () -> bob.talk.react(id, "👍", true));
        posts(alice, new Content.Edit(id, "back again"));
        passes(alice, bob);
        assertFalse(has(bob, id) || keeps(bob, "back again"), "it does not come back");
    }

    @Test
    void whatStandsBeforeItInTheLogStays() throws Exception {
        var before = said(alice, bob, "before");
        says(alice, HOUR, OFF);
        var between = said(bob, alice, "between");
        says(bob, HOUR, HOUR);
        var after = said(alice, bob, "after");
        says(bob, OFF, OFF);
        var behind = said(alice, bob, "behind");
        for (var client : List.of(alice, bob)) {
            for (var stays : List.of(before, between, behind)) assertEquals(Optional.empty(), lasts(client, stays));
            assertEquals(Optional.of(HOUR), lasts(client, after), client.name);
            client.talk.markRead(talk);
        }
        alice.talk.edit(after, "after, edited");
        reads(bob, after, "after, edited");
        for (var client : List.of(alice, bob)) assertEquals(Optional.of(HOUR), lasts(client, after), client.name);
        sent(alice);
        pass(DAY);
        for (var client : List.of(alice, bob)) {
            assertTrue(has(client, before) && has(client, between) && has(client, behind));
            assertFalse(has(client, after));
        }
    }

    /** Where it stands decides, not when it was written. */
    @Test
    void whatHasWaitedLastsAsWhereItStands() throws Exception {
        says(alice, HOUR, OFF);
        alice.port.gate = frame -> !(frame instanceof Frame.Append);
        var waiting = alice.say(bob, "written before");
        says(bob, OFF.plusHours(2), Duration.ofHours(2), bob);
        Eventually.until("alice has it", () -> lifetime(alice).now().equals(Duration.ofHours(2)));
        alice.port.gate = frame -> true;
        alice.restart();
        bob.hears(alice, "written before");
        bob.talk.markRead(talk);
        sent(alice);
        pass(Duration.ofHours(2).plus(A_MOMENT));
        assertFalse(has(alice, waiting) || has(bob, waiting));
    }

    private void says(Client client, Duration word, Duration now, Client... in) throws Exception {
        client.settings.lifetime(talk, word);
        sent(client);
        for (var one : in) assertEquals(now, lifetime(one).now(), one.name);
    }

    @Test
    void itGoesWhileNothingRuns() throws Exception {
        agree(HOUR);
        var id = said(alice, bob, "a secret of mine");
        bob.talk.markRead(talk);
        sent(alice);
        for (var client : List.of(alice, bob)) {
            client.port.cut();
            client.chat.close();
        }
        pass(HOUR.plus(A_MOMENT));
        for (var client : List.of(alice, bob)) {
            client.restart();
            assertFalse(has(client, id), "before anybody reads it");
            assertFalse(keeps(client, "a secret of mine"));
        }
    }

    /** It goes with all that belongs to it or not at all, and then goes. */
    @Test
    void aKillLosesNothingOfIt() throws Exception {
        agree(HOUR);
        var id = said(alice, bob, "a secret of mine");
        bob.talk.markRead(talk);
        passes(bob, alice);
        sent(bob);
        pass(HOUR.plus(A_MOMENT));
        bob.store.endAfter(0);
        bob.chat.tick();
        assertThrows(CommandException.class, () -> bob.talk.message(id));
        assertTrue(keeps(bob, "a secret of mine"));
        assertEquals(List.of(), expired(bob, id));
        bob.port.cut();
        bob.store.beginAgain();
        bob.restart();
        assertFalse(has(bob, id) || keeps(bob, "a secret of mine"));
        assertEquals(1, expired(bob, id).size());
    }

    @Test
    void aClockThatIsSetChangesLittle() throws Exception {
        agree(HOUR);
        var id = said(alice, bob, "a secret of mine");
        bob.talk.markRead(talk);
        pass(Duration.ofDays(-1000));
        assertTrue(has(bob, id));
        for (var minute = 1; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            assertTrue(has(bob, id));
        }
        pass(Duration.ofMinutes(1).plus(A_MOMENT));
        assertFalse(has(bob, id), "it does not stay for ever");
        pass(Duration.ofDays(1000));
        var other = said(alice, bob, "another");
        bob.talk.markRead(talk);
        pass(Duration.ofDays(36_500));
        assertTrue(has(bob, other), "no absence is so long");
        pass(HOUR);
        assertFalse(has(bob, other), "and it goes on from there");
    }

    @Test
    void whatWasRemovedOtherwiseIsNotToldOfAgain() throws Exception {
        agree(HOUR);
        var erased = said(alice, bob, "one");
        var deleted = said(alice, bob, "two");
        bob.talk.markRead(talk);
        bob.talk.erase(erased);
        alice.talk.delete(deleted);
        seesDeleted(bob, deleted);
        pass(HOUR.plus(A_MOMENT));
        assertFalse(has(bob, deleted), "nor that there was one");
        assertEquals(List.of(), expired(bob, erased));
        assertEquals(1, expired(bob, deleted).size());
        assertEquals(0, bob.store.count("chat.lifetime.unread"));
        var left = bob.store.count("chat.lifetime.due");
        assertEquals(0, left, "nothing counts down");
    }

    // ---- Those who do not keep the rules ----

    @Test
    void inAGroupNobodysWordCounts() throws Exception {
        var group = alice.groups.create("readers").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        for (var from : List.of(alice, bob)) {
            posts(from, group, Salt.random(), new Content.Lifetime(30));
            var to = from == alice ? bob : alice;
            from.talk.say(group, from.name + " was here");
            to.hears(group, from.name + " was here");
            sent(from);
        }
        for (var client : List.of(alice, bob)) {
            assertEquals(Lifetime.UNLIMITED, client.talk.find(group).orElseThrow().settings().lifetime());
            assertEquals(List.of(), told(client));
        }
    }

    /** Both would otherwise think that something else is in force. */
    @Test
    void theWordOfSomebodyBlockedCountsAndIsNotShown() throws Exception {
        agree(DAY);
        var told = told(bob).size();
        bob.people().block("alice");
        alice.settings.lifetime(talk, OFF);
        sent(alice);
        Eventually.until("off", () -> lifetime(bob).now().equals(OFF));
        assertEquals(told, told(bob).size());
    }

    @Test
    void aWordSaidTwiceIsToldOnce() throws Exception {
        says(alice, DAY, OFF);
        var told = told(bob).size();
        for (var i = 0; i < 3; i++) posts(alice, new Content.Lifetime(DAY.toSeconds()));
        passes(alice, bob);
        assertEquals(told, told(bob).size());
    }

    // ---- Beginning anew ----

    /** One of them may have missed what the other said: nothing is in force until both have said it again. */
    @Test
    void isSaidAgainWhereSomebodyComesInAnew() throws Exception {
        agree(DAY);
        var before = bob.state(talk).follower;
        bob.port.script =
                request ->
                        request instanceof Frame.Follow follow && follow.follower().equals(before)
                                ? new Frame.Gone(follow.request(), 1000)
                                : null;
        cuts(bob);
        alice.settings.lifetime(talk, HOUR); // which bob misses
        sent(alice);
        bob.port.connect();
        Eventually.until("bob is in again", () -> !bob.state(talk).follower.equals(before));
        // What alice has before she sees that bob began anew looks the same: that he has hers is the sign that she did.
        for (var client : List.of(bob, alice)) {
            Eventually.until(client.name + " has both words", () -> lifetime(client).now().equals(DAY));
            sent(client);
            assertFalse(stored(client).again(), "once");
        }
        assertEquals(new Lifetime(DAY, DAY, HOUR), lifetime(bob));
        assertEquals(new Lifetime(DAY, HOUR, DAY), lifetime(alice));
    }

    private StoredLifetime stored(Client client) throws CommandException {
        return client.store.transact(tx -> Lifetimes.of(tx, talk));
    }

    @Test
    void untilItIsSaidAgainNothingIsInForce() throws Exception {
        var agreed = new StoredLifetime(60, 60, 90, 90, false);
        var anew = agreed.anew();
        assertEquals(new StoredLifetime(60, 0, 0, 0, true), anew);
        assertEquals(0, anew.heard(false, 90).now());
        assertEquals(90, anew.heard(false, 90).heard(true, 60).now());
        assertEquals(StoredLifetime.NONE, StoredLifetime.NONE.anew(), "nor is anything said");
        for (var each : List.of(agreed, anew)) assertEquals(each, StoredLifetime.decode(each.encode()));
    }

    // ---- Groups ----

    @Test
    void inAGroupAnAdminSetsIt() throws Exception {
        var group = alice.groups.create("readers").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        var before = alice.talk.say(group, "before");
        bob.hears(group, "before");
        refuses(Code.REFUSED, "only an admin", () -> bob.settings.lifetime(group, HOUR));
        refuses(Code.USAGE, "30 seconds to 4 weeks", () -> alice.settings.lifetime(group, Duration.ofSeconds(29)));
        assertEquals(Optional.empty(), alice.settings.lifetime(group, HOUR));
        var secret = alice.talk.say(group, "a secret of mine");
        bob.hears(group, "a secret of mine");
        sent(alice);
        for (var client : List.of(alice, bob)) {
            assertEquals(List.of("alice LIFETIME 3600"), told(client));
            assertEquals(new Lifetime(HOUR, HOUR, HOUR), lifetime(client, group));
            client.talk.markRead(group);
        }
        var carol = client("carol");
        Client.befriend(alice, carol);
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        assertEquals(HOUR, lifetime(carol, group).now(), "with the Welcome");
        pass(HOUR.plus(A_MOMENT));
        for (var client : List.of(alice, bob)) {
            assertTrue(has(client, before));
            assertFalse(has(client, secret) || keeps(client, "a secret of mine"));
        }
        alice.settings.lifetime(group, OFF);
        var stays = alice.talk.say(group, "this stays");
        bob.hears(group, "this stays");
        bob.talk.markRead(group);
        pass(DAY);
        assertTrue(has(bob, stays));
        assertEquals(List.of("alice LIFETIME 3600", "alice LIFETIME 0"), told(bob));
    }

    // ---- Files ----

    /** Takes offers of files, which are under way for as long as they move. */
    private record Moving(Offers offers, AtomicBoolean moves) implements ContentHandler {

        @Override
        public Optional<String> received(Transaction tx, Received received) {
            return offers.received(tx, received);
        }

        @Override
        public void erased(Transaction tx, MessageId message) {
            offers.erased(tx, message);
        }

        @Override
        public void deleted(Transaction tx, MessageId message) {
            offers.deleted(tx, message);
        }

        @Override
        public boolean expired(Transaction tx, MessageId message) {
            if (!moves.get()) erased(tx, message);
            return !moves.get();
        }

        @Override
        public boolean takes(Content content) {
            return offers.takes(content);
        }
    }

    /** A file that moves is waited for, as is the bundle that knows it. */
    @Test
    void aFileGoesOnceItMovesNoMore() throws Exception {
        agree(HOUR);
        var erased = new ArrayList<MessageId>();
        var moves = new AtomicBoolean(true);
        bob.chat.handlers = List.of(new Moving(new Offers(erased), moves));
        alice.store.run(tx -> alice.talk.post(tx, talk, Salt.random(), AmendmentsTest.offer(), "secret.txt"));
        bob.hears(talk, "notes.txt");
        sent(alice);
        var id = bob.conversation(alice).last().orElseThrow().id();
        bob.talk.markRead(talk);
        pass(HOUR.plus(A_MOMENT));
        assertTrue(has(bob, id), "it moves");
        assertTrue(has(alice, id), "its bundle is away");
        assertEquals(List.of(), erased);
        moves.set(false);
        pass(Duration.ofMinutes(1));
        assertFalse(has(bob, id));
        assertEquals(List.of(id), erased);
        alice.chat.handlers = List.of(new Offers(erased));
        assertFalse(has(alice, id));
        assertEquals(List.of(id, id), erased);
        assertFalse(keeps(alice, "secret.txt"));
    }
}
