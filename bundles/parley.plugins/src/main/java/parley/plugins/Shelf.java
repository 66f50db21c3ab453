package parley.plugins;

import static parley.plugins.Refusals.refused;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins.Declared;
import parley.client.api.Plugins.Offer;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;
import parley.plugins.Ledger.Installed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plug-ins on disk: takes jars in, keeps a copy of its own of each, and decides which of them run. Only that copy
 * is ever checked and started, so that nobody can change a jar between the two. Used by one thread.
 *
 * <pre>
 * client/plugins/state            the {@link Ledger}
 * client/plugins/lock             held by the process that runs them
 * client/plugins/NAME-DIGEST.jar  the copies
 * </pre>
 */
final class Shelf implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Shelf.class.getName());

    /** What a person asked for. */
    enum Intent {
        INSTALL,
        UPDATE,
        /** As a file in the folder: install or update, whichever it is. */
        EITHER
    }

    private final Path directory;
    private final Path folder;
    private final Copies copies;
    private final Admission admission;
    private final Starter starter;
    private final Map<String, Declared> declared = new HashMap<>();

    /** Why plug-ins that are installed do not run, by name. */
    private final Map<String, String> failures = new HashMap<>();

    /** Those installed whose turn to be started comes yet. */
    private final Set<String> coming = new HashSet<>();

    private final TurnedAway turnedAway = new TurnedAway();

    /** What {@link #list} would be while a plug-in is started; read by any thread. */
    private volatile @Nullable List<Plugin> meanwhile;

    private @Nullable Ledger ledger;
    private @Nullable FileChannel lock;

    /**
     * @param folder where people drop jars
     * @param configured publishers that need no person's yes
     */
    Shelf(Path directory, Path folder, List<String> configured, Starter starter) {
        this.directory = directory;
        this.folder = folder;
        this.copies = new Copies(directory, folder);
        this.admission = new Admission(configured, starter);
        this.starter = starter;
    }

    /**
     * Starts what is installed, each checked anew.
     *
     * @throws CommandException PROFILE_IN_USE, DAMAGED, DISK_FULL
     */
    void open() throws CommandException {
        lock();
        starter.clear();
        var opened = Ledger.open(directory.resolve("state"));
        ledger = opened;
        for (var plugin : opened.installed()) coming.add(plugin.name());
        for (var plugin : opened.installed()) {
            coming.remove(plugin.name());
            if (plugin.dropped().isPresent() && !Files.exists(folder.resolve(plugin.dropped().get()))) {
                end(opened, plugin, false);
                continue;
            }
            try {
                startKept(opened, plugin);
            } catch (CommandException e) {
                failures.put(plugin.name(), String.valueOf(e.getMessage()));
                log.log(WARNING, e.getMessage());
            } catch (RuntimeException e) { // one that meets a fault of ours does not keep the others
                failures.put(plugin.name(), plugin.name() + " met a fault in Parley; remove it, and report it");
                log.log(WARNING, "A plug-in met a fault", e);
            }
        }
        copies.sweep(opened);
    }

    /** Starts the kept copy of {@code plugin}, checked anew. */
    private void startKept(Ledger known, Installed plugin) throws CommandException {
        var kept = copies.kept(plugin);
        var jar = PluginJar.read(kept);
        if (!jar.digest().equals(plugin.digest())) {
            throw refused("the kept copy of " + plugin.name() + " was altered; remove it and install it again");
        }
        declared.put(jar.name(), jar.declares());
        admission.stay(known, jar);
        start(jar, kept, Optional.empty(), true);
    }

    /** Starts {@code jar}, which may take its time: {@link #meanwhile} shows it as one that waits. */
    private void start(PluginJar jar, Path kept, Optional<Path> before, boolean installed) throws CommandException {
        var all = new ArrayList<>(list());
        all.removeIf(it -> it.name().equals(jar.name()) && it.state() != State.RUNNING);
        all.add(TurnedAway.starting(jar, installed));
        meanwhile = List.copyOf(all);
        try {
            starter.start(jar, kept, before);
        } finally {
            meanwhile = null;
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null) lock.close();
        } catch (IOException e) {
            // the process's end releases it too
        }
    }

    private void lock() throws CommandException {
        try {
            Files.createDirectories(directory);
            var opened =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (opened.tryLock() == null) throw new OverlappingFileLockException();
                lock = opened;
            } finally {
                if (lock != opened) opened.close();
            }
        } catch (OverlappingFileLockException e) {
            throw new CommandException(
                    Code.PROFILE_IN_USE, "another process has this profile and its plug-ins; end it, or ask there", e);
        } catch (IOException e) {
            throw Ledger.unwritten(directory, e);
        }
    }

    private Ledger ledger() throws CommandException {
        if (ledger != null) return ledger;
        if (lock == null) lock();
        ledger = Ledger.open(directory.resolve("state"));
        return ledger;
    }

    // ---- What is asked for ----

    Offer inspect(Path file) throws CommandException {
        var known = ledger();
        var copy = copies.take(file);
        try {
            var jar = Copies.read(file, copy);
            admission.place(known, jar, Intent.EITHER); // a person is asked only of what a yes can bring in
            return new Offer(
                    jar.name(),
                    jar.version().toString(),
                    jar.publisher(),
                    admission.accepts(known, jar.publisher()),
                    admission.replaces(known, jar),
                    jar.declares(),
                    jar.digest());
        } finally {
            Copies.delete(copy);
        }
    }

    /**
     * Takes a jar in and starts it.
     *
     * @param dropped the name of the file in the folder, if it is one
     * @param shown the digest of the jar that a person has seen, if they have
     */
    Plugin put(
            Path file,
            Optional<String> acceptedPublisher,
            Intent intent,
            Optional<String> dropped,
            Optional<String> shown)
            throws CommandException {
        var known = ledger();
        var copy = copies.take(file);
        try {
            var jar = Copies.read(file, copy);
            if (shown.isPresent() && !shown.get().equals(jar.digest()))
                throw refused(file.getFileName() + " is not the file any more that was shown; look at it again");
            admission.place(known, jar, intent);
            var accepting = admission.newPublisher(known, jar, acceptedPublisher, dropped.map(_ -> file));
            var before = known.installed(jar.name());
            var origin = dropped.or(() -> copies.inFolder(file)).or(() -> before.flatMap(Installed::dropped));
            var now = Installed.of(jar, origin);
            var kept = copies.kept(now);
            try {
                Ledger.replace(kept, Files.readAllBytes(copy));
            } catch (IOException e) {
                throw Ledger.unwritten(kept, e);
            }
            try {
                start(jar, kept, before.map(copies::kept), false);
            } catch (CommandException e) {
                turnedAway.put(
                        origin.orElse(jar.name()), jar, origin.map(folder::resolve), String.valueOf(e.getMessage()));
                copies.sweep(known);
                throw e;
            }
            try {
                known.put(now, accepting);
            } catch (CommandException e) {
                bringBack(known, jar.name(), before); // what is not remembered would be gone with the next start
                throw e;
            }
            declared.put(jar.name(), jar.declares());
            failures.remove(jar.name());
            turnedAway.remove(jar.name());
            origin.ifPresent(turnedAway::remove);
            copies.sweep(known);
            return state(now);
        } finally {
            Copies.delete(copy);
        }
    }

    /** Has run on what was there before a plug-in of this name came, which now goes. */
    private void bringBack(Ledger known, String name, Optional<Installed> before) {
        try {
            if (before.isPresent() && !failures.containsKey(name)) startKept(known, before.get());
            else starter.remove(name);
        } catch (CommandException e) {
            starter.remove(name);
            failures.put(name, String.valueOf(e.getMessage()));
            log.log(WARNING, e.getMessage());
        }
        copies.sweep(known);
    }

    /** A file in the folder has settled. Says which plug-in it became, if anything changed. */
    Optional<String> dropped(String name) throws CommandException {
        var file = folder.resolve(name);
        turnedAway.remove(name);
        try {
            var known = ledger().dropped(name);
            if (known.isPresent() && known.get().digest().equals(SignedJar.sha256(Copies.bytes(file)))) {
                return Optional.empty();
            }
            var plugin = put(file, Optional.empty(), Intent.EITHER, Optional.of(name), Optional.empty());
            return Optional.of(plugin.name() + plugin.version().map(it -> " " + it).orElse(""));
        } catch (CommandException e) {
            if (e.code() == Code.NOT_FOUND) return Optional.empty(); // the folder tells of that in a moment
            turnedAway.put(name, file, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** The files in the folder that are plug-ins now. */
    List<String> dropped() throws CommandException {
        return ledger().installed().stream().flatMap(it -> it.dropped().stream()).toList();
    }

    /** A file in the folder is being written. */
    void growing(String name) {
        if (ledger != null && ledger.dropped(name).isPresent()) return; // what it was runs on meanwhile
        turnedAway.growing(name);
    }

    /** A file in the folder is gone. Says which plug-in went with it. */
    Optional<String> gone(String name) throws CommandException {
        turnedAway.remove(name);
        var plugin = ledger().dropped(name);
        if (plugin.isPresent()) end(ledger(), plugin.get(), false);
        return plugin.map(it -> it.name() + " " + it.version());
    }

    void remove(String name) throws CommandException {
        var known = ledger();
        var plugin = known.installed(name);
        if (plugin.isEmpty()) {
            forget(name);
            return;
        }
        end(known, plugin.get(), true);
        plugin.get().dropped().ifPresent(file -> Copies.delete(folder.resolve(file)));
    }

    void forget(String name) throws CommandException {
        if (turnedAway.forget(name)) return;
        throw new CommandException(
                Code.NOT_FOUND, "there is no plug-in " + name + "; plugin list names those there are");
    }

    private void end(Ledger known, Installed plugin, boolean publisherToo) throws CommandException {
        starter.remove(plugin.name());
        known.remove(plugin.name(), publisherToo);
        declared.remove(plugin.name());
        failures.remove(plugin.name());
        turnedAway.remove(plugin.name());
        copies.sweep(known);
    }

    List<Plugin> list() throws CommandException {
        var all = new ArrayList<Plugin>();
        for (var plugin : ledger().installed()) all.add(state(plugin));
        all.addAll(turnedAway.list());
        return List.copyOf(all);
    }

    /** What there is, for those who have waited long enough while something is being started. */
    Optional<List<Plugin>> meanwhile() {
        return Optional.ofNullable(meanwhile);
    }

    // ---- How things stand ----

    private Plugin state(Installed plugin) {
        var failure = failures.get(plugin.name());
        var bundle = starter.plugin(plugin.name());
        State state;
        Optional<String> reason;
        if (failure != null) {
            state = State.REFUSED;
            reason = Optional.of(failure);
        } else if (coming.contains(plugin.name())) {
            state = State.WAITING;
            reason = Optional.of(plugin.name() + " is started after another; look again in a moment");
        } else if (bundle.isEmpty() || (bundle.get().getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
            state = State.STOPPED;
            reason = Optional.of(plugin.name() + " was stopped; start Parley anew, or remove it");
        } else {
            state = State.RUNNING;
            reason = Optional.empty();
        }
        return new Plugin(
                plugin.name(),
                Optional.of(plugin.version().toString()),
                Optional.of(plugin.publisher()),
                state,
                reason,
                declared.getOrDefault(plugin.name(), TurnedAway.NOTHING),
                true,
                Optional.empty());
    }
}
