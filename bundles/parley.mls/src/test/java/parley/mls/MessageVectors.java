package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PrivateMessage;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** Vectors of encodings and of message protection. */
final class MessageVectors {

    private MessageVectors() {}

    static void deserialization(Json.Obj vector) throws Exception {
        assertEquals(vector.integer("length"), WireReader.decode(vector.hex("vlbytes_header"), WireReader::varint));
    }

    static void messages(Json.Obj vector) throws Exception {
        for (var name :
                List.of(
                        "mls_welcome",
                        "mls_group_info",
                        "mls_key_package",
                        "public_message_application",
                        "public_message_proposal",
                        "public_message_commit",
                        "private_message")) {
            assertArrayEquals(vector.hex(name), MlsMessage.decode(vector.hex(name)).encode(), name);
        }
        var tree = Stored.decode(vector.hex("ratchet_tree"), RatchetTree::readNodes);
        assertArrayEquals(vector.hex("ratchet_tree"), tree.encode());
        roundTrip(vector.hex("group_secrets"), Welcome.GroupSecrets::read, (out, it) -> it.write(out));
        proposal(vector, "add_proposal", Proposal.ADD);
        proposal(vector, "update_proposal", Proposal.UPDATE);
        proposal(vector, "remove_proposal", Proposal.REMOVE);
        proposal(vector, "pre_shared_key_proposal", Proposal.PSK);
        proposal(vector, "re_init_proposal", Proposal.REINIT);
        proposal(vector, "external_init_proposal", Proposal.EXTERNAL_INIT);
        proposal(vector, "group_context_extensions_proposal", Proposal.EXTENSIONS);
        roundTrip(vector.hex("commit"), Commit::read, (out, it) -> it.write(out));
    }

    private static void proposal(Json.Obj vector, String name, int type) throws Exception {
        roundTrip(vector.hex(name), in -> Proposal.readBody(in, type), (out, it) -> it.writeBody(out));
    }

    private static <T> void roundTrip(byte[] bytes, WireReader.Read<T> read, BiConsumer<WireWriter, T> write)
            throws Exception {
        assertArrayEquals(bytes, WireWriter.encode(WireReader.decode(bytes, read), write));
    }

    static void messageProtection(Json.Obj vector) throws Exception {
        var raw = vector.hex("proposal");
        var proposal = new Content.OfProposal(Stored.decode(raw, Proposal::read));
        protection(vector, "proposal", raw, proposal);
        raw = vector.hex("commit");
        protection(vector, "commit", raw, new Content.OfCommit(Stored.decode(raw, Commit::read)));
        raw = vector.hex("application");
        protection(vector, "application", raw, new Content.Application(Bytes.wrap(raw)));
    }

    private static void protection(Json.Obj vector, String name, byte[] raw, Content content) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var context =
                new GroupContext(
                                vector.integer("cipher_suite"),
                                Bytes.wrap(vector.hex("group_id")),
                                vector.number("epoch"),
                                Bytes.wrap(vector.hex("tree_hash")),
                                Bytes.wrap(vector.hex("confirmed_transcript_hash")),
                                List.of())
                        .encode();
        var leaf = leaf(suite, vector);
        IntFunction<@Nullable LeafNode> leaves = index -> index == 1 ? leaf : null;
        var membershipKey = Bytes.wrap(vector.hex("membership_key"));
        var senderData = Bytes.wrap(vector.hex("sender_data_secret"));
        var tree = SecretTree.start(Bytes.wrap(vector.hex("encryption_secret")), 2);

        var framed =
                new FramedContent(
                        Bytes.wrap(vector.hex("group_id")),
                        vector.number("epoch"),
                        Sender.member(1),
                        Bytes.EMPTY,
                        content);
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PUBLIC_MESSAGE,
                        framed,
                        context,
                        Bytes.wrap(vector.privateKey("signature_priv")));
        if (content instanceof Content.OfCommit) signed = signed.withConfirmationTag(Bytes.wrap(new byte[suite.nh()]));
        var published = MessageProtection.publish(suite, membershipKey, signed, context);
        if (content instanceof Content.Application) {
            assertThrows(
                    MlsException.Invalid.class,
                    () -> MessageProtection.verify(suite, membershipKey, leaves, List.of(), context, published));
        } else {
            var given = (PublicMessage) MlsMessage.decode(vector.hex(name + "_pub"));
            assertHolds(raw, MessageProtection.verify(suite, membershipKey, leaves, List.of(), context, given));
            assertHolds(raw, MessageProtection.verify(suite, membershipKey, leaves, List.of(), context, published));
        }

        var given = (PrivateMessage) MlsMessage.decode(vector.hex(name + "_priv"));
        assertHolds(raw, MessageProtection.open(suite, senderData, tree, leaves, 0, context, given).content());
        var signedPrivate =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PRIVATE_MESSAGE,
                        framed,
                        context,
                        Bytes.wrap(vector.privateKey("signature_priv")));
        if (content instanceof Content.OfCommit) {
            signedPrivate = signedPrivate.withConfirmationTag(Bytes.wrap(new byte[suite.nh()]));
        }
        var sealed = MessageProtection.seal(suite, senderData, tree, signedPrivate, length -> Math.max(256, length));
        assertHolds(
                raw, MessageProtection.open(suite, senderData, tree, leaves, 0, context, sealed.message()).content());
    }

    private static void assertHolds(byte[] raw, AuthenticatedContent content) {
        assertEquals(1, content.content().sender().index());
        var body = new WireWriter();
        switch (content.content().content()) {
            case Content.Application(var data) -> body.fixed(data);
            case Content other -> other.writeBody(body);
        }
        assertArrayEquals(raw, body.toArray());
    }

    private static LeafNode leaf(Labeled suite, Json.Obj vector) {
        return new LeafNode.Fields(
                        Bytes.of((byte) 1),
                        Bytes.wrap(vector.hex("signature_pub")),
                        Credential.basic(new byte[] {1}),
                        Capabilities.of(List.of(1), List.of()),
                        LeafNode.Source.UPDATE,
                        null,
                        Bytes.EMPTY,
                        List.of())
                .sign(suite, vector.privateKey("signature_priv"), Bytes.EMPTY, 1);
    }

    static void welcome(Json.Obj vector) throws Exception {
        var suite = new Labeled(Suites.of(vector.integer("cipher_suite")));
        var keyPackage = KeyPackage.fromBytes(vector.hex("key_package"));
        var message = assertInstanceOf(MlsMessage.OfWelcome.class, MlsMessage.decode(vector.hex("welcome")));
        var own = OwnKeyPackage.of(keyPackage, vector.privateKey("init_priv"), new byte[0], new byte[0]);
        var joiner = new Joiner(suite, own, PskLookup.none(), Optional.empty());
        var secrets = joiner.openSecrets(message.welcome());
        var welcomeSecret = EpochSecrets.welcomeSecret(suite, secrets.joinerSecret().shared(), suite.zero());
        var info = joiner.openGroupInfo(message.welcome(), welcomeSecret);
        assertNotNull(info);
        assertTrue(info.signedBy(suite, Bytes.wrap(vector.hex("signer_pub"))));
        var schedule =
                EpochSecrets.fromJoiner(suite, secrets.joinerSecret().shared(), suite.zero(), info.context().encode());
        assertTrue(
                suite.macFits(
                        schedule.secrets().confirmation(),
                        info.context().confirmedTranscriptHash().shared(),
                        info.confirmationTag()));
    }
}
