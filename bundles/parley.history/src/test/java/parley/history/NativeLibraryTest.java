package parley.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** The driver finds SQLite where it was unpacked once. */
@Isolated // a property of the process says where
class NativeLibraryTest {

    @TempDir Path cache;

    private String before;

    @BeforeEach
    void nobodyHasSaid() {
        before = System.clearProperty(NativeLibrary.PLACE);
    }

    @AfterEach
    void asBefore() {
        if (before == null) System.clearProperty(NativeLibrary.PLACE);
        else System.setProperty(NativeLibrary.PLACE, before);
    }

    private List<Path> unpacked() throws Exception {
        try (var all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isUnpackedOnceAndLoads() throws Exception {
        NativeLibrary.provide(cache);
        var library = unpacked().getFirst();
        assertEquals(1, unpacked().size());
        assertEquals(library.getParent().toString(), System.getProperty(NativeLibrary.PLACE));
        System.load(library.toString());
        Files.setLastModifiedTime(library, FileTime.fromMillis(1_000));
        System.clearProperty(NativeLibrary.PLACE);
        NativeLibrary.provide(cache);
        assertEquals(1_000, Files.getLastModifiedTime(library).toMillis(), "not written again");
        assertEquals(library.getParent().toString(), System.getProperty(NativeLibrary.PLACE));
    }

    @Test
    void whatIsNotAsTheBundleHasItIsUnpackedAnew() throws Exception {
        NativeLibrary.provide(cache);
        var library = unpacked().getFirst();
        var right = Files.readAllBytes(library);
        for (var wrong : List.of(new byte[0], new byte[right.length])) {
            Files.write(library, wrong);
            System.clearProperty(NativeLibrary.PLACE);
            NativeLibrary.provide(cache);
            assertArrayEquals(right, Files.readAllBytes(library));
        }
    }

    @Test
    void whatSomebodyHasSaidStands() throws Exception {
        System.setProperty(NativeLibrary.PLACE, "/somewhere");
        NativeLibrary.provide(cache);
        assertEquals("/somewhere", System.getProperty(NativeLibrary.PLACE));
        assertEquals(List.of(), unpacked());
    }

    @Test
    void whereNothingCanBeWrittenTheDriverHelpsItself() throws Exception {
        var file = Files.writeString(cache.resolve("file"), "no folder");
        NativeLibrary.provide(file);
        assertNull(System.getProperty(NativeLibrary.PLACE));
        assertTrue(Files.isRegularFile(file));
    }
}
