package parley.desktop;

import org.eclipse.jface.preference.PreferenceStore;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Settings;
import parley.desktop.api.SettingsListener;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remembers what a person has chosen and how they have arranged the window, in a file of the profile. What cannot be
 * read is put aside and said once, never fatal; what is written is there whole or not at all. May be called from any
 * thread.
 */
@Component(service = {Preferences.class, Settings.class})
public final class Preferences implements Settings {

    private static final Phrases T = Phrases.of(Preferences.class);
    private static final System.Logger log = System.getLogger(Preferences.class.getName());

    /** What is remembered: the language that the window is to speak. */
    static final String LANGUAGE = "language";

    private static final int LARGEST = 1 << 20;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}");

    private final Path file;
    private final String title;
    private final PreferenceStore store = new PreferenceStore();
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private Optional<String> damage = Optional.empty();
    private boolean closed;

    @Activate
    public Preferences(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(
                Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("client/desktop.properties"),
                launcher.get("launcher.profile") instanceof String name ? name : "");
    }

    Preferences(Path file) {
        this(file, "");
    }

    private Preferences(Path file, String profile) {
        this.file = file;
        this.title = title(profile);
        read();
        Language.choose(language()); // here, since nothing of the window is there before this is
    }

    /** What the window is called: that of a profile with a name says it, so that a person tells two apart. */
    String title() {
        return title;
    }

    static String title(String profile) {
        boolean named = profile.matches("[a-z0-9_-]+"); // else it is a directory, which only those know who chose it
        return named ? profile + " — " + Window.TITLE : Window.TITLE;
    }

    private void read() {
        if (!Files.exists(file)) return;
        try {
            if (!load()) putAside();
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "{0} cannot be read: the window starts as new", file, e);
            closed = true; // what is there stays
            damage = Optional.of(T.get("preferences.unreadable", "file", file));
        }
    }

    /** Takes over what the file says, unless that is not what we write. */
    private boolean load() throws IOException {
        if (Files.size(file) > LARGEST) return false;
        var bytes = Files.readAllBytes(file);
        for (byte each : bytes) {
            boolean line = each == '\n' || each == '\r' || each == '\t' || each == '\f';
            if (each >= 0 && each < ' ' && !line) return false; // we write letters only
        }
        try {
            store.load(new ByteArrayInputStream(bytes));
            return true;
        } catch (IllegalArgumentException e) { // a broken \\u escape
            log.log(System.Logger.Level.DEBUG, "not what was written", e);
            return false;
        }
    }

    private void putAside() throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        log.log(System.Logger.Level.WARNING, "{0} is damaged: the window starts as new", file);
        damage = Optional.of(T.get("preferences.damaged", "file", aside));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ComponentServiceObjects<SettingsListener> listener) {
        ears.add(new Ear(listener));
    }

    void removeListener(ComponentServiceObjects<SettingsListener> listener) {
        for (var ear : ears) {
            if (!ear.objects.getServiceReference().equals(listener.getServiceReference())) continue;
            ears.remove(ear);
            ear.close();
        }
    }

    /**
     * A listener that is made when there is something to hear for the first time. Not before: it may well want these
     * settings itself, and each would wait for the other.
     */
    private static final class Ear {

        private final ComponentServiceObjects<SettingsListener> objects;
        private @Nullable SettingsListener listener;
        private boolean closed;

        Ear(ComponentServiceObjects<SettingsListener> objects) {
            this.objects = objects;
        }

        /** The listener; null if it has gone meanwhile. */
        synchronized @Nullable SettingsListener listener() {
            if (listener == null && !closed) listener = objects.getService();
            return listener;
        }

        synchronized void close() {
            closed = true;
            if (listener != null) objects.ungetService(listener);
            listener = null;
        }
    }

    /** What is wrong with what was remembered, once. */
    synchronized Optional<String> damage() {
        var said = damage;
        damage = Optional.empty();
        return said;
    }

    @Override
    public synchronized String get(String key, String otherwise) {
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
    synchronized boolean has(String key) {
        return store.contains(key);
    }

    /** The keys that begin with {@code prefix} and under which something is remembered. */
    synchronized List<String> keys(String prefix) {
        return Stream.of(store.preferenceNames()).filter(key -> key.startsWith(prefix)).sorted().toList();
    }

    /** Remembers nothing under {@code key} from now on. */
    synchronized void forget(String key) {
        if (has(key)) store.setToDefault(key);
    }

    /** Remembers {@code value} under {@code key}. */
    synchronized void put(String key, String value) {
        store.setValue(key, value);
    }

    @Override
    public void set(String key, String value) {
        if (!KEY.matcher(key).matches()) throw new IllegalArgumentException("no key of a setting: " + key);
        if (value.length() > LONGEST) throw new IllegalArgumentException(key + " is longer than " + LONGEST);
        put(key, value);
        save();
        for (var ear : ears) {
            try {
                var listener = ear.listener();
                if (listener != null) listener.changed(key);
            } catch (RuntimeException | LinkageError e) { // one contribution's mistake is not everybody's
                log.log(System.Logger.Level.ERROR, "a listener to settings failed", e);
            }
        }
    }

    /** The tag of the language that a person has chosen, or {@link Language#SYSTEM}. */
    String language() {
        return get(LANGUAGE, Language.SYSTEM);
    }

    /** Writes what has changed; says so in the log if that fails, since nobody's words are lost by it. */
    @Deactivate
    synchronized void save() {
        if (!store.needsSaving() || closed) return;
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            var bytes = new ByteArrayOutputStream();
            store.save(bytes, null);
            var folder = file.getParent();
            if (folder != null) Files.createDirectories(folder);
            Files.write(beside, bytes.toByteArray());
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "{0} cannot be written: the window will start as before", file, e);
        }
    }
}
