package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Change;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class InboxTest extends Town {

    private long position() {
        try {
            return bob.store.transact(tx -> new Book(tx).inbox().position());
        } catch (parley.client.api.CommandException e) {
            throw new AssertionError(e);
        }
    }

    private Letter.ContactRequest request(Client from, Client to) throws Exception {
        return from.crypto.identities.request(
                from.identity,
                from.address(),
                to.crypto.identities.view(to.identity).devices(),
                from.keys.fresh().stream().map(own -> own.keyPackage()).toList(),
                from.keys.grantDelivery());
    }

    private Bytes sealed(Client from, Letter letter, Client to) throws Exception {
        return from.crypto.identities.seal(letter, to.crypto.identities.view(to.identity).devices());
    }

    /** Puts something into bob's inbox, and waits until it was passed. */
    private void put(InboxItem item) {
        hub.put(bob.account(), item);
        var end = hub.entries(LogId.inboxOf(bob.account())).getLast().position();
        Eventually.until("read", () -> position() >= end);
    }

    @Test
    void aRepeatedLetterIsTakenOnce() throws Exception {
        var letter = new InboxItem.Letter(sealed(alice, request(alice, bob), bob));
        put(letter);
        assertTrue(bob.knows(alice, State.ASKS));
        bob.people().deny("alice");
        bob.store.run(tx -> tx.remove("chat.contact", alice.account().bytes()));
        put(letter);
        assertFalse(bob.contact(alice).isPresent());
        put(new InboxItem.Letter(sealed(alice, request(alice, bob), bob)));
        assertTrue(bob.knows(alice, State.ASKS));
    }

    @Test
    void aDenialIsRemembered() throws Exception {
        put(new InboxItem.Letter(sealed(alice, request(alice, bob), bob)));
        bob.people().deny("alice");
        put(new InboxItem.Letter(sealed(alice, request(alice, bob), bob)));
        assertTrue(bob.knows(alice, State.DENIED));
    }

    @Test
    void whatIsNoLetterIsPassed() throws Exception {
        put(new InboxItem.Letter(Bytes.wrap(new byte[100])));
        put(new InboxItem.Letter(sealed(alice, request(alice, alice), bob))); // to somebody else
        put(new InboxItem.Welcomed(LogId.random(), 1, 0, Bytes.wrap(new byte[3])));
        assertEquals(List.of(), bob.people().all());
        put(new InboxItem.Letter(sealed(alice, request(alice, bob), bob)));
        assertTrue(bob.knows(alice, State.ASKS));
    }

    @Test
    void anAddressOfSomebodyElseIsNotBelieved() throws Exception {
        var mallory = client("mallory");
        var devices = bob.crypto.identities.view(bob.identity).devices();
        for (var address : List.of(new Address("alice", Hub.NAME), new Address("mallory", "elsewhere.example"))) {
            var lie =
                    mallory.crypto.identities.request(
                            mallory.identity,
                            address,
                            devices,
                            mallory.keys.fresh().stream().map(own -> own.keyPackage()).toList(),
                            Token.random());
            put(new InboxItem.Letter(sealed(mallory, lie, bob)));
        }
        assertEquals(List.of(), bob.people().all());
    }

    /** Its sender has deleted it: it must not be passed because it cannot be verified at the moment. */
    @Test
    void aRequestOutlivesALinkThatGoesDown() throws Exception {
        bob.port.script =
                request -> {
                    if (request instanceof Frame.Lookup) bob.port.cutSilently();
                    return null;
                };
        alice.people().connect("bob");
        Eventually.until("the link went down", () -> bob.port.up().isEmpty());
        bob.inboxIsAtRest(); // before there is another
        bob.port.cut();
        bob.port.script = request -> null;
        bob.port.connect();
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
    }

    /** The link is down already when the letter is taken. */
    @Test
    void aRequestThatIsTakenWithoutALinkIsTakenLater() throws Exception {
        bob.port.lie =
                frame -> {
                    if (frame instanceof Frame.Items items && items.log().equals(LogId.inboxOf(bob.account()))) {
                        bob.port.cutSilently();
                    }
                    return frame;
                };
        alice.people().connect("bob");
        Eventually.until("the link is down", () -> bob.port.up().isEmpty());
        bob.port.lie = frame -> frame;
        bob.port.cut();
        bob.port.connect();
        Eventually.until("asked", () -> bob.knows(alice, State.ASKS));
    }

    @Test
    void keepsAtMostFiveHundredRequests() throws Exception {
        var known = request(alice, bob);
        bob.store.run(tx -> {
            for (var i = 0; i < 499; i++) {
                var key =
                        new AccountKey(Bytes.wrap(java.util.Arrays.copyOf(new byte[] {(byte) i, (byte) (i >> 8)}, 32)));
                new Book(tx)
                        .put(
                                new StoredContact(
                                        new Address("n" + i, Hub.NAME),
                                        key,
                                        State.ASKS,
                                        Optional.empty(),
                                        Optional.of(known),
                                        Optional.empty(),
                                        List.of()));
            }
        });
        put(new InboxItem.Letter(sealed(alice, known, bob)));
        assertTrue(bob.knows(alice, State.ASKS)); // the five hundredth
        var carol = client("carol");
        put(new InboxItem.Letter(sealed(carol, request(carol, bob), bob)));
        assertFalse(bob.contact(carol).isPresent());
        bob.people().deny("alice");
        put(new InboxItem.Letter(sealed(carol, request(carol, bob), bob)));
        assertTrue(bob.knows(carol, State.ASKS));
    }

    // ---- Welcomes ----

    private InboxItem.Welcomed welcome(Client from, Client to, Policy policy, LogId stated, LogId delivered)
            throws Exception {
        var keyPackage = to.keys.fresh().getFirst().keyPackage();
        var leaf = from.keys.newLeaf();
        var group = from.crypto.groups.create(from.identity, Cryptography.SUITE, leaf.leaf(), policy);
        var made =
                from.crypto.groups.commit(
                        from.identity,
                        group,
                        new Change(List.of(keyPackage), List.of(), Optional.empty(), Optional.empty()),
                        Bytes.EMPTY,
                        new JoinPoint(Hub.NAME, stated, 0, Hash.ZERO));
        var invitation = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
        return new InboxItem.Welcomed(delivered, 1, 0, sealed(from, invitation, to));
    }

    private Policy policy(Policy.Kind kind, ConversationId id, List<AccountKey> admins) {
        return new Policy(id, kind, 1, "", admins, false, 64, Bytes.wrap(new byte[32]));
    }

    @Test
    void joinsOnlyWhatWasAskedForAndIsWhatItShouldBe() throws Exception {
        var id = bob.with(alice);
        var both = List.of(alice.account(), bob.account());
        var log = LogId.random();
        var right = policy(Policy.Kind.DIRECT, id, both);

        put(welcome(alice, bob, right, log, log)); // unasked
        assertFalse(bob.hasConversation(alice));

        bob.people().connect("alice");
        put(welcome(alice, bob, right, log, LogId.random())); // to another log
        put(welcome(alice, bob, policy(Policy.Kind.GROUP, id, both), log, log));
        put(welcome(alice, bob, policy(Policy.Kind.DIRECT, ConversationId.random(), both), log, log));
        put(welcome(alice, bob, policy(Policy.Kind.DIRECT, id, List.of(alice.account())), log, log));
        assertFalse(bob.hasConversation(alice));

        put(welcome(alice, bob, right, log, log));
        assertTrue(bob.hasConversation(alice));
        assertTrue(bob.knows(alice, State.APPROVED));
        assertEquals(log, bob.state(alice).log);

        var other = LogId.random(); // a second log for the same conversation
        put(welcome(alice, bob, right, other, other));
        assertEquals(log, bob.state(alice).log);
    }

    @Test
    void aWelcomeForALostKeyPackageIsPassed() throws Exception {
        bob.people().connect("alice");
        Eventually.until("asked", () -> alice.knows(bob, State.ASKS));
        bob.keys.lose();
        alice.people().approve("bob");
        Eventually.until("welcomed", () -> hub.entries(LogId.inboxOf(bob.account())).size() == 1);
        Eventually.until("passed", () -> position() == hub.entries(LogId.inboxOf(bob.account())).getLast().position());
        assertTrue(bob.knows(alice, State.REQUESTED));
    }

    // ---- Lying relays ----

    @Test
    void passesWhatIsGoneOnceAndSaysSoOnce() throws Exception {
        Eventually.until("reads", () -> bob.port.reads(bob.account()));
        bob.chat.inbox().retry = Duration.ofDays(1);
        var follows = new AtomicInteger();
        bob.port.script =
                request -> {
                    if (!(request instanceof Frame.Follow follow)) return null;
                    follows.incrementAndGet();
                    return new Frame.Gone(follow.request(), follow.after() + 10);
                };
        for (var round = 1; round <= 3; round++) {
            var before = follows.get();
            bob.port.cut();
            bob.port.connect();
            Eventually.until("followed", () -> follows.get() >= before + 2);
        }
        Eventually.until("passed", () -> position() >= 30);
        assertEquals(1, bob.told(Event.Notice.class).size());
        assertEquals(6, follows.get());

        var position = position(); // a tail that is not ahead of us says nothing
        var before = follows.get();
        bob.port.script =
                request -> {
                    if (!(request instanceof Frame.Follow follow)) return null;
                    follows.incrementAndGet();
                    return new Frame.Gone(follow.request(), follow.after());
                };
        bob.port.cut();
        bob.port.connect();
        Eventually.until("followed", () -> follows.get() > before);
        bob.port.script = request -> null;
        bob.chat.tick();
        Eventually.until("followed truly", () -> follows.get() == before + 1 && bob.port.reads(bob.account()));
        assertEquals(position, position());
    }

    @Test
    void lettersAreForgottenWhenNobodyCanOpenThemAnyMore() throws Exception {
        var ids = new ArrayList<Bytes>();
        for (var i = 0; i < 3; i++) ids.add(Token.random().bytes());
        var day = 24L * 60 * 60 * 1000;
        var start = Client.START.toEpochMilli();
        assertTrue(sight(ids.get(0), start));
        assertTrue(sight(ids.get(1), start)); // in the same millisecond
        assertFalse(sight(ids.get(0), start + 61 * day - 1));
        assertEquals(2, bob.store.count("chat.letter"));
        assertTrue(sight(ids.get(2), start + 61 * day + 1));
        assertEquals(1, bob.store.count("chat.letter"));
        assertEquals(1, bob.store.count("chat.letter.time"));
    }

    private boolean sight(Bytes id, long at) throws Exception {
        return bob.store.transact(tx -> new Book(tx).inbox().firstSight(id, at));
    }
}
