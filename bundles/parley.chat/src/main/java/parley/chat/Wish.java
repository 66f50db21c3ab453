package parley.chat;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.content.Policy;
import parley.protocol.content.Policy.LinkLimits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
     * @param byLink whether it has asked by the group link, and counts for its limits
     */
    record Add(AccountKey account, Address name, List<Bytes> keyPackages, boolean byLink) implements Want {
        public Add {
            keyPackages = List.copyOf(keyPackages);
        }

        Add(AccountKey account, Address name, List<Bytes> keyPackages) {
            this(account, name, keyPackages, false);
        }
    }

    /** An account is to be removed, with all its devices. */
    record Remove(AccountKey account, Address name) implements Want {}

    /** A device is to be added anew in place of its leaf. */
    record Rejoin(AccountKey account, DeviceKey device, Address name, Bytes keyPackage) implements Want {}

    /** There is to be a group link, unless there is one; each commit that is tried makes a secret of its own. */
    record Link() implements Want {}

    /**
     * What a commit makes so once and for all: whatever others make of it later, it is not made so again.
     *
     * <p>{@code met} says whether a commit has been read that did.
     */
    sealed interface Lasting extends Want {

        boolean met();

        Lasting asMet();

        /** Whether a commit that was just read has made it so. */
        boolean isSo(Policy before, Policy after);

        /** Whether it is about the same as an earlier one, which is wanted no more. */
        default boolean replaces(Want earlier) {
            return switch (this) {
                case Settle one -> earlier instanceof Settle other && one.rule == other.rule;
                case Appoint one -> earlier instanceof Appoint other && one.account.equals(other.account);
                case Ban one -> earlier instanceof Ban other && one.account.equals(other.account);
                case NewLink _, EndLink _ -> earlier instanceof NewLink || earlier instanceof EndLink;
            };
        }
    }

    /** A rule of the group is to be this. */
    record Settle(GroupRule rule, Bytes value, boolean met) implements Lasting {
        Settle(GroupRule rule, Bytes value) {
            this(rule, value, false);
        }

        @Override
        public Settle asMet() {
            return new Settle(rule, value, true);
        }

        @Override
        public boolean isSo(Policy before, Policy after) {
            return rule.isSo(after, value);
        }
    }

    /** A member is to be an admin, or to be one no more. */
    record Appoint(AccountKey account, Address name, boolean admin, boolean met) implements Lasting {
        @Override
        public Appoint asMet() {
            return new Appoint(account, name, admin, true);
        }

        @Override
        public boolean isSo(Policy before, Policy after) {
            return after.admins().contains(account) == admin;
        }
    }

    /** An account is to be no member, and not to become one; or it may become one again. */
    record Ban(AccountKey account, Address name, boolean banned, boolean met) implements Lasting {
        @Override
        public Ban asMet() {
            return new Ban(account, name, banned, true);
        }

        @Override
        public boolean isSo(Policy before, Policy after) {
            return after.banned().contains(account) == banned;
        }
    }

    /** There is to be a group link with these limits, in place of the one there is. */
    record NewLink(Optional<LinkLimits> limits, boolean met) implements Lasting {
        @Override
        public NewLink asMet() {
            return new NewLink(limits, true);
        }

        @Override
        public boolean isSo(Policy before, Policy after) {
            return !after.link().equals(before.link())
                    && !after.link().equals(Policy.NO_LINK)
                    && after.linkLimits().equals(limits);
        }
    }

    /** There is to be no group link. */
    record EndLink(boolean met) implements Lasting {
        @Override
        public EndLink asMet() {
            return new EndLink(true);
        }

        @Override
        public boolean isSo(Policy before, Policy after) {
            return after.link().equals(Policy.NO_LINK);
        }
    }

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
            case Add(var account, var name, var keyPackages, var byLink) -> {
                account.write(out.u8(byLink ? 8 : 1));
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
            case Settle(var rule, var value, var met) -> out.u8(9).u8(rule.code()).opaque(value).bool(met);
            case Appoint(var account, var name, var admin, var met) -> {
                account.write(out.u8(10));
                out.text(name.toString()).bool(admin).bool(met);
            }
            case Ban(var account, var name, var banned, var met) -> {
                account.write(out.u8(11));
                out.text(name.toString()).bool(banned).bool(met);
            }
            case NewLink(var limits, var met) ->
                    out.u8(12).optional(limits, (w, one) -> w.u64(one.until()).u32(one.uses())).bool(met);
            case EndLink(var met) -> out.u8(13).bool(met);
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
            case 1 -> add(in, false);
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
            case 8 -> add(in, true);
            case 9 -> new Settle(GroupRule.of(in.u8()), in.opaqueBytes(), in.bool());
            case 10 -> new Appoint(AccountKey.read(in), Address.parse(in.text()), in.bool(), in.bool());
            case 11 -> new Ban(AccountKey.read(in), Address.parse(in.text()), in.bool(), in.bool());
            case 12 -> new NewLink(in.optional(it -> new LinkLimits(it.size(), it.u32())), in.bool());
            case 13 -> new EndLink(in.bool());
            default -> throw new MalformedException("wish of an unknown kind");
        };
    }

    private static Add add(WireReader in, boolean byLink) throws MalformedException {
        return new Add(AccountKey.read(in), Address.parse(in.text()), in.vector(WireReader::opaqueBytes), byLink);
    }
}
