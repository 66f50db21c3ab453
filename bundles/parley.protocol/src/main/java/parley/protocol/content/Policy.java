package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

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
 * @param parts what else a conversation may have: the constants here say what; those of other types are kept
 */
public record Policy(
        ConversationId conversation,
        Kind kind,
        long generation,
        String title,
        List<AccountKey> admins,
        boolean anybodyAdds,
        long maxMembers,
        Bytes link,
        Parts parts) {

    /** The MLS extension type, for private use (RFC 9420 §17.3). */
    public static final int EXTENSION = 0xF702;

    public static final int MAX_TITLE = 256;
    public static final int MAX_MEMBERS = 10_000;

    /** The group link's secret while there is none. */
    public static final Bytes NO_LINK = Bytes.wrap(new byte[32]);

    /** A part: {@link #picture}. */
    public static final int PICTURE = 1;

    /** A part: {@link #description}. */
    public static final int DESCRIPTION = 2;

    /** A part: {@link #lifetime}. */
    public static final int LIFETIME = 3;

    /** A part: {@link #banned}. */
    public static final int BANNED = 4;

    /** A part: {@link #linkLimits}. */
    public static final int LINK_LIMITS = 5;

    /** A part without bytes: {@link #approves}. */
    public static final int APPROVES = 6;

    /** A part without bytes: {@link #adminsWrite}. */
    public static final int ADMINS_WRITE = 7;

    public static final int MAX_PICTURE = 32 * 1024;
    public static final int MAX_DESCRIPTION = 1024;
    public static final int MAX_BANNED = 256;

    public enum Kind {
        DIRECT,
        GROUP
    }

    /** The last generation that there can be. */
    public static final long MAX_GENERATION = 0xFFFF_FFFFL;

    /**
     * How long, and how often, a group link lets somebody in.
     *
     * @param until milliseconds since 1970; 0 for no end
     * @param uses how many it still lets in, at most {@link #MAX_USES}; 0 for any number
     */
    public record LinkLimits(long until, long uses) {

        public static final int MAX_USES = 1000;

        public LinkLimits {
            Limits.within(uses, MAX_USES, "uses of a link");
            if (until < 0) throw new IllegalArgumentException("link until " + until);
            if (until == 0 && uses == 0) throw new IllegalArgumentException("link limits that limit nothing");
        }

        Bytes encode() {
            return new WireWriter().u64(until).u32(uses).toBytes();
        }

        static LinkLimits read(WireReader in) throws MalformedException {
            return new LinkLimits(in.size(), in.u32());
        }
    }

    public Policy {
        admins = List.copyOf(admins);
        Limits.within(generation, MAX_GENERATION, "as a generation");
        Limits.within(title.getBytes(StandardCharsets.UTF_8).length, MAX_TITLE, "bytes of title");
        Limits.within(admins.size(), MAX_MEMBERS, "admins");
        Limits.within(maxMembers, MAX_MEMBERS, "members");
        if (link.length() != 32) throw new IllegalArgumentException("link secret of " + link.length() + " bytes");
        check(parts, link);
    }

    /** Without parts. */
    public Policy(
            ConversationId conversation,
            Kind kind,
            long generation,
            String title,
            List<AccountKey> admins,
            boolean anybodyAdds,
            long maxMembers,
            Bytes link) {
        this(conversation, kind, generation, title, admins, anybodyAdds, maxMembers, link, Parts.NONE);
    }

    private static void check(Parts parts, Bytes link) {
        try {
            parts.get(PICTURE).ifPresent(Policy::checkPicture);
            description(parts).ifPresent(Policy::checkDescription);
            lifetime(parts).ifPresent(Policy::checkLifetime);
            if (banned(parts).filter(List::isEmpty).isPresent()) throw new IllegalArgumentException("0 banned");
            if (linkLimits(parts).isPresent() && link.equals(NO_LINK))
                throw new IllegalArgumentException("limits of no link");
            for (var flag : List.of(APPROVES, ADMINS_WRITE)) {
                if (parts.get(flag).filter(value -> !value.isEmpty()).isPresent())
                    throw new IllegalArgumentException("part " + flag + " has bytes");
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void checkPicture(Bytes picture) {
        if (picture.isEmpty()) throw new IllegalArgumentException("picture without bytes");
        Limits.within(picture.length(), MAX_PICTURE, "bytes of picture");
    }

    private static void checkLifetime(long seconds) {
        if (seconds == 0) throw new IllegalArgumentException("lifetime of 0 seconds");
        Content.Lifetime.check(seconds);
    }

    private static void checkDescription(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("description without bytes");
        Limits.within(text.getBytes(StandardCharsets.UTF_8).length, MAX_DESCRIPTION, "bytes of description");
    }

    // ---- What the parts say ----

    /** The group's picture, in whatever format; not looked at. */
    public Optional<Bytes> picture() {
        return parts.get(PICTURE);
    }

    /** What the group is about, for people. */
    public Optional<String> description() {
        return checked(() -> description(parts));
    }

    /** How long messages of a group last from when they were read, in seconds; 0 for ever. */
    public long lifetime() {
        return checked(() -> lifetime(parts)).orElse(0L);
    }

    /** The accounts that must not be members. */
    public List<AccountKey> banned() {
        return checked(() -> banned(parts)).orElse(List.of());
    }

    /** The limits of the group link; empty if it has none, or there is no link. */
    public Optional<LinkLimits> linkLimits() {
        return checked(() -> linkLimits(parts));
    }

    /** Whether an admin's person is asked before whoever has the link is let in. */
    public boolean approves() {
        return parts.get(APPROVES).isPresent();
    }

    /** Whether only admins say anything to the others. */
    public boolean adminsWrite() {
        return parts.get(ADMINS_WRITE).isPresent();
    }

    private static Optional<String> description(Parts parts) throws MalformedException {
        return parts.get(DESCRIPTION, WireReader::text);
    }

    private static Optional<Long> lifetime(Parts parts) throws MalformedException {
        return parts.get(LIFETIME, WireReader::u32);
    }

    private static Optional<List<AccountKey>> banned(Parts parts) throws MalformedException {
        return parts.get(BANNED, Policy::readBanned);
    }

    private static List<AccountKey> readBanned(WireReader in) throws MalformedException {
        var all = new ArrayList<AccountKey>();
        while (in.hasMore()) {
            if (all.size() == MAX_BANNED) throw new MalformedException("more than " + MAX_BANNED + " banned");
            all.add(AccountKey.read(in));
        }
        if (new HashSet<>(all).size() != all.size()) throw new MalformedException("somebody is banned twice");
        return List.copyOf(all);
    }

    private static Optional<LinkLimits> linkLimits(Parts parts) throws MalformedException {
        return parts.get(LINK_LIMITS, LinkLimits::read);
    }

    private interface Part<T> {
        T read() throws MalformedException;
    }

    private static <T> T checked(Part<T> part) {
        try {
            return part.read();
        } catch (MalformedException e) {
            throw new IllegalStateException("a policy's parts are checked when it is made", e);
        }
    }

    // ---- Others like it ----

    public Policy withGeneration(long other) {
        return new Policy(conversation, kind, other, title, admins, anybodyAdds, maxMembers, link, parts);
    }

    public Policy withTitle(String other) {
        return new Policy(conversation, kind, generation, other, admins, anybodyAdds, maxMembers, link, parts);
    }

    public Policy withAdmins(List<AccountKey> others) {
        return new Policy(conversation, kind, generation, title, others, anybodyAdds, maxMembers, link, parts);
    }

    public Policy withAnybodyAdds(boolean other) {
        return new Policy(conversation, kind, generation, title, admins, other, maxMembers, link, parts);
    }

    /** With another link, or none; a link has its limits by {@link #withLink(Bytes, Optional)}, and else goes on. */
    public Policy withLink(Bytes other) {
        return withLink(other, other.equals(link) ? linkLimits() : Optional.empty());
    }

    public Policy withLink(Bytes other, Optional<LinkLimits> limits) {
        var rest = parts.without(LINK_LIMITS);
        var all = limits.map(one -> rest.with(LINK_LIMITS, one.encode())).orElse(rest);
        return new Policy(conversation, kind, generation, title, admins, anybodyAdds, maxMembers, other, all);
    }

    /** With a part of that type in place of the one there was, or without any; as on the wire. */
    public Policy withPart(int type, Optional<Bytes> value) {
        var others = value.map(bytes -> parts.with(type, bytes)).orElseGet(() -> parts.without(type));
        return new Policy(conversation, kind, generation, title, admins, anybodyAdds, maxMembers, link, others);
    }

    public Policy withDescription(String other) {
        var text = other.isEmpty() ? Optional.<Bytes>empty() : Optional.of(new WireWriter().text(other).toBytes());
        return withPart(DESCRIPTION, text);
    }

    public Policy withBanned(List<AccountKey> others) {
        var out = new WireWriter();
        others.forEach(account -> account.write(out));
        return withPart(BANNED, others.isEmpty() ? Optional.empty() : Optional.of(out.toBytes()));
    }

    public Bytes encode() {
        var out = new WireWriter();
        conversation.write(out);
        out.u8(kind == Kind.DIRECT ? 1 : 2).u32(generation).text(title);
        out.vector(admins, (w, admin) -> admin.write(w));
        out.bool(anybodyAdds).u32(maxMembers).fixed(link);
        parts.write(out);
        return out.toBytes();
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
                                in.fixedBytes(32),
                                Parts.read(in)));
    }

    private static Kind kind(int code) throws MalformedException {
        return switch (code) {
            case 1 -> Kind.DIRECT;
            case 2 -> Kind.GROUP;
            default -> throw new MalformedException("conversation kind " + code + " is unknown");
        };
    }
}
