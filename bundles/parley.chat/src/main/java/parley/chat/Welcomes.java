package parley.chat;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Joined;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.relay.InboxItem;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Joins the conversations that others invite us to: a direct one with somebody whom we asked, a group of an approved
 * contact or one that we asked to join, and either again where this device has lost it. Called on the inbox's thread.
 */
final class Welcomes {

    private final Chat chat;

    Welcomes(Chat chat) {
        this.chat = chat;
    }

    /**
     * Takes one, which may come again, as one that was kept does.
     *
     * @return whether it is kept until we are out of the group ({@link WelcomesWaiting#forRemoval}); else it is dealt
     *     with
     */
    boolean take(long position, InboxItem.Welcomed welcomed, Letter.Invitation invitation)
            throws CommandException, SuiteMissingException, UntrustedException {
        var references = chat.groups().references(invitation.welcome());
        var own =
                chat.store()
                        .transact(tx -> {
                            for (var reference : references) {
                                var found = chat.keyPackages().find(tx, reference);
                                if (found.isPresent()) return found;
                            }
                            return Optional.<KeyPackages.Own>empty();
                        });
        if (own.isEmpty()) throw new UntrustedException("welcome for none of our KeyPackages");
        if (succeeds(welcomed, invitation, own.get())) {
            chat.succession().keep(position, welcomed, invitation, own.get());
            return false;
        }
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx)).orElseThrow();
        var joined = chat.groups().join(identity, own.get().secret(), invitation.welcome(), invitation.tree());
        var account = chat.accounts().current().orElseThrow().key();
        if (!joined.joinPoint().log().equals(welcomed.log())) throw new UntrustedException("welcome to another log");
        var view = chat.groups().view(joined.group());
        if (!CommitRules.verify(view.members())) { // the inviter among them
            throw new UntrustedException("welcome to a group with somebody in it who does not verify");
        }
        if (view.policy().kind() == Policy.Kind.DIRECT) checkDirect(joined, view, account);
        else checkGroup(joined, view);
        var id = view.policy().conversation();
        var waits = new AtomicBoolean();
        var wanted =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            if (isWanted(book, position, welcomed, joined, view, own.get())) return true;
                            waits.set(keep(book, position, welcomed, joined, view));
                            return false;
                        });
        if (!wanted) return waits.get();
        chat.replacing(
                id,
                book -> {
                    book.inbox().putPosition(position); // not before: what ends the process in between must not lose it
                    if (!isWanted(book, position, welcomed, joined, view, own.get())) return;
                    begin(book, welcomed, joined, view, own.get());
                    chat.keyPackages().used(book.tx(), own.get().reference());
                });
        chat.greet(id);
        return false;
    }

    /**
     * What cannot be taken yet: a restart that is not followed, or that we are added to what we are still in.
     *
     * @return whether the latter
     */
    private boolean keep(Book book, long position, InboxItem.Welcomed welcomed, Joined joined, View view)
            throws CommandException {
        var before = book.conversation(view.policy().conversation());
        if (before.isEmpty() || before.get().kind != kind(view)) return false;
        if (isLogOfAnother(book, before.get().id, welcomed.log())) return false;
        var waits = isAddedAgain(book, before.get(), joined) && !book.inbox().hasLeftSince(before.get().id, position);
        if (waits) WelcomesWaiting.keepForRemoval(book, before.get().id, position, welcomed);
        if (chat.leading().leads(book, before.get(), joined, view))
            chat.leading().keep(book, before.get(), position, welcomed, joined, view);
        return waits;
    }

    /** Whether the log may go on with our removal, behind which somebody has added us anew. */
    private boolean isAddedAgain(Book book, ConversationState before, Joined joined) throws CommandException {
        if (before.kind != Kind.GROUP || before.stage == Stage.CLOSED || before.leaving) return false;
        var point = joined.joinPoint();
        if (!before.log.equals(point.log()) || point.position() <= before.position) return false;
        var inviter = book.contact(joined.inviter().account()).map(StoredContact::state);
        return inviter.equals(Optional.of(State.APPROVED)); // as for any group that somebody adds us to
    }

    /**
     * Whether it leads into the next generation of a conversation that we are in. One that cannot be opened now is
     * taken for such, where it is to a log that we read and nothing that we asked for: no letter behind it shall wait.
     */
    private boolean succeeds(InboxItem.Welcomed welcomed, Letter.Invitation invitation, KeyPackages.Own own)
            throws CommandException, SuiteMissingException, UntrustedException {
        try {
            return chat.groups().succeeds(own.secret(), invitation.welcome());
        } catch (SuiteMissingException e) {
            if (chat.succession().isExpected(welcomed.log(), own.reference())) return true;
            throw e;
        }
    }

    /** A direct conversation has the two of us, both admins, and the id that follows from our keys. */
    private static void checkDirect(Joined joined, View view, AccountKey own) throws UntrustedException {
        var other = joined.inviter().account();
        if (!view.policy().conversation().equals(ConversationId.direct(own, other))
                || view.policy().admins().size() != 2
                || !view.policy().admins().containsAll(List.of(own, other))
                || !view.members().stream()
                        .allMatch(member -> member.account().equals(own) || member.account().equals(other))) {
            throw new UntrustedException("welcome to something that is no direct conversation of ours");
        }
    }

    /** A group is as large as it may be at most, and whoever invites may. */
    private static void checkGroup(Joined joined, View view) throws UntrustedException {
        var policy = view.policy();
        var inviter = joined.inviter().account();
        if (view.members().size() > policy.maxMembers()
                || !policy.anybodyAdds() && !policy.admins().contains(inviter)) {
            throw new UntrustedException("welcome to something that is no group");
        }
    }

    private static Kind kind(View view) {
        return view.policy().kind() == Policy.Kind.DIRECT ? Kind.DIRECT : Kind.GROUP;
    }

    /**
     * Whether a Welcome lets us into a conversation again: it answers what we asked; or the hub has shut us out of a
     * group, from which we may have been removed, and we asked by its link or an admin of it adds us anew.
     */
    private boolean isAgain(Book book, ConversationState state, Joined joined, KeyPackages.Own own)
            throws CommandException {
        if (state.stage != Stage.OPEN) return false;
        if (Rejoining.isAnswer(book, state.id, own.reference()))
            return state.kind == Kind.DIRECT
                    || isAdminAsKnown(book, state, joined)
                    || isAdminOfBackup(book, state, joined); // whom alone we ask
        if (state.kind != Kind.GROUP || state.refused == null) return false;
        var inviter = book.contact(joined.inviter().account()).map(StoredContact::state);
        if (!inviter.equals(Optional.of(State.BLOCKED)) && Joining.isAnswer(book, state.log, own.reference()))
            return true;
        return isAdminAsKnown(book, state, joined);
    }

    /**
     * Whether the conversation was restored, and whoever invites us is an admin as the backup has it: there may be
     * another log since it was made.
     */
    private boolean isAdminOfBackup(Book book, ConversationState state, Joined joined) throws CommandException {
        var group = book.group(state.id);
        return WayBack.isOnly(book, state.id)
                && group.isPresent()
                && chat.groups().view(group.get()).policy().admins().contains(joined.inviter().account());
    }

    /** Whether whoever invites us is an admin in the group as we know it. */
    private boolean isAdminAsKnown(Book book, ConversationState state, Joined joined) throws CommandException {
        var group = book.group(state.id);
        return group.isPresent() && Leading.isAdminIn(chat.groups().view(group.get()), joined.inviter().account());
    }

    /** Whether we want to be in what we are invited to by whoever invites us. */
    private boolean isWanted(
            Book book, long position, InboxItem.Welcomed welcomed, Joined joined, View view, KeyPackages.Own own)
            throws CommandException {
        var id = view.policy().conversation();
        var kind = kind(view);
        var before = book.conversation(id);
        if (chat.companions().isWithOne(id) || isLogOfAnother(book, id, welcomed.log())) return false;
        if (before.isPresent() && before.get().kind == kind) {
            if (chat.leading().leads(book, before.get(), joined, view)) {
                var generation = view.policy().generation();
                return chat.leading().isDue(book, before.get(), joined.inviter().account(), generation, position);
            }
            if (book.inbox().hasLeftSince(id, position)) return false;
            if (isAgain(book, before.get(), joined, own)) {
                return (welcomed.log().equals(before.get().log) || isAdminOfBackup(book, before.get(), joined))
                        && view.policy().generation() >= before.get().generation; // what is over does not come back
            }
            if (kind == Kind.DIRECT || !goesOn(book, before.get(), joined, view)) return false; // one log for each
        } else if (before.isPresent() && kind == Kind.GROUP) {
            return false; // no group takes the place of a conversation between two
        }
        if (kind == Kind.GROUP && isBetweenTwo(book, id, view)) return false;
        var inviter = book.contact(joined.inviter().account()).map(StoredContact::state);
        if (kind == Kind.DIRECT) return inviter.equals(Optional.of(State.REQUESTED)); // we asked
        return inviter.equals(Optional.of(State.APPROVED))
                || !inviter.equals(Optional.of(State.BLOCKED))
                        && Joining.isAnswer(book, welcomed.log(), own.reference());
    }

    /**
     * Whether a group that is over for us is the one we are invited to: as it stands after what we have read; or in
     * another log, opened anew since, or the one from which we were led away, or by an admin of it as we have it. An id
     * alone makes nothing of somebody else's the same group.
     */
    private boolean goesOn(Book book, ConversationState before, Joined joined, View view) throws CommandException {
        if (before.stage != Stage.CLOSED) return false;
        var point = joined.joinPoint();
        if (before.log.equals(point.log())) return before.position <= point.position();
        if (view.policy().generation() > before.generation || point.log().equals(before.former)) return true;
        var group = book.group(before.id);
        return group.isPresent()
                && chat.groups().view(group.get()).policy().admins().contains(joined.inviter().account());
    }

    /**
     * Whether the id is that of a conversation with a member, or with somebody we know: a group would be in its way.
     */
    private boolean isBetweenTwo(Book book, ConversationId id, View view) throws CommandException {
        var own = Memberships.own(view);
        return Stream.concat(
                        view.members().stream().map(Member::account),
                        book.contacts().stream().map(StoredContact::account))
                .anyMatch(account -> id.equals(ConversationId.direct(own, account)));
    }

    /** A log is one conversation's: a Welcome to it into another one would take its place at the reader. */
    static boolean isLogOfAnother(Book book, ConversationId id, LogId log) throws CommandException {
        return book.conversations().stream().anyMatch(other -> other.log.equals(log) && !other.id.equals(id));
    }

    private void begin(Book book, InboxItem.Welcomed welcomed, Joined joined, View view, KeyPackages.Own own)
            throws CommandException {
        var before = book.conversation(view.policy().conversation());
        if (before.isPresent() && before.get().kind != kind(view)) {
            book.discard(before.get());
            before = Optional.empty();
        }
        if (before.isPresent() && chat.leading().leads(book, before.get(), joined, view)) {
            anew(book, welcomed, joined, view, own, before.get());
            return;
        }
        if (before.isPresent() && isAgain(book, before.get(), joined, own)) {
            again(book, welcomed, joined, view, own, before.get());
            return;
        }
        var kind = kind(view);
        var title =
                kind == Kind.GROUP
                        ? view.policy().title()
                        : book.contact(joined.inviter().account()).orElseThrow().address().toString();
        var state = state(welcomed, joined, view, own, kind, title);
        if (before.isPresent()) {
            state.unread = before.get().unread;
            state.mentions = before.get().mentions;
            forgetNumbers(book, before.get());
            if (kind == Kind.GROUP && !isAdminAsKnown(book, before.get(), joined)) {
                Withheld.withhold(book, before.get(), Hearer.addressOf(book, state.id, joined.inviter()));
            }
        }
        book.begin(state);
        stand(book, state, joined, view);
        if (kind == Kind.GROUP) {
            KeyChanges.met(book, state, view);
        } else {
            var theirs = chat.groups().suites(joined.group(), joined.inviter().leaf());
            Moving.tellWeaker(chat.groups(), book, state, theirs);
        }
        deeds(book, state, joined, view)
                .admitted(Memberships.ownLeaf(view), Joining.of(book, welcomed.log()).isPresent());
        book.put(state);
        Joining.forget(book, welcomed.log());
        chat.opened(book, state);
        book.tx().afterCommit(() -> chat.groupLinks().joined(state.log));
    }

    /** This device has lost the conversation: it goes on, under a new leaf. */
    private void again(
            Book book,
            InboxItem.Welcomed welcomed,
            Joined joined,
            View view,
            KeyPackages.Own own,
            ConversationState before)
            throws CommandException {
        var title = before.kind == Kind.GROUP ? view.policy().title() : before.title;
        var state = state(welcomed, joined, view, own, before.kind, title);
        state.unread = before.unread;
        state.mentions = before.mentions;
        state.activity = before.activity;
        state.ignored.addAll(before.ignored);
        state.opener = before.opener;
        state.former = before.former;
        state.anewSince = before.anewSince;
        state.leaving = before.leaving;
        state.blameAs(before);
        forgetNumbers(book, before);
        book.resume(state);
        stand(book, state, joined, view);
        Joining.forget(book, state.log);
        book.tx().afterCommit(() -> chat.groupLinks().joined(state.log));
        book.tx().tell(new Event.SendingStopped(state.id, Optional.empty()));
        book.tx()
                .tell(
                        new Event.Notice(
                                "This device is in "
                                        + state.title
                                        + " again. What was said there in between may be missing here."
                                        + Moving.changed(chat.groups(), before, state)));
        chat.tellSuite(book, before, state);
    }

    /** It was opened anew, in another log. */
    private void anew(
            Book book,
            InboxItem.Welcomed welcomed,
            Joined joined,
            View view,
            KeyPackages.Own own,
            ConversationState before)
            throws CommandException {
        var title = before.kind == Kind.GROUP ? view.policy().title() : before.title;
        var state = state(welcomed, joined, view, own, before.kind, title);
        var wishes = book.wishes(state.id).all();
        var leaving =
                book.roll(state.id).members().keySet().stream()
                        .filter(book.roll(state.id)::leaves)
                        .collect(Collectors.toSet());
        forgetNumbers(book, before);
        book.begin(state);
        stand(book, state, joined, view);
        chat.leading().followed(book, state, view, wishes, leaving);
        chat.restarting().goOn(book, before, state, joined.inviter().account());
        deeds(book, state, joined, view).restarted();
        book.put(state);
        var opener = Hearer.addressOf(book, state.id, joined.inviter());
        book.tx().tell(new Event.Notice(chat.leading().told(before, state, opener)));
    }

    /** The members have said things that we do not read: where we begin anew any number may come first. */
    private void forgetNumbers(Book book, ConversationState before) {
        var old = book.group(before.id);
        if (old.isEmpty()) return;
        Restarting.forgetNumbers(book, before, chat.groups().view(old.get()));
    }

    private ConversationState state(
            InboxItem.Welcomed welcomed, Joined joined, View view, KeyPackages.Own own, Kind kind, String title) {
        var point = joined.joinPoint();
        var state =
                new ConversationState(
                        view.policy().conversation(),
                        kind,
                        title,
                        point.log(),
                        point.hub(),
                        view.suite(),
                        Stage.OPEN,
                        own.leaf().follower(),
                        own.followerPrivate(),
                        chat.now());
        state.generation = view.policy().generation();
        state.position = point.position();
        state.chain = point.chain();
        state.joinedAt = welcomed.position();
        state.addSlot(new Slot(welcomed.position(), view.epoch(), false, view.authenticator()));
        return state;
    }

    private Deeds deeds(Book book, ConversationState state, Joined joined, View view) {
        return new Deeds(book, state, state.joinedAt, chat.now(), view, joined.inviter());
    }

    private void stand(Book book, ConversationState state, Joined joined, View view) throws CommandException {
        LogReading.enrol(book.roll(state.id), view);
        book.put(state.id, joined.group(), null);
        book.putQuiet(state.id, view.policy().adminsWrite());
        chat.lifetimes().entered(book, state, view.policy());
        book.removeCommits(state.id);
        Rejoining.forget(book, state.id);
    }
}
