package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceList;
import parley.protocol.Limits;
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
            if (id.length() != ID) throw new IllegalArgumentException("letter id of " + id.length() + " bytes: not 16");
            if (leafKey.length() != 32)
                throw new IllegalArgumentException("leaf key of " + leafKey.length() + " bytes");
            if (signature.length() != 64 && !signature.isEmpty())
                throw new IllegalArgumentException("signature of " + signature.length() + " bytes");
            Limits.within(keyPackages.size(), MAX_KEY_PACKAGES, "KeyPackages");
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
    record Invitation(Bytes welcome, Optional<Bytes> tree) implements Letter {}

    default Bytes encode() {
        var out = new WireWriter();
        switch (this) {
            case ContactRequest request -> {
                request.fields(out.u8(1));
                out.fixed(request.signature());
            }
            case Invitation(var welcome, var tree) -> out.u8(2).opaque(welcome).optional(tree, WireWriter::opaque);
        }
        return out.toBytes();
    }

    static Letter decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        switch (in.u8()) {
                            case 1 -> ContactRequest.read(in);
                            case 2 -> new Invitation(in.opaqueBytes(), in.optional(WireReader::opaqueBytes));
                            default -> throw new MalformedException("letter of an unknown kind");
                        });
    }
}
