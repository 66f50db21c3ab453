package parley.desktop.api.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;

/**
 * The phrases of one bundle in every language, each read when it is first asked for. All classes of a bundle share one;
 * it refers to none of them, so that a plug-in that goes takes it along. May be used from any thread.
 */
final class Table {

    private static final System.Logger log = System.getLogger(Table.class.getName());
    private static final String FOLDER = "OSGI-INF/l10n/";

    /** By class loader, then by package. */
    private static final Map<ClassLoader, Map<String, Table>> tables = Collections.synchronizedMap(new WeakHashMap<>());

    private final String name;
    private final Map<Language, Map<String, String>> read = new EnumMap<>(Language.class);

    private Table(String name) {
        this.name = name;
    }

    /** The one of the bundle that {@code within} belongs to. */
    static Table of(Class<?> within) {
        var loader = loader(within);
        var ofBundle = tables.computeIfAbsent(loader, _ -> Collections.synchronizedMap(new HashMap<>()));
        var table = ofBundle.get(within.getPackageName());
        if (table == null) {
            var name = name(loader, within.getPackageName());
            table = ofBundle.computeIfAbsent("of " + name, _ -> new Table(name));
            ofBundle.put(within.getPackageName(), table);
        }
        table.read(loader);
        return table;
    }

    @SuppressWarnings("NullAway") // null of the JDK's own classes, which contribute nothing
    private static ClassLoader loader(Class<?> within) {
        var loader = within.getClassLoader();
        return loader == null ? Table.class.getClassLoader() : loader;
    }

    /** The longest beginning of {@code within} for which there are phrases. */
    private static String name(ClassLoader loader, String within) {
        for (var name = within; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
            if (loader.getResource(FOLDER + name + ".properties") != null) return name;
        }
        return "bundle"; // as OSGi calls it
    }

    /** Where they are read from. */
    String name() {
        return FOLDER + name;
    }

    /** The phrase {@code key} as it stands there, for those languages that were spoken; English always. */
    synchronized Optional<String> phrase(Language language, String key) {
        var phrases = read.get(language);
        return phrases == null ? Optional.empty() : Optional.ofNullable(phrases.get(key));
    }

    private synchronized void read(ClassLoader loader) {
        var language = Language.current();
        if (!read.containsKey(Language.ENGLISH)) read.put(Language.ENGLISH, read(loader, ".properties"));
        if (!read.containsKey(language)) read.put(language, read(loader, "_" + language.tag() + ".properties"));
    }

    private Map<String, String> read(ClassLoader loader, String ending) {
        var phrases = new HashMap<String, String>();
        var file = loader.getResource(name() + ending);
        if (file == null) return phrases;
        try (var in = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
            var properties = new Properties();
            properties.load(in);
            properties.stringPropertyNames().forEach(key -> phrases.put(key, properties.getProperty(key)));
        } catch (IOException | IllegalArgumentException e) { // a broken \\u escape
            log.log(System.Logger.Level.WARNING, "{0} cannot be read", file, e);
        }
        return phrases;
    }
}
