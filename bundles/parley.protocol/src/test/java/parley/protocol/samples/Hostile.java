package parley.protocol.samples;

import static parley.protocol.samples.Fixed.*;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Frames and content that must be refused. */
public final class Hostile {

    /**
     * Bytes that break a rule.
     *
     * @param flag which rule it breaks; the vector files explain each
     */
    public record Case(String comment, String flag, Bytes bytes) {}

    private final List<Case> cases = new ArrayList<>();

    private Hostile() {}

    private Hostile add(String comment, String flag, Consumer<WireWriter> write) {
        var out = new WireWriter();
        write.accept(out);
        cases.add(new Case(comment, flag, out.toBytes()));
        return this;
    }

    /** Each sample without its last byte, without all but the first, and with a byte too many. */
    public static List<Case> cut(Kind<?> kind) {
        var hostile = new Hostile();
        for (var sample : kind.encoded()) {
            var bytes = sample.bytes();
            if (bytes.length() > 2000) continue; // tested all the same, but too long for a file to be read
            hostile.add(
                    sample.comment() + ", cut short", "Truncated", o -> o.fixed(bytes.slice(0, bytes.length() - 1)));
            hostile.add(sample.comment() + ", a byte more", "TrailingBytes", o -> o.fixed(bytes).u8(0));
        }
        return hostile.cases;
    }

    /** Frames that break one rule each. */
    public static List<Case> frames() {
        var it = new Hostile();
        it.add("no bytes", "Truncated", o -> {});
        for (var type : new int[] {0, 10, 15, 28, 31, 46, 47, 53, 255}) {
            it.add("frame type " + type, "UnknownType", o -> o.u8(type).u32(1));
        }
        strings(it);
        limits(it);
        it.add(
                "detached is 2",
                "BadValue",
                o -> o.u8(37).fixed(LOG.bytes()).fixed(key()).u64(5).u64(4).u8(2).opaque(bytes(32, 0)));
        it.add("link's optional is 2", "BadValue", o -> o.u8(44).u32(1).fixed(LOG.bytes()).fixed(key()).u8(2));
        it.add("optional is 2", "BadValue", o -> o.u8(27).u32(1).fixed(key()).u8(2).opaque(bytes(3, 0)));
        it.add("problem 0", "BadValue", o -> o.u8(7).u32(1).u8(0).text("x"));
        it.add("problem 14", "BadValue", o -> o.u8(7).u32(1).u8(14).text("x"));
        it.add("right 0", "BadValue", o -> o.u8(25).u32(1).fixed(HASH.bytes()).u8(0).u32(0).u32(0));
        it.add("right 4", "BadValue", o -> o.u8(25).u32(1).fixed(HASH.bytes()).u8(4).u32(0).u32(0));
        it.add("log item of kind 3", "BadValue", o -> o.u8(35).fixed(LOG.bytes()).opaque(bytes(9, 3)));
        for (var kind : new int[] {0, 5}) {
            it.add("entry of kind " + kind, "BadValue", o -> o.u8(35).fixed(LOG.bytes()).opaque(entry(kind, 0, 3)));
        }
        it.add("detached entry of 31 bytes", "BadLength", o -> o.u8(35).fixed(LOG.bytes()).opaque(entry(1, 1, 31)));
        it.add(
                "detached append of 31 bytes",
                "BadLength",
                o -> o.u8(37).fixed(LOG.bytes()).fixed(key()).u64(5).u64(4).u8(1).opaque(bytes(31, 0)));
        it.add(
                "certificate hash of 31 bytes",
                "BadLength",
                o -> o.u8(2).varint(0).fixed(bytes(64, 0)).opaque(bytes(31, 0)).text("r").u8(0).fixed(bytes(64, 0)));
        it.add("suites of 3 bytes", "Truncated", o -> o.u8(23).u32(1).fixed(key()).fixed(key()).opaque(bytes(3, 0)));
        it.add(
                "item that crosses its vector's end",
                "Truncated",
                o -> o.u8(35).fixed(LOG.bytes()).opaque(bytes(20, 2)));
        it.add("sign-up without a device", "BadValue", o -> signUp(o, 0));
        return it.cases;
    }

    private static void strings(Hostile it) {
        lookup(it, "name with a 2-byte length of 5", "NotShortest", o -> o.u16(0x4005).fixed(bytes(5, 'a')));
        lookup(it, "name with a 2-byte length of 63", "NotShortest", o -> o.u16(0x403F).fixed(bytes(63, 'a')));
        lookup(it, "name with a 4-byte length of 5", "NotShortest", o -> o.u32(0x8000_0005L).fixed(bytes(5, 'a')));
        lookup(it, "name with a 4-byte length of 16383", "NotShortest", o -> o.u32(0x8000_3FFFL));
        lookup(it, "length that begins with bits 11", "BadLength", o -> o.u8(0xC0).fixed(bytes(8, 0)));
        lookup(it, "length of 2^30-1 in 9 bytes", "Truncated", o -> o.u32(0xBFFF_FFFFL));
        lookup(it, "name that breaks off in a character", "BadUtf8", o -> o.opaque(Bytes.ofHex("61c3")));
        lookup(it, "name with a byte that continues nothing", "BadUtf8", o -> o.opaque(Bytes.ofHex("6180")));
        lookup(it, "name with NUL in two bytes", "BadUtf8", o -> o.opaque(Bytes.ofHex("c080")));
        lookup(it, "name with half a surrogate pair", "BadUtf8", o -> o.opaque(Bytes.ofHex("eda080")));
        lookup(it, "name beyond U+10FFFF", "BadUtf8", o -> o.opaque(Bytes.ofHex("f4908080")));
        lookup(it, "name of 33 characters", "BeyondLimit", o -> o.text("b".repeat(33)));
    }

    private static void limits(Hostile it) {
        it.add("65 capabilities", "BeyondLimit", o -> o.u8(1).opaque(new byte[65]).fixed(bytes(32, 0)));
        it.add(
                "capability of 65 characters",
                "BeyondLimit",
                o -> o.u8(1).opaque(text("c".repeat(65))).fixed(bytes(32, 0)));
        it.add("33 devices", "BeyondLimit", o -> signUp(o, 33));
        it.add("65 suites", "BeyondLimit", o -> o.u8(23).u32(1).fixed(key()).fixed(key()).opaque(bytes(130, 0)));
        it.add("reason of 501 characters", "BeyondLimit", o -> o.u8(8).u8(1).text("x".repeat(501)));
        it.add(
                "signal of 1025 bytes",
                "BeyondLimit",
                o -> o.u8(43).fixed(LOG.bytes()).fixed(key()).u32(1).u64(1).u32(1).u64(1).opaque(bytes(1025, 0)));
        commit(it, "commit that says in two bytes who adds", "TrailingBytes", o -> part(o, 1, bytes(2, 0)));
        commit(it, "commit that says nothing of who adds", "Truncated", o -> part(o, 1, Bytes.EMPTY));
        commit(it, "commit that says 2 of who adds", "BadValue", o -> part(o, 1, Bytes.of((byte) 2)));
        commit(it, "commit with parts out of order", "BadValue", o -> part(part(o, 9, Bytes.EMPTY), 1, bytes(1, 0)));
        commit(it, "commit with 1025 bytes of parts", "BeyondLimit", o -> part(o, 200, bytes(1022, 0)));
        it.add("position 2^63", "BeyondLimit", o -> o.u8(36).fixed(LOG.bytes()).fixed(key()).u64(Long.MIN_VALUE));
        it.add("append number 2^64-1", "BeyondLimit", o -> o.u8(38).fixed(LOG.bytes()).fixed(key()).u64(-1));
        it.add("part size 0", "BeyondLimit", o -> o.u8(49).u32(1).fixed(BLOB.bytes()).u32(0));
        it.add("part size 2^31", "BeyondLimit", o -> o.u8(49).u32(1).fixed(BLOB.bytes()).u32(1L << 31));
    }

    /** A commit of nothing, and its parts. */
    private static void commit(Hostile it, String comment, String flag, Consumer<WireWriter> parts) {
        it.add(
                comment,
                flag,
                o -> {
                    o.u8(40).u32(1).fixed(LOG.bytes()).fixed(key()).u64(0);
                    parts.accept(o.varint(0).varint(0).varint(0).u8(0).varint(0));
                });
    }

    /** Content that breaks one rule each. */
    public static List<Case> contents() {
        var it = new Hostile();
        content(it, "text that is not UTF-8", "BadUtf8", 1, o -> o.opaque(Bytes.ofHex("ff")));
        texts(it);
        content(it, "receipt that has read more than is there", "BeyondLimit", 2, o -> o.u64(40).u64(41));
        content(it, "receipt at 2^63", "BeyondLimit", 2, o -> o.u64(Long.MIN_VALUE).u64(0));
        content(it, "segments of 4095 bytes", "BeyondLimit", 3, o -> offer(o, 1, 4095, 1));
        content(it, "segments of 1 MiB and a byte", "BeyondLimit", 3, o -> offer(o, 1, (1 << 20) + 1, 1));
        content(it, "2^31 segments", "BeyondLimit", 3, o -> offer(o, (long) Integer.MAX_VALUE * 4096 + 1, 4096, 1));
        content(it, "file of 2^63 bytes", "BeyondLimit", 3, o -> offer(o, Long.MIN_VALUE, 4096, 1));
        content(it, "file name of 256 bytes", "BeyondLimit", 3, o -> offer(o, 1, 4096, 256));
        content(
                it,
                "leaves from segment 2^31 on",
                "BeyondLimit",
                4,
                o -> o.fixed(MESSAGE.bytes()).u32(1L << 31).varint(0));
        content(it, "half a leaf", "Truncated", 4, o -> o.fixed(MESSAGE.bytes()).u32(0).opaque(bytes(16, 0)));
        content(it, "end 0 of a file", "BadValue", 6, o -> o.fixed(MESSAGE.bytes()).u8(0));
        content(it, "end 6 of a file", "BadValue", 6, o -> o.fixed(MESSAGE.bytes()).u8(6));
        content(it, "leave with a field", "TrailingBytes", 7, o -> o.u8(0));
        content(it, "edit to what is not UTF-8", "BadUtf8", 8, o -> o.fixed(MESSAGE.bytes()).opaque(Bytes.ofHex("ff")));
        edit(it, "edit that mentions nobody", "BadValue", o -> o.u8(2).varint(0));
        edit(it, "edit with a mention beyond it", "BeyondLimit", o -> part(o, 2, mentions(1, 1)));
        content(it, "deletion with a field more", "TrailingBytes", 9, o -> o.fixed(MESSAGE.bytes()).u8(0));
        content(it, "reaction without an emoji", "BeyondLimit", 10, o -> reaction(o, "", 1));
        content(it, "reaction of 65 bytes", "BeyondLimit", 10, o -> reaction(o, "x".repeat(65), 1));
        content(it, "reaction that is set twice", "BadValue", 10, o -> reaction(o, "x", 2));
        return it.cases;
    }

    private static void texts(Hostile it) {
        text(it, "text with half a part", "Truncated", o -> o.u8(1));
        text(it, "reply to 15 bytes", "Truncated", o -> part(o, 1, bytes(15, 0)));
        text(it, "reply to 17 bytes", "TrailingBytes", o -> part(o, 1, bytes(17, 0)));
        text(it, "text with two parts of a type", "BadValue", o -> part(part(o, 3, Bytes.EMPTY), 3, Bytes.EMPTY));
        text(it, "text with parts out of order", "BadValue", o -> part(part(o, 200, Bytes.EMPTY), 3, Bytes.EMPTY));
        text(it, "text forwarded from somewhere", "TrailingBytes", o -> part(o, 3, MESSAGE.bytes()));
        text(it, "text that mentions nobody", "BadValue", o -> part(o, 2, Bytes.EMPTY));
        text(it, "half a mention", "Truncated", o -> part(o, 2, mentions(0, 1).slice(0, 39)));
        text(it, "mention of no characters", "BeyondLimit", o -> part(o, 2, mentions(0, 0)));
        text(it, "mention beyond the text", "BeyondLimit", o -> part(o, 2, mentions(1, 1)));
        text(it, "mention that ends beyond the text", "BeyondLimit", o -> part(o, 2, mentions(0, 2)));
        text(it, "mention at 2^32-1", "BeyondLimit", o -> part(o, 2, mentions(0xFFFF_FFFFL, 1)));
        text(it, "mention of 2^32-1 characters", "BeyondLimit", o -> part(o, 2, mentions(0, 0xFFFF_FFFFL)));
        text(it, "mention over another", "BeyondLimit", o -> part(o, 2, mentions(0, 1, 0, 1)));
        words(it, "mention over the end of another", "BeyondLimit", "abc", o -> part(o, 2, mentions(0, 2, 1, 1)));
        words(it, "mentions out of order", "BeyondLimit", "abc", o -> part(o, 2, mentions(1, 1, 0, 1)));
        words(it, "mention behind a rocket", "BeyondLimit", "\uD83D\uDE80a", o -> part(o, 2, mentions(2, 1)));
        var many = LongStream.range(0, 65).flatMap(start -> LongStream.of(start, 1)).toArray();
        words(it, "65 mentions", "BeyondLimit", "x".repeat(65), o -> part(o, 2, mentions(many)));
    }

    /** A text of one character, and its parts. */
    private static void text(Hostile it, String comment, String flag, Consumer<WireWriter> parts) {
        words(it, comment, flag, "x", parts);
    }

    private static void words(Hostile it, String comment, String flag, String body, Consumer<WireWriter> parts) {
        content(it, comment, flag, 1, o -> parts.accept(o.text(body)));
    }

    private static void edit(Hostile it, String comment, String flag, Consumer<WireWriter> parts) {
        content(it, comment, flag, 8, o -> parts.accept(o.fixed(MESSAGE.bytes()).text("x")));
    }

    private static WireWriter part(WireWriter out, int type, Bytes value) {
        return out.u8(type).opaque(value);
    }

    /** By their starts and lengths, in turn. */
    private static Bytes mentions(long... numbers) {
        var out = new WireWriter();
        for (var i = 0; i < numbers.length; i += 2) {
            out.u32(numbers[i]).u32(numbers[i + 1]).fixed(OTHER_ACCOUNT.bytes());
        }
        return out.toBytes();
    }

    private static void content(Hostile it, String comment, String flag, int type, Consumer<WireWriter> fields) {
        var inner = new WireWriter();
        fields.accept(inner);
        it.add(comment, flag, o -> o.u8(type).opaque(inner.toArray()));
    }

    private static void reaction(WireWriter out, String emoji, int set) {
        out.fixed(MESSAGE.bytes()).text(emoji).u8(set);
    }

    private static void offer(WireWriter out, long size, int segment, int name) {
        out.text("relay.example").fixed(BLOB.bytes()).fixed(TOKEN.bytes()).fixed(bytes(39, 0));
        out.u64(size).u32(segment).text("n".repeat(name)).text("text/plain");
    }

    private static void lookup(Hostile it, String comment, String flag, Consumer<WireWriter> name) {
        it.add(comment, flag, o -> name.accept(o.u8(16).u32(1)));
    }

    private static void signUp(WireWriter out, int devices) {
        out.u8(3).u32(1).u8(0).text("alice").fixed(ACCOUNT.bytes()).u64(1).opaque(bytes(32 * devices, 0));
        out.u32(1).fixed(INBOX_KEY).fixed(bytes(64, 0)).fixed(bytes(64, 0));
    }

    private static Bytes entry(int kind, int detached, int body) {
        return new WireWriter()
                .u8(1)
                .u64(42)
                .u8(kind)
                .fixed(key())
                .u64(1)
                .u64(1)
                .u8(detached)
                .opaque(bytes(body, 0))
                .toBytes();
    }

    private static byte[] text(String text) {
        return new WireWriter().opaque(text.getBytes(StandardCharsets.UTF_8)).toArray();
    }

    private static Bytes key() {
        return FOLLOWER.bytes();
    }
}
