package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.DeviceList;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.Letter;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class AccountIdentitiesTest {

    private static final Registry REGISTRY = Registry.full();

    private final AccountIdentities identities = new AccountIdentities(REGISTRY.suites);
    private final Chains chains = new Chains(REGISTRY.suites);

    @Test
    void makesAnAccountWithItsFirstDevice() throws Exception {
        var identity = identities.create();
        var view = identities.view(identity);
        assertEquals(List.of(view.device()), view.devices().devices());
        assertEquals(view.account(), view.devices().account());
        assertEquals(1, view.devices().version());
        assertEquals(1, view.devices().inboxKeyNumber());
        assertTrue(identities.verify(view.devices()));
        assertNotEquals(view, identities.view(identities.create()));
    }

    @Test
    void hasALeafKeyForEachSchemeThatItCertifies() throws Exception {
        var state = IdentityState.decode(identities.create());
        assertEquals(
                Set.of(0x0807, 0x0403, 0x0503, 0x0603, 0x0808),
                state.leafKeys().stream().map(IdentityState.LeafKey::scheme).collect(Collectors.toSet()));
        assertEquals(5, state.leafKeys().size());
        for (var key : state.leafKeys()) {
            assertTrue(chains.verify(state.chain(key), key.scheme(), key.publicKey()));
            assertFalse(chains.verify(state.chain(key), key.scheme() ^ 1, key.publicKey()));
            var other = state.leafKeys().get(key.scheme() == 0x0807 ? 1 : 0).publicKey();
            assertFalse(chains.verify(state.chain(key), key.scheme(), other));
        }
    }

    @Test
    void refusesAChainWithAnythingChanged() throws Exception {
        var state = IdentityState.decode(identities.create());
        var leaf = state.leafKey(0x0807).orElseThrow();
        var chain = state.chain(leaf);
        assertTrue(chains.verify(chain, 0x0807, leaf.publicKey()));
        var encoded = chain.encode();
        for (int i = 0; i < encoded.length(); i++) {
            var changed = IdentityChain.decode(HostileTest.flipped(encoded, i));
            assertFalse(chains.verify(changed, 0x0807, leaf.publicKey()), "byte " + i);
        }
    }

    @Test
    void completesWhatASuiteBringsAndNothingElse() throws Exception {
        var registry = new Registry();
        registry.register(new parley.cipher.aesgcm.Mls128X25519());
        var few = new AccountIdentities(registry.suites);
        var identity = few.create();
        assertEquals(1, IdentityState.decode(identity).leafKeys().size());
        assertSame(identity, few.complete(identity));

        var p256 = registry.register(new parley.cipher.aesgcm.Mls128P256());
        var completed = few.complete(identity);
        assertNotSame(identity, completed);
        assertEquals(2, IdentityState.decode(completed).leafKeys().size());
        assertEquals(few.view(identity), few.view(completed));
        assertSame(completed, few.complete(completed));

        p256.unregister();
        assertSame(completed, few.complete(completed));
    }

    @Test
    void replacesTheInboxKeyAndReadsLettersToTheOldOneFor31Days() throws Exception {
        var identity = identities.create();
        var old = identities.view(identity).devices();
        var letter = identities.seal(new Letter.Invitation(Person.text("old"), Optional.empty()), old);

        var renewed = identities.renewInboxKey(identity, Person.NOW);
        var list = identities.view(renewed).devices();
        assertEquals(2, list.version());
        assertEquals(2, list.inboxKeyNumber());
        assertNotEquals(old.inboxKey(), list.inboxKey());
        assertTrue(identities.verify(list));
        var newer = identities.seal(new Letter.Invitation(Person.text("new"), Optional.empty()), list);

        var within = Person.NOW.plus(Duration.ofDays(31)).minusSeconds(1);
        assertSame(renewed, identities.dropInboxKeys(renewed, within));
        identities.open(renewed, letter);
        identities.open(renewed, newer);

        var dropped = identities.dropInboxKeys(renewed, within.plusSeconds(1));
        assertNotSame(renewed, dropped);
        assertEquals(list, identities.view(dropped).devices());
        assertThrows(UntrustedException.class, () -> identities.open(dropped, letter));
        identities.open(dropped, newer);
        assertSame(dropped, identities.dropInboxKeys(dropped, Person.NOW.plus(Duration.ofDays(400))));
    }

    @Test
    void aKeyReplacedTwiceKeepsItsOwnTerm() throws Exception {
        var identity = identities.renewInboxKey(identities.create(), Person.NOW);
        identity = identities.renewInboxKey(identity, Person.NOW.plus(Duration.ofDays(30)));
        identity = identities.dropInboxKeys(identity, Person.NOW.plus(Duration.ofDays(31)));
        assertEquals(
                List.of(2L, 3L),
                IdentityState.decode(identity).inboxKeys().stream().map(IdentityState.InboxKey::number).toList());
    }

    @Test
    void refusesADeviceListWithAnythingChanged() throws Exception {
        var list = identities.view(identities.create()).devices();
        var other = identities.view(identities.create());
        assertFalse(identities.verify(changed(list, list.version() + 1, list.devices(), list.signature())));
        assertFalse(identities.verify(changed(list, list.version(), List.of(other.device()), list.signature())));
        assertFalse(identities.verify(changed(list, list.version(), list.devices(), other.devices().signature())));
        var forged = changed(list, list.version() + 1, list.devices(), list.signature());
        assertThrows(
                UntrustedException.class,
                () -> identities.seal(new Letter.Invitation(Bytes.EMPTY, Optional.empty()), forged));
    }

    private static DeviceList changed(
            DeviceList list, long version, List<parley.protocol.DeviceKey> devices, Bytes signature) {
        return new DeviceList(list.account(), version, devices, list.inboxKeyNumber(), list.inboxKey(), signature);
    }

    @Test
    void signsAsDeviceAndAsFollower() throws Exception {
        var identity = identities.create();
        var message = Person.text("message");
        var device = identities.view(identity).device().bytes();
        var signature = identities.signAsDevice(identity, message);
        assertTrue(identities.verify(device, message, signature));
        assertFalse(identities.verify(device, Person.text("another"), signature));
        assertFalse(identities.verify(device, message, Bytes.EMPTY));
        assertFalse(identities.verify(Bytes.EMPTY, message, signature));

        var follower = identities.newFollower();
        assertNotEquals(follower.key(), identities.newFollower().key());
        assertTrue(
                identities.verify(
                        follower.key().bytes(), message, identities.signAsFollower(follower.privateKey(), message)));
    }

    @Test
    void waitsForASuiteWhileNoneIsThere() throws Exception {
        var registry = new Registry();
        var none = new AccountIdentities(registry.suites);
        assertEquals(1, assertThrows(SuiteMissingException.class, none::create).suite());
        var identity = identities.create();
        assertThrows(SuiteMissingException.class, () -> none.signAsDevice(identity, Bytes.EMPTY));
        assertThrows(SuiteMissingException.class, none::newFollower);
        assertThrows(SuiteMissingException.class, () -> none.verify(identities.view(identity).devices()));
        assertEquals(identities.view(identity), none.view(identity));
        assertSame(identity, none.complete(identity));

        registry.register(new parley.cipher.chacha20.Mls128X25519());
        assertTrue(none.verify(identities.view(identity).devices()));
    }

    @Test
    void refusesBytesThatAreNoIdentity() throws Exception {
        var identity = identities.create();
        assertThrows(IllegalArgumentException.class, () -> identities.view(Bytes.EMPTY));
        var newer = identity.toArray();
        newer[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> identities.view(Bytes.wrap(newer)));
        for (int length = 0; length < identity.length(); length += 13) {
            var cut = identity.slice(0, length);
            assertThrows(IllegalArgumentException.class, () -> identities.view(cut));
        }
    }
}
