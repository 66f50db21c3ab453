package parley.session;

import parley.client.api.crypto.Identities;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Token;
import parley.protocol.content.Letter;
import parley.protocol.wire.Bytes;

import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Identities that sign, and whose state is but a name for keys kept here. */
final class TestIdentities implements Identities {

    private record Keys(KeyPair account, KeyPair device) {}

    private static final Map<Bytes, Keys> all = new ConcurrentHashMap<>();

    /** Of device lists, where it is not 1: one up with every new inbox key. */
    private static final Map<Bytes, Long> versions = new ConcurrentHashMap<>();

    /** What {@link #complete} adds; nothing at first. */
    volatile Bytes addition = Bytes.EMPTY;

    @Override
    public Bytes create() {
        var identity = Token.random().bytes();
        all.put(identity, new Keys(Ed25519.newPair(), Ed25519.newPair()));
        return identity;
    }

    @Override
    public Optional<Bytes> accountSecret(Bytes identity) {
        return Optional.of(identity.slice(0, Token.LENGTH)); // a name for the keys, as the state is
    }

    @Override
    public Bytes restore(Bytes secret, DeviceList last) throws UntrustedException {
        var account = keys(secret).account();
        if (!last.account().bytes().equals(Ed25519.raw(account))) throw new UntrustedException("another account's");
        var identity = Token.random().bytes();
        all.put(identity, new Keys(account, Ed25519.newPair()));
        versions.put(identity, last.version() + 1);
        return identity;
    }

    @Override
    public Bytes above(Bytes identity, DeviceList newest) {
        versions.put(identity.slice(0, Token.LENGTH), newest.version() + 1);
        return new parley.protocol.wire.WireWriter().fixed(identity).u8(2).toBytes();
    }

    @Override
    public Bytes complete(Bytes identity) {
        if (addition.isEmpty() || identity.length() > Token.LENGTH) return identity;
        var out = new parley.protocol.wire.WireWriter().fixed(identity).fixed(addition);
        return out.toBytes();
    }

    @Override
    public View view(Bytes identity) {
        var keys = keys(identity);
        var account = new AccountKey(Ed25519.raw(keys.account()));
        var device = new DeviceKey(Ed25519.raw(keys.device()));
        var inboxKey = Bytes.wrap(new byte[DeviceList.INBOX_KEY]);
        var version = versions.getOrDefault(identity.slice(0, Token.LENGTH), 1L);
        var signed = DeviceList.signed(account, version, List.of(device), version, inboxKey);
        var list =
                new DeviceList(
                        account, version, List.of(device), version, inboxKey, Ed25519.sign(keys.account(), signed));
        return new View(account, device, list);
    }

    @Override
    public Bytes signAsDevice(Bytes identity, Bytes message) {
        return Ed25519.sign(keys(identity).device(), message);
    }

    @Override
    public Follower newFollower() {
        return new Follower(new FollowerKey(Token.random().bytes()), Token.random().bytes());
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        return Ed25519.verify(publicKey, message, signature);
    }

    @Override
    public Bytes renewInboxKey(Bytes identity, java.time.Instant now) {
        versions.merge(identity.slice(0, Token.LENGTH), 2L, (before, two) -> before + 1);
        return new parley.protocol.wire.WireWriter().fixed(identity).u8(1).toBytes();
    }

    @Override
    public Bytes dropInboxKeys(Bytes identity, java.time.Instant now) {
        return identity;
    }

    private static Keys keys(Bytes identity) {
        var keys = all.get(identity.slice(0, Token.LENGTH));
        if (keys == null) throw new AssertionError("no such identity");
        return keys;
    }

    @Override
    public Bytes signAsFollower(Bytes privateKey, Bytes message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean verify(DeviceList list) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes seal(Letter letter, DeviceList to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Letter open(Bytes identity, Bytes sealed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Letter.ContactRequest request(
            Bytes identity, Address from, DeviceList to, List<Bytes> keyPackages, Token reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes seal(Letter letter, parley.protocol.AccountKey to, parley.protocol.content.LeafData leaf) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Letter.RejoinRequest rejoinRequest(
            Bytes identity,
            parley.protocol.ConversationId conversation,
            parley.protocol.LogId log,
            Address from,
            List<Bytes> keyPackages,
            parley.protocol.AccountKey to,
            parley.protocol.content.LeafData leaf) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes sealJoinRequest(
            Bytes identity, Address from, List<Bytes> keyPackages, parley.protocol.LogId log, Token secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public parley.protocol.content.JoinRequest openJoinRequest(Bytes sealed, parley.protocol.LogId log, Token secret) {
        throw new UnsupportedOperationException();
    }
}
