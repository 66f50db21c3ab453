package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Watermarks;
import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is in a conversation, as one transaction sees it: a small record for each, so that a message in a group of
 * thousands writes the one that it concerns.
 */
final class Roll {

    private static final String MEMBER = "chat.member";
    private static final String NUMBER = "chat.number";
    private static final String WATERMARKS = "chat.watermarks";
    private static final String LEAVING = "chat.leaving";

    /** Orders below 0 are members from before leaves were kept: one that is read may be of any leaf. */
    private static final long OF_NO_LEAF = -1;

    /**
     * A member that is not of our own account.
     *
     * @param claimed the address, as their leaf says it
     */
    record Entry(long leaf, AccountKey account, Address claimed) {}

    private final Transaction tx;
    private final ConversationId id;

    /** Kept, as each message of a transaction may ask: they can be thousands. */
    private @Nullable Map<AccountKey, Address> members;

    Roll(Transaction tx, ConversationId id) {
        this.tx = tx;
        this.id = id;
    }

    ConversationId id() {
        return id;
    }

    // ---- Members ----

    /** Who bears which name among them. Taken before the members change. */
    Bearers bearers() throws CommandException {
        return new Bearers(tx, id, this);
    }

    /** Those of other accounts, by leaf. */
    List<Entry> entries(int limit) throws CommandException {
        var entries = new ArrayList<Entry>();
        for (var row : tx.ascending(MEMBER, id.bytes(), Long.MIN_VALUE, limit)) {
            entries.add(
                    Book.decode(
                            row.value(),
                            bytes ->
                                    WireReader.decode(
                                            bytes,
                                            in ->
                                                    new Entry(
                                                            row.order(),
                                                            AccountKey.read(in),
                                                            Address.parse(in.text())))));
        }
        return entries;
    }

    /** The other accounts, and the addresses that they claim. */
    Map<AccountKey, Address> members() throws CommandException {
        var known = members;
        if (known != null) return known;
        var read = new LinkedHashMap<AccountKey, Address>();
        for (var entry : entries(Integer.MAX_VALUE)) read.put(entry.account(), entry.claimed());
        return members = Collections.unmodifiableMap(read);
    }

    /** Whether there are {@code count} leaves of other accounts, or more. */
    boolean has(int count) {
        return tx.ascending(MEMBER, id.bytes(), Long.MIN_VALUE, count).size() >= count;
    }

    void put(long leaf, AccountKey account, Address claimed) {
        var out = new WireWriter();
        account.write(out);
        members = null;
        tx.put(MEMBER, id.bytes(), leaf, out.text(claimed.toString()).toBytes());
    }

    /** A member from before leaves were kept. */
    void putOfNoLeaf(int index, AccountKey account, Address claimed) {
        put(OF_NO_LEAF - index, account, claimed);
    }

    /** Whether some are from before leaves were kept: the first commit puts that right. */
    boolean isOld() {
        var first = tx.ascending(MEMBER, id.bytes(), Long.MIN_VALUE, 1);
        return !first.isEmpty() && first.getFirst().order() < 0;
    }

    void remove(long leaf) {
        members = null;
        tx.remove(MEMBER, id.bytes(), leaf);
    }

    /** Forgets all members, and what was said of their leaving. */
    void clear() throws CommandException {
        for (var entry : entries(Integer.MAX_VALUE)) {
            remove(entry.leaf());
            stays(entry.account());
        }
    }

    // ---- Numbers ----

    /** The last number read from a follower; empty if nothing is known of it. */
    Optional<Long> number(FollowerKey follower) {
        return tx.get(NUMBER, with(follower.bytes())).map(value -> value.view().getLong());
    }

    void putNumber(FollowerKey follower, long number) {
        tx.put(NUMBER, with(follower.bytes()), new WireWriter().u64(number).toBytes());
    }

    void removeNumber(FollowerKey follower) {
        tx.remove(NUMBER, with(follower.bytes()));
    }

    // ---- Watermarks ----

    Watermarks watermarks(AccountKey account) {
        return tx.get(WATERMARKS, with(account.bytes()))
                .map(value -> new Watermarks(value.view().getLong(), value.view().getLong(8)))
                .orElse(new Watermarks(0, 0));
    }

    void put(AccountKey account, Watermarks watermarks) {
        tx.put(
                WATERMARKS,
                with(account.bytes()),
                new WireWriter().u64(watermarks.delivered()).u64(watermarks.read()).toBytes());
    }

    void removeWatermarks(AccountKey account) {
        tx.remove(WATERMARKS, with(account.bytes()));
    }

    // ---- Leaving ----

    /** Whether an account has said that it leaves. */
    boolean leaves(AccountKey account) {
        return tx.get(LEAVING, with(account.bytes())).isPresent();
    }

    void leaving(AccountKey account) {
        tx.put(LEAVING, with(account.bytes()), Bytes.EMPTY);
    }

    /** It is gone, or was added again. */
    void stays(AccountKey account) {
        tx.remove(LEAVING, with(account.bytes()));
    }

    private Bytes with(Bytes key) {
        return new WireWriter(48).fixed(id.bytes()).fixed(key).toBytes();
    }
}
