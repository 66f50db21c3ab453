package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/** What is HPKE-sealed to an inbox key. */
public sealed interface Letter {

    /** Bytes of a letter's id. */
    int ID = 16;

    /**
     * Asks a person for a conversation.
     *
     * @param id made at random; a repeated one is dropped
     * @param from the sender's address, as it says itself
     * @param chain the sender's identity chain for {@code leafKey}
     * @param leafKey the sender's Ed25519 leaf key, which signs
     * @param devices the sender's device list (its inbox key among them)
     * @param keyPackages of the sender's device, one for each suite it has (MLSMessages)
     * @param reply a token with the right to deliver to the sender's inbox
     * @param to the recipient's account key
     * @param inboxKeyNumber the recipient's inbox key it is sealed to
     * @param signature of the leaf key over {@link #signed()}
     */
    record ContactRequest(
            Bytes id,
            Address from,
            IdentityChain chain,
            Bytes leafKey,
            DeviceList devices,
            List<Bytes> keyPackages,
            Token reply,
            AccountKey to,
            long inboxKeyNumber,
            Bytes signature)
            implements Letter {

        public static final int MAX_KEY_PACKAGES = 16;

        public ContactRequest {
            keyPackages = List.copyOf(keyPackages);
            asked(id, leafKey, keyPackages, signature);
            Limits.within(inboxKeyNumber, 0xFFFF_FFFFL, "as an inbox key's number");
        }

        /** What the leaf key signs: a label and every field but the signature. */
        public Bytes signed() {
            var out = new WireWriter().text("Parley contact request 1");
            fields(out);
            return out.toBytes();
        }

        /** The same request with its signature. */
        public ContactRequest withSignature(Bytes signature) {
            return new ContactRequest(
                    id, from, chain, leafKey, devices, keyPackages, reply, to, inboxKeyNumber, signature);
        }

        private void fields(WireWriter out) {
            out.fixed(id).text(from.name()).text(from.relay());
            chain.write(out);
            out.fixed(leafKey);
            devices.write(out);
            out.vector(keyPackages, WireWriter::opaque);
            reply.write(out);
            to.write(out);
            out.u32(inboxKeyNumber);
        }

        private static ContactRequest read(WireReader in) throws MalformedException {
            return new ContactRequest(
                    in.fixedBytes(ID),
                    new Address(in.text(), in.text()),
                    IdentityChain.read(in),
                    in.fixedBytes(32),
                    DeviceList.read(in),
                    in.vector(MAX_KEY_PACKAGES, "KeyPackages", WireReader::opaqueBytes),
                    Token.read(in),
                    AccountKey.read(in),
                    in.u32(),
                    in.fixedBytes(64));
        }
    }

    /**
     * Invites into a conversation's log. Who invites, the Welcome's GroupInfo proves.
     *
     * @param welcome the MLS Welcome (an MLSMessage)
     * @param tree the ratchet tree, where the GroupInfo does not carry it
     */
    record Invitation(Bytes welcome, Optional<Bytes> tree) implements Letter {

        /** What is sealed as a blob, where the letter is a {@link LargeInvitation}. */
        public Bytes encodeForBlob() {
            var out = new WireWriter();
            fields(out);
            return out.toBytes();
        }

        public static Invitation decodeFromBlob(Bytes bytes) throws MalformedException {
            return WireReader.decode(bytes, Invitation::read);
        }

        private void fields(WireWriter out) {
            out.opaque(welcome).optional(tree, WireWriter::opaque);
        }

        private static Invitation read(WireReader in) throws MalformedException {
            return new Invitation(in.opaqueBytes(), in.optional(WireReader::opaqueBytes));
        }
    }

    /**
     * Asks members to add this device anew, in place of its old leaf if that still stands.
     *
     * @param id made at random; a repeated one is dropped
     * @param log the log that the sender followed
     * @param from the sender's address, as it says itself
     * @param chain the sender's identity chain for {@code leafKey}
     * @param leafKey the sender's Ed25519 leaf key, which signs
     * @param keyPackages of the sender's device, one for each suite it has (MLSMessages)
     * @param to the recipient's account key
     * @param inboxKeyNumber the recipient's inbox key it is sealed to
     * @param signature of the leaf key over {@link #signed()}
     */
    record RejoinRequest(
            Bytes id,
            ConversationId conversation,
            LogId log,
            Address from,
            IdentityChain chain,
            Bytes leafKey,
            List<Bytes> keyPackages,
            AccountKey to,
            long inboxKeyNumber,
            Bytes signature)
            implements Letter {

        public RejoinRequest {
            keyPackages = List.copyOf(keyPackages);
            asked(id, leafKey, keyPackages, signature);
            Limits.within(inboxKeyNumber, 0xFFFF_FFFFL, "as an inbox key's number");
        }

        /** What the leaf key signs: a label and every field but the signature. */
        public Bytes signed() {
            var out = new WireWriter().text("Parley rejoin request 1");
            fields(out);
            return out.toBytes();
        }

        /** The same request with its signature. */
        public RejoinRequest withSignature(Bytes signature) {
            return new RejoinRequest(
                    id, conversation, log, from, chain, leafKey, keyPackages, to, inboxKeyNumber, signature);
        }

        private void fields(WireWriter out) {
            conversation.write(out.fixed(id));
            log.write(out);
            chain.write(out.text(from.name()).text(from.relay()));
            out.fixed(leafKey).vector(keyPackages, WireWriter::opaque);
            to.write(out);
            out.u32(inboxKeyNumber);
        }

        private static RejoinRequest read(WireReader in) throws MalformedException {
            return new RejoinRequest(
                    in.fixedBytes(ID),
                    ConversationId.read(in),
                    LogId.read(in),
                    new Address(in.text(), in.text()),
                    IdentityChain.read(in),
                    in.fixedBytes(32),
                    in.vector(ContactRequest.MAX_KEY_PACKAGES, "KeyPackages", WireReader::opaqueBytes),
                    AccountKey.read(in),
                    in.u32(),
                    in.fixedBytes(64));
        }
    }

    /**
     * An {@link Invitation} that is too large for a letter: it is kept as a blob at the log's hub, sealed once for all
     * who join by one commit.
     *
     * @param read the token that GET shows
     * @param key AES-256, for this blob only
     * @param size of the sealed blob, in bytes
     * @param sha256 of the sealed blob
     */
    record LargeInvitation(BlobId blob, Token read, Bytes key, long size, Hash sha256) implements Letter {

        /** The largest sealed blob, in bytes. */
        public static final long MAX_SIZE = 16 << 20;

        public LargeInvitation {
            if (key.length() != 32) throw new IllegalArgumentException("blob key of " + key.length() + " bytes");
            Limits.within(size, MAX_SIZE, "bytes of invitation");
        }

        private void fields(WireWriter out) {
            blob.write(out);
            read.write(out);
            sha256.write(out.fixed(key).u64(size));
        }

        private static LargeInvitation read(WireReader in) throws MalformedException {
            return new LargeInvitation(BlobId.read(in), Token.read(in), in.fixedBytes(32), in.size(), Hash.read(in));
        }
    }

    /** The limits that all requests of people share. */
    private static void asked(Bytes id, Bytes leafKey, List<Bytes> keyPackages, Bytes signature) {
        if (id.length() != ID) throw new IllegalArgumentException("letter id of " + id.length() + " bytes: not 16");
        if (leafKey.length() != 32) throw new IllegalArgumentException("leaf key of " + leafKey.length() + " bytes");
        if (signature.length() != 64 && !signature.isEmpty())
            throw new IllegalArgumentException("signature of " + signature.length() + " bytes");
        Limits.within(keyPackages.size(), ContactRequest.MAX_KEY_PACKAGES, "KeyPackages");
    }

    default Bytes encode() {
        var out = new WireWriter();
        switch (this) {
            case ContactRequest request -> {
                request.fields(out.u8(1));
                out.fixed(request.signature());
            }
            case Invitation invitation -> invitation.fields(out.u8(2));
            case RejoinRequest request -> {
                request.fields(out.u8(3));
                out.fixed(request.signature());
            }
            case LargeInvitation invitation -> invitation.fields(out.u8(4));
        }
        return out.toBytes();
    }

    static Letter decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        switch (in.u8()) {
                            case 1 -> ContactRequest.read(in);
                            case 2 -> Invitation.read(in);
                            case 3 -> RejoinRequest.read(in);
                            case 4 -> LargeInvitation.read(in);
                            default -> throw new MalformedException("letter of an unknown kind");
                        });
    }
}
