package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import parley.protocol.content.Content;
import parley.protocol.content.Letter;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.samples.Hostile;
import parley.protocol.samples.Kind;
import parley.protocol.samples.Kinds;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What every decoder of this bundle has in common. */
class CodecsTest {

    static List<Kind<?>> kinds() {
        return Kinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void samplesComeBackEqual(Kind<T> kind) throws Exception {
        for (var sample : kind.samples().values()) {
            var bytes = kind.encode().apply(sample);
            var back = kind.decode().from(bytes);
            assertEquals(sample, back);
            assertEquals(bytes, kind.encode().apply(back));
        }
    }

    /** A new record without a sample fails here. */
    @Test
    void everyRecordHasASample() {
        assertCovered(Frame.class, Kinds.FRAME);
        assertCovered(Content.class, Kinds.CONTENT);
        assertCovered(LogItem.class, Kinds.LOG_ITEM);
        for (var kind : Kinds.all()) {
            if (kind.name().equals("Letter")) assertCovered(Letter.class, kind);
            if (kind.name().equals("InboxItem")) assertCovered(InboxItem.class, kind);
        }
    }

    private static void assertCovered(Class<?> sealed, Kind<?> kind) {
        var sampled = kind.samples().values().stream().map(Object::getClass).collect(Collectors.toSet());
        var records = new HashSet<Class<?>>();
        records(sealed, records);
        var missing = new TreeSet<String>();
        for (var record : records) if (!sampled.contains(record)) missing.add(record.getSimpleName());
        assertEquals(Set.of(), missing);
        assertTrue(records.size() > 1);
    }

    private static void records(Class<?> type, Set<Class<?>> into) {
        if (type.isRecord()) {
            into.add(type);
        } else {
            for (var permitted : type.getPermittedSubclasses()) records(permitted, into);
        }
    }

    @Test
    void frameTypesAreTheirOwn() {
        var first = new java.util.TreeMap<Integer, Class<?>>();
        for (var frame : Kinds.FRAME.samples().values()) {
            var type = FrameCodec.encode(frame).get(0) & 0xFF;
            var other = first.putIfAbsent(type, frame.getClass());
            if (other != null) assertEquals(other, frame.getClass());
        }
        for (int type = 0; type < 256; type++) {
            var bytes = Bytes.of((byte) type);
            if (first.containsKey(type)) {
                assertThrows(MalformedException.class, () -> FrameCodec.decode(bytes), "type " + type);
            } else {
                var e = assertThrows(UnknownFrameException.class, () -> FrameCodec.decode(bytes), "type " + type);
                assertEquals(type, e.type());
                assertEquals("frame type " + type + " is unknown", e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsCutIsRefused(Kind<?> kind) throws Exception {
        for (var sample : kind.encoded()) {
            var bytes = sample.bytes();
            var step = Math.max(1, bytes.length() / 300);
            for (int length = 0; length < bytes.length(); length += step) {
                var cut = bytes.slice(0, length);
                if (endsWithParts(kind, sample.comment())) refusedOrWhole(kind, cut, sample.comment());
                else assertThrows(MalformedException.class, () -> kind.decode().from(cut), sample.comment());
            }
            var more = new WireWriter().fixed(bytes).u8(0).toBytes();
            assertThrows(MalformedException.class, () -> kind.decode().from(more), sample.comment());
        }
    }

    private static boolean endsWithParts(Kind<?> kind, String comment) {
        return kind.name().equals("Policy") || kind.name().equals("Frame") && comment.startsWith("Commit");
    }

    /** What ends with parts may be cut between two of them: then it is another value, whole. */
    private static <T> void refusedOrWhole(Kind<T> kind, Bytes cut, String comment) throws Exception {
        try {
            assertEquals(cut, kind.encode().apply(kind.decode().from(cut)), comment);
        } catch (MalformedException e) {
            // as it should be
        }
    }

    @Test
    void hostileOnesAreRefused() {
        for (var hostile : Hostile.contents()) {
            assertThrows(
                    MalformedException.class, () -> Kinds.CONTENT.decode().from(hostile.bytes()), hostile.comment());
        }
    }

    /**
     * Changed bytes are refused in one of the two ways there are, or are what they say: written again they are the same
     * bytes, so no two forms of one thing can pass a signature or a hash.
     */
    @ParameterizedTest
    @MethodSource("kinds")
    void changedBytesAreRefusedOrMeanThemselves(Kind<?> kind) {
        var random = new Random(7463);
        var samples = new ArrayList<Bytes>();
        for (var sample : kind.encoded()) if (sample.bytes().length() < 5000) samples.add(sample.bytes());
        var accepted = 0;
        var rounds = kind.name().equals("Frame") ? 12_000 : 1500;
        for (int round = 0; round < rounds; round++) {
            var changed = changed(samples.get(round % samples.size()).toArray(), random);
            try {
                var again = kind.again(changed);
                assertEquals(changed, again, () -> changed.hex());
                accepted++;
            } catch (MalformedException | UnknownFrameException e) {
                assertTrue(String.valueOf(e.getMessage()).length() < 200, e.getMessage());
            } catch (Exception e) {
                fail(kind + " fails on " + changed.hex(), e);
            }
        }
        assertTrue(accepted > 0 && accepted < rounds, accepted + " of " + rounds + " accepted");
    }

    private static Bytes changed(byte[] bytes, Random random) {
        var changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            var at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0x80);
                case 3 -> bytes = Arrays.copyOf(bytes, at); // cut
                case 4 -> { // a byte less in the middle
                    System.arraycopy(bytes, at + 1, bytes, at, bytes.length - at - 1);
                    bytes = Arrays.copyOf(bytes, bytes.length - 1);
                }
                default -> { // a byte more
                    var longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return Bytes.wrap(bytes);
    }

    /** Thirty bytes that announce a gigabyte cost what thirty bytes cost. */
    @Test
    void announcementsAllocateNothing() {
        for (int type = 1; type < 53; type++) {
            for (int at = 1; at < 26; at++) {
                var bytes = new byte[30];
                bytes[0] = (byte) type;
                for (int i = 0; i < 4; i++) bytes[at + i] = (byte) (i == 0 ? 0xBF : 0xFF);
                assertTrue(allocated(Bytes.wrap(bytes)) < 64 * 1024, "type " + type + " at " + at);
            }
        }
    }

    /** A list that is refused for its length is refused before it is read to the end. */
    @Test
    void longListsAreRefusedEarly() {
        var names = new WireWriter().u8(1).vector(Collections.nCopies(4 << 20, ""), WireWriter::text);
        assertTrue(allocated(names.fixed(new byte[32]).toBytes()) < 256 * 1024);
        var suites = new WireWriter().u8(23).u32(1).fixed(new byte[64]).opaque(new byte[4 << 20]).toBytes();
        assertTrue(allocated(suites) < 256 * 1024);
    }

    private static long allocated(Bytes frame) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        try {
            FrameCodec.decode(frame);
        } catch (MalformedException | UnknownFrameException e) {
            // most are; what counts is what it cost
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
