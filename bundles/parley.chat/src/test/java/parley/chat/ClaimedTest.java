package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.testing.MemoryStore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody claimed who is no member is looked up once, however many are asked for and however long the log is. */
class ClaimedTest {

    private static final AccountKey OWN = somebody();

    private final MemoryStore store = new MemoryStore();
    private final ConversationState state =
            new ConversationState(
                    ConversationId.random(),
                    Kind.GROUP,
                    "friends",
                    LogId.random(),
                    "relay.example",
                    1,
                    Stage.OPEN,
                    new FollowerKey(Token.random().bytes()),
                    Bytes.EMPTY,
                    Instant.EPOCH);
    private final AccountKey oldest = somebody();
    private final AccountKey newest = somebody();
    private int read;

    private static AccountKey somebody() {
        return new AccountKey(Token.random().bytes());
    }

    private static GroupLog.Who who(AccountKey account, String name) {
        return new GroupLog.Who(account, new Address(name, "relay.example"));
    }

    @BeforeEach
    void theLogIsFull() throws Exception {
        store.run(tx -> {
            var log = new GroupLog(new Book(tx));
            add(log, who(oldest, "oldest"));
            for (var i = 2; i < GroupLog.KEPT; i++) add(log, who(OWN, "own"));
            add(log, who(newest, "newest"));
        });
    }

    private void add(GroupLog log, GroupLog.Who who) throws CommandException {
        log.add(state, OWN, 1, Instant.EPOCH, GroupLog.Deed.of(Happening.Kind.LEFT, who));
    }

    /** Counts the lines of the log that are read. */
    private Transaction counting(Transaction tx) {
        return (Transaction)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Transaction.class},
                        (_, method, arguments) -> {
                            try {
                                var result = method.invoke(tx, arguments);
                                if (result instanceof List<?> rows && "chat.happened".equals(arguments[0]))
                                    read += rows.size();
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Map<AccountKey, Address> claimed(List<AccountKey> accounts) throws CommandException {
        read = 0;
        return store.transact(tx -> new Book(counting(tx)).claimed(state, accounts));
    }

    @Test
    void manyStrangersCostOneLook() throws Exception {
        var banned = new ArrayList<AccountKey>();
        for (var i = 0; i < 256; i++) banned.add(somebody());
        banned.add(oldest);
        var claimed = claimed(banned);
        assertEquals(banned.size(), claimed.size());
        assertEquals(new Address("oldest", "relay.example"), claimed.get(oldest));
        assertEquals(Names.ofKey(banned.getFirst(), "relay.example"), claimed.get(banned.getFirst()));
        assertEquals(GroupLog.KEPT, read);
    }

    @Test
    void whoWasSpokenOfLastIsFoundAtOnce() throws Exception {
        assertEquals(new Address("newest", "relay.example"), claimed(List.of(newest)).get(newest));
        assertTrue(read < 1000, () -> read + " lines");
        claimed(List.of());
        assertEquals(0, read);
    }
}
