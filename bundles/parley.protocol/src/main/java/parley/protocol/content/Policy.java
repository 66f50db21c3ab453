package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rules of a conversation, in the GroupContext extension {@link #EXTENSION}, so that every member judges a commit
 * alike.
 *
 * @param generation counts the groups that the conversation has had, from 1
 * @param title of a group; empty in a direct conversation
 * @param admins who may add, remove and change these rules; in a direct conversation both
 * @param anybodyAdds whether members that are no admins may add others
 * @param maxMembers the most leaves
 * @param link the group link's secret, which every member may pass on; all zeros while there is none
 */
public record Policy(
        ConversationId conversation,
        Kind kind,
        long generation,
        String title,
        List<AccountKey> admins,
        boolean anybodyAdds,
        long maxMembers,
        Bytes link) {

    /** The MLS extension type, for private use (RFC 9420 §17.3). */
    public static final int EXTENSION = 0xF702;

    public static final int MAX_TITLE = 256;
    public static final int MAX_MEMBERS = 10_000;

    public enum Kind {
        DIRECT,
        GROUP
    }

    /** The last generation that there can be. */
    public static final long MAX_GENERATION = 0xFFFF_FFFFL;

    public Policy {
        admins = List.copyOf(admins);
        Limits.within(generation, MAX_GENERATION, "as a generation");
        Limits.within(title.getBytes(StandardCharsets.UTF_8).length, MAX_TITLE, "bytes of title");
        Limits.within(admins.size(), MAX_MEMBERS, "admins");
        Limits.within(maxMembers, MAX_MEMBERS, "members");
        if (link.length() != 32) throw new IllegalArgumentException("link secret of " + link.length() + " bytes");
    }

    public Policy withGeneration(long other) {
        return new Policy(conversation, kind, other, title, admins, anybodyAdds, maxMembers, link);
    }

    public Policy withAdmins(List<AccountKey> others) {
        return new Policy(conversation, kind, generation, title, others, anybodyAdds, maxMembers, link);
    }

    public Policy withLink(Bytes other) {
        return new Policy(conversation, kind, generation, title, admins, anybodyAdds, maxMembers, other);
    }

    public Bytes encode() {
        var out = new WireWriter();
        conversation.write(out);
        out.u8(kind == Kind.DIRECT ? 1 : 2).u32(generation).text(title);
        out.vector(admins, (w, admin) -> admin.write(w));
        return out.bool(anybodyAdds).u32(maxMembers).fixed(link).toBytes();
    }

    public static Policy decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        new Policy(
                                ConversationId.read(in),
                                kind(in.u8()),
                                in.u32(),
                                in.text(),
                                in.vector(MAX_MEMBERS, "admins", AccountKey::read),
                                in.bool(),
                                in.u32(),
                                in.fixedBytes(32)));
    }

    private static Kind kind(int code) throws MalformedException {
        return switch (code) {
            case 1 -> Kind.DIRECT;
            case 2 -> Kind.GROUP;
            default -> throw new MalformedException("conversation kind " + code + " is unknown");
        };
    }
}
