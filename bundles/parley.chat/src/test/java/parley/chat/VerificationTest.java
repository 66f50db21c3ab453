package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.Trust;
import parley.client.api.Event;
import parley.client.api.Verification.CheckState;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.content.CheckWords;
import parley.protocol.content.Content;
import parley.protocol.content.Content.Check;
import parley.protocol.content.Content.Check.Step;
import parley.protocol.content.Salt;
import parley.protocol.content.VerificationCode;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Numbers, codes and live checks between two. */
class VerificationTest extends Town {

    private static final Bytes ID = Bytes.wrap(new byte[Check.ID]);
    private static final Bytes NONCE = Bytes.wrap(new byte[Check.VALUE]);

    private static Verifications of(Client client) {
        return new Verifications(client.chat);
    }

    private static Code codeOf(Run run) {
        return assertThrows(CommandException.class, run::run).code();
    }

    private interface Run {
        void run() throws Exception;
    }

    private static Trust trust(Client client, Client other) {
        return client.contact(other).orElseThrow().trust();
    }

    // ---- Numbers and codes ----

    @Test
    void bothSeeOneNumberAndRememberWhatTheyFound() throws Exception {
        Client.befriend(alice, bob);
        assertEquals(of(alice).of("bob").number(), of(bob).of("alice").number());
        assertTrue(of(alice).mark("bob", true).verified().equals(Optional.of(clock.get())));
        assertEquals(Trust.VERIFIED, trust(alice, bob));
        assertEquals(Trust.UNVERIFIED, trust(bob, alice));
        alice.restart();
        assertEquals(Trust.VERIFIED, trust(alice, bob));
        assertTrue(of(alice).mark("bob", false).verified().isEmpty());
        assertEquals(
                List.of(Trust.VERIFIED, Trust.UNVERIFIED),
                alice.told(Event.TrustChanged.class).stream().map(Event.TrustChanged::trust).toList());
        assertEquals(Code.NOT_FOUND, codeOf(() -> of(alice).of("nobody")));
    }

    @Test
    void whatIsKnownOutlivesBlockingAndApproving() throws Exception {
        Client.befriend(alice, bob);
        of(alice).mark("bob", true);
        alice.people().block("bob");
        alice.people().approve("bob");
        alice.people().deny("bob");
        alice.people().connect("bob");
        assertEquals(Trust.VERIFIED, trust(alice, bob));
    }

    @Test
    void aCodeIsScanned() throws Exception {
        Client.befriend(alice, bob);
        var code = of(bob).of("alice").code().text();
        assertTrue(of(alice).scan("bob", code).verified().isPresent());
        assertEquals(Code.WRONG_KEY, codeOf(() -> of(alice).scan("bob", of(alice).of("bob").code().text())));
        assertEquals(Trust.VERIFIED, trust(alice, bob)); // her own code says nothing of him
        assertEquals(Code.USAGE, codeOf(() -> of(alice).scan("bob", "parley-verify:AQ")));
        var mallory = client("mallory");
        var shown = new VerificationCode(mallory.account(), alice.account()).text();
        assertEquals(Code.WRONG_KEY, codeOf(() -> of(alice).scan("bob", shown)));
        assertEquals(Trust.UNVERIFIED, trust(alice, bob));
    }

    // ---- Live ----

    private Optional<StoredCheck> check(Client client) {
        try {
            return client.store.transact(tx -> StoredCheck.of(tx, alice.with(bob)));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private boolean is(Client client, CheckState state) {
        return check(client).filter(check -> check.state() == state).isPresent();
    }

    private List<String> words(Client client, Client other) throws CommandException {
        return of(client).of(other.name).check().orElseThrow().words();
    }

    private List<CheckState> seen(Client client) {
        return client.told(Event.CheckChanged.class).stream().map(event -> event.check().state()).toList();
    }

    private void passes(Client from, Client to, String mark) throws Exception {
        from.say(to, mark);
        to.hears(from, mark);
    }

    @Test
    void bothSeeThreeWordsAndSaySo() throws Exception {
        Client.befriend(alice, bob);
        var messages = bob.texts(alice).size();
        var unread = bob.conversation(alice).unread();
        assertEquals(CheckState.WAITING, of(alice).check("bob").state());
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        assertTrue(words(bob, alice).isEmpty());
        assertEquals(CheckState.ANSWERED, of(bob).check("alice").state());
        Eventually.until("alice has words", () -> is(alice, CheckState.COMPARE));
        Eventually.until("bob has words", () -> is(bob, CheckState.COMPARE));
        assertEquals(words(alice, bob), words(bob, alice));
        assertEquals(3, words(alice, bob).size());

        assertEquals(CheckState.MATCHED, of(alice).compared("bob", true).state());
        assertEquals(Trust.VERIFIED, trust(alice, bob));
        assertEquals(Trust.UNVERIFIED, trust(bob, alice)); // each side says for itself
        assertEquals(CheckState.DIFFERED, of(bob).compared("alice", false).state());
        assertEquals(Trust.UNVERIFIED, trust(bob, alice));
        assertEquals(Code.NOT_FOUND, codeOf(() -> of(alice).compared("bob", true)));
        assertEquals(List.of(CheckState.WAITING, CheckState.COMPARE, CheckState.MATCHED), seen(alice));
        assertEquals(
                List.of(CheckState.ASKED, CheckState.ANSWERED, CheckState.COMPARE, CheckState.DIFFERED), seen(bob));
        assertEquals(messages, bob.texts(alice).size()); // none of it is a message
        assertEquals(unread, bob.conversation(alice).unread());
        assertTrue(check(alice).isEmpty() && check(bob).isEmpty());
    }

    @Test
    void whoWasVerifiedIsNotAfterWordsThatDiffer() throws Exception {
        Client.befriend(alice, bob);
        of(alice).mark("bob", true);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        of(bob).check("alice");
        Eventually.until("alice has words", () -> is(alice, CheckState.COMPARE));
        of(alice).compared("bob", false);
        assertEquals(Trust.UNVERIFIED, trust(alice, bob));
    }

    @Test
    void eachHavingAskedAtOnceTheyHaveOneCheck() throws Exception {
        Client.befriend(alice, bob);
        passes(bob, alice, "all is read");
        larger.port.cut();
        of(larger).check(smaller.name);
        of(smaller).check(larger.name);
        larger.port.connect();
        Eventually.until("words", () -> is(alice, CheckState.COMPARE) && is(bob, CheckState.COMPARE));
        assertEquals(words(alice, bob), words(bob, alice));
        assertTrue(check(smaller).orElseThrow().ours());
    }

    @Test
    void whoDoesNotWantToEndsIt() throws Exception {
        Client.befriend(alice, bob);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        assertEquals(CheckState.ENDED, of(bob).end("alice").state());
        Eventually.until("alice is told", () -> check(alice).isEmpty());
        assertEquals(CheckState.ENDED, seen(alice).getLast());
        assertEquals(Code.NOT_FOUND, codeOf(() -> of(bob).end("alice")));
    }

    @Test
    void itEndsAfterFiveMinutesForBoth() throws Exception {
        Client.befriend(alice, bob);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        clock.set(clock.get().plus(Duration.ofMinutes(5)).minusMillis(1));
        alice.chat.tick();
        assertTrue(is(alice, CheckState.WAITING));
        clock.set(clock.get().plusMillis(1));
        assertEquals(Code.NOT_FOUND, codeOf(() -> of(bob).end("alice")));
        alice.chat.tick();
        assertTrue(check(alice).isEmpty());
        assertTrue(seen(alice).getLast() == CheckState.ENDED);
        bob.chat.tick();
        assertTrue(check(bob).isEmpty());
    }

    @Test
    void aRestartEndsItAndSaysSo() throws Exception {
        Client.befriend(alice, bob);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        alice.restart();
        Eventually.until("alice is told", () -> check(alice).isEmpty());
        var last = alice.told(Event.CheckChanged.class).getLast().check();
        assertTrue(last.why().orElseThrow().contains("started anew"), last::toString);
        Eventually.until("so is bob", () -> check(bob).isEmpty());
        assertEquals(CheckState.WAITING, of(alice).check("bob").state());
        Eventually.until("bob is asked anew", () -> is(bob, CheckState.ASKED));
    }

    @Test
    void aSecondAskEndsTheFirst() throws Exception {
        Client.befriend(alice, bob);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        var first = check(bob).orElseThrow().id();
        alice.restart();
        Eventually.until("alice is told", () -> check(alice).isEmpty());
        of(alice).check("bob");
        Eventually.until("another", () -> check(bob).filter(one -> !one.id().equals(first)).isPresent());
        of(bob).check("alice");
        Eventually.until("words", () -> is(alice, CheckState.COMPARE) && is(bob, CheckState.COMPARE));
        assertEquals(words(alice, bob), words(bob, alice));
    }

    // ---- A client that does not keep the rules ----

    private void bobSays(Check... steps) throws Exception {
        for (var step : steps) posts(bob, alice.with(bob), step);
        passes(bob, alice, "behind " + steps.length + " steps " + System.nanoTime());
    }

    private static void posts(Client client, ConversationId where, Content content) throws CommandException {
        client.store.run(tx -> client.talk.post(tx, where, Salt.random(), content, null));
    }

    @Test
    void noWordsBeforeTheRevealVerifies() throws Exception {
        Client.befriend(alice, bob);
        var commitment = CheckWords.commitment(ID, bob.account(), alice.account(), NONCE);
        bobSays(new Check(ID, Step.ASKED, commitment.bytes()));
        of(alice).check("bob");
        var other = Hash.of(Bytes.EMPTY).bytes();
        bobSays(new Check(ID, Step.REVEALED, other)); // chosen once her nonce was seen
        assertTrue(check(alice).isEmpty());
        assertTrue(alice.told(Event.CheckChanged.class).getLast().check().why().orElseThrow().contains("somebody"));
        assertFalse(seen(alice).contains(CheckState.COMPARE));
        bobSays(new Check(ID, Step.REVEALED, NONCE)); // the right one comes too late
        assertTrue(check(alice).isEmpty());
    }

    @Test
    void whatIsOutOfOrderForeignOrRepeatedIsDropped() throws Exception {
        Client.befriend(alice, bob);
        bobSays(new Check(ID, Step.ANSWERED, NONCE), new Check(ID, Step.REVEALED, NONCE), end(ID));
        assertTrue(seen(alice).isEmpty());

        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        var id = check(alice).orElseThrow().id();
        bobSays(new Check(ID, Step.ANSWERED, NONCE), new Check(id, Step.REVEALED, NONCE), end(ID));
        assertTrue(is(alice, CheckState.WAITING));
        bobSays(new Check(id, Step.ANSWERED, NONCE));
        var words = words(alice, bob);
        assertEquals(3, words.size());
        bobSays(new Check(id, Step.ANSWERED, ID_AND_ID), new Check(id, Step.REVEALED, NONCE), end(id));
        assertEquals(words, words(alice, bob)); // another nonce does not change them, nor an end take them away
    }

    /** The words that two compare are theirs: asking anew neither takes them away nor has others compared. */
    @Test
    void nobodyTakesTheWordsAwayByAskingAnew() throws Exception {
        Client.befriend(alice, bob);
        of(alice).check("bob");
        Eventually.until("bob is asked", () -> is(bob, CheckState.ASKED));
        of(bob).check("alice");
        Eventually.until("words", () -> is(alice, CheckState.COMPARE) && is(bob, CheckState.COMPARE));
        var words = words(alice, bob);
        var told = seen(alice).size();
        var commitment = CheckWords.commitment(ID, bob.account(), alice.account(), NONCE);
        bobSays(new Check(ID, Step.ASKED, commitment.bytes()), new Check(ID, Step.REVEALED, NONCE));
        assertEquals(words, words(alice, bob));
        assertEquals(told, seen(alice).size());
        assertEquals(CheckState.MATCHED, of(alice).compared("bob", true).state());
        bobSays(new Check(ID, Step.ASKED, commitment.bytes())); // once it is over, one may
        assertTrue(is(alice, CheckState.ASKED));
    }

    private static final Bytes ID_AND_ID = Bytes.wrap(java.util.Arrays.copyOf(new byte[] {1}, Check.VALUE));

    private static Check end(Bytes id) {
        return new Check(id, Step.ENDED, Bytes.EMPTY);
    }

    @Test
    void aCheckIsOfTwo() throws Exception {
        Client.befriend(alice, bob);
        var group = alice.groups.create("a group").id();
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        posts(bob, group, new Check(ID, Step.ASKED, NONCE));
        bob.talk.say(group, "behind it");
        alice.hears(group, "behind it");
        assertTrue(seen(alice).isEmpty());
        assertEquals(List.of("behind it"), alice.texts(group));
    }

    @Test
    void whoIsNoContactAnyMoreIsNotHeard() throws Exception {
        Client.befriend(alice, bob);
        alice.people().deny("bob");
        bobSays(new Check(ID, Step.ASKED, NONCE));
        assertTrue(seen(alice).isEmpty());
        assertEquals(Code.NOT_APPROVED, codeOf(() -> of(alice).check("bob")));
    }
}
