package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What a member or outsider says to a group, before protection (RFC 9420 §6). */
record FramedContent(Bytes groupId, long epoch, Sender sender, Bytes authenticatedData, Content content) {

    /** Where a message comes from (RFC 9420 §6). */
    record Sender(Type type, long index) {

        enum Type {
            MEMBER,
            EXTERNAL,
            NEW_MEMBER_PROPOSAL,
            NEW_MEMBER_COMMIT
        }

        static Sender member(int leaf) {
            return new Sender(Type.MEMBER, leaf);
        }

        static Sender read(WireReader in) throws MalformedException {
            var number = in.u8();
            if (number < 1 || number > 4) throw new MalformedException("sender type is " + number);
            var type = Type.values()[number - 1];
            return new Sender(type, type == Type.MEMBER || type == Type.EXTERNAL ? in.u32() : 0);
        }

        void write(WireWriter out) {
            out.u8(type.ordinal() + 1);
            if (type == Type.MEMBER || type == Type.EXTERNAL) out.u32(index);
        }

        /** Whether the signature covers the GroupContext (RFC 9420 §6.1). */
        boolean signsContext() {
            return type == Type.MEMBER || type == Type.NEW_MEMBER_COMMIT;
        }
    }

    /** The three kinds of content. */
    sealed interface Content {

        int APPLICATION = 1;
        int PROPOSAL = 2;
        int COMMIT = 3;

        record Application(Bytes data) implements Content {}

        record OfProposal(Proposal proposal) implements Content {}

        record OfCommit(Commit commit) implements Content {}

        default int type() {
            return switch (this) {
                case Application _ -> APPLICATION;
                case OfProposal _ -> PROPOSAL;
                case OfCommit _ -> COMMIT;
            };
        }

        default void writeBody(WireWriter out) {
            switch (this) {
                case Application(var data) -> out.opaque(data);
                case OfProposal(var proposal) -> proposal.write(out);
                case OfCommit(var commit) -> commit.write(out);
            }
        }

        static Content readBody(WireReader in, int type) throws MalformedException {
            return switch (type) {
                case APPLICATION -> new Application(in.opaqueBytes());
                case PROPOSAL -> new OfProposal(Proposal.read(in));
                case COMMIT -> new OfCommit(Commit.read(in));
                default -> throw new MalformedException("content type is " + type);
            };
        }
    }

    /** Signature, and for a commit the confirmation tag (RFC 9420 §6.1). */
    record Auth(Bytes signature, @Nullable Bytes confirmationTag) {

        static Auth read(WireReader in, int contentType) throws MalformedException {
            return new Auth(in.opaqueBytes(), contentType == Content.COMMIT ? in.opaqueBytes() : null);
        }

        void write(WireWriter out) {
            out.opaque(signature);
            if (confirmationTag != null) out.opaque(confirmationTag);
        }
    }

    static FramedContent read(WireReader in) throws MalformedException {
        var groupId = in.opaqueBytes();
        var epoch = in.u64();
        var sender = Sender.read(in);
        var authenticatedData = in.opaqueBytes();
        return new FramedContent(groupId, epoch, sender, authenticatedData, Content.readBody(in, in.u8()));
    }

    void write(WireWriter out) {
        out.opaque(groupId).u64(epoch);
        sender.write(out);
        out.opaque(authenticatedData).u8(content.type());
        content.writeBody(out);
    }

    /** {@code FramedContentTBS}. */
    byte[] toBeSigned(int wireFormat, byte[] context) {
        var out = new WireWriter(512).u16(MlsMessage.MLS10).u16(wireFormat);
        write(out);
        if (sender.signsContext()) out.fixed(context);
        return out.toArray();
    }
}
