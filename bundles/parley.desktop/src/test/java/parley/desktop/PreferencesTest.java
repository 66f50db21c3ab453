package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.api.SettingsListener;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    void putsADamagedFileAsideAndSaysSoOnce() throws Exception {
        for (var damaged : new String[] {"theme=\\u12", "theme=dark\n\0\0\0\0", "a".repeat((1 << 20) + 1)}) {
            var file = home.resolve("p");
            Files.writeString(file, damaged);
            var preferences = new Preferences(file);
            assertEquals("system", preferences.get("theme", "system"));
            var said = preferences.damage().orElseThrow();
            assertTrue(said.contains("p.damaged"), said);
            assertEquals(Optional.empty(), preferences.damage());
            assertEquals(damaged, Files.readString(home.resolve("p.damaged")));
            preferences.put("theme", "parley.dark");
            preferences.save();
            var after = new Preferences(file);
            assertEquals(Optional.empty(), after.damage());
            assertEquals("parley.dark", after.get("theme", "system"));
        }
    }

    @Test
    void takesAFileUpToItsLimit() throws Exception {
        var file = Files.writeString(home.resolve("p"), "theme=x\n#" + "a".repeat((1 << 20) - 9));
        var preferences = new Preferences(file);
        assertEquals(Optional.empty(), preferences.damage());
        assertEquals("x", preferences.get("theme", "system"));
    }

    @Test
    void takesSettingsWithinTheirLimitsAndTellsOfThem() {
        var preferences = new Preferences(home.resolve("p"));
        var heard = new ArrayList<String>();
        preferences.addListener(
                new Contributed(key -> {
                    throw new IllegalStateException("on purpose");
                }));
        var ear = new Contributed(heard::add);
        preferences.addListener(ear);
        assertEquals(0, ear.held, "made before there was anything to hear");
        preferences.set("parley.spelling.languages", "en,de");
        preferences.set("a".repeat(100), "x".repeat(10_000));
        assertEquals(List.of("parley.spelling.languages", "a".repeat(100)), heard);
        assertEquals("en,de", new Preferences(home.resolve("p")).get("parley.spelling.languages", ""));
        for (var key : new String[] {"", ".a", "a b", "a\n", "a=b", "ä", "a".repeat(101)}) {
            assertThrows(IllegalArgumentException.class, () -> preferences.set(key, "x"), key);
        }
        assertThrows(IllegalArgumentException.class, () -> preferences.set("a", "x".repeat(10_001)));
        assertEquals(2, heard.size());
        assertEquals(1, ear.held);
        preferences.removeListener(ear);
        assertEquals(0, ear.held);
        preferences.set("theme", "parley.dark");
        assertEquals(2, heard.size());
    }

    /** A listener as DS hands it over. */
    private static final class Contributed implements ComponentServiceObjects<SettingsListener> {

        private final SettingsListener listener;
        private final ServiceReference<SettingsListener> reference = reference();
        int held;

        Contributed(SettingsListener listener) {
            this.listener = listener;
        }

        @SuppressWarnings("unchecked")
        private static ServiceReference<SettingsListener> reference() {
            return (ServiceReference<SettingsListener>)
                    Proxy.newProxyInstance(
                            PreferencesTest.class.getClassLoader(),
                            new Class<?>[] {ServiceReference.class},
                            (self, method, arguments) ->
                                    method.getName().equals("equals") ? self == arguments[0] : null);
        }

        @Override
        public SettingsListener getService() {
            held++;
            return listener;
        }

        @Override
        public void ungetService(SettingsListener service) {
            held--;
        }

        @Override
        public ServiceReference<SettingsListener> getServiceReference() {
            return reference;
        }
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
