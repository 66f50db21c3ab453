package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Joined;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a conversation anew, in a log of its own, where nobody can commit in the one it has; and follows whoever does
 * (docs/architecture.md, Logs). The conversation stays the one it is, of the next generation: its id, its history and
 * what waits to be said go along.
 *
 * <p>Between two the smaller account key opens it, by itself once each has asked the other to be let in again. In a
 * group an admin's person says so, for no device can tell that nobody goes on; and nobody follows who still goes on in
 * the former log, or has not asked there in vain: an admin who was removed meanwhile would lead away whoever has not
 * read of it.
 */
final class Restarting {

    private static final System.Logger log = System.getLogger(Restarting.class.getName());

    /** The Welcome of a restart that is not followed yet; the last of each conversation. */
    private static final String KEPT = "chat.restart";

    /** So often a member asks to be let in again before it follows a restart. */
    private static final int TRIES = 2;

    /** How long what the relay paces is waited for, each time. */
    private static final long PACE_MILLIS = 2000;

    private final Chat chat;

    Restarting(Chat chat) {
        this.chat = chat;
    }

    // ---- Opening anew ----

    /** Whether this device can neither commit in the conversation nor read on in it. */
    private boolean isStuck(ConversationState state) {
        return state.lost || state.refused != null || !chat.groups().present().contains(state.suite);
    }

    private static boolean isSmaller(AccountKey one, AccountKey other) {
        return one.bytes().compareTo(other.bytes()) < 0;
    }

    private static boolean mayOpen(Kind kind, View view) {
        var own = Memberships.own(view);
        if (kind == Kind.GROUP) return view.policy().admins().contains(own);
        return view.policy().admins().stream().allMatch(one -> one.equals(own) || isSmaller(own, one));
    }

    /** Whether a person may say that a conversation is to be opened anew. */
    boolean mayOpen(ConversationState state, View view) {
        return state.stage == Stage.OPEN && isStuck(state) && mayOpen(state.kind, view);
    }

    /**
     * Another member.
     *
     * @param tokens that one of their devices hands out KeyPackages for
     */
    private record Other(AccountKey account, Address name, List<Token> tokens) {}

    private record Former(ConversationState state, View view, List<Other> others) {}

    /**
     * Opens a conversation anew, as the person wants. Blocks.
     *
     * @param weaker whether the person has said yes to a weaker suite
     * @return whom it is opened without
     * @throws CommandException REFUSED (it goes on as it is; another has to; it would be weaker), NOT_REACHABLE
     */
    List<Address> restart(ConversationId id, boolean weaker) throws CommandException {
        var former = chat.store().transact(tx -> former(new Book(tx), id));
        var suite = suite(former.state);
        refuseWeaker(former.state, suite, weaker);
        var wishes = new ArrayList<Wish.Add>();
        var without = new ArrayList<Address>();
        for (var other : former.others) {
            try {
                if (isLeftOut(former.state, other.account)) without.add(other.name);
                else wishes.add(new Wish.Add(other.account, other.name, take(other, suite)));
            } catch (CommandException e) {
                if (e.code() == Code.NOT_REACHABLE || former.state.kind == Kind.DIRECT) throw e;
                if (e.code() == Code.WRONG_KEY) chat.warn(String.valueOf(e.getMessage()));
                without.add(other.name);
            }
        }
        begin(former.state, suite, wishes);
        return without;
    }

    /** Whose commit none but they can follow; not the other of a direct conversation. */
    private static boolean isLeftOut(ConversationState former, AccountKey account) {
        return former.kind == Kind.GROUP && account.equals(former.spoiler);
    }

    private Former former(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        if (state.stage != Stage.OPEN) {
            throw new CommandException(Code.REFUSED, "you are not in " + state.title + " any more");
        }
        if (!isStuck(state)) {
            throw new CommandException(
                    Code.REFUSED, state.title + " goes on as it is; only one that does not can be opened anew");
        }
        var view = chat.groups().view(book.group(id).orElseThrow());
        if (!mayOpen(state.kind, view)) {
            var who = state.kind == Kind.GROUP ? "an admin of the group" : state.title;
            throw new CommandException(Code.REFUSED, "only " + who + " can open it anew; ask for it another way");
        }
        return new Former(state, view, others(book, view));
    }

    private static List<Other> others(Book book, View view) throws CommandException {
        var own = Memberships.own(view);
        Map<AccountKey, List<Member>> byAccount = new LinkedHashMap<>();
        for (var member : view.members()) {
            if (!member.account().equals(own))
                byAccount.computeIfAbsent(member.account(), _ -> new ArrayList<>()).add(member);
        }
        var others = new ArrayList<Other>();
        for (var account : byAccount.entrySet()) {
            var name = Hearer.addressOf(book, account.getValue().getFirst());
            var tokens = account.getValue().stream().map(member -> member.data().take()).toList();
            others.add(new Other(account.getKey(), name, tokens));
        }
        return others;
    }

    /** The suite it had, or the best there is now. */
    private int suite(ConversationState state) throws CommandException {
        if (chat.groups().present().contains(state.suite)) return state.suite;
        return chat.store().transact(tx -> chat.memberships().suite(new Book(tx)));
    }

    private void refuseWeaker(ConversationState state, int suite, boolean weaker) throws CommandException {
        if (weaker || chat.groups().strength(suite) >= chat.groups().strength(state.suite)) return;
        throw new CommandException(Code.REFUSED, Moving.weaker(chat.groups(), suite, state.suite));
    }

    private List<Bytes> take(Other other, int suite) throws CommandException {
        while (true) {
            var taken = chat.people().keyPackages(other.account, other.name, other.tokens, suite);
            if (taken.isPresent()) return taken.get();
            try {
                Thread.sleep(PACE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException(Code.NOT_REACHABLE, "interrupted; nothing was changed", e);
            }
        }
    }

    /** In place of the former one, unless that goes on, or was opened anew, meanwhile. Blocks. */
    private void begin(ConversationState former, int suite, List<Wish.Add> wishes) throws CommandException {
        var leaf = chat.keyPackages().newLeaf();
        chat.replacing(
                former.id,
                book -> {
                    var before = book.need(former.id);
                    if (before.stage != Stage.OPEN || !before.log.equals(former.log) || !isStuck(before)) {
                        throw new CommandException(Code.REFUSED, before.title + " goes on again");
                    }
                    begin(book, before, suite, leaf, wishes);
                });
    }

    private void begin(Book book, ConversationState before, int suite, NewLeaf leaf, List<Wish.Add> wishes)
            throws CommandException {
        var view = chat.groups().view(book.group(before.id).orElseThrow());
        forgetNumbers(book, before, view);
        var admins = view.policy().admins().stream().filter(admin -> !isLeftOut(before, admin)).toList();
        var policy = CommitRules.next(view.policy()).withAdmins(admins).withLink(Memberships.NO_LINK);
        book.roll(before.id).clear();
        book.removePending(before.id);
        var state = chat.memberships().begin(book, policy, before.title, suite, leaf);
        goOn(book, before, state, Memberships.own(view));
        for (var wish : wishes) book.wishes(state.id).add(0, wish);
        var what = before.kind == Kind.GROUP ? before.title : "Your conversation with " + before.title;
        book.tx().tell(new Event.Notice(what + " begins anew." + MISSING + cipher(before, state)));
    }

    /** Whether those are yet to be let in without whom we have opened it. */
    boolean gathers(Book book, ConversationState state) throws CommandException {
        if (state.opener == null || !state.opener.equals(chat.accounts().need().key())) return false;
        return book.wishes(state.id).all().stream().anyMatch(wish -> !wish.duty() && wish.want() instanceof Wish.Add);
    }

    private static final String MISSING = " What was said last may be missing here.";

    /** What a conversation has beside its log goes along; but no receipt, which names positions. */
    void goOn(Book book, ConversationState before, ConversationState state, AccountKey opener) throws CommandException {
        state.unread = before.unread;
        state.activity = before.activity;
        state.opener = opener;
        state.leaving = before.leaving;
        for (var row : book.outbox(state.id, Integer.MAX_VALUE)) {
            if (row.content() instanceof Content.Receipt) book.remove(state.id, row);
        }
        book.put(state);
        forget(book, state.id);
        Rejoining.forget(book, state.id);
        book.tx().tell(new Event.SendingStopped(state.id, Optional.empty()));
        if (state.suite == before.suite) return;
        var changed = new Event.SuiteChanged(state.id, state.suite, Event.SuiteChanged.State.CHANGED);
        book.tx().afterCommit(() -> chat.store().publish(changed));
    }

    /** Of what the members have said in a log that is not read any more. */
    static void forgetNumbers(Book book, ConversationState before, View view) {
        for (var member : view.members()) book.roll(before.id).removeNumber(member.data().follower());
    }

    /** Who has not read of a change of suite is told as those who have. */
    String cipher(ConversationState before, ConversationState now) {
        if (now.suite == before.suite) return "";
        var groups = chat.groups();
        var weaker = groups.strength(now.suite) < groups.strength(before.suite) ? ", which is weaker" : "";
        return " Its cipher is " + groups.name(now.suite) + weaker + "; it was " + groups.name(before.suite) + ".";
    }

    // ---- Between two ----

    /** Whether who asks cannot be let in, because we have lost the conversation as well, and it is ours to open. */
    boolean isOurs(Book book, ConversationState state, View view, RejoinRequest request) throws CommandException {
        return state.kind == Kind.DIRECT
                && mayOpen(state, view)
                && state.log.equals(request.log())
                && !request.chain().account().equals(Memberships.own(view))
                && !book.isBlocked(state);
    }

    /** Opens it anew for both; where that fails they ask again. Called on the inbox's thread. */
    void restart(ConversationState former, RejoinRequest request) throws CommandException, SuiteMissingException {
        try {
            var suite = offered(former, request);
            refuseWeaker(former, suite, false);
            var keyPackages = new ArrayList<Bytes>();
            for (var keyPackage : request.keyPackages()) {
                if (chat.groups().suite(keyPackage) != suite) continue;
                var member = chat.groups().check(keyPackage, chat.now());
                if (!member.account().equals(request.chain().account())) throw new UntrustedException("another's");
                keyPackages.add(keyPackage);
            }
            var name = chat.store().transact(tx -> new Book(tx).names().of(request.chain().account(), request.from()));
            begin(former, suite, List.of(new Wish.Add(request.chain().account(), name, keyPackages)));
        } catch (UntrustedException | CommandException e) {
            log.log(DEBUG, "{0} is not opened anew: {1}", former.id, e.getMessage());
        }
    }

    private int offered(ConversationState former, RejoinRequest request) throws UntrustedException {
        for (var keyPackage : request.keyPackages()) {
            if (chat.groups().suite(keyPackage) == former.suite && chat.groups().present().contains(former.suite))
                return former.suite;
        }
        return chat.groups()
                .commonSuite(request.keyPackages())
                .orElseThrow(() -> new UntrustedException("no cipher suite in common"));
    }

    // ---- Following ----

    /**
     * Whether a Welcome leads into a conversation of ours opened anew: by an admin of it as we have it (the smaller of
     * two account keys), into a generation to come; or, where two admins have opened it, by the smaller account key.
     */
    boolean leads(Book book, ConversationState before, Joined joined, View view) throws CommandException {
        var opener = joined.inviter().account();
        var known = book.group(before.id).map(chat.groups()::view);
        if (before.stage != Stage.OPEN || known.isEmpty() || before.log.equals(joined.joinPoint().log())) return false;
        var own = Memberships.own(known.get());
        if (opener.equals(own) || !known.get().policy().admins().contains(opener)) return false;
        if (before.kind == Kind.DIRECT && !isSmaller(opener, own)) return false;
        var contact = book.contact(opener).map(StoredContact::state);
        if (contact.equals(Optional.of(State.BLOCKED))) return false;
        if (view.policy().generation() != before.generation) return view.policy().generation() > before.generation;
        return before.opener != null && isSmaller(opener, before.opener);
    }

    /** Whether it is followed now; else it is kept ({@link #keep}). */
    boolean isDue(Book book, ConversationState before, View view) throws CommandException {
        if (before.kind == Kind.DIRECT) return true; // nobody else can be in it
        if (view.policy().generation() == before.generation) return true;
        return isStuck(before) && Rejoining.times(book, before.id) >= TRIES;
    }

    private record Kept(long position, InboxItem.Welcomed welcomed) {

        Bytes encode() {
            return new WireWriter().u8(1).u64(position).opaque(welcomed.encode()).toBytes();
        }

        static Kept decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != 1) throw new MalformedException("restart record of an unknown version");
                        var position = in.size();
                        if (InboxItem.decode(in.opaqueBytes()) instanceof InboxItem.Welcomed welcomed)
                            return new Kept(position, welcomed);
                        throw new MalformedException("no Welcome");
                    });
        }
    }

    /** Keeps it for when this device has asked in vain to be let in again. */
    void keep(Book book, ConversationId id, long position, InboxItem.Welcomed welcomed) {
        book.tx().put(KEPT, id.bytes(), new Kept(position, welcomed).encode());
    }

    private static void forget(Book book, ConversationId id) {
        book.tx().remove(KEPT, id.bytes());
    }

    /** This device has asked once more to be let in again: what was kept may be due. */
    void askedInVain(ConversationId id) throws CommandException {
        var bytes = chat.store().transact(tx -> tx.get(KEPT, id.bytes()));
        if (bytes.isEmpty()) return;
        var kept = Book.decode(bytes.get(), Kept::decode);
        chat.inbox().again(kept.position, kept.welcomed);
    }

    /** What a member is told who follows. */
    String told(ConversationState before, ConversationState state, Address opener) {
        var what =
                state.kind == Kind.GROUP
                        ? " has opened " + state.title + " anew; look who is in it."
                        : " has begun your conversation anew.";
        return opener + what + MISSING + cipher(before, state);
    }
}
