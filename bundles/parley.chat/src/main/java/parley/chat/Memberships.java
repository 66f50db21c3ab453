package parley.chat;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.chat.Wish.Want;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.Membership;
import parley.client.api.Membership.Member;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.content.Policy;
import parley.protocol.content.Salt;
import parley.protocol.relay.Entry;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a person wants of groups: makes them, and says who is in them. */
final class Memberships implements Membership {

    /** No group link. */
    static final Bytes NO_LINK = Policy.NO_LINK;

    /** The most leaves of a group that we make. */
    private static final int MAX_MEMBERS = 5000;

    private final Chat chat;

    /** What any admin could do is done after a random time of at most this; less in tests. */
    volatile Duration jitter = Duration.ofMillis(500);

    /** And so much later for each admin before us; less in tests. */
    volatile Duration turn = Duration.ofSeconds(5);

    /** The most bytes of an invitation in a letter; a larger one is a blob. Less in tests. */
    volatile int letterRoom = 64 * 1024;

    /** What an entry holds of a commit. */
    volatile int commitRoom = Entry.MAX_BODY;

    /** The most bytes of all letters of a commit, which goes in one frame with them; less in tests. */
    volatile int lettersRoom = 2 << 20;

    /** The most bytes of such a blob that are written or read at once; less in tests. */
    volatile int blobRange = 1 << 20;

    /** The most bytes of a blob that holds one. */
    volatile long blobRoom = LargeInvitation.MAX_SIZE;

    /** How long a command waits for the group to be as it wants; less in tests. */
    volatile Duration patience = Duration.ofSeconds(30);

    Memberships(Chat chat) {
        this.chat = chat;
    }

    // ---- Making one ----

    @Override
    public Conversation create(String title) throws CommandException {
        checkTitle(title);
        var leaf = chat.keyPackages().newLeaf();
        var own = chat.accounts().need().key();
        var state =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var suite = suite(book);
                            var policy =
                                    new Policy(
                                            ConversationId.random(),
                                            Policy.Kind.GROUP,
                                            1,
                                            title,
                                            List.of(own),
                                            false,
                                            mostMembers(suite),
                                            NO_LINK);
                            var created = created(book, begin(book, policy, title, suite, leaf));
                            Moving.tellWeaker(chat.groups(), book, created, Set.of()); // nobody else is in it
                            return created;
                        });
        chat.add(state).up();
        return chat.store().transact(tx -> Talk.show(new Book(tx), new Book(tx).need(state.id)));
    }

    static void checkTitle(String title) throws CommandException {
        var length = title.getBytes(StandardCharsets.UTF_8).length;
        if (title.isBlank()) throw new CommandException(Code.REFUSED, "a group needs a title; name it");
        if (length > MAX_TITLE) {
            throw new CommandException(
                    Code.REFUSED, "a title has at most " + MAX_TITLE + " bytes, this one " + length + "; shorten it");
        }
    }

    private ConversationState created(Book book, ConversationState state) throws CommandException {
        var own = chat.accounts().need();
        var by = new GroupLog.Who(own.key(), own.address());
        new GroupLog(book).add(state, own.key(), 0, chat.now(), GroupLog.Deed.by(by, Happening.Kind.CREATED));
        book.put(state);
        return state;
    }

    /** The suite of a conversation that begins. */
    int suite(Book book) throws CommandException {
        return SuiteBook.preferred(book)
                .filter(chat.groups()::has)
                .or(chat.groups()::defaultSuite)
                .orElseThrow(() ->
                        new CommandException(
                                Code.REFUSED, "no cipher is installed; start a cipher bundle and try again"));
    }

    /** A conversation of this device alone, in a log that its worker opens. */
    ConversationState begin(Book book, Policy policy, String title, int suite, NewLeaf leaf) throws CommandException {
        var own = chat.accounts().need();
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        try {
            OwnName.note(book.tx(), own);
            var group = chat.groups().create(identity, suite, leaf.leaf(), policy);
            var view = chat.groups().view(group);
            var state =
                    new ConversationState(
                            policy.conversation(),
                            policy.kind() == Policy.Kind.DIRECT ? Kind.DIRECT : Kind.GROUP,
                            title,
                            LogId.random(),
                            own.address().relay(),
                            suite,
                            Stage.OPENING,
                            leaf.leaf().follower(),
                            leaf.followerPrivate(),
                            chat.now());
            state.generation = policy.generation();
            state.addSlot(new Slot(0, view.epoch(), false, view.authenticator())); // the base before the first commit
            book.begin(state);
            book.chain(state.id).put(0, Hash.ZERO, chat.now().toEpochMilli());
            book.put(state.id, group, null);
            return state;
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        }
    }

    // ---- Changing who is in it ----

    @Override
    public void add(ConversationId id, String addressOrLink) throws CommandException {
        var view = open(id);
        var contact = chat.people().approved(addressOrLink);
        if (!isAdmin(view) && !view.policy().anybodyAdds()) throw noAdmin("add others to it");
        if (view.policy().banned().contains(contact.account())) {
            throw new CommandException(
                    Code.REFUSED, contact.address() + " is banned from the group; an admin unbans them first");
        }
        if (isMember(view, contact.account())) {
            throw new CommandException(Code.REFUSED, contact.address() + " is in the group already");
        }
        if (view.members().size() >= room(view)) {
            throw new CommandException(
                    Code.REFUSED,
                    "the group is full: it has " + view.members().size() + " devices; remove somebody first");
        }
        var keyPackages = chat.people().keyPackages(contact, view.suite());
        want(id, new Wish.Add(contact.account(), contact.address(), keyPackages), contact.address() + " is added");
    }

    @Override
    public void remove(ConversationId id, String address) throws CommandException {
        var view = open(id);
        var member = named(id, view, address);
        if (member.account().equals(own(view))) {
            throw new CommandException(Code.REFUSED, "this is your own address; leave the group instead");
        }
        if (!isAdmin(view)) throw noAdmin("remove others from it");
        want(id, new Wish.Remove(member.account(), member.address()), member.address() + " is removed");
    }

    /** A member by address, name or contact link: what a person types of who is shown to them. */
    Member named(ConversationId id, View view, String text) throws CommandException {
        var state = chat.store().transact(tx -> new Book(tx).need(id));
        var members = chat.store().transact(tx -> show(state, view, new Book(tx))).members();
        var key = chat.people().key(text);
        var found =
                members.stream()
                        .filter(member ->
                                key.isPresent()
                                        ? member.account().equals(key.get())
                                        : member.address().toString().equals(text)
                                                || member.address().name().equals(text))
                        .toList();
        if (found.stream().map(Member::account).distinct().count() > 1) {
            throw new CommandException(
                    Code.AMBIGUOUS, "more than one member is called " + text + "; name them by their contact link");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() ->
                        new CommandException(
                                Code.NOT_FOUND,
                                text + " is not in " + state.title + "; its members are listed with it"));
    }

    @Override
    public void leave(ConversationId id) throws CommandException {
        var view = open(id, true);
        var own = own(view);
        var alone = view.members().stream().allMatch(member -> member.account().equals(own));
        if (alone || chat.store().transact(tx -> new Book(tx).need(id)).lost) {
            end(id);
            return;
        }
        var admins = view.policy().admins();
        if (admins.contains(own)
                && view.members().stream()
                        .noneMatch(member -> !member.account().equals(own) && admins.contains(member.account()))) {
            want(id, new Wish.HandOver(), "another is an admin, and you can leave");
        }
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var state = book.need(id);
                    if (state.stage == Stage.CLOSED || state.leaving) return;
                    if (state.halted().isPresent()) {
                        throw new CommandException(
                                Code.REFUSED, "sending to " + state.title + " is stopped: " + state.halted().get());
                    }
                    state.leaving = true;
                    book.inbox().leave(id);
                    book.put(id, Outgoing.of(state, own, Salt.random(), chat.now(), new Content.Leave()));
                    book.put(state);
                });
        var worker = chat.wantedWorker(id);
        if (worker.isEmpty()) return;
        worker.get().send();
        await(worker.get().ended(), "you have left");
    }

    /** Nobody is to be told. */
    private void end(ConversationId id) throws CommandException {
        chat.replacing(
                id,
                book -> {
                    var state = book.need(id);
                    state.stage = Stage.CLOSED;
                    state.stopped = LogReading.LEFT;
                    state.claimant = null;
                    Rejoining.forget(book, id);
                    KeptRestart.forget(book, id);
                    book.inbox().leave(id);
                    book.wishes(id).clear();
                    book.removeCommits(id);
                    book.put(state);
                    book.tx().tell(new Event.SendingStopped(id, Optional.of(LogReading.LEFT)));
                });
    }

    /** The group as it stands, if we are in it. */
    View open(ConversationId id) throws CommandException {
        return open(id, false);
    }

    /**
     * @param lost whether a device that has lost the group is in it
     */
    private View open(ConversationId id, boolean lost) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = need(book, id);
                    if (state.stage == Stage.CLOSED || state.leaving) {
                        throw new CommandException(Code.REFUSED, "you are not in " + state.title + " any more");
                    }
                    if (state.lost && !lost) {
                        throw new CommandException(
                                Code.REFUSED, "nothing can be changed in " + state.title + ": " + state.stopped);
                    }
                    return chat.groups().view(book.group(id).orElseThrow());
                });
    }

    static boolean isAdmin(View view) {
        return view.policy().admins().contains(own(view));
    }

    static boolean isMember(View view, AccountKey account) {
        return view.members().stream().anyMatch(member -> member.account().equals(account));
    }

    static CommandException noAdmin(String what) {
        return new CommandException(Code.REFUSED, "only an admin of the group may " + what + "; ask one");
    }

    /**
     * Stores a wish and waits until the group is so.
     *
     * @param what as in "… as soon as the relay is reached"
     */
    void want(ConversationId id, Want want, String what) throws CommandException {
        var worker =
                chat.wantedWorker(id)
                        .orElseThrow(() -> new CommandException(Code.REFUSED, "you are not in this group any more"));
        var ticket = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        var done = worker.groupCommits().expect(ticket);
        try {
            var replaced =
                    chat.store()
                            .transact(tx -> {
                                var wishes = new Book(tx).wishes(id);
                                if (want instanceof Wish.Lasting lasting) return wishes.addInPlace(ticket, lasting);
                                wishes.add(ticket, want);
                                return List.<Long>of();
                            });
            for (var other : replaced) worker.groupCommits().refuse(other, "you want it otherwise since");
            worker.attend();
            await(done, what);
        } finally {
            worker.groupCommits().forget(ticket);
        }
    }

    private void await(Future<?> done, String what) throws CommandException {
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandException(
                    Code.NOT_REACHABLE, "the relay has not taken it yet; " + what + " as soon as it is reached", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException refused) throw refused;
            throw new IllegalStateException("a wish failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(Code.NOT_REACHABLE, "interrupted; " + what + " later", e);
        }
    }

    // ---- Links ----

    @Override
    public GroupLink invite(ConversationId id) throws CommandException {
        var view = open(id);
        if (view.policy().link().equals(NO_LINK)) {
            if (!isAdmin(view)) throw noAdmin("make a link to it");
            want(id, new Wish.Link(), "the link is made");
        }
        return theLink(id);
    }

    /** The group's link as it stands. */
    GroupLink theLink(ConversationId id) throws CommandException {
        var secret = open(id).policy().link();
        if (secret.equals(NO_LINK)) {
            throw new CommandException(
                    Code.REFUSED, "somebody was removed just now, which ends the link; make a new one");
        }
        var log = chat.store().transact(tx -> new Book(tx).need(id).log);
        return new GroupLink(chat.accounts().need().relay(), log, new Token(secret));
    }

    @Override
    public Restart restart(ConversationId id, boolean weaker) throws CommandException {
        return chat.restarting().restart(id, weaker);
    }

    @Override
    public Join join(GroupLink link) throws CommandException {
        return chat.groupLinks().join(link);
    }

    // ---- Who is in it ----

    @Override
    public Group group(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = need(book, id);
                    return show(state, chat.groups().view(book.group(id).orElseThrow()), book);
                });
    }

    static ConversationState need(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        if (state.kind == Kind.GROUP) return state;
        throw new CommandException(
                Code.REFUSED, "the conversation with " + state.title + " is between two people, and no group");
    }

    private Group show(ConversationState state, View view, Book book) throws CommandException {
        var own = own(view);
        var policy = view.policy();
        var members = new ArrayList<Member>();
        for (var member : view.members()) {
            members.add(
                    new Member(
                            Hearer.addressOf(book, state.id, member),
                            member.account(),
                            member.device(),
                            policy.admins().contains(member.account()),
                            member.account().equals(own)));
        }
        var open = state.stage == Stage.OPEN;
        var admin = open && policy.admins().contains(own);
        return new Group(
                state.id,
                state.title,
                members,
                admin || open && policy.anybodyAdds(),
                admin,
                admin || open && !policy.link().equals(NO_LINK),
                state.stage != Stage.CLOSED && !state.leaving,
                chat.restarting().mayRestart(book, state, view),
                !policy.link().equals(NO_LINK));
    }

    static AccountKey own(View view) {
        return ownLeaf(view).account();
    }

    static Groups.Member ownLeaf(View view) {
        return view.members().stream().filter(member -> member.leaf() == view.ownLeaf()).findFirst().orElseThrow();
    }

    /**
     * The most leaves a commit can reach: it seals a secret to every leaf that has made none yet, and has to fit an
     * entry of 1 MiB. By X-Wing (0xF00D) such a secret takes 1.2 KB, by P-521 (5) a fifth, by the others of RFC 9420 a
     * tenth of that. What a suite takes that we do not know is unknown, too.
     */
    static int mostMembers(int suite) {
        return switch (suite) {
            case 1, 2, 3, 4, 6, 7 -> MAX_MEMBERS;
            case 5 -> MAX_MEMBERS * 4 / 5;
            default -> MAX_MEMBERS / 10;
        };
    }

    /** The most leaves up to which we add others: the policy may be of a suite before this one. */
    static long room(View view) {
        return Math.min(view.policy().maxMembers(), mostMembers(view.suite()));
    }
}
