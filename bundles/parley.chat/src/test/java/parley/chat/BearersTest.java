package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who is called what among members and those who ask to be, by what is stored alone. */
class BearersTest {

    private static final ConversationId ID = ConversationId.random();

    private final MemoryStore store = new MemoryStore();

    private static AccountKey somebody() {
        return new AccountKey(Token.random().bytes());
    }

    private static Address named(String name) {
        return new Address(name, "relay.example");
    }

    private static Roll.Entry entry(AccountKey who, String name) {
        return new Roll.Entry(1, who, named(name));
    }

    private void come(Roll.Entry... members) throws CommandException {
        store.run(tx -> {
            var roll = new Roll(tx, ID);
            var bearers = roll.bearers();
            for (var member : members) roll.put(member.leaf(), member.account(), member.claimed());
            bearers.meet(List.of(members));
        });
    }

    private boolean mayBe(AccountKey who, String name) throws CommandException {
        return store.transact(tx -> new Roll(tx, ID).bearers().mayBe(who, name));
    }

    private String called(AccountKey who, String claimed) throws CommandException {
        return store.transact(tx -> new Book(tx).names().of(ID, who, named(claimed))).name();
    }

    @Test
    void theFirstBearsItForGood() throws Exception {
        var first = somebody();
        var later = somebody();
        come(entry(first, "dave"));
        come(entry(later, "dave"));
        assertTrue(mayBe(first, "dave"));
        assertFalse(mayBe(later, "dave"));
        assertFalse(mayBe(somebody(), "dave"));
        come(entry(later, "dave"), entry(first, "dave")); // they come again
        assertTrue(mayBe(first, "dave"));
        assertFalse(mayBe(later, "dave"));
    }

    @Test
    void everybodyBearsOneName() throws Exception {
        var member = somebody();
        come(entry(member, "dave"));
        come(entry(member, "erin")); // their leaf says otherwise now
        assertFalse(mayBe(member, "erin"));
        assertTrue(mayBe(member, "dave"));
        var erin = somebody();
        come(entry(erin, "erin"));
        assertTrue(mayBe(erin, "erin"));
    }

    @Test
    void ofSeveralAtOnceNobodyDoes() throws Exception {
        var one = somebody();
        var other = somebody();
        var third = somebody();
        come(entry(one, "dave"), entry(other, "dave"), entry(third, "erin"));
        assertFalse(mayBe(one, "dave"));
        assertFalse(mayBe(other, "dave"));
        assertTrue(mayBe(third, "erin"));
        var later = somebody();
        come(entry(later, "dave"));
        assertFalse(mayBe(later, "dave"));
        // Two devices of one account are one.
        var two = somebody();
        come(entry(two, "frank"), entry(two, "frank"));
        assertTrue(mayBe(two, "frank"));
    }

    /** A profile from before names were kept: of the members it has, whoever is alone with a name bears it. */
    @Test
    void anEarlierProfilesMembersBearWhatIsTheirsAlone() throws Exception {
        var one = somebody();
        var other = somebody();
        var alone = somebody();
        store.run(tx -> {
            var roll = new Roll(tx, ID);
            roll.put(1, one, named("dave"));
            roll.put(2, other, named("dave"));
            roll.put(3, alone, named("erin"));
        });
        assertEquals(Names.ofKey(one, "relay.example").name(), called(one, "dave"));
        assertEquals(Names.ofKey(other, "relay.example").name(), called(other, "dave"));
        assertEquals("erin", called(alone, "erin"));
        come(entry(somebody(), "erin"));
        assertEquals("erin", called(alone, "erin"));
    }

    /** Of a conversation that is not here nothing is stored, whatever ids somebody thinks of. */
    @Test
    void askingStoresNothing() throws Exception {
        assertEquals("dave", called(somebody(), "dave"));
        assertEquals(0, store.commits());
    }

    @Test
    void thoseWhoHaveGoneAreForgottenWhereThereAreTooMany() throws Exception {
        var stays = somebody();
        come(new Roll.Entry(0, stays, named("stays")));
        var many = new ArrayList<Roll.Entry>();
        for (var i = 1; i < Bearers.MOST; i++) many.add(entry(somebody(), "m" + i));
        var gone = many.getLast();
        come(many.toArray(Roll.Entry[]::new)); // the roll keeps the last: all have the same leaf
        assertEquals(Bearers.MOST, store.count("chat.bearer"));
        store.run(tx -> new Roll(tx, ID).remove(1));
        assertFalse(mayBe(somebody(), gone.claimed().name()));
        var next = somebody();
        come(new Roll.Entry(2, next, named("next")));
        assertEquals(2, store.count("chat.bearer"));
        assertEquals(2, store.count("chat.bearer.name"));
        assertTrue(mayBe(stays, "stays"));
        assertFalse(mayBe(next, "stays"));
        assertTrue(mayBe(next, "next"));
        assertTrue(mayBe(somebody(), gone.claimed().name()));
    }

    @Test
    void nothingStaysOfAConversationThatIsForgotten() throws Exception {
        come(entry(somebody(), "dave"));
        store.run(tx -> new Roll(tx, ID).bearers().clear());
        for (var space : List.of("chat.bearer", "chat.bearer.name", "chat.bearer.count"))
            assertEquals(0, store.count(space));
    }

    /** Those who ask have no name yet: of two the first is called so, and a member always is. */
    @Test
    void whoAsksIsToldApart() throws Exception {
        var member = somebody();
        come(entry(member, "dave"));
        var asking = List.of(somebody(), somebody(), somebody());
        store.run(tx -> {
            var askers = new Book(tx).askers(ID);
            for (var one : asking) ask(askers, one, asking.indexOf(one) == 0 ? "dave" : "erin");
        });
        var called =
                store.transact(tx -> {
                    var book = new Book(tx);
                    return book.askers(ID).called(book.names()).stream().map(one -> one.name().name()).toList();
                });
        assertEquals(
                List.of(
                        Names.ofKey(asking.getFirst(), "relay.example").name(),
                        "erin",
                        Names.ofKey(asking.getLast(), "relay.example").name()),
                called);
        assertTrue(mayBe(asking.getLast(), "erin")); // nobody is in under it yet
    }

    private static void ask(Askers askers, AccountKey who, String name) throws CommandException {
        var device = new DeviceKey(Token.random().bytes());
        askers.heard(who, device, named(name), List.of(Bytes.EMPTY), Instant.EPOCH);
    }
}
