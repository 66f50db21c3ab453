package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.cipher.api.CipherException;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PrivateMessage;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** What a member, a carrier or a removed member may try. */
class ForgeryTest {

    private final Labeled suite = new Labeled(Suites.of(1));
    private List<Peer> peers;
    private Peer alice;
    private Peer bob;
    private Peer mallory;

    @BeforeEach
    void meet() throws Exception {
        peers = Peer.group(Suites.of(1), "alice", "bob", "mallory");
        alice = peers.get(0);
        bob = peers.get(1);
        mallory = peers.get(2);
    }

    /** All members can derive alice's keys; only her signature tells. */
    @Test
    void aMemberCannotSpeakForAnother() throws Exception {
        var forged =
                seal(
                        mallory,
                        0,
                        new Content.Application(Bytes.of((byte) 1)),
                        mallory.group.standing().signaturePrivate());
        assertThrows(MlsException.Forged.class, () -> bob.receive(forged));
        assertEquals("still here", bob.hear(alice.say("still here")));
    }

    @Test
    void aBlankOrUnknownLeafDoesNotSpeak() throws Exception {
        var content = new Content.Application(Bytes.of((byte) 1));
        var blank = seal(mallory, 3, content, mallory.group.standing().signaturePrivate());
        assertThrows(MlsException.Invalid.class, () -> bob.receive(blank));
    }

    @Test
    void nobodyIsToldItsOwnWords() throws Exception {
        var content = new Content.Application(Bytes.of((byte) 1));
        var forged = seal(mallory, 1, content, mallory.group.standing().signaturePrivate());
        assertThrows(MlsException.OwnMessage.class, () -> bob.receive(forged));
        assertThrows(MlsException.Forged.class, () -> alice.receive(forged));
    }

    private byte[] seal(Peer by, int leaf, Content content, Bytes signaturePrivate) {
        var epoch = by.group.standing();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PRIVATE_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(leaf),
                                Bytes.EMPTY,
                                content),
                        epoch.context().encode(),
                        signaturePrivate);
        return MessageProtection.seal(
                        suite, epoch.secrets().senderData(), by.group.ratchets().secretTree(), signed, Padding.none())
                .message()
                .encode();
    }

    @Test
    void authenticatedDataCannotBeExchanged() throws Exception {
        var it = (PrivateMessage) MlsMessage.decode(alice.say("hello", new byte[] {1}));
        var changed =
                new PrivateMessage(
                        it.groupId(),
                        it.epoch(),
                        it.contentType(),
                        Bytes.of((byte) 2),
                        it.encryptedSenderData(),
                        it.ciphertext());
        assertThrows(MlsException.Forged.class, () -> bob.receive(changed.encode()));
        assertEquals("hello", bob.hear(it.encode()));
    }

    @Test
    void aPublicMessageNeedsMembershipAndSignature() throws Exception {
        var sent = alice.group.propose(alice.suite, new ProposalRequest.Remove(2), new byte[0], Framing.PUBLIC);
        var it = (PublicMessage) MlsMessage.decode(sent.message());
        var tag = Objects.requireNonNull(it.membershipTag());
        var badTag = new PublicMessage(it.content(), it.auth(), flip(tag));
        assertThrows(MlsException.Forged.class, () -> bob.receive(badTag.encode()));
        // Mallory, a member, can make the tag, but not alice's signature.
        var epoch = mallory.group.standing();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PUBLIC_MESSAGE,
                        it.content(),
                        epoch.context().encode(),
                        epoch.signaturePrivate());
        var tagged = MessageProtection.publish(suite, epoch.secrets().membership(), signed, epoch.context().encode());
        assertThrows(MlsException.Forged.class, () -> bob.receive(tagged.encode()));
        bob.receive(sent.message());
    }

    @Test
    void applicationDataMustBeEncrypted() throws Exception {
        var epoch = alice.group.standing();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PUBLIC_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(0),
                                Bytes.EMPTY,
                                new Content.Application(Bytes.of((byte) 1))),
                        epoch.context().encode(),
                        epoch.signaturePrivate());
        var message = MessageProtection.publish(suite, epoch.secrets().membership(), signed, epoch.context().encode());
        assertThrows(MlsException.Invalid.class, () -> bob.receive(message.encode()));
    }

    @Test
    void paddingMustBeZero() throws Exception {
        var epoch = alice.group.standing();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PRIVATE_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(0),
                                Bytes.EMPTY,
                                new Content.Application(Bytes.of((byte) 1))),
                        epoch.context().encode(),
                        epoch.signaturePrivate());
        var plain = new WireWriter();
        signed.content().content().writeBody(plain);
        signed.auth().write(plain);
        plain.u8(0).u8(1);
        assertThrows(MlsException.Malformed.class, () -> bob.receive(encrypt(epoch, plain.toArray())));
    }

    /** What {@link MessageProtection#seal} does, for a plaintext that it would not make. */
    private byte[] encrypt(Epoch epoch, byte[] plain) {
        var taken = alice.group.ratchets().secretTree().takeNext(suite, 0, true);
        var header = new WireWriter().opaque(epoch.context().groupId()).u64(epoch.context().epoch()).u8(1).toArray();
        var aad = new WireWriter().fixed(header).opaque(new byte[0]).toArray();
        var key = taken.key();
        var ciphertext = suite.suite().seal(key.key().shared(), key.nonce().shared(), aad, plain);
        var senderKey = MessageProtection.senderDataKey(suite, epoch.secrets().senderData(), ciphertext);
        var senderData = new WireWriter().u32(0).u32(0).u32(0).toArray();
        var sealed = suite.suite().seal(senderKey.key().shared(), senderKey.nonce().shared(), header, senderData);
        return new PrivateMessage(
                        epoch.context().groupId(),
                        epoch.context().epoch(),
                        1,
                        Bytes.EMPTY,
                        Bytes.wrap(sealed),
                        Bytes.wrap(ciphertext))
                .encode();
    }

    @Test
    void theReuseGuardIsRandom() throws Exception {
        var guards = new HashSet<Bytes>();
        for (int i = 0; i < 50; i++) guards.add(guard((PrivateMessage) MlsMessage.decode(alice.say("x"))));
        assertTrue(guards.size() >= 49, "fifty random guards of 32 bits");
    }

    private Bytes guard(PrivateMessage message) throws CipherException, MlsException {
        var key =
                MessageProtection.senderDataKey(
                        suite, bob.group.standing().secrets().senderData(), message.ciphertext().shared());
        var header =
                new WireWriter().opaque(message.groupId()).u64(message.epoch()).u8(message.contentType()).toArray();
        var plain =
                suite.suite()
                        .open(key.key().shared(), key.nonce().shared(), header, message.encryptedSenderData().shared());
        return Stored.decode(
                plain,
                (WireReader in) -> new MessageProtection.SenderData(in.u32(), in.u32(), in.fixedBytes(4)).guard());
    }

    @Test
    void theRemovedReadNoMore() throws Exception {
        var pending = alice.commit(new CommitRequest().remove(2));
        mallory.receive(pending.message());
        alice.apply(pending);
        bob.follow(pending.message());
        var secret = alice.say("without mallory");
        assertThrows(MlsException.WrongEpoch.class, () -> mallory.receive(secret));
        var word = seal(mallory, 2, new Content.Application(Bytes.EMPTY), mallory.group.standing().signaturePrivate());
        assertThrows(MlsException.WrongEpoch.class, () -> bob.receive(word));
    }

    @Test
    void otherGroupsAndSuitesAreRefused() throws Exception {
        var other = Peer.founder(Suites.of(1), "eve");
        var foreign = other.say("x");
        assertThrows(MlsException.WrongEpoch.class, () -> bob.receive(foreign));
        var own = alice.say("x");
        assertThrows(
                IllegalArgumentException.class,
                () -> bob.group.receive(Suites.of(3), own, Peer.PSKS, CredentialCheck.none()));
    }

    private static Bytes flip(Bytes bytes) {
        var changed = bytes.toArray();
        changed[0] ^= 1;
        return Bytes.wrap(changed);
    }
}
