package parley.session;

import parley.client.api.CommandException;
import parley.client.api.session.KeyPackages.Own;
import parley.client.api.store.Transaction;
import parley.protocol.Hash;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * This device's KeyPackages, their private halves beside them, in the profile's database; and when they are deleted.
 */
final class KeyPackageShelf {

    /** How long others may add us with a KeyPackage. */
    static final Duration LIFETIME = Duration.ofDays(90);

    /** After so long it is replaced. */
    static final Duration FRESH = Duration.ofDays(30);

    /**
     * After the last moment at which somebody could take it, so long a Welcome made with it can still arrive: 30 days
     * in the inbox, and a day's difference between clocks.
     */
    static final Duration LATE = Duration.ofDays(31);

    private static final String SPACE = "session.keypackage";
    private static final int VERSION = 1;

    /**
     * A KeyPackage on the shelf.
     *
     * @param published whether it is for the relay to hand out; false for one that we hand out ourselves, and for one
     *     of last resort until the relay is known to have it
     * @param replaced when a newer one of last resort took its place
     */
    record Shelved(Own own, Instant made, boolean published, Optional<Instant> replaced) {

        boolean isFresh(Instant now) {
            return made.plus(FRESH).isAfter(now);
        }

        private boolean isUseless(Instant now) {
            return own.lastResort()
                    ? replaced.isPresent() && replaced.get().plus(LATE).isBefore(now)
                    : made.plus(LIFETIME).plus(LATE).isBefore(now);
        }
    }

    private KeyPackageShelf() {}

    static void put(Transaction tx, Shelved shelved) {
        var own = shelved.own();
        var out = new WireWriter(2048).u8(VERSION);
        own.reference().write(out);
        out.u16(own.suite())
                .bool(own.lastResort())
                .opaque(own.keyPackage())
                .opaque(own.secret())
                .opaque(own.followerPrivate());
        own.leaf().write(out);
        out.u64(shelved.made().getEpochSecond())
                .bool(shelved.published())
                .optional(shelved.replaced(), (w, at) -> w.u64(at.getEpochSecond()));
        tx.put(SPACE, own.reference().bytes(), out.toBytes());
    }

    static Optional<Shelved> find(Transaction tx, Hash reference) throws CommandException {
        var bytes = tx.get(SPACE, reference.bytes());
        return bytes.isPresent() ? Optional.of(decode(bytes.get())) : Optional.empty();
    }

    /** All there are by their suites, those of each newest first. */
    static Map<Integer, List<Shelved>> bySuite(Transaction tx) throws CommandException {
        return all(tx).stream()
                .sorted(Comparator.comparing(Shelved::made).reversed())
                .collect(Collectors.groupingBy(shelved -> shelved.own().suite()));
    }

    static void remove(Transaction tx, Hash reference) {
        tx.remove(SPACE, reference.bytes());
    }

    /** Deletes the private halves of those that no Welcome can come for any more. */
    static void clear(Transaction tx, Instant now) throws CommandException {
        for (var shelved : all(tx)) if (shelved.isUseless(now)) remove(tx, shelved.own().reference());
    }

    private static List<Shelved> all(Transaction tx) throws CommandException {
        var all = new ArrayList<Shelved>();
        for (var bytes : tx.all(SPACE)) all.add(decode(bytes));
        return all;
    }

    private static Shelved decode(Bytes bytes) throws CommandException {
        try {
            return WireReader.decode(bytes, KeyPackageShelf::read);
        } catch (MalformedException e) {
            throw AccountRecords.unreadable(e);
        }
    }

    private static Shelved read(WireReader in) throws MalformedException {
        if (in.u8() != VERSION) throw new MalformedException("KeyPackage of an unknown version");
        var reference = Hash.read(in);
        var suite = in.u16();
        var lastResort = in.bool();
        var keyPackage = in.opaqueBytes();
        var secret = in.opaqueBytes();
        var followerPrivate = in.opaqueBytes();
        var leaf = LeafData.read(in);
        return new Shelved(
                new Own(reference, suite, lastResort, keyPackage, secret, followerPrivate, leaf),
                Instant.ofEpochSecond(in.size()),
                in.bool(),
                in.optional(WireReader::size).map(Instant::ofEpochSecond));
    }
}
