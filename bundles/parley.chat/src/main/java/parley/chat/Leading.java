package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Joined;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.relay.InboxItem;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whose restart of a conversation is followed, and when; keeps the Welcomes of those that wait ({@link KeptRestart}).
 *
 * <p>Nobody follows by itself who still goes on in the former log, or has not asked there in vain: an admin who was
 * removed meanwhile would lead away whoever has not read of it. Of several that an admin of the group as it is known
 * here may have opened, all follow the same.
 *
 * <p>The inbox's thread keeps and follows; commands and workers ask.
 */
final class Leading {

    /**
     * How long after it has come into a log that was opened anew a device changes to another's of the same time. What
     * waits in the inbox while the device is away may have come in time.
     */
    private static final Duration RIVALS = Duration.ofDays(1);

    /** How much further than ours the generation may be that a restart leads into. */
    private static final long FURTHER = 1000;

    private final Chat chat;

    Leading(Chat chat) {
        this.chat = chat;
    }

    /** Somebody has opened it anew already: the person's yes is as good as having asked in vain. */
    Optional<Address> consent(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        var kept = kept(book, state);
        if (kept.isEmpty() || opensInstead(book, state, kept.get())) return Optional.empty();
        if (!isOpenable(kept.get())) {
            throw new CommandException(
                    Code.REFUSED,
                    kept.get().name()
                            + " has opened "
                            + state.title
                            + " anew in "
                            + chat.groups().name(kept.get().suite())
                            + ", which is missing here; install or start it and try again");
        }
        kept.get().want(book, id);
        return Optional.of(kept.get().name());
    }

    /** Whether this device is to open it anew itself, and not to follow who has: it cannot, or has reason not to. */
    boolean opensInstead(Book book, ConversationState state, KeptRestart kept) throws CommandException {
        if (isOpenable(kept) && !state.isSuspect(kept.opener()) || !chat.restarting().isStuck(state)) return false;
        var view = book.group(state.id).map(chat.groups()::view);
        return state.stage == Stage.OPEN && view.isPresent() && Restarting.isOpener(state.kind, view.get());
    }

    private boolean isOpenable(KeptRestart kept) {
        return chat.groups().has(kept.suite());
    }

    /**
     * Whether a Welcome leads into a conversation of ours opened anew: by an admin of it as we have it who has not made
     * it stop (of two the smaller account key), into a generation to come; or, where two have opened it, by the smaller
     * account key.
     */
    boolean leads(Book book, ConversationState before, Joined joined, View view) throws CommandException {
        return leads(book, before, joined.joinPoint().log(), joined.inviter().account(), view.policy().generation());
    }

    private boolean leads(Book book, ConversationState before, LogId into, AccountKey opener, long generation)
            throws CommandException {
        var known = book.group(before.id).map(chat.groups()::view);
        if (known.isEmpty() || before.log.equals(into)) return false;
        var own = Memberships.own(known.get());
        if (before.stage != Stage.OPEN && !(before.stage == Stage.OPENING && own.equals(before.opener))) return false;
        if (opener.equals(own) || !known.get().policy().admins().contains(opener)) return false;
        if (before.kind == Kind.DIRECT && !Restarting.isSmaller(opener, own)) return false;
        if (before.kind == Kind.GROUP && before.spoilers.contains(opener)) return false;
        if (before.kind == Kind.GROUP && !isAdminIn(known.get(), opener) && !isToComeIn(book, before.id, opener))
            return false;
        var contact = book.contact(opener).map(StoredContact::state);
        if (contact.equals(Optional.of(State.BLOCKED))) return false;
        var further = generation - before.generation;
        if (further != 0) return further > 0 && further <= FURTHER;
        return before.opener != null && Restarting.isSmaller(opener, before.opener);
    }

    /** Whether an account is an admin who is in the group, and no name in its policy only. */
    static boolean isAdminIn(View view, AccountKey account) {
        return view.policy().admins().contains(account)
                && view.members().stream().anyMatch(member -> member.account().equals(account) && member.trusted());
    }

    /** Whether we, who have opened it anew, are yet to let somebody in. */
    private static boolean isToComeIn(Book book, ConversationId id, AccountKey account) throws CommandException {
        return book.wishes(id).all().stream()
                .anyMatch(wish ->
                        wish.ticket() == Restarting.TICKET
                                && wish.want() instanceof Wish.Add add
                                && add.account().equals(account));
    }

    /** Whether the Welcome at a position of the inbox is followed now; else it is kept ({@link #keep}). */
    boolean isDue(Book book, ConversationState before, AccountKey opener, long generation, long position)
            throws CommandException {
        if (before.kind == Kind.DIRECT) return true; // nobody else can be in it
        var kept = KeptRestart.of(book, before.id).filter(one -> one.position() == position);
        if (kept.isPresent() && kept.get().wanted()) return true;
        if (before.isSuspect(opener)) return false;
        if (kept.isPresent() && kept.get().judged() && isRival(before, kept.get())) return true;
        return chat.restarting().isStuck(before) && Rejoining.isInVain(book, before.id, Restarting.TRIES);
    }

    /** Whether another has opened it anew as well, at about the time when it was opened that we are in. */
    private static boolean isRival(ConversationState before, KeptRestart kept) {
        return kept.rival() && kept.generation() == before.generation;
    }

    /**
     * Whether what is found in the inbox may have come in time, all that was there at {@code read} having been read.
     */
    private static boolean mayHaveRivals(ConversationState state, Instant read) {
        return state.anewSince.plus(RIVALS).isAfter(read);
    }

    /**
     * Whether it matters when the inbox was last read: for some conversation that was opened anew it is not a day yet.
     */
    boolean awaitsRivals(Book book) throws CommandException {
        var read = book.inbox().read().orElse(Instant.EPOCH);
        return book.conversations().stream().anyMatch(state -> state.opener != null && mayHaveRivals(state, read));
    }

    /** Keeps the Welcome of a restart for when this device has asked in vain to be let in again, or its person says. */
    void keep(Book book, ConversationState before, long position, InboxItem.Welcomed welcomed, Joined joined, View view)
            throws CommandException {
        var earlier = kept(book, before); // one that is of no more use makes room
        var opener = joined.inviter().account();
        var name = Hearer.addressOf(book, before.id, joined.inviter());
        var generation = view.policy().generation();
        var rival = generation == before.generation && mayHaveRivals(before, book.inbox().read().orElse(chat.now()));
        var now = new KeptRestart(position, welcomed, opener, name, generation, view.suite(), false, rival, false);
        if (!now.keep(book, before)) return;
        if (rival && !before.isSuspect(opener)) {
            book.tx().afterCommit(() -> chat.worker(before.id).ifPresent(Worker::rivalKept));
        } else if (earlier.isEmpty() || !earlier.get().isOfSameLog(now)) {
            var sentence = name + " has opened " + before.title + " anew" + andThen(book, before, opener);
            book.tx().afterCommit(() -> chat.warn(sentence));
        }
    }

    private String andThen(Book book, ConversationState before, AccountKey opener) throws CommandException {
        if (!before.isSuspect(opener)) {
            return ". Where it does not go on for you, your device follows by itself after some minutes, or at once by:"
                    + " group restart";
        }
        var opens = Restarting.isOpener(before.kind, chat.groups().view(book.group(before.id).orElseThrow()));
        return ", and, as the relay has it, made it stop; your device does not follow by itself. "
                + (opens
                        ? "Where it does not go on for you, open it anew yourself: group restart"
                        : "Ask another admin whether to: group restart");
    }

    /** What is kept, if it still leads anywhere; else it is forgotten, unless that cannot be said at the moment. */
    Optional<KeptRestart> kept(Book book, ConversationState state) throws CommandException {
        var kept = KeptRestart.of(book, state.id);
        if (kept.isEmpty() || isNobodyJudged(book, state)) return Optional.empty();
        var one = kept.get();
        var into = one.welcomed().log();
        if (leads(book, state, into, one.opener(), one.generation()) && !Welcomes.isLogOfAnother(book, state.id, into))
            return kept;
        KeptRestart.forget(book, state.id);
        return Optional.empty();
    }

    /** Without a suite that signs as accounts do no chain can be looked at, not even our own: that passes. */
    private boolean isNobodyJudged(Book book, ConversationState state) throws CommandException {
        var view = book.group(state.id).map(chat.groups()::view);
        return view.isPresent() && view.get().members().stream().noneMatch(Member::trusted);
    }

    /** Whether what is kept is followed as soon as this device has asked in vain. */
    boolean isToFollow(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var state = new Book(tx).need(id);
                    return kept(new Book(tx), state)
                            .filter(kept -> isOpenable(kept) && !state.isSuspect(kept.opener()))
                            .isPresent();
                });
    }

    /** The rival's Welcome that is kept, by its position in the inbox. */
    OptionalLong rival(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var state = new Book(tx).need(id);
                    return kept(new Book(tx), state).stream()
                            .filter(kept -> isRival(state, kept) && !state.isSuspect(kept.opener()))
                            .mapToLong(KeptRestart::position)
                            .findAny();
                });
    }

    /** All of the present log was read that was there when that Welcome had come. */
    void judged(ConversationId id, long position) throws CommandException {
        chat.store()
                .run(tx ->
                        KeptRestart.of(new Book(tx), id)
                                .filter(kept -> kept.position() == position)
                                .ifPresent(kept -> kept.judge(new Book(tx), id)));
        takeKept(id);
    }

    /** What is kept may be due. */
    void takeKept(ConversationId id) throws CommandException {
        var kept = chat.store().transact(tx -> kept(new Book(tx), new Book(tx).need(id)));
        if (kept.isPresent() && isOpenable(kept.get()))
            chat.inbox().again(id, kept.get().position(), kept.get().welcomed());
    }

    /** What a person has said yes to, which the loss of the link or of the process may have come before. */
    void takeWanted() throws CommandException {
        var wanted =
                chat.store()
                        .transact(tx -> {
                            var ids = new ArrayList<ConversationId>();
                            for (var state : new Book(tx).conversations()) {
                                var kept = KeptRestart.of(new Book(tx), state.id);
                                if (kept.isPresent() && kept.get().wanted()) ids.add(state.id);
                            }
                            return ids;
                        });
        for (var id : wanted) takeKept(id);
    }

    /** Whether the Welcome at a position of the inbox is still kept, and due. */
    boolean isKeptDue(ConversationId id, long position) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var kept = KeptRestart.of(book, id).filter(one -> one.position() == position);
                    if (kept.isEmpty()) return false;
                    return isDue(book, book.need(id), kept.get().opener(), kept.get().generation(), position);
                });
    }

    /** It was tried and leads nowhere: it shall not be in the way of another, nor of our opening it anew. */
    void cannotFollow(ConversationId id, long position) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var kept = KeptRestart.of(book, id).filter(one -> one.position() == position);
                    if (kept.isEmpty()) return;
                    KeptRestart.forget(book, id);
                    tx.tell(
                            new Event.Notice(
                                    "This device cannot follow "
                                            + kept.get().name()
                                            + " into "
                                            + book.need(id).title
                                            + ", opened anew. Ask them to add you there; an admin may open it anew"
                                            + " instead: group restart"));
                });
    }

    /**
     * What stays of a group where this device has followed: what it knows of who is to go. Of who was to come the
     * person is told: their KeyPackages may be of another suite, and too old.
     *
     * @param wishes those of the former log
     * @param leaving who had said there that they leave
     */
    void followed(Book book, ConversationState state, View view, List<Wish> wishes, Set<AccountKey> leaving)
            throws CommandException {
        var members = CommitRules.accounts(view.members());
        leaving.stream().filter(members::contains).forEach(book.roll(state.id)::leaving);
        for (var wish : wishes) {
            if (wish.want() instanceof Wish.Remove out && !wish.duty() && members.contains(out.account()))
                book.wishes(state.id).add(wish.ticket(), out);
            if (wish.want() instanceof Wish.Add in && isOfPerson(wish) && !members.contains(in.account()))
                book.tx()
                        .tell(
                                new Event.Notice(
                                        in.name()
                                                + " was not added to "
                                                + state.title
                                                + ", which was opened anew; add them again."));
        }
        chat.duties().fallToUs(book, state, view);
    }

    private static boolean isOfPerson(Wish wish) {
        return !wish.duty() && wish.ticket() != Restarting.TICKET;
    }

    /** What a member is told who follows. */
    String told(ConversationState before, ConversationState state, Address opener) {
        var what =
                state.kind == Kind.GROUP
                        ? " has opened " + state.title + " anew; look who is in it."
                        : " has begun your conversation anew.";
        return opener + what + Restarting.MISSING + Moving.changed(chat.groups(), before, state);
    }
}
