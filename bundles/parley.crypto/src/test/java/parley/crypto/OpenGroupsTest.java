package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.crypto.Groups.Group;
import parley.protocol.wire.Bytes;

import java.lang.ref.WeakReference;

/** Groups in use are not read again, as far as there is room. */
class OpenGroupsTest {

    private Group one;
    private Group pair;

    @BeforeEach
    void groups() throws Exception {
        var registry = Registry.full();
        var alice = new Person("alice", registry);
        alice.create(1);
        one = alice.group;
        var bob = new Person("bob", registry).keyPackage(1);
        alice.apply(alice.commit(Person.adding(bob.keyPackage())));
        pair = alice.group;
    }

    /** The same group of another conversation. */
    private static Group another(Group group) {
        return new Group(Bytes.of(group.epoch().toArray()), group.ratchets());
    }

    @Test
    void keepsSoManyGroups() {
        var open = new OpenGroups(2, 1_000);
        var first = another(one);
        var second = another(one);
        var parsed = open.parse(first);
        open.parse(second);
        assertSame(parsed, open.parse(first));
        open.parse(another(one)); // the second was used longest ago
        assertSame(parsed, open.parse(first));
        var again = open.parse(second);
        assertSame(again, open.parse(second));
        open.parse(another(one));
        assertNotSame(parsed, open.parse(first));
    }

    @Test
    void keepsSoManyLeavesAndTheLastWhateverItsSize() {
        var open = new OpenGroups(100, 3);
        var first = another(one);
        var parsed = open.parse(first);
        var two = open.parse(pair);
        assertSame(parsed, open.parse(first), "three leaves in all");
        assertSame(two, open.parse(pair));
        open.parse(another(one));
        assertNotSame(parsed, open.parse(first), "four are too many, and it was used longest ago");
        var narrow = new OpenGroups(100, 1);
        assertSame(narrow.parse(pair), narrow.parse(pair));
    }

    /** As after a lock: nobody asks for anything any more, and the secrets go all the same. */
    @Test
    void noneIsKeptLongerThanItsBytes() {
        var open = new OpenGroups();
        var kept = another(pair);
        var stays = open.parse(kept);
        var goes = new WeakReference<>(open.parse(another(one)));
        for (long end = System.nanoTime() + 20_000_000_000L; goes.get() != null && System.nanoTime() < end; )
            System.gc();
        assertNull(goes.get());
        assertSame(stays, open.parse(kept));
    }

    @Test
    void whatIsForgottenMakesRoom() {
        var open = new OpenGroups(100, 3);
        var first = another(one);
        var parsed = open.parse(first);
        open.parse(pair);
        open.forget(pair);
        open.parse(another(pair));
        assertSame(parsed, open.parse(first));
    }
}
