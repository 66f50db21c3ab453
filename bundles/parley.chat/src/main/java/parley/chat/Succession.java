package parley.chat;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.Successor;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.Letter;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Follows conversations into their next generations: keeps the Welcomes that lead there until the log is read up to the
 * entry that each goes with, joins by them, and begins the generation in the conversation's record. Called inside the
 * transactions of the conversation's worker; {@link #isExpected} and {@link #keep}, which are the inbox's, have their
 * own.
 */
final class Succession {

    private static final String WELCOME = "chat.successor";

    /** Welcomes kept of a conversation: an admin can send more than are read at once, the newest count. */
    static final int KEPT = 8;

    /** How long a device that lacks the suite it is to read in waits for it, before it asks to be let in again. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So many ticks, of half a minute each with the link up, a Welcome is waited for. */
    static final int TICKS = 4;

    private final Chat chat;

    Succession(Chat chat) {
        this.chat = chat;
    }

    /**
     * A Welcome.
     *
     * @param reference of the KeyPackage that it is for
     * @param suite of the successor
     */
    private record Kept(Hash reference, int suite, Bytes welcome, Optional<Bytes> tree, Instant at) {

        Bytes encode() {
            var out = new WireWriter(2048).u8(1);
            reference.write(out);
            return out.u16(suite).opaque(welcome).optional(tree, WireWriter::opaque).u64(at.toEpochMilli()).toBytes();
        }

        static Kept decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != 1) throw new MalformedException("successor's Welcome of an unknown version");
                        return new Kept(
                                Hash.read(in),
                                in.u16(),
                                in.opaqueBytes(),
                                in.optional(WireReader::opaqueBytes),
                                Instant.ofEpochMilli(in.size()));
                    });
        }
    }

    // ---- The inbox's ----

    /** Whether a Welcome that cannot be opened now may be kept: to a log that we read, and no answer of ours. */
    boolean isExpected(LogId log, Hash reference) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = open(book, log);
                    return state.isPresent() && !Rejoining.isAnswer(book, state.get().id, reference);
                });
    }

    private static Optional<ConversationState> open(Book book, LogId log) throws CommandException {
        return book.conversations().stream()
                .filter(state -> state.log.equals(log) && state.stage == Stage.OPEN)
                .findFirst();
    }

    /** Keeps a Welcome for when the log is read up to its entry; one to a log that we do not read is dropped. */
    void keep(long inboxPosition, InboxItem.Welcomed welcomed, Letter.Invitation invitation, KeyPackages.Own own)
            throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    book.inbox().putPosition(inboxPosition);
                    var state = open(book, welcomed.log());
                    if (state.isEmpty() || welcomed.position() <= state.get().position) return;
                    var id = state.get().id;
                    var kept =
                            new Kept(own.reference(), own.suite(), invitation.welcome(), invitation.tree(), chat.now());
                    tx.put(WELCOME, id.bytes(), welcomed.position(), kept.encode());
                    forgetOldest(book, id, welcomed.position());
                    tx.afterCommit(() -> chat.worker(id).ifPresent(Worker::welcomeKept));
                });
    }

    /** A hub names any position it likes: the one kept for longest gives way, never the one that has just come. */
    private static void forgetOldest(Book book, ConversationId id, long newest) throws CommandException {
        var rows = book.tx().ascending(WELCOME, id.bytes(), 0, KEPT + 1);
        if (rows.size() <= KEPT) return;
        var oldest = Long.MAX_VALUE;
        var at = Instant.MAX;
        for (var row : rows) {
            var kept = Book.decode(row.value(), Kept::decode);
            if (row.order() == newest || !kept.at.isBefore(at)) continue;
            oldest = row.order();
            at = kept.at;
        }
        book.tx().remove(WELCOME, id.bytes(), oldest);
    }

    /**
     * Whether the conversation has gone on in a suite that is present, while the one that it is read in here has been
     * missing for long: then this device reads nothing of it before it is let in again.
     */
    boolean isBeyond(Book book, ConversationState state, List<Integer> present) throws CommandException {
        if (present.contains(state.suite)) return false;
        for (var row : book.tx().ascending(WELCOME, state.id.bytes(), state.position + 1, KEPT)) {
            var kept = Book.decode(row.value(), Kept::decode);
            if (present.contains(kept.suite) && kept.at.plus(PATIENCE).isBefore(chat.now())) return true;
        }
        return false;
    }

    // ---- The worker's ----

    /**
     * What the conversation goes on with.
     *
     * @param follower the own one
     */
    record Next(Group group, PendingCommit.NewFollower follower) {}

    /** What an own commit began. */
    Next begun(PendingCommit own) {
        return new Next(chat.groups().begun(own.toPending()), own.follower().orElseThrow());
    }

    /**
     * Joins by the Welcome that goes with an entry. What is not so concerns this device alone.
     *
     * @throws WelcomeAwaitedException if it has not come yet
     * @throws UntrustedException if it leads elsewhere than the entry says
     */
    Next join(Book book, ConversationState state, Entry entry, CommitBody body, Committed committed)
            throws CommandException, SuiteMissingException, UntrustedException, WelcomeAwaitedException {
        var successor = committed.successor().orElseThrow();
        var row = book.tx().get(WELCOME, state.id.bytes(), entry.position());
        if (row.isEmpty()) throw new WelcomeAwaitedException();
        var kept = Book.decode(row.get(), Kept::decode);
        var own = chat.keyPackages().find(book.tx(), kept.reference);
        if (own.isEmpty()) throw new UntrustedException("the KeyPackage for its successor is gone");
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var joined = chat.groups().follow(identity, successor, own.get().secret(), kept.welcome, kept.tree);
        var view = chat.groups().view(joined.group());
        var inviter = joined.inviter();
        if (!inviter.account().equals(committed.author().account())
                || !inviter.device().equals(committed.author().device())) {
            throw new UntrustedException("another welcomes into its successor than the one who made it");
        }
        if (!joined.joinPoint().log().equals(state.log)) throw new UntrustedException("its successor has another log");
        if (!CommitRules.verify(view.members()))
            throw new UntrustedException("its successor has somebody in it who does not verify");
        followers(body, successor, view);
        chat.keyPackages().used(book.tx(), own.get().reference());
        return new Next(
                joined.group(),
                new PendingCommit.NewFollower(own.get().leaf().follower(), own.get().followerPrivate()));
    }

    /** The hub was told of exactly the followers that the successor has. */
    private static void followers(CommitBody body, Successor successor, View view) throws UntrustedException {
        var flags = new HashMap<FollowerKey, Boolean>();
        for (var member : view.members()) {
            flags.put(member.data().follower(), successor.policy().admins().contains(member.account()));
        }
        var told = new HashMap<FollowerKey, Boolean>();
        for (var follower : body.added()) told.put(follower.key(), follower.admin());
        if (flags.size() != view.members().size() || !flags.equals(told)) {
            throw new UntrustedException("its successor has other followers");
        }
    }

    /** The conversation's record is of the next generation; what is said before it in the log has been read. */
    void begin(
            Book book,
            ConversationState state,
            Entry entry,
            CommitBody body,
            Committed committed,
            View before,
            Next next)
            throws CommandException {
        var view = chat.groups().view(next.group);
        state.suite = view.suite();
        state.generation = view.policy().generation();
        state.opener = null; // of an earlier generation
        state.follower = next.follower.key();
        state.followerPrivate = next.follower.privateKey();
        state.lastNumber = 0;
        state.leafSince = chat.now();
        state.slots.clear();
        state.addSlot(new Slot(entry.position(), view.epoch(), true, view.authenticator()));
        book.clearPast(state.id);
        var roll = book.roll(state.id);
        body.removed().forEach(roll::removeNumber);
        body.added().forEach(follower -> roll.putNumber(follower.key(), 0));
        var leaving = CommitRules.accounts(before.members());
        leaving.removeIf(account -> !roll.leaves(account));
        LogReading.enrol(roll, view);
        leaving.forEach(roll::leaving);
        forget(book, state.id, entry.position());
        book.wishes(state.id).restated(body);
        new Deeds(book, state, entry.position(), chat.now(), before, committed.author()).moved(state.suite);
        tell(book, state, committed.author(), before);
    }

    private void tell(Book book, ConversationState state, Member author, View before) throws CommandException {
        var groups = chat.groups();
        var now = groups.name(state.suite);
        var own = author.account().equals(Memberships.own(before));
        var who = own ? "You" : Hearer.addressOf(book, state.id, author).toString();
        var what =
                state.kind == Kind.GROUP
                        ? state.title
                        : own ? "your conversation with " + state.title : "your conversation";
        var weaker =
                groups.strength(state.suite) < groups.strength(before.suite()) ? ", which is weaker than before" : "";
        book.tx()
                .tell(
                        new Event.Notice(
                                who
                                        + " changed the cipher of "
                                        + what
                                        + " from "
                                        + groups.name(before.suite())
                                        + " to "
                                        + now
                                        + weaker
                                        + "."));
        var changed = new Event.SuiteChanged(state.id, state.suite, Event.SuiteChanged.State.CHANGED);
        book.tx().afterCommit(() -> chat.store().publish(changed));
    }

    /** Welcomes that go with entries up to {@code position} are of no more use. */
    static void forget(Book book, ConversationId id, long position) {
        for (var row : book.tx().descending(WELCOME, id.bytes(), position, Integer.MAX_VALUE)) {
            book.tx().remove(WELCOME, id.bytes(), row.order());
        }
    }
}
