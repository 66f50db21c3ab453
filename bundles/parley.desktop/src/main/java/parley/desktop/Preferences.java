package parley.desktop;

import org.eclipse.jface.preference.PreferenceStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers how a person has arranged the window, in a file of the profile. What cannot be read is forgotten, never
 * fatal. Called on the UI thread.
 */
@Component(service = Preferences.class)
public final class Preferences {

    private static final System.Logger log = System.getLogger(Preferences.class.getName());

    private final Path file;
    private final PreferenceStore store;

    @Activate
    public Preferences(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("client/desktop.properties"));
    }

    Preferences(Path file) {
        this.file = file;
        this.store = new PreferenceStore(file.toString());
        if (Files.exists(file)) {
            try {
                store.load();
            } catch (IOException | IllegalArgumentException e) { // the second for a broken \\u escape
                log.log(System.Logger.Level.WARNING, "{0} cannot be read: the window starts as new", file, e);
            }
        }
    }

    /** What is remembered under {@code key}, or {@code otherwise}. */
    String get(String key, String otherwise) {
        return store.contains(key) ? store.getString(key) : otherwise;
    }

    /**
     * The whole number remembered under {@code key} if it lies within {@code min} and {@code max}, or {@code
     * otherwise}.
     */
    int get(String key, int min, int max, int otherwise) {
        try {
            int value = Integer.parseInt(get(key, ""));
            return value >= min && value <= max ? value : otherwise;
        } catch (NumberFormatException e) { // absent, or meddled with
            return otherwise;
        }
    }

    /** Whether something is remembered under {@code key}. */
    boolean has(String key) {
        return store.contains(key);
    }

    /** Remembers nothing under {@code key} from now on. */
    void forget(String key) {
        if (has(key)) store.setToDefault(key);
    }

    /** Remembers {@code value} under {@code key}. */
    void put(String key, String value) {
        store.setValue(key, value);
    }

    /** Writes what has changed; says so in the log if that fails, since nobody's words are lost by it. */
    @Deactivate
    void save() {
        if (!store.needsSaving()) return;
        try {
            var folder = file.getParent();
            if (folder != null) Files.createDirectories(folder);
            store.save();
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "{0} cannot be written: the window will start as before", file, e);
        }
    }
}
