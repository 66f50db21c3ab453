package parley.plugins;

import parley.client.api.CommandException;
import parley.client.api.Plugins.Declared;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jars that were not taken in, and why: shown until something better comes. Used by one thread. */
final class TurnedAway {

    /** What is known of a jar that cannot be read. */
    static final Declared NOTHING = new Declared("", List.of());

    /** By the file's name in the folder; by the plug-in's, where there is no such file. */
    private final Map<String, Plugin> all = new LinkedHashMap<>();

    /**
     * Shows a jar that could be read.
     *
     * @param file where it lies in the folder, if it does
     */
    void put(String key, PluginJar jar, Optional<Path> file, String reason) {
        all.put(key, refused(jar, file, reason));
    }

    /** Shows a file of the folder, unless it is shown already. */
    void put(String name, Path file, String reason) {
        if (!all.containsKey(name)) all.put(name, refused(name, file, reason));
    }

    /** Shows a file of the folder that is being written. */
    void growing(String name) {
        var reason = "plugins/" + name + " is being written; it is read when that is over";
        all.put(name, unread(name, State.WAITING, reason));
    }

    /** Something better has come, or the file is gone. */
    void remove(String key) {
        all.remove(key);
    }

    /** Says whether there was one that people know by this name: the plug-in's, or the file's. */
    boolean forget(String name) {
        return all.entrySet().removeIf(it -> it.getKey().equals(name) || it.getValue().name().equals(name));
    }

    List<Plugin> list() {
        return List.copyOf(all.values());
    }

    private static Plugin refused(String name, Path file, String reason) {
        try {
            return refused(PluginJar.read(file), Optional.of(file), reason);
        } catch (CommandException e) {
            return unread(name, State.REFUSED, reason);
        }
    }

    private static Plugin refused(PluginJar jar, Optional<Path> file, String reason) {
        return read(jar, State.REFUSED, reason, false, file);
    }

    /** One whose start has not come back yet. */
    static Plugin starting(PluginJar jar, boolean installed) {
        var reason = jar.name() + " is being started; look again in a moment";
        return read(jar, State.WAITING, reason, installed, Optional.empty());
    }

    private static Plugin read(PluginJar jar, State state, String reason, boolean installed, Optional<Path> file) {
        return new Plugin(
                jar.name(),
                Optional.of(jar.version().toString()),
                Optional.of(jar.publisher()),
                state,
                Optional.of(reason),
                jar.declares(),
                installed,
                file);
    }

    private static Plugin unread(String name, State state, String reason) {
        return new Plugin(
                name, Optional.empty(), Optional.empty(), state, Optional.of(reason), NOTHING, false, Optional.empty());
    }
}
