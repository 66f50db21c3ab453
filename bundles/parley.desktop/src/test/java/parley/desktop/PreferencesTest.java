package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class PreferencesTest {

    @TempDir Path home;

    @Test
    void remembersOverARestart() {
        var file = home.resolve("client/desktop.properties");
        var before = new Preferences(file);
        before.put("theme", "parley.dark");
        before.put("window.width", "900");
        before.save();
        var after = new Preferences(file);
        assertEquals("parley.dark", after.get("theme", "system"));
        assertEquals(900, after.get("window.width", 640, 20_000, 1180));
    }

    @Test
    void takesNoNumberBeyondItsLimits() {
        var preferences = new Preferences(home.resolve("p"));
        for (var meddled : new String[] {"639", "20001", "-1", "99999999999999", "wide", ""}) {
            preferences.put("window.width", meddled);
            assertEquals(1180, preferences.get("window.width", 640, 20_000, 1180), meddled);
        }
        preferences.put("window.width", "640");
        assertEquals(640, preferences.get("window.width", 640, 20_000, 1180));
        preferences.put("window.width", "20000");
        assertEquals(20_000, preferences.get("window.width", 640, 20_000, 1180));
    }

    @Test
    void startsAsNewWhereTheFileIsDamaged() throws Exception {
        var file = home.resolve("p");
        Files.writeString(file, "theme=\\u12");
        assertEquals("system", new Preferences(file).get("theme", "system"));
    }

    @Test
    void goesOnWhereNothingCanBeWritten() throws Exception {
        var blocked = Files.writeString(home.resolve("client"), "a file where a folder should be");
        var preferences = new Preferences(blocked.resolve("desktop.properties"));
        preferences.put("theme", "parley.dark");
        preferences.save();
        assertEquals("parley.dark", preferences.get("theme", "system"));
    }

    @Test
    void writesNothingWhereNothingWasChanged() {
        var file = home.resolve("client/desktop.properties");
        new Preferences(file).save();
        assertFalse(Files.exists(file));
    }
}
