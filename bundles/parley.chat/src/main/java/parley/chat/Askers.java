package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who has asked to join one group by the link it has, and is not in it, as one transaction sees it. Every member keeps
 * them: whoever becomes an admin can let them in, and all know who came by the link.
 */
final class Askers {

    private static final String SPACE = "chat.asked";

    /** The most of one group; more are dropped until some are in, and may ask again. */
    static final int MAX = 512;

    /** The most bytes of KeyPackages that are kept of one. */
    static final int MAX_BYTES = 16 * 1024;

    /**
     * Somebody who asks.
     *
     * @param order in which they asked first
     * @param claimed the address, as they say it
     * @param keyPackages of their device, one a suite
     * @param denied whether our person does not want them
     */
    record Asker(
            long order,
            AccountKey account,
            DeviceKey device,
            Address claimed,
            List<Bytes> keyPackages,
            Instant since,
            boolean denied) {

        Asker {
            keyPackages = List.copyOf(keyPackages);
        }

        Asker asDenied() {
            return new Asker(order, account, device, claimed, keyPackages, since, true);
        }

        Bytes encode() {
            var out = new WireWriter(1024).u8(1);
            account.write(out);
            device.write(out);
            out.text(claimed.toString()).vector(keyPackages, WireWriter::opaque);
            return out.u64(since.toEpochMilli()).bool(denied).toBytes();
        }

        static Asker decode(long order, Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != 1) throw new MalformedException("request to join of an unknown version");
                        return new Asker(
                                order,
                                AccountKey.read(in),
                                DeviceKey.read(in),
                                Address.parse(in.text()),
                                in.vector(WireReader::opaqueBytes),
                                Instant.ofEpochMilli(in.size()),
                                in.bool());
                    });
        }
    }

    private final Transaction tx;
    private final ConversationId id;

    Askers(Transaction tx, ConversationId id) {
        this.tx = tx;
        this.id = id;
    }

    /** In the order in which they asked first. */
    List<Asker> all() throws CommandException {
        var all = new ArrayList<Asker>();
        for (var row : tx.ascending(SPACE, id.bytes(), 0, Integer.MAX_VALUE)) {
            all.add(Book.decode(row.value(), bytes -> Asker.decode(row.order(), bytes)));
        }
        return all;
    }

    /** Somebody who asks, by the address that they are called by. */
    record Called(Asker asker, Address name) {}

    /** In the same order: whoever asks later under a name that another here has is called by their key. */
    List<Called> called(Names names) throws CommandException {
        var called = new ArrayList<Called>();
        var taken = new HashSet<String>();
        for (var asker : all()) {
            var name = names.of(id, asker.account(), asker.claimed());
            var alone = taken.add(name.name());
            called.add(new Called(asker, alone ? name : Names.ofKey(asker.account(), name.relay())));
        }
        return called;
    }

    Optional<Asker> find(AccountKey account) throws CommandException {
        return all().stream().filter(one -> one.account().equals(account)).findFirst();
    }

    /**
     * Somebody asks, perhaps again: what they offer now counts.
     *
     * @return whether it is news to our person
     */
    boolean heard(AccountKey account, DeviceKey device, Address claimed, List<Bytes> keyPackages, Instant now)
            throws CommandException {
        var all = all();
        var known = all.stream().filter(one -> one.account().equals(account)).findFirst();
        if (known.isEmpty() && all.size() >= MAX) return false;
        var order = all.isEmpty() ? 1 : all.getLast().order() + 1;
        put(
                known.map(one ->
                                new Asker(
                                        one.order(), account, device, claimed, keyPackages, one.since(), one.denied()))
                        .orElseGet(() -> new Asker(order, account, device, claimed, keyPackages, now, false)));
        return known.isEmpty();
    }

    void put(Asker asker) {
        tx.put(SPACE, id.bytes(), asker.order(), asker.encode());
    }

    /** They are in, or are not to come in. */
    void remove(AccountKey account) throws CommandException {
        find(account).ifPresent(one -> tx.remove(SPACE, id.bytes(), one.order()));
    }

    /** What they asked by is over. */
    void clear() {
        Book.clear(tx, SPACE, id.bytes());
    }
}
