package parley.chat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** alice, the admin, bob and carol, in a group and with their clients closed: what they read is put before them. */
abstract class ClosedGroup extends Town {

    Client carol;
    ConversationId group;

    @BeforeEach
    void theyAreInAGroupAndTheirClientsAreClosed() throws Exception {
        carol = client("carol");
        Client.befriend(alice, bob);
        Client.befriend(alice, carol);
        group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        var last = hub.entries(alice.state(group).log).getLast().position();
        for (var one : List.of(alice, bob, carol)) {
            Eventually.until("read", () -> one.state(group).position == last);
            one.chat.close();
        }
    }

    Group groupOf(Client client) throws Exception {
        return client.store.transact(tx -> new Book(tx).group(group).orElseThrow());
    }

    List<Member> members() throws Exception {
        return carol.crypto.groups.view(groupOf(carol)).members();
    }

    Member leafOf(Client client) throws Exception {
        return members().stream().filter(one -> one.account().equals(client.account())).findFirst().orElseThrow();
    }

    Policy policy() throws Exception {
        return carol.crypto.groups.view(groupOf(carol)).policy();
    }

    static Policy with(Policy policy, List<AccountKey> admins, Bytes link) {
        return policy.withAdmins(admins).withLink(link);
    }

    static Policy titled(Policy policy, String title) {
        return policy.withTitle(title);
    }

    static Policy limited(Policy policy, long maxMembers) {
        return new Policy(
                policy.conversation(),
                policy.kind(),
                policy.generation(),
                policy.title(),
                policy.admins(),
                policy.anybodyAdds(),
                maxMembers,
                policy.link());
    }

    /** A commit; each part can be made wrong. */
    final class Making {
        final Client by;
        final List<Bytes> add = new ArrayList<>();
        final List<Integer> remove = new ArrayList<>();
        Optional<Policy> policy = Optional.empty();
        final List<NewFollower> added = new ArrayList<>();
        final List<FollowerKey> removed = new ArrayList<>();

        private Groups.@Nullable Pending made;

        Making(Client by) {
            this.by = by;
        }

        /** The author's group after it. */
        Group pending() throws Exception {
            return by.crypto.groups.apply(groupOf(by), Objects.requireNonNull(made)).group();
        }

        Making adds(Client who, boolean admin) throws Exception {
            var own = who.keys.fresh().getFirst();
            add.add(own.keyPackage());
            added.add(new NewFollower(own.leaf().follower(), admin));
            return this;
        }

        Making removes(Client who) throws Exception {
            remove.add(leafOf(who).leaf());
            removed.add(leafOf(who).data().follower());
            return this;
        }

        Making policy(UnaryOperator<Policy> change) throws Exception {
            policy = Optional.of(change.apply(ClosedGroup.this.policy()));
            return this;
        }

        Making flags(Client who, boolean admin) throws Exception {
            added.add(new NewFollower(leafOf(who).data().follower(), admin));
            return this;
        }

        Entry entry() throws Exception {
            return entry(added, removed, this::commit);
        }

        private Bytes commit(Bytes claims) throws Exception {
            var state = carol.state(group);
            made =
                    by.crypto.groups.commit(
                            by.identity,
                            groupOf(by),
                            new Change(add, remove, Optional.empty(), policy),
                            claims,
                            new JoinPoint(Hub.NAME, state.log, state.position, state.chain));
            return made.commit();
        }

        /** With a commit made from its claims. */
        Entry entry(List<NewFollower> added, List<FollowerKey> removed, Committing committing) throws Exception {
            var state = carol.state(group);
            var seen = new Seen(state.position, state.chain, by.crypto.groups.view(groupOf(by)).authenticator());
            var claims = new CommitClaims(CommitBody.binding(state.lastCommit(), added, removed), seen);
            var body = new CommitBody(committing.commit(claims.encode()), added, removed, Optional.empty());
            return new Entry(
                    state.position + 1,
                    Kind.COMMIT,
                    by.state(group).follower,
                    0,
                    state.lastCommit(),
                    false,
                    body.encode());
        }
    }

    interface Committing {
        Bytes commit(Bytes claims) throws Exception;
    }

    ConversationState take(Client reader, Entry entry) throws Exception {
        reader.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(group);
            var before = book.group(group).orElseThrow();
            var reading = reader.reading(book, state);
            try {
                reading.take(entry);
            } catch (parley.client.api.crypto.SuiteMissingException | WelcomeAwaitedException e) {
                throw new AssertionError(e);
            }
            if (reading.group() != before) book.put(group, reading.group(), before);
            book.put(state);
        });
        return reader.state(group);
    }

    /** What {@code who} says next, at its place in the log. */
    Entry says(Client who, Content content) throws Exception {
        return says(who, Salt.random(), content);
    }

    Entry says(Client who, Salt salt, Content content) throws Exception {
        var state = carol.state(group);
        var before = groupOf(who);
        var seen = new Seen(state.position, state.chain, who.crypto.groups.view(before).authenticator());
        var said = new Said(salt, seen, Client.START.toEpochMilli(), content);
        var sealed = who.crypto.groups.seal(before, said.encode());
        who.store.run(tx -> new Book(tx).put(group, sealed.group(), before));
        var follower = who.state(group).follower;
        var last = carol.store.transact(tx -> new Book(tx).roll(group).number(follower).orElse(0L));
        return new Entry(
                state.position + 1, Kind.APPLICATION, follower, last + 1, state.lastCommit(), false, sealed.message());
    }

    /** A KeyPackage of {@code who} under that follower key. */
    Bytes under(FollowerKey follower, Client who) throws Exception {
        var own = who.keys.fresh().getFirst().leaf();
        var leaf =
                new LeafData(follower, own.address(), own.inboxKeyNumber(), own.inboxKey(), own.deliver(), own.take());
        return who.crypto
                .groups
                .newKeyPackage(who.identity, Cryptography.SUITE, leaf, clock.get(), java.time.Duration.ofDays(1), false)
                .keyPackage();
    }
}
