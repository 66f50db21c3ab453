package parley.chat;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.List;

/**
 * What a member wants of a group, kept until the group is so or it cannot become so. Commits are made of wishes: one
 * that loses its slot is made anew from those that are still open.
 *
 * @param order in which they were made
 * @param ticket what a command that waits for it knows it by; 0 for none, {@link Restarting#TICKET} for a restart's
 * @param duty whether any admin could do it: others may be faster
 */
record Wish(long order, long ticket, boolean duty, Want want) {

    sealed interface Want {}

    /**
     * An account is to be added.
     *
     * @param name what to call it to a person
     * @param keyPackages one of each device, of the group's suite
     */
    record Add(AccountKey account, Address name, List<Bytes> keyPackages) implements Want {
        public Add {
            keyPackages = List.copyOf(keyPackages);
        }
    }

    /** An account is to be removed, with all its devices. */
    record Remove(AccountKey account, Address name) implements Want {}

    /** A device is to be added anew in place of its leaf. */
    record Rejoin(AccountKey account, DeviceKey device, Address name, Bytes keyPackage) implements Want {}

    /** There is to be a group link, unless there is one; each commit that is tried makes a secret of its own. */
    record Link() implements Want {}

    /** Another is to be an admin, as we leave. */
    record HandOver() implements Want {}

    /**
     * The conversation is to go on in another suite.
     *
     * @param from the generation in which it was wanted: once it is another, somebody has changed the suite
     * @param weaker whether the person has said yes to a weaker one
     * @param waits whether it waits for members who lack the suite
     * @param taken KeyPackages of others' devices for it: each try uses them
     * @param lacking who had none for each of their devices when last asked
     * @param asked when that was
     */
    record Move(
            int suite,
            long from,
            boolean weaker,
            boolean waits,
            List<Bytes> taken,
            List<AccountKey> lacking,
            Instant asked)
            implements Want {
        public Move {
            taken = List.copyOf(taken);
            lacking = List.copyOf(lacking);
        }

        static Move of(int suite, long from, boolean weaker, boolean waits) {
            return new Move(suite, from, weaker, waits, List.of(), List.of(), Instant.EPOCH);
        }

        Move with(List<Bytes> all, List<AccountKey> without, Instant now) {
            return new Move(suite, from, weaker, waits, all, without, now);
        }
    }

    /**
     * The hub's followers are to be those of the group, after void commits.
     *
     * @param keys those that the void commits named, members or not, and no commit since
     */
    record Restate(List<FollowerKey> keys) implements Want {

        /** The most that one names: a stray that is left can do no more than a follower that was removed. */
        static final int MAX_KEYS = 16_384;

        public Restate {
            keys = List.copyOf(keys);
        }
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(1).u64(order).u64(ticket).bool(duty);
        switch (want) {
            case Add(var account, var name, var keyPackages) -> {
                account.write(out.u8(1));
                out.text(name.toString()).vector(keyPackages, WireWriter::opaque);
            }
            case Remove(var account, var name) -> {
                account.write(out.u8(2));
                out.text(name.toString());
            }
            case Rejoin(var account, var device, var name, var keyPackage) -> {
                account.write(out.u8(3));
                device.write(out);
                out.text(name.toString()).opaque(keyPackage);
            }
            case Link() -> out.u8(4);
            case HandOver() -> out.u8(5);
            case Restate(var keys) -> out.u8(6).vector(keys, (w, key) -> key.write(w));
            case Move(var suite, var from, var weaker, var waits, var taken, var lacking, var asked) -> {
                out.u8(7).u16(suite).u32(from).bool(weaker).bool(waits).vector(taken, WireWriter::opaque);
                out.vector(lacking, (w, account) -> account.write(w)).u64(asked.toEpochMilli());
            }
        }
        return out.toBytes();
    }

    static Wish decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("wish of an unknown version");
                    return new Wish(in.size(), in.u64(), in.bool(), want(in));
                });
    }

    private static Want want(WireReader in) throws MalformedException {
        return switch (in.u8()) {
            case 1 -> new Add(AccountKey.read(in), Address.parse(in.text()), in.vector(WireReader::opaqueBytes));
            case 2 -> new Remove(AccountKey.read(in), Address.parse(in.text()));
            case 3 -> new Rejoin(AccountKey.read(in), DeviceKey.read(in), Address.parse(in.text()), in.opaqueBytes());
            case 4 -> new Link();
            case 5 -> new HandOver();
            case 6 -> new Restate(in.vector(FollowerKey::read));
            case 7 ->
                    new Move(
                            in.u16(),
                            in.u32(),
                            in.bool(),
                            in.bool(),
                            in.vector(WireReader::opaqueBytes),
                            in.vector(AccountKey::read),
                            Instant.ofEpochMilli(in.size()));
            default -> throw new MalformedException("wish of an unknown kind");
        };
    }
}
