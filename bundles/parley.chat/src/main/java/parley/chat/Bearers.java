package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Who bears which name among the members of a conversation, as one transaction sees it. A name is borne by whoever was
 * seen in it under that name first, also after they have gone, and everybody bears one at most: the first they came
 * with. Of several who come under one name at the same time none bears it, since nobody can tell who was first.
 */
final class Bearers {

    private static final String BY_ACCOUNT = "chat.bearer";
    private static final String BY_NAME = "chat.bearer.name";
    private static final String COUNT = "chat.bearer.count";
    private static final int VERSION = 1;

    /** More are not remembered of a conversation: then those who have gone are forgotten. */
    static final int MOST = 20_000;

    /** Bears what several came with at once. */
    private static final AccountKey NOBODY = new AccountKey(Bytes.wrap(new byte[AccountKey.LENGTH]));

    /**
     * What somebody came with.
     *
     * @param bears whether it is theirs
     */
    private record Borne(AccountKey account, String name, boolean bears) {

        Bytes encode() {
            var out = new WireWriter().u8(VERSION);
            account.write(out);
            return out.text(name).bool(bears).toBytes();
        }

        static Borne decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != VERSION) throw new MalformedException("name of a member of an unknown version");
                        return new Borne(AccountKey.read(in), in.text(), in.bool());
                    });
        }
    }

    private final Transaction tx;
    private final ConversationId id;
    private final Roll roll;
    private int count;

    /** As they are before anything else is done to the roll: an older profile's members come at once. */
    Bearers(Transaction tx, ConversationId id, Roll roll) throws CommandException {
        this.tx = tx;
        this.id = id;
        this.roll = roll;
        var known = tx.get(COUNT, id.bytes());
        if (known.isPresent()) {
            count = known.get().view().getInt();
        } else if (roll.has(1)) {
            meet(roll.entries(Integer.MAX_VALUE));
        }
    }

    /** Members who may be new here. */
    void meet(Collection<Roll.Entry> members) throws CommandException {
        var come = new LinkedHashMap<AccountKey, String>();
        for (var member : members) {
            if (find(BY_ACCOUNT, member.account().bytes()).isEmpty())
                come.putIfAbsent(member.account(), member.claimed().name());
        }
        if (come.isEmpty()) return;
        if (count + come.size() > MOST) forgetGone();
        var claims = new HashMap<String, Integer>();
        for (var name : come.values()) claims.merge(name, 1, Integer::sum);
        for (var one : come.entrySet()) {
            var free = find(BY_NAME, bytes(one.getValue())).isEmpty();
            var alone = claims.getOrDefault(one.getValue(), 0) == 1;
            put(new Borne(one.getKey(), one.getValue(), free && alone));
        }
        for (var claim : claims.entrySet()) if (claim.getValue() > 1) contest(claim.getKey());
        putCount(count + come.size());
    }

    private void contest(String name) throws CommandException {
        if (find(BY_NAME, bytes(name)).isEmpty()) putName(new Borne(NOBODY, name, false));
    }

    private void put(Borne one) {
        tx.put(BY_ACCOUNT, id.bytes(), order(one.account().bytes()), one.encode());
        if (one.bears()) putName(one);
    }

    private void putName(Borne one) {
        tx.put(BY_NAME, id.bytes(), order(bytes(one.name())), one.encode());
    }

    private void putCount(int now) {
        count = now;
        tx.put(COUNT, id.bytes(), new WireWriter().u32(now).toBytes());
    }

    /** Whether somebody may be called so: they bear the name, or were never a member and nobody bears it. */
    boolean mayBe(AccountKey account, String name) throws CommandException {
        var own = find(BY_ACCOUNT, account.bytes());
        if (own.isPresent()) {
            var one = own.get();
            return one.bears() && one.account().equals(account) && one.name().equals(name);
        }
        return find(BY_NAME, bytes(name)).isEmpty();
    }

    /** Keeps only what present members bear. */
    private void forgetGone() throws CommandException {
        Set<AccountKey> here = new HashSet<>(roll.members().keySet());
        var rows = tx.ascending(BY_ACCOUNT, id.bytes(), Long.MIN_VALUE, Integer.MAX_VALUE);
        clear();
        count = 0;
        for (var row : rows) {
            var one = Book.decode(row.value(), Borne::decode);
            if (!here.contains(one.account())) continue;
            put(one);
            count++;
        }
    }

    /** Forgets all. */
    void clear() {
        Book.clear(tx, BY_ACCOUNT, id.bytes());
        Book.clear(tx, BY_NAME, id.bytes());
        tx.remove(COUNT, id.bytes());
    }

    private Optional<Borne> find(String space, Bytes of) throws CommandException {
        var bytes = tx.get(space, id.bytes(), order(of));
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), Borne::decode));
    }

    /**
     * Where a record stands: two that come to stand at one place are taken for the same, and the later bears nothing.
     */
    private static long order(Bytes of) {
        return Hash.of(of).bytes().view().getLong();
    }

    private static Bytes bytes(String name) {
        return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
    }
}
