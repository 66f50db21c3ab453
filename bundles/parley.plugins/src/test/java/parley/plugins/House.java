package parley.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Suites;
import parley.client.api.store.Store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A framework, a profile, and the plug-ins in it. */
final class House implements AutoCloseable {

    static final InstalledPlugins.Times TIMES =
            new InstalledPlugins.Times(Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofMillis(500));

    final Path home;
    final Framework framework;
    final List<String> told = new ArrayList<>(); // guarded by itself

    /** What the self-test has against suites; nothing if empty. */
    volatile Optional<String> fault = Optional.empty();

    private final InstalledPlugins.Times times;
    private final List<String> publishers;
    InstalledPlugins plugins;

    House(Path directory) throws Exception {
        this(directory, TIMES, List.of());
    }

    House(Path directory, InstalledPlugins.Times times, List<String> publishers) throws Exception {
        this.home = Files.createDirectories(directory.resolve("home"));
        this.times = times;
        this.publishers = publishers;
        var configuration = new HashMap<String, String>();
        configuration.put(Constants.FRAMEWORK_STORAGE, directory.resolve("framework").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "parley.cipher.api;version=\"1.0.0\"");
        configuration.put("felix.log.level", "0");
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        plugins = open();
    }

    InstalledPlugins open() {
        var opened = new InstalledPlugins(framework.getBundleContext(), home, publishers, times);
        opened.bindSuites(
                new Suites() {
                    @Override
                    public List<Suite> present() {
                        return List.of();
                    }

                    @Override
                    public List<Verdict> verdicts(long bundle) {
                        return List.of(new Verdict(1, fault));
                    }
                });
        opened.store =
                new Store() {
                    @Override
                    public void check() {}

                    @Override
                    public <T> T transact(Work<T> work) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public void publish(Event.Passing event) {
                        synchronized (told) {
                            if (event instanceof Event.Warning warning) told.add(warning.text());
                        }
                    }
                };
        opened.open();
        return opened;
    }

    /** As if Parley were started anew. */
    void again() {
        plugins.close();
        plugins = open();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** A jar beside the profile, signed. */
    Path jar(Publisher publisher, Jar jar) throws IOException {
        return publisher.sign(jar.write(Files.createTempFile(home.getParent(), "download", ".jar")));
    }

    /** Puts a file into the folder as a whole. */
    Path drop(String name, Path jar) throws IOException {
        var folder = Files.createDirectories(home.resolve("plugins"));
        var fresh = Files.copy(jar, folder.resolve(name + ".new"));
        return Files.move(
                fresh,
                folder.resolve(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    Bundle own(Jar jar, String location) throws Exception {
        var bundle = context().installBundle(location, jar.stream());
        bundle.start();
        return bundle;
    }

    List<String> running(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getVersion().toString())
                .toList();
    }

    /** Name and version to how it stands. */
    Map<String, String> list() throws CommandException {
        var all = new HashMap<String, String>();
        for (var plugin : plugins.list()) {
            all.put(plugin.name() + plugin.version().map(it -> " " + it).orElse(""), plugin.state().word());
        }
        return all;
    }

    Plugin only() throws CommandException {
        var all = plugins.list();
        assertTrue(all.size() == 1, all::toString);
        return all.getFirst();
    }

    interface Condition {
        boolean holds() throws CommandException;
    }

    static void await(String what, Condition condition) throws CommandException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> "not in time: " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    void awaitTold(String part) throws CommandException {
        try {
            await("to be told of " + part, () -> hasTold(part));
        } catch (AssertionError e) {
            synchronized (told) {
                throw new AssertionError(e.getMessage() + "; told were " + told + ", listed are " + plugins.list(), e);
            }
        }
    }

    private boolean hasTold(String part) {
        synchronized (told) {
            return told.stream().anyMatch(it -> it.contains(part));
        }
    }

    @Override
    public void close() throws Exception {
        plugins.close();
        framework.stop();
        var unused = framework.waitForStop(1); // one of them may hang on purpose
    }
}
