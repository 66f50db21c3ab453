package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Kind;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile remembers of a conversation beside the group's state, as one record that every transaction reads,
 * changes and writes back. Confined to the transaction that read it.
 */
final class ConversationState {

    private static final int VERSION = 6;

    /** Before {@link #refused} was there. */
    private static final int WITHOUT_REFUSED = 1;

    /** While members, numbers and watermarks stood in this record; they have their own now ({@link Roll}). */
    private static final int WITH_MEMBERS = 2;

    /** Before generations were more than one. */
    private static final int OF_ONE_GENERATION = 3;

    /** Before a conversation could be opened anew. */
    private static final int OF_ONE_LOG = 4;

    /** Before anybody was mentioned. */
    private static final int WITHOUT_MENTIONS = 5;

    /** How many commit-slot entries back an append's base may lie (docs/architecture.md, Logs). */
    static final int SLOTS = 8;

    /** How many are remembered of those by whose commits this device was cut off. */
    static final int BLAMED = 16;

    /**
     * A commit-slot entry that was read.
     *
     * @param epoch the epoch after it, of the generation there is: no slot of an earlier one is kept
     * @param barrier whether appends with an earlier base are not accepted any more: it removed a follower, or began
     *     the generation
     * @param authenticator the first 8 bytes of the epoch authenticator after it
     */
    record Slot(long position, long epoch, boolean barrier, Bytes authenticator) {}

    /** How far another account says it has come, in positions. */
    record Watermarks(long delivered, long read) {}

    /** How far the making of a conversation that we open has come. */
    enum Stage {
        /** The log is yet to be opened at the hub. */
        OPENING,
        /** The first commit is yet to be read in the log. */
        COMMITTING,
        OPEN,
        /** We were removed, or left. */
        CLOSED
    }

    final ConversationId id;
    final Kind kind;
    String title;
    final LogId log;
    final String hub;
    int suite;

    /** Which of its groups the conversation is in, from 1: each suite has its own. */
    long generation = 1;

    Stage stage;
    FollowerKey follower;
    Bytes followerPrivate;

    /** The last entry processed, and the log's hash up to and including it. */
    long position;

    Hash chain;

    /** The entry that added us: up to here the hub serves bare digests. */
    long joinedAt;

    /**
     * The last commit-slot entries, oldest first, at most {@link #SLOTS}; void ones too, with the epoch that stayed.
     */
    final List<Slot> slots = new ArrayList<>();

    /** The last number this device has used for an append under {@link #follower}. */
    long lastNumber;

    /** Why sending has stopped, because what was served does not hold together; null while it has not. */
    @Nullable String stopped;

    /** Why the hub does not let us in; null while it does. Over as soon as it does again. */
    @Nullable String refused;

    /** Accounts whose claims of the log are ignored, after the person's yes. */
    final List<AccountKey> ignored = new ArrayList<>();

    /** Whose claim stopped the sending. */
    @Nullable AccountKey claimant;

    /** The newest entry of somebody else that wants a receipt; what was told; what was read by the person. */
    long delivered;

    long deliveredTold;
    long read;
    long readTold;

    /** Counts messages in this profile's view, and outbox rows. */
    long lastOrder;

    long lastOutgoing;
    int unread;

    /** How many of the unread mention us. */
    int mentions;

    Instant activity;

    /** When this device's leaf was last replaced, or made. */
    Instant leafSince;

    /** Whether this device cannot follow the group any more, and is to be added anew. */
    boolean lost;

    /** Whether this device cannot even read on until it is. */
    boolean cut;

    /** Whose commits, by their signatures, this device could not follow; at most {@link #BLAMED}. */
    final List<AccountKey> spoilers = new ArrayList<>();

    /** Whose commits, by the hub's word alone, this device could not follow; at most {@link #BLAMED}. */
    final List<AccountKey> suspects = new ArrayList<>();

    /** Who opened it anew, in this generation and log; null if nobody did, or we have joined since. */
    @Nullable AccountKey opener;

    /** The log it had before it was opened anew; null if there is none. */
    @Nullable LogId former;

    /** When this device came into the log that was opened anew; {@link Instant#EPOCH} if it was not. */
    Instant anewSince = Instant.EPOCH;

    /** Whether we have said that we leave, and it is not in the log yet. */
    boolean leaving;

    /** The secret of the group link that the hub was last told of, all zeros for none; empty if it was told nothing. */
    Bytes linkTold = Bytes.EMPTY;

    /** What an older record held beside this one; null in one of this version. Read once, by {@link Book}. */
    @Nullable Legacy legacy;

    /** The last number read from each follower, how far each account has come, and the other accounts by address. */
    record Legacy(
            Map<FollowerKey, Long> numbers, Map<AccountKey, Watermarks> watermarks, Map<AccountKey, Address> members) {}

    ConversationState(
            ConversationId id,
            Kind kind,
            String title,
            LogId log,
            String hub,
            int suite,
            Stage stage,
            FollowerKey follower,
            Bytes followerPrivate,
            Instant now) {
        this.id = id;
        this.kind = kind;
        this.title = title;
        this.log = log;
        this.hub = hub;
        this.suite = suite;
        this.stage = stage;
        this.follower = follower;
        this.followerPrivate = followerPrivate;
        this.chain = Hash.ZERO;
        this.activity = now;
        this.leafSince = now;
    }

    /** Why nothing new is sent at the moment; empty while it is. */
    Optional<String> halted() {
        return Optional.ofNullable(stopped != null ? stopped : refused);
    }

    /**
     * Whether the person may overrule what has stopped the sending: a member's claim, not what the hub itself shows.
     */
    boolean mayResume() {
        return stopped != null && claimant != null;
    }

    void spoiltBy(AccountKey signer) {
        if (spoilers.contains(signer)) return;
        if (spoilers.size() < BLAMED) spoilers.add(signer);
        else suspect(signer);
    }

    void suspect(AccountKey account) {
        if (suspects.size() < BLAMED && !suspects.contains(account)) suspects.add(account);
    }

    /** Whether they may have cut this device off; when there are too many to remember, anybody may. */
    boolean isSuspect(AccountKey account) {
        return suspects.size() == BLAMED || suspects.contains(account);
    }

    /** Who is to blame for what was before this one. */
    void blameAs(ConversationState before) {
        spoilers.addAll(before.spoilers);
        suspects.addAll(before.suspects);
    }

    /** The position of the last commit-slot entry processed; 0 before the first. */
    long lastCommit() {
        return slots.isEmpty() ? 0 : slots.getLast().position();
    }

    void addSlot(Slot slot) {
        slots.add(slot);
        while (slots.size() > SLOTS) slots.removeFirst();
    }

    /** The slot that an append with this base belongs to, if the rule of the log still takes it. */
    Optional<Slot> slot(long base) {
        var barrier = slots.stream().filter(Slot::barrier).mapToLong(Slot::position).max().orElse(0);
        return slots.stream().filter(slot -> slot.position() == base && base >= barrier).findFirst();
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(VERSION);
        id.write(out);
        out.u8(code(kind)).text(title);
        log.write(out);
        out.text(hub).u16(suite).u8(stage.ordinal());
        follower.write(out);
        out.opaque(followerPrivate).u64(position);
        chain.write(out);
        out.u64(joinedAt);
        out.vector(
                slots,
                (w, slot) ->
                        w.u64(slot.position()).u64(slot.epoch()).bool(slot.barrier()).opaque(slot.authenticator()));
        out.u64(lastNumber);
        out.optional(Optional.ofNullable(stopped), WireWriter::text);
        out.vector(ignored, (w, account) -> account.write(w));
        out.optional(Optional.ofNullable(claimant), (w, account) -> account.write(w));
        out.u64(delivered).u64(deliveredTold).u64(read).u64(readTold).u64(lastOrder).u64(lastOutgoing).u32(unread);
        return out.u64(activity.toEpochMilli())
                .u64(leafSince.toEpochMilli())
                .optional(Optional.ofNullable(refused), WireWriter::text)
                .bool(lost)
                .bool(cut)
                .bool(leaving)
                .opaque(linkTold)
                .u32(generation)
                .vector(spoilers, (w, account) -> account.write(w))
                .vector(suspects, (w, account) -> account.write(w))
                .optional(Optional.ofNullable(opener), (w, account) -> account.write(w))
                .optional(Optional.ofNullable(former), (w, log) -> log.write(w))
                .u64(anewSince.toEpochMilli())
                .u32(mentions)
                .toBytes();
    }

    static ConversationState decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, ConversationState::read);
    }

    private static ConversationState read(WireReader in) throws MalformedException {
        var version = in.u8();
        if (version < WITHOUT_REFUSED || version > VERSION) {
            throw new MalformedException("conversation record of an unknown version");
        }
        var state =
                new ConversationState(
                        ConversationId.read(in),
                        kind(in.u8()),
                        in.text(),
                        LogId.read(in),
                        in.text(),
                        in.u16(),
                        stage(in.u8()),
                        FollowerKey.read(in),
                        in.opaqueBytes(),
                        Instant.EPOCH);
        state.position = in.size();
        state.chain = Hash.read(in);
        state.joinedAt = in.size();
        state.slots.addAll(in.vector(item -> new Slot(item.size(), item.size(), item.bool(), item.opaqueBytes())));
        state.lastNumber = in.size();
        var old = new Legacy(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        if (version <= WITH_MEMBERS) {
            state.legacy = old;
            for (var numbers = in.inner(); numbers.hasMore(); )
                old.numbers.put(FollowerKey.read(numbers), numbers.size());
        }
        state.stopped = in.optional(WireReader::text).orElse(null);
        state.ignored.addAll(in.vector(AccountKey::read));
        state.claimant = in.optional(AccountKey::read).orElse(null);
        if (version <= WITH_MEMBERS) {
            for (var marks = in.inner(); marks.hasMore(); ) {
                old.watermarks.put(AccountKey.read(marks), new Watermarks(marks.size(), marks.size()));
            }
            for (var members = in.inner(); members.hasMore(); ) {
                old.members.put(AccountKey.read(members), Address.parse(members.text()));
            }
        }
        state.delivered = in.size();
        state.deliveredTold = in.size();
        state.read = in.size();
        state.readTold = in.size();
        state.lastOrder = in.size();
        state.lastOutgoing = in.size();
        state.unread = (int) in.u32();
        state.activity = Instant.ofEpochMilli(in.size());
        state.leafSince = Instant.ofEpochMilli(in.size());
        if (version > WITHOUT_REFUSED) state.refused = in.optional(WireReader::text).orElse(null);
        if (version > WITH_MEMBERS) {
            state.lost = in.bool();
            state.cut = in.bool();
            state.leaving = in.bool();
            state.linkTold = in.opaqueBytes();
        }
        if (version > OF_ONE_GENERATION) state.generation = in.u32();
        if (version > OF_ONE_LOG) {
            state.spoilers.addAll(in.vector(AccountKey::read));
            state.suspects.addAll(in.vector(AccountKey::read));
            state.opener = in.optional(AccountKey::read).orElse(null);
            state.former = in.optional(LogId::read).orElse(null);
            state.anewSince = Instant.ofEpochMilli(in.size());
        }
        if (version > WITHOUT_MENTIONS) state.mentions = (int) in.u32();
        return state;
    }

    private static int code(Kind kind) {
        return switch (kind) {
            case DIRECT -> 1;
            case GROUP -> 2;
            case LOCAL -> 3;
        };
    }

    private static Kind kind(int code) throws MalformedException {
        return switch (code) {
            case 1 -> Kind.DIRECT;
            case 2 -> Kind.GROUP;
            case 3 -> Kind.LOCAL;
            default -> throw new MalformedException("a conversation of kind " + code);
        };
    }

    private static Stage stage(int code) throws MalformedException {
        if (code >= Stage.values().length) throw new MalformedException("stage " + code + " is unknown");
        return Stage.values()[code];
    }
}
