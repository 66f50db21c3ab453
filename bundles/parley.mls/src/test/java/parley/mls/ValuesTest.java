package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** The small values of the API. */
class ValuesTest {

    @Test
    void messagesPaddedAlikeLookAlike() throws Exception {
        var alice = Peer.founder(Suites.of(1), "alice");
        assertEquals(alice.say("yes").length, alice.say("no, and here is why at some length").length);
    }

    @Test
    void extensionsAreDistinct() {
        var one = new Extension(0xF001, new byte[] {1});
        assertThrows(IllegalArgumentException.class, () -> new Extension(0x1_0000, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> new Extension(-1, new byte[0]));
        assertEquals(one, new Extension(0xF001, new byte[] {1}));
        assertNotEquals(one, new Extension(0xF001, new byte[] {2}));
        assertThrows(IllegalArgumentException.class, () -> new CommitRequest().extensions(List.of(one, one)));
        var twice = WireWriter.encode(List.of(one, one), Extension::writeList);
        assertThrows(MlsException.Malformed.class, () -> Stored.decode(twice, Extension::readList));
    }

    @Test
    void aLeafShowsOnlyWhatItSupports() {
        var peer = Peer.of(Suites.of(1), "alice");
        var unlisted = List.of(new Extension(0xF999, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> peer.leaf(unlisted));
        var standard = List.of(new Extension(Extension.APPLICATION_ID, new byte[] {1}));
        assertEquals(standard, peer.leaf(standard).extensions());
    }

    @Test
    void credentialsKeepTheirKind() throws Exception {
        var basic = Credential.basic(new byte[] {1, 2});
        assertEquals(basic, Credential.basic(new byte[] {1, 2}));
        assertEquals(List.of(), basic.certificates());
        var chain =
                new WireWriter()
                        .u16(Credential.X509)
                        .vector(List.of(new byte[] {3}, new byte[] {4}), WireWriter::opaque);
        var x509 = Stored.decode(chain.toArray(), Credential::read);
        assertEquals(2, x509.certificates().size());
        assertThrows(IllegalStateException.class, x509::identity);
        assertArrayEquals(chain.toArray(), WireWriter.encode(x509, (out, it) -> it.write(out)));
        var unknown = new WireWriter().u16(9).opaque(new byte[0]).toArray();
        assertThrows(MlsException.Malformed.class, () -> Stored.decode(unknown, Credential::read));
    }

    @Test
    void aCallersArraysStayItsOwn() throws Exception {
        var alice = Peer.group(Suites.of(1), "alice", "bob").getFirst();
        var authenticator = alice.group.epochAuthenticator();
        alice.group.epochAuthenticator()[0] ^= 1;
        alice.group.resumptionPsk()[0] ^= 1;
        alice.group.groupId()[0] ^= 1;
        alice.group.self().node().signatureKey()[0] ^= 1;
        assertArrayEquals(authenticator, alice.group.epochAuthenticator());
        assertArrayEquals(new byte[] {1, 2, 3}, alice.group.groupId());
        assertArrayEquals(alice.signatureKey.publicKey(), alice.group.self().node().signatureKey());
    }

    @Test
    void secretsHaveNoText() throws Exception {
        var alice = Peer.group(Suites.of(1), "alice", "bob").getFirst();
        assertEquals("Group in epoch 1", alice.group.toString());
        assertEquals("PastEpoch 1", alice.group.past().toString());
        assertEquals("Epoch 1", alice.group.standing().toString());
        assertEquals("Ratchets", alice.group.ratchets().toString());
        assertEquals("EpochSecrets", alice.group.standing().secrets().toString());
        assertEquals("PendingCommit to Group in epoch 2", alice.commit(new CommitRequest()).toString());
        assertEquals("own KeyPackage for suite 1", alice.keyPackage().toString());
        assertTrue(alice.leaf().toString().startsWith("LeafParameters[signatureKey=KeyPair, "));
    }

    @Test
    void aWelcomeNamesItsKeyPackages() throws Exception {
        var alice = Peer.founder(Suites.of(1), "alice");
        var bob = Peer.of(Suites.of(1), "bob").keyPackage();
        var carol = Peer.of(Suites.of(1), "carol").keyPackage();
        var pending = alice.commit(new CommitRequest().add(bob.keyPackage()).add(carol.keyPackage()));
        var all = assertInstanceOf(MessageInfo.ToJoiners.class, MessageInfo.of(pending.welcome().orElseThrow()));
        assertEquals(2, all.keyPackageRefs().size());
        var one = assertInstanceOf(MessageInfo.ToJoiners.class, MessageInfo.of(pending.welcomes().get(1)));
        assertEquals(1, one.keyPackageRefs().size());
        assertArrayEquals(carol.keyPackage().ref(alice.suite), one.keyPackageRefs().getFirst());
    }

    @Test
    void numbersKeepTheirWidth() throws Exception {
        assertEquals(7, WireReader.decode(new byte[] {0, 0, 0, 7}, ParentNode::leafIndex));
        var far = new WireWriter().u32(1 << 24).toArray();
        assertThrows(MlsException.Malformed.class, () -> Stored.decode(far, ParentNode::leafIndex));
        var last = new WireWriter().u32((1 << 24) - 1).toArray();
        assertEquals((1 << 24) - 1, Stored.decode(last, ParentNode::leafIndex));
    }
}
