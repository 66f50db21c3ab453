package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.Extension;
import parley.mls.Framing;
import parley.mls.LeafChange;
import parley.mls.ProposalRequest;
import parley.mls.PskLookup;
import parley.protocol.content.IdentityChain;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a relay, or a member with a client of its own, may send into a group. */
class HostileTest {

    private static final Registry REGISTRY = Registry.full();
    private static final CipherSuite SUITE = new parley.cipher.aesgcm.Mls128X25519();

    private Person alice;
    private Person mallory;

    @BeforeEach
    void conversation() throws Exception {
        var pair = Person.pair(REGISTRY, 1);
        alice = pair[0];
        mallory = pair[1];
    }

    static Bytes flipped(Bytes bytes, int index) {
        var changed = bytes.toArray();
        changed[index] ^= 1;
        return Bytes.wrap(changed);
    }

    @Test
    void dropsEveryChangedMessage() throws Exception {
        var message = mallory.say("x");
        var before = alice.group;
        for (int i = 0; i < message.length(); i++) {
            var changed = flipped(message, i);
            assertThrows(UntrustedException.class, () -> alice.groups.open(before, List.of(), changed), "byte " + i);
        }
        for (int length = 0; length < message.length(); length++) {
            var cut = message.slice(0, length);
            assertThrows(UntrustedException.class, () -> alice.groups.open(before, List.of(), cut));
        }
        assertEquals("bob: x", alice.hear(message));
    }

    @Test
    void voidsEveryChangedCommit() throws Exception {
        var commit = mallory.commit(Change.NONE).commit();
        for (int i = 0; i < commit.length(); i++) {
            var changed = flipped(commit, i);
            assertVoid(changed);
        }
        for (int length = 0; length < commit.length(); length += 7) assertVoid(commit.slice(0, length));
        assertEquals(2, alice.process(commit).past().epoch() + 1);
    }

    @Test
    void refusesEveryChangedWelcome() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var own = carol.keyPackage(1);
        var welcome = alice.commit(Person.adding(own.keyPackage())).welcome().orElseThrow();
        for (int i = 0; i < welcome.length(); i += i < 300 ? 1 : 5) {
            var changed = flipped(welcome, i);
            assertThrows(UntrustedException.class, () -> carol.join(own, changed), "byte " + i);
        }
        carol.join(own, welcome);
    }

    @Test
    void aWelcomeIsNoMessageAndAMessageNoCommit() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var pending = alice.commit(Person.adding(carol.keyPackage(1).keyPackage()));
        var welcome = pending.welcome().orElseThrow();
        var message = mallory.say("x");
        assertVoid(welcome);
        assertVoid(message);
        assertUntrusted(() -> alice.groups.open(alice.group, List.of(), welcome));
        assertUntrusted(() -> mallory.groups.open(mallory.group, List.of(), pending.commit()));
        assertUntrusted(() -> alice.groups.references(message));
        assertUntrusted(() -> alice.groups.suite(message));
        assertUntrusted(() -> alice.groups.check(welcome, Person.NOW));
        assertEquals(Optional.empty(), alice.groups.commonSuite(List.of(message, Bytes.EMPTY)));
    }

    @Test
    void dropsOneItHasReadAndOneOfItsOwn() throws Exception {
        var message = mallory.say("x");
        alice.hear(message);
        assertUntrusted(() -> alice.hear(message));
        var own = alice.say("y");
        assertUntrusted(() -> alice.hear(own));
    }

    @Test
    void dropsAMessageOfAnotherGroup() throws Exception {
        var others = Person.pair(REGISTRY, 1);
        var message = others[1].say("x");
        assertUntrusted(() -> alice.hear(message));
        var commit = others[1].commit(Change.NONE).commit();
        assertVoid(commit);
    }

    @Test
    void voidsACommitWithoutEncryption() throws Exception {
        assertVoid(committed(new CommitRequest().framing(Framing.PUBLIC)));
    }

    @Test
    void voidsACommitThatDropsThePolicy() throws Exception {
        assertVoid(committed(new CommitRequest().extensions(List.of())));
        assertVoid(committed(new CommitRequest().extensions(List.of(required()))));
    }

    @Test
    void voidsACommitWithAPolicyThatCannotBeRead() throws Exception {
        assertVoid(
                committed(
                        new CommitRequest()
                                .extensions(List.of(required(), new Extension(Policy.EXTENSION, new byte[] {1})))));
    }

    @Test
    void voidsACommitThatDropsTheRequiredCapabilities() throws Exception {
        assertVoid(committed(new CommitRequest().extensions(List.of(policy()))));
    }

    @Test
    void voidsACommitThatLetsOutsidersPropose() throws Exception {
        assertVoid(
                committed(
                        new CommitRequest()
                                .extensions(
                                        List.of(
                                                required(),
                                                policy(),
                                                new Extension(Extension.EXTERNAL_SENDERS, new byte[] {0})))));
    }

    @Test
    void voidsACommitWithAPreSharedKey() throws Exception {
        PskLookup hers = _ -> Optional.of(new byte[32]);
        var made =
                raw(mallory)
                        .commit(SUITE, new CommitRequest().externalPsk(new byte[] {1}), hers, CredentialCheck.none());
        assertVoid(Bytes.wrap(made.pending().message()));
    }

    /** Nor does the state of whoever could not follow it, or is removed by it, differ from the others'. */
    @Test
    void voidsACommitWithAPreSharedKeyForEverybodyAlike() throws Exception {
        PskLookup hers = _ -> Optional.of(new byte[32]);
        var misled = new CommitRequest().externalPsk(new byte[] {1});
        var unreadable = raw(mallory).commit(new Rogue(), misled, hers, CredentialCheck.none());
        assertVoid(Bytes.wrap(unreadable.pending().message()));
        var removing = new CommitRequest().externalPsk(new byte[] {1}).remove(alice.view().ownLeaf());
        var removed = raw(mallory).commit(SUITE, removing, hers, CredentialCheck.none());
        assertVoid(Bytes.wrap(removed.pending().message()));
    }

    @Test
    void voidsACommitWhoseLeafSaysNothing() throws Exception {
        assertVoid(committed(new CommitRequest().leaf(LeafChange.none().withExtensions(List.of()))));
        assertVoid(
                committed(
                        new CommitRequest()
                                .leaf(
                                        LeafChange.none()
                                                .withExtensions(
                                                        List.of(
                                                                new Extension(
                                                                        LeafData.EXTENSION, new byte[] {1, 2, 3}))))));
        assertVoid(
                committed(
                        new CommitRequest().leaf(LeafChange.none().withCredential(Credential.basic(new byte[] {1})))));
    }

    @Test
    void voidsAProposalByItself() throws Exception {
        var sent = raw(mallory).propose(SUITE, new ProposalRequest.Remove(0), new byte[0], Framing.PRIVATE);
        assertVoid(Bytes.wrap(sent.message()));
    }

    @Test
    void takesAMemberWithoutAChainButTrustsItNot() throws Exception {
        var chain =
                new IdentityChain(
                        alice.account(), // whom Mallory would like to be
                        alice.identities.view(alice.identity).device(),
                        Bytes.wrap(new byte[64]),
                        Bytes.wrap(new byte[64]));
        var commit =
                committed(
                        new CommitRequest()
                                .leaf(LeafChange.none().withCredential(Credential.basic(chain.encode().toArray()))));
        var done = alice.process(commit);
        assertFalse(done.replaced().getFirst().trusted());
        assertTrue(done.author().trusted());
        assertFalse(
                alice.view().members().stream()
                        .filter(it -> it.leaf() != alice.view().ownLeaf())
                        .findFirst()
                        .orElseThrow()
                        .trusted());
    }

    @Test
    void joinsWhoCannotBeTrustedAndSaysSo() throws Exception {
        var commit =
                committed(
                        new CommitRequest()
                                .leaf(
                                        LeafChange.none()
                                                .withCredential(
                                                        Credential.basic(
                                                                forgedChain(mallory, alice.account().bytes())
                                                                        .encode()
                                                                        .toArray()))));
        alice.process(commit);
        var carol = new Person("carol", REGISTRY);
        var own = carol.keyPackage(1);
        var pending = alice.commit(Person.adding(own.keyPackage()));
        carol.join(own, pending.welcome().orElseThrow());
        var trusted = new ArrayList<Boolean>();
        carol.view().members().forEach(member -> trusted.add(member.trusted()));
        assertEquals(List.of(true, false, true), trusted);
    }

    /** Whoever cannot judge a leaf must not find it void where others do not. */
    @Test
    void aLeafOfASuiteThatIsMissingIsNotJudged() throws Exception {
        var leaf = parley.mls.KeyPackage.fromBytes(mallory.keyPackage(1).keyPackage().toArray()).leaf();
        var members = new Members(REGISTRY.suites, new Chains(REGISTRY.suites));
        assertTrue(members.read(0, leaf, 1).trusted());
        assertThrows(SuiteMissingException.class, () -> members.read(0, leaf, 0xF123));
    }

    @Test
    void isLostWhenAPathSecretIsNotForIt() throws Exception {
        // Mallory's path is right for all but Alice: her client seals to another key in place of Alice's.
        var rogue = new Rogue();
        var made = raw(mallory).commit(rogue, new CommitRequest(), PskLookup.none(), CredentialCheck.none());
        assertThrows(
                LostException.class, () -> alice.groups.process(alice.group, Bytes.wrap(made.pending().message())));
    }

    /** Seals rubbish where it is to seal a path secret. */
    private static final class Rogue extends DelegatingSuite {
        Rogue() {
            super(1, SUITE);
        }

        @Override
        public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain)
                throws parley.cipher.api.CipherException {
            return super.hpkeSeal(publicKey, info, aad, new byte[plain.length]);
        }
    }

    @Test
    void aWelcomeForAnotherAccountIsRefused() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var own = carol.keyPackage(1);
        var welcome = alice.commit(Person.adding(own.keyPackage())).welcome().orElseThrow();
        carol.identity = mallory.identity;
        assertUntrusted(() -> carol.join(own, welcome));
    }

    @Test
    void aWelcomeWithoutAJoinPointOrPolicyIsRefused() throws Exception {
        var carol = new Person("carol", REGISTRY);
        var own = carol.keyPackage(1);
        var keyPackage = parley.mls.KeyPackage.fromBytes(own.keyPackage().toArray());
        var pointless =
                raw(alice)
                        .commit(SUITE, new CommitRequest().add(keyPackage), PskLookup.none(), CredentialCheck.none())
                        .pending();
        assertUntrusted(() -> carol.join(own, Bytes.wrap(pointless.welcome().orElseThrow())));
        var lawless =
                raw(alice)
                        .commit(
                                SUITE,
                                new CommitRequest()
                                        .add(keyPackage)
                                        .extensions(List.of(required()))
                                        .groupInfoExtensions(
                                                List.of(
                                                        new Extension(
                                                                parley.protocol.content.JoinPoint.EXTENSION,
                                                                Person.POINT.encode().toArray()))),
                                PskLookup.none(),
                                CredentialCheck.none())
                        .pending();
        assertUntrusted(() -> carol.join(own, Bytes.wrap(lawless.welcome().orElseThrow())));
    }

    @Test
    void commitsRefuseWhoCannotBeTrusted() throws Exception {
        var stranger = new Person("stranger", REGISTRY);
        var keyPackage = stranger.keyPackage(1).keyPackage();
        for (int i : new int[] {0, 4, 10, keyPackage.length() / 2, keyPackage.length() - 1}) {
            var changed = flipped(keyPackage, i);
            assertUntrusted(() -> alice.commit(Person.adding(changed)));
        }
        var other = stranger.keyPackage(3).keyPackage();
        assertUntrusted(() -> alice.commit(Person.adding(other)));
        assertUntrusted(() -> alice.commit(Person.adding(keyPackage, keyPackage)));
        assertThrows(IllegalArgumentException.class, () -> alice.commit(Person.removing(0)));
        assertThrows(IllegalArgumentException.class, () -> alice.commit(Person.removing(5)));
    }

    private Bytes committed(CommitRequest request) throws Exception {
        var made = raw(mallory).commit(SUITE, request, PskLookup.none(), CredentialCheck.none());
        return Bytes.wrap(made.pending().message());
    }

    private static parley.mls.Group raw(Person person) throws Exception {
        return parley.mls.Group.fromBytes(person.group.epoch().toArray(), person.group.ratchets().toArray());
    }

    private static IdentityChain forgedChain(Person by, Bytes account) {
        var view = by.identities.view(by.identity);
        return new IdentityChain(
                new parley.protocol.AccountKey(account),
                view.device(),
                Bytes.wrap(new byte[64]),
                Bytes.wrap(new byte[64]));
    }

    private Extension required() throws Exception {
        return find(Extension.REQUIRED_CAPABILITIES);
    }

    private Extension policy() throws Exception {
        return find(Policy.EXTENSION);
    }

    private Extension find(int type) throws Exception {
        for (var extension : raw(mallory).extensions()) if (extension.type() == type) return extension;
        return fail("no extension " + type);
    }

    private void assertVoid(Bytes commit) {
        var before = alice.group;
        assertThrows(VoidCommitException.class, () -> alice.groups.process(before, commit));
    }

    private static void assertUntrusted(org.junit.jupiter.api.function.Executable action) {
        assertThrows(UntrustedException.class, action);
    }
}
