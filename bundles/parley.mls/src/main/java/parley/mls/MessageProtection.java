package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherException;
import parley.mls.FramedContent.Auth;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PrivateMessage;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/** Turns authenticated content into messages and back (RFC 9420 §6.2, §6.3). */
final class MessageProtection {

    private static final int GUARD = 4;

    private MessageProtection() {}

    /** An encrypted message, and the secret tree without its key. */
    record Sealed(PrivateMessage message, long generation, SecretTree after) {}

    /** What a message held, its signature verified, and the secret tree without its key. */
    record Opened(AuthenticatedContent content, SecretTree after) {}

    /** {@code SenderData} (RFC 9420 §6.3.2). */
    record SenderData(long leaf, long generation, Bytes guard) {}

    /** A PublicMessage by a member. */
    static PublicMessage publish(Labeled suite, Bytes membershipKey, AuthenticatedContent content, byte[] context) {
        var tag = suite.mac(membershipKey, toBeTagged(content, context));
        return new PublicMessage(content.content(), content.auth(), tag);
    }

    /**
     * Verifies a PublicMessage: its signature, and its membership tag if a member sent it.
     *
     * @param leaves the members
     * @param extensions the GroupContext's, which name the external senders
     */
    static AuthenticatedContent verify(
            Labeled suite,
            Bytes membershipKey,
            IntFunction<@Nullable LeafNode> leaves,
            List<Extension> extensions,
            byte[] context,
            PublicMessage message)
            throws MlsException {
        var content = new AuthenticatedContent(MlsMessage.PUBLIC_MESSAGE, message.content(), message.auth());
        var framed = message.content();
        if (framed.content() instanceof Content.Application) {
            throw new MlsException.Invalid("application data came unencrypted");
        }
        if (framed.sender().type() == Sender.Type.MEMBER) {
            var tag = Objects.requireNonNull(message.membershipTag());
            if (!suite.macFits(membershipKey, toBeTagged(content, context), tag)) throw new MlsException.Forged();
        }
        checkSignature(suite, content, signatureKey(framed, leaves, extensions), context);
        return content;
    }

    /** The key that a PublicMessage must be signed with (RFC 9420 §6.1, §12.1.8, §12.4.3.2). */
    private static Bytes signatureKey(
            FramedContent framed, IntFunction<@Nullable LeafNode> leaves, List<Extension> extensions)
            throws MlsException {
        var sender = framed.sender();
        return switch (sender.type()) {
            case MEMBER -> leaf(leaves, sender.index()).signatureKeyBytes();
            case EXTERNAL -> {
                if (!(framed.content() instanceof Content.OfProposal)) {
                    throw new MlsException.Invalid("an external sender can only propose");
                }
                yield ExternalSender.key(extensions, sender.index());
            }
            case NEW_MEMBER_PROPOSAL -> {
                if (framed.content() instanceof Content.OfProposal(Proposal.Add(var keyPackage))) {
                    yield keyPackage.leaf().signatureKeyBytes();
                }
                throw new MlsException.Invalid("a newcomer can only propose to add itself");
            }
            case NEW_MEMBER_COMMIT -> {
                if (framed.content() instanceof Content.OfCommit(var commit) && commit.path().isPresent()) {
                    yield commit.path().get().leaf().signatureKeyBytes();
                }
                throw new MlsException.Invalid("a newcomer's commit lacks a path");
            }
        };
    }

    private static byte[] toBeTagged(AuthenticatedContent content, byte[] context) {
        var out = new WireWriter(1024).fixed(content.content().toBeSigned(content.wireFormat(), context));
        content.auth().write(out);
        return out.toArray();
    }

    /** Encrypts with the sender's next key. */
    static Sealed seal(
            Labeled suite, Bytes senderDataSecret, SecretTree tree, AuthenticatedContent content, Padding padding) {
        var framed = content.content();
        var leaf = (int) framed.sender().index();
        var type = framed.content().type();
        var plain = new WireWriter(1024);
        framed.content().writeBody(plain);
        content.auth().write(plain);
        var padded = Arrays.copyOf(plain.toArray(), Math.max(plain.length(), padding.paddedLength(plain.length())));

        var taken = tree.takeNext(suite, leaf, type == Content.APPLICATION);
        var guard = Bytes.wrap(Labeled.random(GUARD));
        var header = header(framed.groupId(), framed.epoch(), type);
        var ciphertext =
                suite.suite()
                        .seal(
                                taken.key().key().shared(),
                                guarded(taken.key().nonce(), guard),
                                new WireWriter(256).fixed(header).opaque(framed.authenticatedData()).toArray(),
                                padded);
        var senderData = new WireWriter(16).u32(leaf).u32(taken.generation()).fixed(guard).toArray();
        var keys = senderDataKey(suite, senderDataSecret, ciphertext);
        var encryptedSenderData = suite.suite().seal(keys.key().shared(), keys.nonce().shared(), header, senderData);
        return new Sealed(
                new PrivateMessage(
                        framed.groupId(),
                        framed.epoch(),
                        type,
                        framed.authenticatedData(),
                        Bytes.wrap(encryptedSenderData),
                        Bytes.wrap(ciphertext)),
                taken.generation(),
                taken.after());
    }

    /** Decrypts and verifies a message of another than {@code self}. */
    static Opened open(
            Labeled suite,
            Bytes senderDataSecret,
            SecretTree tree,
            IntFunction<@Nullable LeafNode> leaves,
            int self,
            byte[] context,
            PrivateMessage message)
            throws MlsException {
        var header = header(message.groupId(), message.epoch(), message.contentType());
        var senderData = openSenderData(suite, senderDataSecret, header, message);
        var leaf = leaf(leaves, senderData.leaf);
        if (senderData.leaf == self) throw new MlsException.OwnMessage();
        var sender = (int) senderData.leaf;
        var taken = tree.take(suite, sender, message.contentType() == Content.APPLICATION, senderData.generation);
        byte[] plain;
        try {
            plain =
                    suite.suite()
                            .open(
                                    taken.key().key().shared(),
                                    guarded(taken.key().nonce(), senderData.guard),
                                    new WireWriter(256).fixed(header).opaque(message.authenticatedData()).toArray(),
                                    message.ciphertext().shared());
        } catch (CipherException _) {
            throw new MlsException.Forged();
        }
        var content = parse(message, sender, plain);
        checkSignature(suite, content, leaf.signatureKeyBytes(), context);
        return new Opened(content, taken.after());
    }

    private static AuthenticatedContent parse(PrivateMessage message, int sender, byte[] plain)
            throws MlsException.Malformed {
        return Stored.decode(
                plain,
                in -> {
                    var content = Content.readBody(in, message.contentType());
                    var auth = Auth.read(in, message.contentType());
                    for (byte padding : in.rest()) {
                        if (padding != 0) throw new MalformedException("padding is not zero");
                    }
                    return new AuthenticatedContent(
                            MlsMessage.PRIVATE_MESSAGE,
                            new FramedContent(
                                    message.groupId(),
                                    message.epoch(),
                                    Sender.member(sender),
                                    message.authenticatedData(),
                                    content),
                            auth);
                });
    }

    private static SenderData openSenderData(
            Labeled suite, Bytes senderDataSecret, byte[] header, PrivateMessage message) throws MlsException {
        var keys = senderDataKey(suite, senderDataSecret, message.ciphertext().shared());
        byte[] plain;
        try {
            plain =
                    suite.suite()
                            .open(
                                    keys.key().shared(),
                                    keys.nonce().shared(),
                                    header,
                                    message.encryptedSenderData().shared());
        } catch (CipherException _) {
            throw new MlsException.Forged();
        }
        return Stored.decode(plain, (WireReader in) -> new SenderData(in.u32(), in.u32(), in.fixedBytes(GUARD)));
    }

    /** Key and nonce for sender data (RFC 9420 §6.3.2). */
    static Ratchet.Key senderDataKey(Labeled suite, Bytes senderDataSecret, byte[] ciphertext) {
        var sample = ciphertext.length <= suite.nh() ? ciphertext : Arrays.copyOf(ciphertext, suite.nh());
        var secret = senderDataSecret.shared();
        return new Ratchet.Key(
                Bytes.wrap(suite.expand(secret, "key", sample, suite.suite().nk())),
                Bytes.wrap(suite.expand(secret, "nonce", sample, suite.suite().nn())));
    }

    private static byte[] header(Bytes groupId, long epoch, int contentType) {
        return new WireWriter(groupId.length() + 16).opaque(groupId).u64(epoch).u8(contentType).toArray();
    }

    private static byte[] guarded(Bytes nonce, Bytes guard) {
        var bytes = nonce.toArray();
        for (int i = 0; i < GUARD; i++) bytes[i] ^= guard.get(i);
        return bytes;
    }

    private static LeafNode leaf(IntFunction<@Nullable LeafNode> leaves, long index) throws MlsException {
        var leaf = index < 1 << 24 ? leaves.apply((int) index) : null;
        if (leaf == null) throw new MlsException.Invalid("sender's leaf is blank");
        return leaf;
    }

    private static void checkSignature(Labeled suite, AuthenticatedContent content, Bytes key, byte[] context)
            throws MlsException {
        if (!content.signedBy(suite, key, context)) throw new MlsException.Forged();
    }
}
