package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.Event.ReceiptChanged;
import parley.client.api.Message.State;
import parley.client.api.Privacy.Told;
import parley.protocol.MessageId;
import parley.testing.Eventually;

import java.util.List;
import java.util.Optional;

/** Who is told what of what was read, and is shown it of others. */
class ReceiptsTest extends Amending {

    /** Reads all, and tells what it tells. */
    private void reads(Client client) throws Exception {
        client.talk.markRead(talk);
        tells(client);
    }

    private void tells(Client client) throws Exception {
        client.chat.worker(talk).orElseThrow().receiptAtOnce();
        client.workerIsDone(talk);
        sent(client);
    }

    private static List<State> told(Client client, MessageId id) {
        return client.told(ReceiptChanged.class).stream()
                .filter(receipt -> receipt.message().equals(id))
                .map(ReceiptChanged::state)
                .toList();
    }

    private static void comesTo(Client client, MessageId id, State state) {
        Eventually.until(client.name + " sees " + state, () -> client.state(id) == state);
    }

    @Test
    void whatWasReadIsToldUnlessThePersonSaysOtherwise() throws Exception {
        var first = said(alice, bob, "one");
        reads(bob);
        comesTo(alice, first, State.READ);
        bob.settings.receipts(false);
        var second = said(alice, bob, "two");
        reads(bob);
        comesTo(alice, second, State.DELIVERED);
        passes(bob, alice);
        assertEquals(State.DELIVERED, alice.state(second));
        assertEquals(List.of(State.SENT, State.DELIVERED), told(alice, second));
        bob.settings.receipts(true);
        var third = said(alice, bob, "three");
        reads(bob);
        comesTo(alice, third, State.READ);
        comesTo(alice, second, State.READ);
    }

    @Test
    void whoDoesNotTellIsNotShown() throws Exception {
        alice.settings.receipts(false);
        var id = said(alice, bob, "one");
        reads(bob);
        comesTo(alice, id, State.DELIVERED);
        passes(bob, alice);
        assertEquals(State.DELIVERED, alice.state(id));
        assertEquals(List.of(State.SENT, State.DELIVERED), told(alice, id));
        assertEquals(State.DELIVERED, alice.talk.page(talk, Long.MAX_VALUE, 2).getFirst().state());
        alice.settings.receipts(true);
        assertEquals(State.READ, alice.state(id), "what they told stays told");
        alice.settings.receipts(false);
        assertEquals(State.DELIVERED, alice.state(id));
    }

    @Test
    void whatHasComeIsToldUnlessThePersonSaysOtherwise() throws Exception {
        reads(bob);
        bob.settings.delivered(false);
        var first = said(alice, bob, "one");
        var before = bob.state(alice).deliveredTold;
        tells(bob);
        assertEquals(before, bob.state(alice).deliveredTold);
        passes(bob, alice);
        assertEquals(State.SENT, alice.state(first));
        bob.restart();
        Eventually.until("loaded", () -> bob.chat.worker(talk).isPresent());
        assertEquals(new Told(false, true, true, true), bob.settings.told());
        bob.settings.delivered(true);
        tells(bob);
        comesTo(alice, first, State.DELIVERED);
        passes(bob, alice);
        assertEquals(List.of(State.SENT, State.DELIVERED), told(alice, first));
    }

    @Test
    void whatIsToldToBeReadHasCome() throws Exception {
        bob.settings.delivered(false);
        var first = said(alice, bob, "one");
        bob.talk.markRead(talk);
        var second = said(alice, bob, "two");
        tells(bob);
        comesTo(alice, first, State.READ);
        passes(bob, alice);
        assertEquals(List.of(State.SENT, State.DELIVERED, State.READ), told(alice, first));
        assertEquals(State.SENT, alice.state(second), "it came behind what was read");
        bob.settings.receipts(false);
        var before = bob.state(alice);
        reads(bob);
        assertEquals(before.deliveredTold, bob.state(alice).deliveredTold);
        assertEquals(before.readTold, bob.state(alice).readTold);
        passes(bob, alice);
        assertEquals(State.SENT, alice.state(second));
        bob.settings.receipts(true);
        tells(bob);
        comesTo(alice, second, State.READ);
    }

    /** What was told before stands, and is said again beside what is read now. */
    @Test
    void whatWasToldToHaveComeIsNotTakenBack() throws Exception {
        var first = said(alice, bob, "one");
        bob.talk.markRead(talk);
        var second = said(alice, bob, "two");
        bob.settings.receipts(false);
        tells(bob);
        comesTo(alice, second, State.DELIVERED);
        var told = bob.state(alice).deliveredTold;
        bob.settings.delivered(false);
        bob.settings.receipts(true);
        tells(bob);
        comesTo(alice, first, State.READ);
        assertEquals(told, bob.state(alice).deliveredTold);
        assertEquals(State.DELIVERED, alice.state(second));
    }

    @Test
    void whoDoesNotTellWhatHasComeIsNotShown() throws Exception {
        alice.settings.delivered(false);
        var id = said(alice, bob, "one");
        tells(bob);
        Eventually.until("it is told", () -> stands(id) == State.DELIVERED);
        assertEquals(State.SENT, alice.state(id));
        assertEquals(State.SENT, alice.talk.page(talk, Long.MAX_VALUE, 1).getFirst().state());
        assertEquals(State.SENT, alice.conversation(bob).last().orElseThrow().state());
        reads(bob);
        comesTo(alice, id, State.READ);
        alice.workerIsDone(talk);
        assertEquals(List.of(State.SENT, State.READ), told(alice, id));
        alice.settings.receipts(false);
        assertEquals(State.SENT, alice.state(id));
        alice.settings.delivered(true);
        assertEquals(State.DELIVERED, alice.state(id), "what they told stays told");
        assertEquals(State.DELIVERED, alice.conversation(bob).last().orElseThrow().state());
    }

    /** How far it is told to alice to have come, shown or not. */
    private State stands(MessageId id) {
        try {
            return alice.store.transact(tx -> new Book(tx).message(id).orElseThrow().state());
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConversationMayDiffer() throws Exception {
        bob.settings.receipts(talk, Optional.of(false));
        var first = said(alice, bob, "one");
        reads(bob);
        comesTo(alice, first, State.DELIVERED);
        bob.settings.receipts(false);
        bob.settings.receipts(talk, Optional.of(true));
        var second = said(alice, bob, "two");
        reads(bob);
        comesTo(alice, second, State.READ);
        bob.restart();
        Eventually.until("loaded", () -> bob.chat.worker(talk).isPresent());
        assertEquals(Optional.of(true), bob.conversation(alice).settings().receipts());
        bob.settings.receipts(talk, Optional.empty());
        var third = said(alice, bob, "three");
        reads(bob);
        comesTo(alice, third, State.DELIVERED);
        passes(bob, alice);
        assertEquals(State.DELIVERED, alice.state(third));
    }

    /** They hear nothing, not even that it came. */
    @Test
    void aStrangerIsToldNothing() throws Exception {
        reads(bob);
        bob.people().deny("alice");
        var told = bob.state(alice).deliveredTold;
        var id = said(alice, bob, "are you there?");
        reads(bob);
        assertEquals(told, bob.state(alice).deliveredTold);
        comesTo(alice, id, State.SENT);
        bob.people().approve("alice");
        reads(bob);
        said(alice, bob, "now you are");
        reads(bob);
        comesTo(alice, id, State.READ);
    }
}
