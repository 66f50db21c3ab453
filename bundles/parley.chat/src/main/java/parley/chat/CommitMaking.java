package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.Pending;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.FollowerKey;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes an own commit of a group as it stands, to be stored in the transaction under way and sent once that is over.
 */
final class CommitMaking {

    private final Chat chat;
    private final Held held;

    CommitMaking(Chat chat, Held held) {
        this.chat = chat;
        this.held = held;
    }

    /**
     * Makes it; the group is spent for it, and stored.
     *
     * @param joining those whom {@code change} adds, in its order
     * @param follower the own follower after it, where it replaces our leaf
     * @throws UntrustedException if a KeyPackage is refused, or a further commit in this epoch would be
     * @throws CommandException TOO_LARGE if no entry holds the commit, or no blob its Welcome
     */
    PendingCommit make(
            Book book,
            ConversationState state,
            Change change,
            List<NewFollower> added,
            List<FollowerKey> removed,
            List<Member> joining,
            Optional<PendingCommit.NewFollower> follower)
            throws CommandException, SuiteMissingException, UntrustedException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var claims = claims(state, held.group(book), added, removed);
        var made = chat.groups().commit(identity, held.group(book), change, claims, joinPoint(state));
        var after = change.policy().orElseGet(() -> chat.groups().view(held.group(book)).policy());
        return pending(book, state, made, added, removed, joining, follower, after);
    }

    /**
     * Makes the commit by which the conversation goes on in another suite.
     *
     * @param leaf this device's there
     * @param keyPackages of {@code joining}, in its order
     */
    PendingCommit succeed(
            Book book,
            ConversationState state,
            int suite,
            Policy policy,
            NewLeaf leaf,
            List<Bytes> keyPackages,
            List<Member> joining)
            throws CommandException, SuiteMissingException, UntrustedException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var group = held.group(book);
        var own = Memberships.own(chat.groups().view(group));
        var added = new ArrayList<NewFollower>();
        added.add(new NewFollower(leaf.leaf().follower(), policy.admins().contains(own)));
        for (var member : joining) {
            added.add(new NewFollower(member.data().follower(), policy.admins().contains(member.account())));
        }
        var removed = List.copyOf(CommitRules.followers(chat.groups().view(group).members()));
        var claims = claims(state, group, added, removed);
        var made =
                chat.groups()
                        .succeed(identity, group, suite, leaf.leaf(), policy, keyPackages, claims, joinPoint(state));
        var follower = new PendingCommit.NewFollower(leaf.leaf().follower(), leaf.followerPrivate());
        return pending(book, state, made, added, removed, joining, Optional.of(follower), policy);
    }

    private Bytes claims(ConversationState state, Group group, List<NewFollower> added, List<FollowerKey> removed) {
        var seen = new Seen(state.position, state.chain, chat.groups().view(group).authenticator());
        return new CommitClaims(CommitBody.binding(state.lastCommit(), added, removed), seen).encode();
    }

    private static JoinPoint joinPoint(ConversationState state) {
        return new JoinPoint(state.hub, state.log, state.position, state.chain);
    }

    private PendingCommit pending(
            Book book,
            ConversationState state,
            Pending made,
            List<NewFollower> added,
            List<FollowerKey> removed,
            List<Member> joining,
            Optional<PendingCommit.NewFollower> follower,
            Policy after)
            throws CommandException, SuiteMissingException, UntrustedException {
        if (made.commit().length() > chat.memberships().commitRoom) {
            throw new CommandException(
                    Code.TOO_LARGE,
                    "the change is too large until more of its devices have renewed their keys, as each does once it"
                            + " is online; try again in some days");
        }
        var welcomes = new ArrayList<Welcome>();
        var upload = Optional.<LargeInvitations.Upload>empty();
        var blob = Optional.<Bytes>empty();
        if (!joining.isEmpty()) {
            Letter letter = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
            var size = letter.encode().length();
            if (size > chat.memberships().letterRoom || size > chat.memberships().lettersRoom / joining.size()) {
                var large = LargeInvitations.seal((Letter.Invitation) letter, chat.memberships().blobRoom);
                letter = large.letter();
                upload = Optional.of(large.upload());
                blob = Optional.of(large.blob());
            }
            for (var member : joining) welcomes.add(welcome(letter, member));
            if (blob.isPresent()) book.putInvitation(state.id, blob.get()); // whom none can be sealed to is refused
        }
        var current = held.group(book);
        var spent = chat.groups().spent(current, made);
        held.become(spent);
        book.put(state.id, spent, current);
        return new PendingCommit(
                state.lastCommit(),
                new CommitBody(made.commit(), added, removed, Optional.empty()),
                welcomes,
                made.next(),
                follower,
                upload,
                anybodyAdds(chat.groups().view(current), after));
    }

    /** What the hub is told with each commit of an admin, so that it is right whatever came of those before. */
    private static Optional<Boolean> anybodyAdds(View before, Policy after) {
        var isAdmin = before.policy().admins().contains(Memberships.own(before));
        return isAdmin && after.kind() == Policy.Kind.GROUP ? Optional.of(after.anybodyAdds()) : Optional.empty();
    }

    private Welcome welcome(Letter invitation, Member to) throws SuiteMissingException, UntrustedException {
        Bytes sealed = chat.identities().seal(invitation, to.account(), to.data());
        return new Welcome(to.account(), to.data().deliver(), sealed);
    }
}
