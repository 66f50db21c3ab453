package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.DeviceList;
import parley.protocol.Token;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Letter.Invitation;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class LettersTest {

    private static final Registry REGISTRY = Registry.full();
    private final Letters letters = new Letters(REGISTRY.suites, new Chains(REGISTRY.suites));

    private Person alice;
    private Person bob;
    private Person mallory;
    private ContactRequest request;

    @BeforeEach
    void people() throws Exception {
        alice = new Person("alice", REGISTRY);
        bob = new Person("bob", REGISTRY);
        mallory = new Person("mallory", REGISTRY);
        request =
                alice.identities.request(
                        alice.identity,
                        alice.address,
                        bob.devices(),
                        List.of(alice.keyPackage(1).keyPackage()),
                        Token.random());
    }

    @Test
    void opensARequestAsItWasSent() throws Exception {
        assertEquals(request, bob.identities.open(bob.identity, alice.identities.seal(request, bob.devices())));
    }

    /** A relay takes KeyPackages of 8192 bytes, and letters of strangers of 64 KiB. */
    @Test
    void aRequestWithEverySuiteFits() throws Exception {
        var keyPackages = new ArrayList<Bytes>();
        for (int suite : REGISTRY.suites.ids()) keyPackages.add(alice.keyPackage(suite).keyPackage());
        assertEquals(8, keyPackages.size());
        for (var keyPackage : keyPackages) {
            assertTrue(keyPackage.length() <= Frame.StoredKeyPackage.MAX_KEY_PACKAGE, () -> "" + keyPackage.length());
        }
        var full = alice.identities.request(alice.identity, alice.address, bob.devices(), keyPackages, Token.random());
        var sealed = alice.identities.seal(full, bob.devices());
        assertTrue(sealed.length() <= 64 * 1024 / 2, () -> sealed.length() + " bytes leave no room for more suites");
        assertEquals(full, bob.identities.open(bob.identity, sealed));
    }

    @Test
    void dropsALetterWithAnyByteChanged() throws Exception {
        var letter = alice.identities.seal(request, bob.devices());
        for (int i = 0; i < letter.length(); i++) {
            var changed = HostileTest.flipped(letter, i);
            assertDropped(changed);
        }
        for (int length = 0; length < letter.length(); length += 11) assertDropped(letter.slice(0, length));
        assertDropped(Bytes.wrap(java.util.Arrays.copyOf(letter.toArray(), letter.length() + 1)));
    }

    @Test
    void dropsALetterForSomebodyElse() throws Exception {
        var letter = alice.identities.seal(request, bob.devices());
        assertThrows(UntrustedException.class, () -> mallory.identities.open(mallory.identity, letter));
    }

    @Test
    void dropsARequestThatWasPassedOn() throws Exception {
        // Mallory opens what Alice wrote to her and seals it to Bob
        var hers =
                alice.identities.request(alice.identity, alice.address, mallory.devices(), List.of(), Token.random());
        assertDropped(resealed(hers));
    }

    @Test
    void dropsARequestThatNamesAnotherInboxKey() throws Exception {
        bob.identity = bob.identities.renewInboxKey(bob.identity, Person.NOW);
        assertDropped(resealed(request)); // names number 1, sealed to number 2
        var old = IdentityState.decode(bob.identity);
        assertEquals(2, old.inboxKeys().size());
    }

    @Test
    void dropsALetterSealedUnderAnotherNumberThanItsKeys() throws Exception {
        var old = bob.devices();
        bob.identity = bob.identities.renewInboxKey(bob.identity, Person.NOW);
        assertDropped(letters.seal(request, bob.account(), 2, old.inboxKey()));
        assertDropped(letters.seal(request, bob.account(), 3, old.inboxKey()));
        assertDropped(letters.seal(request, alice.account(), 1, old.inboxKey()));
        bob.identities.open(bob.identity, letters.seal(request, bob.account(), 1, old.inboxKey()));
    }

    @Test
    void dropsARequestThatTheSenderDidNotSign() throws Exception {
        assertDropped(resealed(request.withSignature(Bytes.wrap(new byte[64]))));
        var other =
                mallory.identities.request(mallory.identity, alice.address, bob.devices(), List.of(), Token.random());
        assertDropped(resealed(request.withSignature(other.signature())));
    }

    @Test
    void dropsARequestWithAnyFieldChanged() throws Exception {
        var others =
                mallory.identities.request(mallory.identity, alice.address, bob.devices(), List.of(), Token.random());
        assertDropped(resealed(with(request, others.id(), request.chain(), request.leafKey(), request.devices())));
        assertDropped(resealed(with(request, request.id(), others.chain(), request.leafKey(), request.devices())));
        assertDropped(resealed(with(request, request.id(), request.chain(), others.leafKey(), request.devices())));
        assertDropped(resealed(with(request, request.id(), request.chain(), request.leafKey(), others.devices())));
        var encoded = request.encode();
        for (int i = 1; i < encoded.length(); i += 3) {
            try {
                if (Letter.decode(HostileTest.flipped(encoded, i)) instanceof ContactRequest changed) {
                    assertDropped(resealed(changed));
                }
            } catch (parley.protocol.wire.MalformedException e) {
                // no letter at all
            }
        }
    }

    @Test
    void dropsWhomMalloryClaimsToBe() throws Exception {
        // Everything is signed by Mallory's own keys, but the account is Alice's.
        var state = IdentityState.decode(mallory.identity);
        var leaf = state.leafKey(0x0807).orElseThrow();
        var chain = new IdentityChain(alice.account(), state.device(), state.deviceSignature(), leaf.signature());
        assertDropped(resealed(signedBy(mallory, chain, alice.devices())));
        assertDropped(resealed(signedBy(mallory, chain, mallory.devices())));
        assertDropped(resealed(signedBy(mallory, state.chain(leaf), alice.devices())));
        bob.identities.open(bob.identity, resealed(signedBy(mallory, state.chain(leaf), mallory.devices())));
    }

    @Test
    void dropsADeviceThatItsAccountDoesNotList() throws Exception {
        var state = IdentityState.decode(mallory.identity);
        var leaf = state.leafKey(0x0807).orElseThrow();
        var old = mallory.devices();
        var signed =
                DeviceList.signed(old.account(), 2, List.of(alice.devices().devices().getFirst()), 1, old.inboxKey());
        var suite = new parley.cipher.aesgcm.Mls128X25519();
        var signature = suite.sign(state.accountPrivate().orElseThrow().toArray(), signed.toArray());
        var list =
                new DeviceList(
                        old.account(),
                        2,
                        List.of(alice.devices().devices().getFirst()),
                        1,
                        old.inboxKey(),
                        Bytes.wrap(signature));
        assertDropped(resealed(signedBy(mallory, state.chain(leaf), list)));
    }

    @Test
    void dropsARequestWithSomebodyElsesKeyPackages() throws Exception {
        for (var foreign :
                List.of(alice.keyPackage(1).keyPackage(), Bytes.EMPTY, alice.keyPackage(1).keyPackage().slice(0, 50))) {
            var theirs =
                    mallory.identities.request(
                            mallory.identity, mallory.address, bob.devices(), List.of(foreign), Token.random());
            assertDropped(resealed(theirs));
        }
    }

    @Test
    void sealsToNoKeyThatAnybodyCouldOpen() {
        var letter = new Invitation(Bytes.EMPTY, Optional.empty());
        var one = new byte[32];
        one[0] = 1;
        for (var low : List.of(new byte[32], one)) {
            assertThrows(UntrustedException.class, () -> letters.seal(letter, bob.account(), 1, Bytes.wrap(low)));
        }
        assertThrows(UntrustedException.class, () -> letters.seal(letter, bob.account(), 1, Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sealsWithWhicheverSuiteIsThere(int id) throws Exception {
        var registry = new Registry();
        var suite =
                registry.register(
                        id == 1 ? new parley.cipher.aesgcm.Mls128X25519() : new parley.cipher.chacha20.Mls128X25519());
        var identities = new AccountIdentities(registry.suites);
        var letter = identities.seal(request, bob.devices());
        assertEquals(id, letter.get(1));
        assertEquals(request, bob.identities.open(bob.identity, letter));
        assertEquals(request, identities.open(bob.identity, letter));

        suite.unregister();
        registry.register(
                id == 3 ? new parley.cipher.aesgcm.Mls128X25519() : new parley.cipher.chacha20.Mls128X25519());
        var missing = assertThrows(SuiteMissingException.class, () -> identities.open(bob.identity, letter));
        assertEquals(id, missing.suite());
    }

    @Test
    void dropsALetterOfASuiteThatLettersDoNotUse() throws Exception {
        var letter = alice.identities.seal(request, bob.devices()).toArray();
        for (int suite : new int[] {0, 2, 7, 255}) {
            letter[1] = (byte) suite;
            assertDropped(Bytes.of(letter));
        }
    }

    private Bytes resealed(Letter letter) throws Exception {
        return mallory.identities.seal(letter, bob.devices());
    }

    private ContactRequest signedBy(Person signer, IdentityChain chain, DeviceList devices) {
        var state = IdentityState.decode(signer.identity);
        var leaf = state.leafKey(0x0807).orElseThrow();
        var unsigned =
                new ContactRequest(
                        Bytes.wrap(new byte[Letter.ID]),
                        signer.address,
                        chain,
                        leaf.publicKey(),
                        devices,
                        List.of(),
                        Token.random(),
                        bob.account(),
                        1,
                        Bytes.EMPTY);
        var suite = new parley.cipher.aesgcm.Mls128X25519();
        return unsigned.withSignature(Bytes.wrap(suite.sign(leaf.privateKey().toArray(), unsigned.signed().toArray())));
    }

    private static ContactRequest with(
            ContactRequest it, Bytes id, IdentityChain chain, Bytes leafKey, DeviceList devices) {
        AccountKey to = it.to();
        return new ContactRequest(
                id,
                it.from(),
                chain,
                leafKey,
                devices,
                it.keyPackages(),
                it.reply(),
                to,
                it.inboxKeyNumber(),
                it.signature());
    }

    private void assertDropped(Bytes letter) {
        assertThrows(UntrustedException.class, () -> bob.identities.open(bob.identity, letter));
    }
}
