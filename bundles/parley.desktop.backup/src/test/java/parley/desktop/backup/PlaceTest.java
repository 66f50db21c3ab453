package parley.desktop.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** Places that people type for their backups. */
class PlaceTest {

    @TempDir Path home;

    @Test
    void whatIsThereIsTold() throws Exception {
        var file = Files.writeString(home.resolve("a.backup"), "x");
        Files.createSymbolicLink(home.resolve("link"), file);
        assertEquals(Place.FREE, Place.of(home.resolve("b.backup")));
        assertEquals(Place.TAKEN, Place.of(file));
        assertEquals(Place.NO_FILE, Place.of(home));
        assertEquals(Place.NO_FILE, Place.of(home.resolve("link")), "what it leads to is not ours to replace");
        assertEquals(Place.NO_FILE, Place.of(Path.of("/")));
        assertEquals(Place.NO_FOLDER, Place.of(home.resolve("none/b.backup")));
        assertEquals(Place.NO_FOLDER, Place.of(file.resolve("b.backup")));
    }

    @Test
    void aNameIsMeantBelowHomeUnlessItSaysOtherwise() {
        assertEquals(Optional.of(home.resolve("b.backup")), Place.typed(" b.backup ", home));
        assertEquals(Optional.of(home.resolve("x/b.backup")), Place.typed("~/x/b.backup", home));
        assertEquals(Optional.of(Path.of("/tmp/b.backup")), Place.typed("/tmp/x/../b.backup", home));
        assertEquals(Optional.empty(), Place.typed(" ", home));
        assertEquals(Optional.empty(), Place.typed("~/", home));
        assertEquals(Optional.empty(), Place.typed("a\0b", home));
    }

    @Test
    void theNameThatIsProposedIsNotThereYet() throws Exception {
        var day = LocalDate.of(2026, 11, 2);
        var first = Place.proposed(home, day);
        assertEquals(home.resolve("parley-2026-11-02.backup"), first);
        Files.createFile(first);
        var second = Place.proposed(home, day);
        assertEquals(home.resolve("parley-2026-11-02-2.backup"), second);
        Files.createFile(second);
        assertEquals(home.resolve("parley-2026-11-02-3.backup"), Place.proposed(home, day));
    }
}
