package parley.desktop.chat.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.desktop.chat.emoji.EmojiMemory.State;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;
import parley.testing.MemoryStore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Which emoji were used is kept, whenever the profile can be read. */
class EmojiMemoryTest {

    /** A store that is asked once the test says so, and fails at first. */
    private static final class LateStore implements Store {

        private final MemoryStore there;
        private final CountDownLatch open = new CountDownLatch(1);
        private int failures;

        LateStore(MemoryStore there, int failures) {
            this.there = there;
            this.failures = failures;
        }

        @Override
        public void check() {}

        @Override
        public synchronized <T extends @Nullable Object> T transact(Work<T> work) throws CommandException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (failures-- > 0) throw new CommandException(Code.DISK_FULL, "not this time");
            return there.transact(work);
        }

        @Override
        public void publish(Event.Passing event) {}
    }

    /** That the profile comes to have exactly these. */
    private static void kept(MemoryStore store, State expected) {
        Eventually.until(
                "it is written",
                () -> {
                    try {
                        var stored = store.transact(tx -> tx.get("desktop.emoji", Bytes.of(new byte[] {0})));
                        return stored.map(State::decoded).equals(Optional.of(expected));
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static MemoryStore filled() {
        var store = new MemoryStore();
        var memory = new EmojiMemory(store);
        memory.used("👍🏿");
        memory.used("😀");
        memory.tone(5);
        memory.close();
        kept(store, new State(5, List.of("😀", "👍🏿")));
        return store;
    }

    @Test
    void whatIsUsedBeforeTheProfileWasReadIsKeptBesideTheRest() {
        for (int failures = 0; failures < 3; failures++) {
            var store = filled();
            var late = new LateStore(store, failures);
            var memory = new EmojiMemory(late);
            memory.used("👍🏿");
            memory.used("🎉");
            late.open.countDown();
            memory.close();
            kept(store, new State(5, List.of("🎉", "👍🏿", "😀")));
            assertEquals(5, memory.tone());
        }
    }
}
