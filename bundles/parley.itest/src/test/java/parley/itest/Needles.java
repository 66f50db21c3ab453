package parley.itest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Byte strings to look for in files of any size, all in one pass. */
final class Needles {

    /** What is shorter would be found by chance. */
    static final int SHORTEST = 12;

    private static final int BLOCK = 8 << 20;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private record Needle(String name, byte[] bytes) {}

    private final Map<Long, List<Needle>> byHead = new HashMap<>();
    private final boolean[] heads = new boolean[1 << 16];
    private int longest;

    /** A text, in each encoding a program could hold it in. */
    Needles text(String name, String text) {
        add(name, text.getBytes(UTF_8));
        add(name + " (UTF-16BE)", text.getBytes(UTF_16BE));
        return add(name + " (UTF-16LE)", text.getBytes(UTF_16LE));
    }

    Needles add(String name, byte[] bytes) {
        if (bytes.length < SHORTEST) throw new IllegalArgumentException(name + " is too short to look for");
        var head = (long) LONGS.get(bytes, 0);
        byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(name, bytes));
        heads[(int) (head >>> 48)] = true;
        longest = Math.max(longest, bytes.length);
        return this;
    }

    /** The names of those that are in {@code file}, or in a file below it. */
    TreeSet<String> in(Path file) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(file)) {
            for (var each : files.filter(Files::isRegularFile).toList()) search(each, found);
        }
        return found;
    }

    private void search(Path file, Set<String> found) throws IOException {
        var bytes = new byte[BLOCK + longest];
        var kept = 0; // what was at the end of the block before, in case a needle lies across
        try (var in = Files.newInputStream(file)) {
            while (true) {
                var read = in.readNBytes(bytes, kept, BLOCK);
                search(bytes, kept + read, found);
                if (read < BLOCK) return;
                var end = kept + read;
                kept = Math.min(longest, end);
                System.arraycopy(bytes, end - kept, bytes, 0, kept);
            }
        }
    }

    /** The length of the longest, in bytes. */
    int longest() {
        return longest;
    }

    /** Adds the names of those that are in the first {@code length} bytes to {@code found}. */
    void search(byte[] bytes, int length, Set<String> found) {
        for (var i = 0; i + SHORTEST <= length; i++) {
            if (!heads[(bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF]) continue;
            var candidates = byHead.get((long) LONGS.get(bytes, i));
            if (candidates == null) continue;
            for (var needle : candidates) {
                var end = i + needle.bytes.length;
                if (end <= length && Arrays.equals(bytes, i, end, needle.bytes, 0, needle.bytes.length))
                    found.add(needle.name);
            }
        }
    }
}
