package parley.crypto;

import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.NewKeyPackage;
import parley.client.api.crypto.Groups.PastEpoch;
import parley.client.api.crypto.Groups.Pending;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alice, Bob or Mallory with one device: an identity, and the state of one group after each step. */
final class Person {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Bytes NO_DATA = Bytes.EMPTY;
    static final JoinPoint POINT =
            new JoinPoint("relay.example", new LogId(Bytes.wrap(new byte[LogId.LENGTH])), 7, Hash.of(new byte[] {7}));

    final Address address;
    final MlsGroups groups;
    final AccountIdentities identities;
    Bytes identity;
    Group group;
    List<PastEpoch> past = List.of();

    Person(String name, Registry registry) throws Exception {
        address = new Address(name, "relay.example");
        groups = new MlsGroups(registry.suites);
        identities = new AccountIdentities(registry.suites);
        identity = identities.create();
    }

    AccountKey account() {
        return identities.view(identity).account();
    }

    DeviceList devices() {
        return identities.view(identity).devices();
    }

    LeafData leafData() throws Exception {
        var devices = devices();
        return new LeafData(
                identities.newFollower().key(),
                address,
                devices.inboxKeyNumber(),
                devices.inboxKey(),
                Token.random(),
                Token.random());
    }

    NewKeyPackage keyPackage(int suite) throws Exception {
        return groups.newKeyPackage(identity, suite, leafData(), NOW, Duration.ofDays(30), false);
    }

    static Policy policy(List<AccountKey> admins) {
        return new Policy(
                new ConversationId(Bytes.wrap(new byte[ConversationId.LENGTH])),
                Policy.Kind.GROUP,
                1,
                "",
                admins,
                false,
                100,
                Bytes.wrap(new byte[32]));
    }

    void create(int suite) throws Exception {
        group = groups.create(identity, suite, leafData(), policy(List.of(account())));
    }

    Pending commit(Change change) throws Exception {
        var pending = groups.commit(identity, group, change, NO_DATA, POINT);
        group = stored(groups.spent(group, pending));
        return new Pending(pending.commit(), pending.welcome(), Bytes.of(pending.next().toArray()));
    }

    static Change adding(Bytes... keyPackages) {
        return new Change(List.of(keyPackages), List.of(), Optional.empty(), Optional.empty());
    }

    static Change removing(int... leaves) {
        return new Change(
                List.of(), java.util.Arrays.stream(leaves).boxed().toList(), Optional.empty(), Optional.empty());
    }

    Committed apply(Pending pending) throws Exception {
        return taken(groups.apply(group, pending));
    }

    Committed process(Bytes commit) throws Exception {
        return taken(groups.process(group, commit));
    }

    private Committed taken(Committed committed) {
        group = stored(committed.group());
        past = List.of(committed.past());
        return committed;
    }

    void join(NewKeyPackage own, Bytes welcome) throws Exception {
        group = stored(groups.join(identity, own.secret(), welcome, Optional.empty()).group());
    }

    Bytes say(String text) throws Exception {
        var sealed = groups.seal(group, text(text));
        group = stored(sealed.group());
        return sealed.message();
    }

    /** Who said what. */
    String hear(Bytes message) throws Exception {
        var opened = groups.open(group, past, message);
        group = stored(opened.group());
        opened.past().ifPresent(it -> past = List.of(new PastEpoch(it.epoch(), Bytes.of(it.state().toArray()))));
        return opened.sender().data().address().name()
                + ": "
                + new String(opened.content().shared(), java.nio.charset.StandardCharsets.UTF_8);
    }

    View view() {
        return groups.view(group);
    }

    static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** As it comes back from a database: equal, and not the same. */
    static Group stored(Group group) {
        return new Group(Bytes.of(group.epoch().toArray()), Bytes.of(group.ratchets().toArray()));
    }

    /** Alice, who has just added Bob. */
    static Person[] pair(Registry registry, int suite) throws Exception {
        var alice = new Person("alice", registry);
        var bob = new Person("bob", registry);
        alice.create(suite);
        var keyPackage = bob.keyPackage(suite);
        var pending = alice.commit(adding(keyPackage.keyPackage()));
        alice.apply(pending);
        bob.join(keyPackage, pending.welcome().orElseThrow());
        return new Person[] {alice, bob};
    }
}
