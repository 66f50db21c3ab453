package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Slot;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.Opened;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.OwnCommitException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.Said;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what the hub serves of one log, item by item, inside one transaction: continues the log's hash, compares every
 * author's claim of it, reads what was said, follows commits. What breaks a rule is dropped; what shows that the hub
 * serves different logs stops the sending, never the reading.
 *
 * <p>Good for one transaction; confined to the conversation's worker.
 */
final class LogReading {

    private static final System.Logger log = System.getLogger(LogReading.class.getName());

    /** Of a profile that was set back. */
    static final String OLDER = "this profile is older than what it said before; it was restored from a copy";

    private static final String LEFT_OUT = "the relay left out something that was said here";
    private static final String ONCE_MORE = "the relay gave a second place to something that was said here";

    /** Of a group that we left. */
    static final String LEFT = "you have left this group";

    /** By a commit that is void. */
    static final String CUT_OFF = "a member's commit that does not count has cut this device off at the relay";

    private final Book book;
    private final ConversationState state;
    private final Groups groups;
    private final Hearing hearing;
    private final Duties duties;
    private final Succession succession;
    private final Instant now;
    private final Chain chain;

    private Group group;
    private boolean epochChanged;
    private boolean followerChanged;
    private boolean won;
    private boolean lostSlot;
    private boolean attends;
    private LargeInvitations.@Nullable Upload unneeded;

    /** Those of the group, once they were looked for. */
    private final Set<FollowerKey> followers = new HashSet<>();

    LogReading(
            Book book,
            ConversationState state,
            Group group,
            Groups groups,
            Hearing hearing,
            Duties duties,
            Succession succession,
            Instant now) {
        this.book = book;
        this.state = state;
        this.group = group;
        this.groups = groups;
        this.hearing = hearing;
        this.duties = duties;
        this.succession = succession;
        this.now = now;
        this.chain = book.chain(state.id);
    }

    /** The group after the items taken. */
    Group group() {
        return group;
    }

    /** Whether a commit-slot entry was among the items: what was sealed before may have to be sealed anew. */
    boolean epochChanged() {
        return epochChanged;
    }

    /** Whether our leaf was replaced: what is not in the log yet is to be sealed and numbered anew. */
    boolean followerChanged() {
        return followerChanged;
    }

    /** Whether a commit of ours was read, or another in its slot. */
    boolean wonSlot() {
        return won;
    }

    boolean lostSlot() {
        return lostSlot;
    }

    /** What was brought to the hub for a commit that has lost its slot; null for nothing. */
    LargeInvitations.@Nullable Upload unneeded() {
        return unneeded;
    }

    /** Whether there may be something to commit: what others want, or what we wanted ourselves. */
    boolean attends() {
        return attends || epochChanged;
    }

    /**
     * Takes one item. When it throws, nothing of the item has been taken.
     *
     * @throws SuiteMissingException if it cannot be read before a bundle provides its suite
     * @throws WelcomeAwaitedException if it cannot be followed before a Welcome has come
     */
    void take(LogItem item) throws CommandException, SuiteMissingException, WelcomeAwaitedException {
        if (item.position() <= state.position) return; // served again after a reconnect
        if (state.cut) return;
        switch (item) {
            case Digest digest when digest.position() <= state.joinedAt -> {}
            case Digest _ -> lose("the relay withholds entries of this conversation");
            case Entry entry -> take(entry);
        }
        state.chain = next(state.chain, item.digest());
        state.position = item.position();
        if (isClaimed(item)) chain.put(state.position, state.chain, now.toEpochMilli());
    }

    /**
     * Whether somebody whom we can read may claim to have seen the log up to it: whoever is in the group that we joined
     * has read our Add. A hub can serve any number of digests for nothing.
     */
    private boolean isClaimed(LogItem item) {
        return item.position() == state.joinedAt || item instanceof Entry && item.position() > state.joinedAt;
    }

    /** h(n) = SHA-256(h(n-1) || d(n)). */
    static Hash next(Hash chain, Hash digest) {
        return Hash.of(chain.bytes().shared(), digest.bytes().shared());
    }

    private void take(Entry entry) throws CommandException, SuiteMissingException, WelcomeAwaitedException {
        switch (entry.kind()) {
            case COMMIT -> commit(entry);
            case APPLICATION -> application(entry);
            case INBOX -> drop(entry, "an inbox entry in a conversation's log");
            case REQUEST -> request(entry);
        }
    }

    /** Somebody who is no member asks to become one. */
    private void request(Entry entry) throws CommandException {
        if (!entry.author().equals(FollowerKey.NOBODY) || entry.number() != 0 || entry.base() != 0) {
            drop(entry, "a request that names an author");
            return;
        }
        duties.asked(book, state, groups.view(group), entry, now);
        attends = true;
    }

    // ---- Commits ----

    private void commit(Entry entry) throws CommandException, SuiteMissingException, WelcomeAwaitedException {
        epochChanged = true;
        var body = decode(entry);
        var barrier = body != null && !body.removed().isEmpty();
        var pending = book.pending(state.id);
        Optional<AccountKey> author = Optional.empty();
        try {
            if (body == null) throw new VoidCommitException("its body is malformed");
            if (entry.base() != state.lastCommit()) throw new VoidCommitException("its base is not the last commit");
            var own = own(entry, body, pending);
            var committed = own.isPresent() ? groups.apply(group, own.get().toPending()) : process(entry, body);
            var claims = CommitRules.signed(entry, body, committed);
            author = Optional.of(committed.author().account());
            check(entry, body, committed, claims);
            if (committed.successor().isPresent()) {
                succeed(entry, committed, body, own);
            } else {
                adopt(entry, committed, body);
                own.flatMap(PendingCommit::follower).ifPresent(this::follow);
            }
            won |= own.isPresent();
            if (own.isEmpty() || !own.equals(pending)) lost(pending);
        } catch (VoidCommitException e) {
            log.log(DEBUG, "Commit at {0} is void: {1}", entry.position(), e.getMessage());
            var view = groups.view(group);
            state.addSlot(new Slot(entry.position(), view.epoch(), barrier, view.authenticator()));
            if (body != null) duties.voided(book, state, view, body);
            lost(pending);
            // Members go on as before it, and the hub serves this device nothing more.
            if (body != null && body.removed().contains(state.follower)) {
                blame(entry, author);
                lose(CUT_OFF);
            }
        } catch (LostException | UntrustedException e) {
            log.log(WARNING, "This device cannot follow the commit at {0}: {1}", entry.position(), e.getMessage());
            // What does not verify may be the hub's: it delivers the Welcomes.
            blame(entry, e instanceof LostException lost ? lost.author().map(Member::account) : Optional.empty());
            lose("this device can no longer follow the conversation");
            state.cut = true;
        }
        book.removeCommits(state.id); // it was one of these, or they have lost their slot
        book.prunePast(state);
    }

    /** Which of our own it is, be it one that the hub said it would not take. */
    private Optional<PendingCommit> own(Entry entry, CommitBody body, Optional<PendingCommit> pending)
            throws CommandException {
        if (!entry.author().equals(state.follower)) return Optional.empty();
        var made = new ArrayList<>(book.givenUp(state.id));
        pending.ifPresent(made::add);
        return made.stream().filter(one -> one.body().equals(body)).findFirst();
    }

    private Committed process(Entry entry, CommitBody body)
            throws SuiteMissingException, VoidCommitException, LostException {
        try {
            return groups.process(group, body.commit());
        } catch (OwnCommitException e) {
            // Others may have followed it: it was made before this profile was set back, or long given up.
            if (entry.author().equals(state.follower)) throw new LostException("it is ours, and not known", null, e);
            throw new VoidCommitException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whose doing it is that we cannot go on: by a signature, or by the hub's word, which may be false. */
    private void blame(Entry entry, Optional<AccountKey> signer) {
        signer.ifPresent(state::spoiltBy);
        if (signer.isPresent()) return;
        var named = author(entry.author());
        if (named != null) state.suspect(named);
    }

    private void lost(Optional<PendingCommit> pending) {
        lostSlot |= pending.isPresent();
        pending.flatMap(PendingCommit::upload).ifPresent(upload -> unneeded = upload);
    }

    private static @Nullable CommitBody decode(Entry entry) {
        try {
            return CommitBody.decode(entry.body());
        } catch (MalformedException e) {
            return null;
        }
    }

    private void check(Entry entry, CommitBody body, Committed committed, CommitClaims claims)
            throws CommandException, VoidCommitException {
        var before = groups.view(group);
        Optional<Groups.View> after =
                committed.removedOurselves() ? Optional.empty() : Optional.of(groups.view(committed.group()));
        CommitRules.check(state.kind, before, after, body, committed);
        if (after.isPresent()) compare(committed.author(), claims.seen(), entry, before.authenticator());
    }

    private void adopt(Entry entry, Committed committed, CommitBody body) throws CommandException {
        if (committed.removedOurselves() && rejoins(committed)) {
            lose("this device is being let in again");
            state.cut = true; // what follows is for our new leaf
            return;
        }
        var before = groups.view(group);
        var deeds = new Deeds(book, state, entry.position(), now, before, committed.author());
        if (committed.removedOurselves()) {
            hearing.removed(book, state, before);
            deeds.removed(Memberships.ownLeaf(before));
            close("you were removed from this conversation");
            return;
        }
        var wasAdmin = isAdmin(before);
        book.put(state.id, committed.past());
        group = committed.group();
        var view = groups.view(group);
        state.addSlot(new Slot(entry.position(), view.epoch(), !body.removed().isEmpty(), view.authenticator()));
        var roll = book.roll(state.id);
        body.added().forEach(follower -> roll.putNumber(follower.key(), roll.number(follower.key()).orElse(0L)));
        body.removed().forEach(roll::removeNumber);
        enrol(committed, view);
        if (state.stage == ConversationState.Stage.COMMITTING) state.stage = ConversationState.Stage.OPEN;
        if (state.kind == Kind.GROUP) state.title = view.policy().title();
        book.putQuiet(state.id, view.policy().adminsWrite());
        deeds.committed(before, committed, view); // which asks who has left, and who asked by the link
        hearing.committed(book, state, committed, view);
        duties.changed(book, state, before, committed, view);
        book.wishes(state.id).restated(body);
        if (!wasAdmin && isAdmin(view)) duties.fallToUs(book, state, view);
    }

    /** The conversation goes on in the group that follows this one. */
    private void succeed(Entry entry, Committed committed, CommitBody body, Optional<PendingCommit> own)
            throws CommandException, SuiteMissingException, UntrustedException, WelcomeAwaitedException {
        var before = groups.view(group);
        var next = own.isPresent() ? succession.begun(own.get()) : succession.join(book, state, entry, body, committed);
        group = next.group();
        succession.begin(book, state, entry, body, committed, before, next);
        followers.clear();
        followerChanged = true;
    }

    private static boolean isAdmin(Groups.View view) {
        return view.policy().admins().contains(Memberships.own(view));
    }

    /** Whether our device is added anew in place of the leaf that goes. */
    private boolean rejoins(Committed committed) {
        var view = groups.view(group);
        return view.members().stream()
                .filter(member -> member.leaf() == view.ownLeaf())
                .anyMatch(own -> committed.joined().stream().anyMatch(member -> isSameDevice(own, member)));
    }

    private static boolean isSameDevice(Member one, Member other) {
        return one.account().equals(other.account()) && one.device().equals(other.device());
    }

    /** The conversation is over for us: what was said stays to be read. */
    private void close(String why) throws CommandException {
        state.stage = ConversationState.Stage.CLOSED;
        state.claimant = null;
        book.removeCommits(state.id);
        for (var row : book.outbox(state.id, Integer.MAX_VALUE)) { // it would make us leave when we are in again
            if (row.content() instanceof Content.Leave) book.remove(state.id, row);
        }
        stop(null, why);
    }

    private void enrol(Committed committed, Groups.View view) throws CommandException {
        followers.clear();
        var roll = book.roll(state.id);
        if (roll.isOld()) {
            enrol(roll, view);
            return;
        }
        var bearers = roll.bearers();
        for (var member : committed.left()) roll.remove(member.leaf());
        enrol(roll, bearers, Memberships.own(view), committed.joined());
        enrol(roll, bearers, Memberships.own(view), committed.replaced());
    }

    /** Writes down the members that are not of our own account. */
    static void enrol(Roll roll, Groups.View view) throws CommandException {
        var bearers = roll.bearers();
        roll.clear();
        enrol(roll, bearers, Memberships.own(view), view.members());
    }

    private static void enrol(Roll roll, Bearers bearers, AccountKey own, List<Member> members)
            throws CommandException {
        var others = new ArrayList<Roll.Entry>();
        for (var member : members) {
            if (!member.account().equals(own))
                others.add(new Roll.Entry(member.leaf(), member.account(), member.data().address()));
        }
        for (var other : others) roll.put(other.leaf(), other.account(), other.claimed());
        bearers.meet(others);
    }

    /** From our leaf's replacement on we append under its follower key, and count anew. */
    private void follow(PendingCommit.NewFollower own) {
        state.follower = own.key();
        state.followerPrivate = own.privateKey();
        state.lastNumber = 0;
        state.leafSince = now;
        followerChanged = true;
    }

    // ---- What was said ----

    private void application(Entry entry) throws CommandException, SuiteMissingException {
        var slot = state.slot(entry.base());
        if (slot.isEmpty()) {
            drop(entry, "its base is too old");
            return;
        }
        if (!mayAppend(entry.author())) {
            drop(entry, "its author follows nothing here");
            return;
        }
        if (entry.author().equals(state.follower)) {
            count(entry);
            own(entry);
            return;
        }
        var opened = open(entry);
        count(entry);
        if (opened.isPresent()) said(entry, opened.get(), slot.get());
    }

    private Optional<Opened> open(Entry entry) throws SuiteMissingException {
        try {
            return Optional.of(groups.open(group, book.past(state.id), entry.body()));
        } catch (UntrustedException e) {
            drop(entry, e.getMessage());
            return Optional.empty();
        }
    }

    /** What does not open counts as well, so that a hub hides no gap behind it. */
    private void count(Entry entry) {
        var roll = book.roll(state.id);
        var last = roll.number(entry.author());
        roll.putNumber(entry.author(), entry.number());
        if (last.isPresent() && entry.number() != last.get() + 1) {
            var claimant = author(entry.author());
            if (claimant != null && state.ignored.contains(claimant)) return;
            stop(claimant, entry.number() > last.get() ? LEFT_OUT : ONCE_MORE);
        }
    }

    /** Whose follower it is, so that the person may overrule their numbers: they are an author's word, too. */
    private @Nullable AccountKey author(FollowerKey follower) {
        if (follower.equals(state.follower)) return null;
        for (var member : groups.view(group).members()) {
            if (member.data().follower().equals(follower)) return member.account();
        }
        return null;
    }

    private void said(Entry entry, Opened opened, Slot slot) throws CommandException {
        try {
            var before = group;
            group = opened.group();
            opened.past().ifPresent(past -> book.put(state.id, past));
            if (opened.past().isEmpty()) book.put(state.id, group, before);
            var sender = opened.sender();
            if (!sender.data().follower().equals(entry.author())) {
                drop(entry, "another follower appended it than the one who said it");
                return;
            }
            if (!sender.trusted()) {
                drop(entry, "the identity of its sender does not verify");
                return;
            }
            var said = Said.decode(opened.content());
            compare(sender, said.seen(), entry, slot.authenticator());
            var id = said.salt().id(state.id, sender.account());
            if (book.place(id).isPresent()) {
                drop(entry, "its id was used before");
                return;
            }
            if (state.kind == Kind.GROUP && book.roll(state.id).leaves(sender.account())) {
                drop(entry, "its author has said that they leave");
                return;
            }
            if (!mayWrite(sender, said.content())) {
                drop(entry, "its author may not write");
                return;
            }
            if (state.kind == Kind.GROUP && said.content() instanceof Content.Leave) {
                book.roll(state.id).leaving(sender.account());
                duties.leaves(book, state, groups.view(group), sender);
                attends = true;
                return;
            }
            hearing.heard(book, state, entry.position(), id, sender, said);
        } catch (MalformedException e) {
            drop(entry, e.getMessage());
        }
    }

    /**
     * Where only admins write, others still leave, tell how far they have come, react, and take back what they said.
     */
    private boolean mayWrite(Member sender, Content content) {
        if (state.kind == Kind.DIRECT || !isWriting(content) || !book.isQuiet(state.id)) return true;
        return groups.view(group).policy().admins().contains(sender.account());
    }

    static boolean isWriting(Content content) {
        return content instanceof Content.Text
                || content instanceof Content.Edit
                || content instanceof Content.FileOffer
                || content instanceof Content.Unknown;
    }

    /** Numbers are kept of followers only, however many authors the hub invents. */
    private boolean mayAppend(FollowerKey author) {
        if (author.equals(state.follower) || book.roll(state.id).number(author).isPresent()) return true;
        if (followers.isEmpty()) followers.addAll(CommitRules.followers(groups.view(group).members()));
        return followers.contains(author);
    }

    /** One's own entry comes back with its place: now it may leave the outbox. */
    private void own(Entry entry) throws CommandException {
        for (var outgoing : book.outbox(state.id, Sending.WINDOW + 1)) {
            var sealed = outgoing.sealed();
            if (sealed.isEmpty() || sealed.get().number() != entry.number()) continue;
            if (!sealed.get().body().equals(entry.body())) {
                stop(null, "the relay changed something that this device said");
                return;
            }
            hearing.accepted(book, state, outgoing);
            hearing.readBack(book, state, entry.position(), outgoing);
            var message = book.message(outgoing.id());
            if (message.isPresent() && message.get().own()) {
                book.put(state.id, message.get().at(entry.position()));
                if (!message.get().file()) book.placeOwn(state.id, entry.position(), message.get().order());
            }
            book.remove(state.id, outgoing);
            if (outgoing.content() instanceof Content.Leave) {
                var self = GroupLog.Who.of(Memberships.ownLeaf(groups.view(group)));
                new GroupLog(book)
                        .add(state, self.account(), entry.position(), now, GroupLog.Deed.of(Happening.Kind.LEFT, self));
                close(LEFT);
            }
            return;
        }
        lose(OLDER);
    }

    /** Compares an author's claim of the log with what we were served. */
    private void compare(Member author, Seen seen, Entry entry, Bytes authenticator) throws CommandException {
        if (state.ignored.contains(author.account())) return;
        if (!seen.authenticator().equals(authenticator)) {
            differs(author);
            return;
        }
        if (seen.position() >= entry.position()) {
            differs(author);
            return;
        }
        var ours = chain.at(seen.position());
        if (ours.isPresent() ? !ours.get().equals(seen.chain()) : seen.position() > chain.oldest()) differs(author);
    }

    private void differs(Member author) throws CommandException {
        stop(
                author.account(),
                Hearer.addressOf(book, state.id, author)
                        + " was shown another history of this conversation than you; the relay may be withholding"
                        + " messages");
    }

    /** The first reason stays; but one that the person may not overrule takes the place of one that they may. */
    private void stop(@Nullable AccountKey claimant, String why) {
        if (state.stopped != null && (claimant != null || state.claimant == null)) return;
        state.stopped = why;
        state.claimant = claimant;
        tellStopped(book, state, why);
    }

    private static void tellStopped(Book book, ConversationState state, String why) {
        book.tx().tell(new Event.SendingStopped(state.id, Optional.of(why)));
        book.tx().tell(new Event.Notice("Sending to " + state.title + " is stopped: " + why + "."));
    }

    /** This device cannot go on with the group as it has it, and asks to be added anew. */
    void lose(String why) {
        state.lost = true;
        stop(null, why + "; it asks to be let in again, and what is said meanwhile may be missing here");
    }

    /** Stops from outside an item: the hub's answers showed it. */
    void stop(String why) {
        stop(null, why);
    }

    private void drop(Entry entry, @Nullable String why) {
        log.log(DEBUG, "Dropped the entry at {0} of {1}: {2}", entry.position(), state.log, why);
    }

    /** What becomes of what was read; chat's own contents, and other bundles'. */
    interface Hearing {

        /**
         * @param after the group after it
         */
        void committed(Book book, ConversationState state, Committed committed, Groups.View after)
                throws CommandException;

        /** We were removed; {@code before} is the group as we know it. */
        void removed(Book book, ConversationState state, Groups.View before) throws CommandException;

        /**
         * @param id of the message, which nobody has used before
         */
        void heard(Book book, ConversationState state, long position, MessageId id, Member sender, Said said)
                throws CommandException;

        /** The hub has an own entry; called once or more. */
        void accepted(Book book, ConversationState state, Outgoing outgoing) throws CommandException;

        /** An own entry is read in its place in the log. */
        void readBack(Book book, ConversationState state, long position, Outgoing outgoing) throws CommandException;
    }

    /** The states that an own message passes, in order; it never goes back. */
    static boolean further(Message.State from, Message.State to) {
        return to.ordinal() > from.ordinal();
    }
}
