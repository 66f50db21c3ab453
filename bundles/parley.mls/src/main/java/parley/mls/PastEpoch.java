package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;
import parley.mls.FramedContent.Content;
import parley.mls.MlsMessage.PrivateMessage;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is left of an epoch that is over: enough to read its late application messages, and nothing to send with. The
 * caller drops it when late messages are no longer accepted. Immutable, like {@link Group}, and stored in two parts for
 * the same reason.
 */
public final class PastEpoch {

    private static final int FORM = 1;

    private final Standing standing;
    private final SecretTree secretTree;

    /** What never changes any more. */
    private record Standing(
            GroupContext context,
            Bytes senderData,
            Bytes exporter,
            Bytes authenticator,
            int self,
            List<Member> members) {

        @Nullable LeafNode leaf(int index) {
            int low = 0;
            for (int high = members.size() - 1; low <= high; ) {
                int middle = (low + high) >>> 1;
                var member = members.get(middle);
                if (member.leaf() == index) return member.node();
                if (member.leaf() < index) low = middle + 1;
                else high = middle - 1;
            }
            return null;
        }

        static Standing load(WireReader in) throws MalformedException {
            Stored.version(in, FORM);
            return new Standing(
                    GroupContext.read(in),
                    in.opaqueBytes(),
                    in.opaqueBytes(),
                    in.opaqueBytes(),
                    ParentNode.leafIndex(in),
                    in.vector(item -> new Member(ParentNode.leafIndex(item), LeafNode.read(item))));
        }

        void store(WireWriter out) {
            out.u8(FORM);
            context.write(out);
            out.opaque(senderData).opaque(exporter).opaque(authenticator).u32(self);
            out.vector(members, (inner, member) -> member.node().write(inner.u32(member.leaf())));
        }

        @Override
        public String toString() {
            return "Standing";
        }
    }

    private PastEpoch(Standing standing, SecretTree secretTree) {
        this.standing = standing;
        this.secretTree = secretTree;
    }

    static PastEpoch of(Epoch epoch, SecretTree secretTree) {
        var standing =
                new Standing(
                        epoch.context(),
                        epoch.secrets().senderData(),
                        epoch.secrets().exporter(),
                        epoch.secrets().authenticator(),
                        epoch.self(),
                        new ArrayList<>(epoch.tree().members()));
        return new PastEpoch(standing, secretTree);
    }

    /**
     * A late application message.
     *
     * @param past the state to keep in place of the former
     */
    @SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over to the caller
    public record Late(PastEpoch past, Member sender, byte[] data, byte[] authenticatedData) {}

    /**
     * @throws MlsException.Malformed if the parts are not what a past epoch stored
     */
    public static PastEpoch fromBytes(byte[] epochBytes, byte[] ratchetBytes) throws MlsException.Malformed {
        return new PastEpoch(Stored.decode(epochBytes, Standing::load), Stored.decode(ratchetBytes, SecretTree::load));
    }

    /** What never changes any more, secrets included: to be kept sealed. */
    public byte[] epochBytes() {
        return WireWriter.encode(standing, (out, it) -> it.store(out));
    }

    /** What every late message changes, secrets included: to be kept sealed. */
    public byte[] ratchetBytes() {
        return WireWriter.encode(secretTree, (out, it) -> it.store(out));
    }

    /** The group's suite (RFC 9420 §17.1). */
    public int suiteId() {
        return standing.context.suiteId();
    }

    /** The group's id (RFC 9420 §8.1), a copy. */
    public byte[] groupId() {
        return standing.context.groupId().toArray();
    }

    /** The epoch, unsigned. */
    public long epoch() {
        return standing.context.epoch();
    }

    /** The member that was at {@code leaf} in that epoch. */
    public Optional<Member> member(int leaf) {
        return Optional.ofNullable(standing.leaf(leaf)).map(node -> new Member(leaf, node));
    }

    /** That epoch's authenticator (RFC 9420 §8.7). */
    public byte[] epochAuthenticator() {
        return standing.authenticator.toArray();
    }

    /** {@code MLS-Exporter} of that epoch (RFC 9420 §8.5). */
    public byte[] export(CipherSuite suite, String label, byte[] context, int length) {
        return EpochSecrets.export(Labeled.of(suite, suiteId()), standing.exporter, label, context, length);
    }

    /**
     * Reads a late application message.
     *
     * @throws MlsException why not; handshake messages are {@link MlsException.WrongEpoch}
     */
    public Late receive(CipherSuite suite, byte[] message) throws MlsException {
        if (!(MlsMessage.decode(message) instanceof PrivateMessage it)) {
            throw new MlsException.Invalid("not an encrypted message");
        }
        if (it.contentType() != Content.APPLICATION
                || it.epoch() != epoch()
                || !it.groupId().equals(standing.context.groupId())) {
            throw new MlsException.WrongEpoch("no application message of this epoch", it.epoch());
        }
        var opened =
                MessageProtection.open(
                        Labeled.of(suite, suiteId()),
                        standing.senderData,
                        secretTree,
                        standing::leaf,
                        standing.self,
                        standing.context.encode(),
                        it);
        var framed = opened.content().content();
        if (!(framed.content() instanceof Content.Application(var data))) {
            throw new MlsException.Invalid("not an application message");
        }
        var leaf = (int) framed.sender().index();
        return new Late(
                new PastEpoch(standing, opened.after()),
                new Member(leaf, Objects.requireNonNull(standing.leaf(leaf))),
                data.toArray(),
                framed.authenticatedData().toArray());
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "PastEpoch " + Long.toUnsignedString(epoch());
    }
}
