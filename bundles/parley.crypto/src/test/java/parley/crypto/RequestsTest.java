package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.content.SealedRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.List;

/** What people ask of groups: to join by a link, to be let in again. */
class RequestsTest {

    private static final Registry REGISTRY = Registry.full();
    private static final parley.cipher.aesgcm.Mls128X25519 SUITE = new parley.cipher.aesgcm.Mls128X25519();

    private final LogId log = LogId.random();
    private final Token secret = Token.random();
    private Person alice;
    private Person bob;
    private Person mallory;
    private LeafData leaf;

    @BeforeEach
    void people() throws Exception {
        alice = new Person("alice", REGISTRY);
        bob = new Person("bob", REGISTRY);
        mallory = new Person("mallory", REGISTRY);
        leaf = bob.leafData();
    }

    // ---- Joining ----

    private Bytes asks() throws Exception {
        return alice.identities.sealJoinRequest(
                alice.identity, alice.address, List.of(alice.keyPackage(1).keyPackage()), log, secret);
    }

    private void dropped(Bytes sealed) {
        assertThrows(UntrustedException.class, () -> bob.identities.openJoinRequest(sealed, log, secret));
    }

    @Test
    void whoHasTheSecretOpensARequest() throws Exception {
        var keyPackage = alice.keyPackage(1).keyPackage();
        var sealed = alice.identities.sealJoinRequest(alice.identity, alice.address, List.of(keyPackage), log, secret);
        var opened = bob.identities.openJoinRequest(sealed, log, secret);
        assertEquals(alice.account(), opened.chain().account());
        assertEquals(alice.address, opened.from());
        assertEquals(List.of(keyPackage), opened.keyPackages());
    }

    @Test
    void anotherSecretOrLogOpensNothing() throws Exception {
        var sealed = asks();
        assertThrows(UntrustedException.class, () -> bob.identities.openJoinRequest(sealed, log, Token.random()));
        assertThrows(UntrustedException.class, () -> bob.identities.openJoinRequest(sealed, LogId.random(), secret));
        bob.identities.openJoinRequest(sealed, log, secret);
    }

    @Test
    void aRequestWithAnyByteChangedIsDropped() throws Exception {
        var sealed = asks();
        for (var i = 2; i < sealed.length(); i += 7) dropped(HostileTest.flipped(sealed, i));
        for (var length = 0; length < sealed.length(); length += 13) dropped(sealed.slice(0, length));
    }

    @Test
    void aRequestOfASuiteThatIsNotHereIsSaid() throws Exception {
        var sealed = SealedRequest.decode(asks());
        var other = new SealedRequest(0x7777, sealed.nonce(), sealed.ciphertext()).encode();
        assertThrows(SuiteMissingException.class, () -> bob.identities.openJoinRequest(other, log, secret));
        dropped(new SealedRequest(sealed.suite(), sealed.nonce().slice(0, 11), sealed.ciphertext()).encode());
        dropped(new SealedRequest(sealed.suite(), Bytes.EMPTY, sealed.ciphertext()).encode());
    }

    /** By whoever has the link, in the name of somebody else. */
    @Test
    void nobodyAsksForAnother() throws Exception {
        var state = IdentityState.decode(mallory.identity);
        var own = state.leafKey(Schemes.ED25519).orElseThrow();
        var theirs = IdentityState.decode(alice.identity);
        var chain = new IdentityChain(alice.account(), state.device(), state.deviceSignature(), own.signature());
        dropped(sealed(join(chain, own, List.of(), log)));
        var stolen = theirs.chain(theirs.leafKey(Schemes.ED25519).orElseThrow());
        dropped(sealed(join(stolen, own, List.of(), log)));
        dropped(sealed(join(state.chain(own), own, List.of(alice.keyPackage(1).keyPackage()), log)));
        dropped(sealed(join(state.chain(own), own, List.of(Bytes.EMPTY), log)));
        dropped(sealed(join(state.chain(own), own, List.of(), LogId.random()))); // of another group
        var unsigned = join(state.chain(own), own, List.of(), log);
        dropped(sealed(unsigned.withSignature(Bytes.wrap(new byte[64]))));
        bob.identities.openJoinRequest(
                sealed(join(state.chain(own), own, List.of(mallory.keyPackage(1).keyPackage()), log)), log, secret);
    }

    private JoinRequest join(IdentityChain chain, IdentityState.LeafKey key, List<Bytes> keyPackages, LogId log) {
        var unsigned =
                new JoinRequest(
                        Bytes.wrap(new byte[16]),
                        mallory.address,
                        chain,
                        key.publicKey(),
                        keyPackages,
                        log,
                        Bytes.EMPTY);
        return unsigned.withSignature(Bytes.wrap(SUITE.sign(key.privateKey().toArray(), unsigned.signed().toArray())));
    }

    private Bytes sealed(JoinRequest request) {
        var salt = new parley.protocol.wire.WireWriter().text("Parley group link 1").toArray();
        var key = SUITE.expand(SUITE.extract(salt, secret.bytes().toArray()), new byte[] {'k', 'e', 'y'}, 16);
        var nonce = new byte[12];
        var ciphertext = SUITE.seal(key, nonce, log.bytes().toArray(), request.encode().toArray());
        return new SealedRequest(1, Bytes.wrap(nonce), Bytes.wrap(ciphertext)).encode();
    }

    // ---- Rejoining ----

    private RejoinRequest rejoin(Person who, List<Bytes> keyPackages) throws Exception {
        return who.identities.rejoinRequest(
                who.identity, ConversationId.random(), log, who.address, keyPackages, bob.account(), leaf);
    }

    private void droppedLetter(Letter letter) throws Exception {
        var sealed = mallory.identities.seal(letter, bob.account(), leaf);
        assertThrows(UntrustedException.class, () -> bob.identities.open(bob.identity, sealed));
    }

    @Test
    void aRejoinRequestOpensAsItWasSent() throws Exception {
        var request = rejoin(alice, List.of(alice.keyPackage(1).keyPackage()));
        assertEquals(request, bob.identities.open(bob.identity, alice.identities.seal(request, bob.account(), leaf)));
    }

    @Test
    void aRejoinRequestOfAnotherIsDropped() throws Exception {
        droppedLetter(rejoin(alice, List.of(mallory.keyPackage(1).keyPackage())));
        var request = rejoin(alice, List.of());
        droppedLetter(request.withSignature(Bytes.wrap(new byte[64])));
        droppedLetter(request.withSignature(rejoin(mallory, List.of()).signature()));
        var state = IdentityState.decode(mallory.identity);
        var own = state.leafKey(Schemes.ED25519).orElseThrow();
        droppedLetter(
                with(
                        request,
                        new IdentityChain(alice.account(), state.device(), state.deviceSignature(), own.signature())));
        droppedLetter(with(request, state.chain(own)));
        // meant for somebody else, and passed on
        var hers =
                alice.identities.rejoinRequest(
                        alice.identity, request.conversation(), log, alice.address, List.of(), mallory.account(), leaf);
        droppedLetter(hers);
    }

    private static RejoinRequest with(RejoinRequest it, IdentityChain chain) {
        return new RejoinRequest(
                it.id(),
                it.conversation(),
                it.log(),
                it.from(),
                chain,
                it.leafKey(),
                it.keyPackages(),
                it.to(),
                it.inboxKeyNumber(),
                it.signature());
    }

    @Test
    void aRejoinRequestWithAnyFieldChangedIsDropped() throws Exception {
        var encoded = rejoin(alice, List.of(alice.keyPackage(1).keyPackage())).encode();
        for (var i = 1; i < encoded.length(); i += 5) {
            try {
                if (Letter.decode(HostileTest.flipped(encoded, i)) instanceof RejoinRequest changed) {
                    droppedLetter(changed);
                }
            } catch (MalformedException e) {
                // no letter at all
            }
        }
    }

    @Test
    void aGroupOfOneHasTheFirstSuitePresent() {
        assertEquals(Schemes.ORDER.getFirst(), alice.groups.defaultSuite().orElseThrow());
        assertEquals(java.util.Optional.empty(), new MlsGroups(new Registry().suites).defaultSuite());
        assertEquals(Schemes.X_WING, new MlsGroups(new Registry().suites).firstSuite());
    }

    /** A leaf that is known is known for its place and bytes only: the same leaf elsewhere is looked at anew. */
    @Test
    void knownLeavesAreOfTheirPlace() throws Exception {
        alice.create(1);
        var own = bob.keyPackage(1);
        alice.apply(alice.commit(Person.adding(own.keyPackage())));
        var before = alice.view().members();
        alice.apply(alice.commit(Person.removing(before.getLast().leaf())));
        var again = mallory.keyPackage(1);
        alice.apply(alice.commit(Person.adding(again.keyPackage())));
        var after = alice.view().members();
        assertEquals(before.getLast().leaf(), after.getLast().leaf());
        assertEquals(mallory.account(), after.getLast().account());
        assertEquals(alice.account(), after.getFirst().account());
    }
}
