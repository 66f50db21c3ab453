package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.mls.FramedContent.Auth;
import parley.mls.FramedContent.Sender;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** The outermost structure of everything that MLS sends (RFC 9420 §6). */
sealed interface MlsMessage {

    int MLS10 = 1;

    int PUBLIC_MESSAGE = 1;
    int PRIVATE_MESSAGE = 2;
    int WELCOME = 3;
    int GROUP_INFO = 4;
    int KEY_PACKAGE = 5;

    /** Signed and legible (RFC 9420 §6.2). */
    record PublicMessage(FramedContent content, Auth auth, @Nullable Bytes membershipTag) implements MlsMessage {

        static PublicMessage read(WireReader in) throws MalformedException {
            var content = FramedContent.read(in);
            var auth = Auth.read(in, content.content().type());
            return new PublicMessage(
                    content, auth, content.sender().type() == Sender.Type.MEMBER ? in.opaqueBytes() : null);
        }

        void write(WireWriter out) {
            content.write(out);
            auth.write(out);
            if (membershipTag != null) out.opaque(membershipTag);
        }
    }

    /** Signed and encrypted (RFC 9420 §6.3). */
    record PrivateMessage(
            Bytes groupId,
            long epoch,
            int contentType,
            Bytes authenticatedData,
            Bytes encryptedSenderData,
            Bytes ciphertext)
            implements MlsMessage {

        static PrivateMessage read(WireReader in) throws MalformedException {
            var groupId = in.opaqueBytes();
            var epoch = in.u64();
            var contentType = in.u8();
            if (contentType < 1 || contentType > 3) throw new MalformedException("content type is " + contentType);
            return new PrivateMessage(
                    groupId, epoch, contentType, in.opaqueBytes(), in.opaqueBytes(), in.opaqueBytes());
        }

        void write(WireWriter out) {
            out.opaque(groupId)
                    .u64(epoch)
                    .u8(contentType)
                    .opaque(authenticatedData)
                    .opaque(encryptedSenderData)
                    .opaque(ciphertext);
        }
    }

    record OfWelcome(Welcome welcome) implements MlsMessage {}

    record OfGroupInfo(GroupInfo groupInfo) implements MlsMessage {}

    record OfKeyPackage(KeyPackage keyPackage) implements MlsMessage {}

    static void version(WireReader in) throws MalformedException {
        var version = in.u16();
        if (version != MLS10) throw new MalformedException("protocol version is " + version);
    }

    static MlsMessage decode(byte[] message) throws MlsException.Malformed {
        return Stored.decode(message, MlsMessage::read);
    }

    static MlsMessage read(WireReader in) throws MalformedException {
        version(in);
        var wireFormat = in.u16();
        return switch (wireFormat) {
            case PUBLIC_MESSAGE -> PublicMessage.read(in);
            case PRIVATE_MESSAGE -> PrivateMessage.read(in);
            case WELCOME -> new OfWelcome(Welcome.read(in));
            case GROUP_INFO -> new OfGroupInfo(GroupInfo.read(in));
            case KEY_PACKAGE -> new OfKeyPackage(KeyPackage.read(in));
            default -> throw new MalformedException("wire format is " + wireFormat);
        };
    }

    default byte[] encode() {
        var out = new WireWriter(1024).u16(MLS10);
        switch (this) {
            case PublicMessage message -> message.write(out.u16(PUBLIC_MESSAGE));
            case PrivateMessage message -> message.write(out.u16(PRIVATE_MESSAGE));
            case OfWelcome(var welcome) -> welcome.write(out.u16(WELCOME));
            case OfGroupInfo(var groupInfo) -> groupInfo.write(out.u16(GROUP_INFO));
            case OfKeyPackage(var keyPackage) -> keyPackage.write(out.u16(KEY_PACKAGE));
        }
        return out.toArray();
    }
}
