package parley.plugins;

import static parley.plugins.Refusals.refused;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Plugins;
import parley.client.api.Sentences;
import parley.client.api.Suites;
import parley.client.api.store.Store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The profile's plug-ins. All that changes happens on one thread, in order; callers wait for it, and not for ever: what
 * belongs to a plug-in may hang.
 */
@Component(immediate = true) // plug-ins run whether or not anybody asks about them
public final class InstalledPlugins implements Plugins {

    /** How long a command waits for its turn and its end. */
    private static final Duration COMMAND = Duration.ofSeconds(60);

    /** How a product is configured. */
    public @interface Configuration {

        /** Publishers that need no person's yes: SHA-256 of their public keys, 64 hex digits each. */
        String[] publishers() default {};
    }

    /**
     * How patient it is.
     *
     * @param start with a plug-in's start; who asks what there is waits half as long for its end
     * @param rest with a file that changes
     * @param file with a file that is no jar yet
     */
    record Times(Duration start, Duration rest, Duration file) {}

    private static final System.Logger log = System.getLogger(InstalledPlugins.class.getName());
    private static final Times TIMES = new Times(Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofSeconds(5));

    private final ExecutorService tasks =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("plug-ins").factory());
    private final Times times;
    private final Shelf shelf;
    private final DropFolder folder;
    private final Path dropped;
    private volatile List<Plugin> lastSeen = List.of();

    private final Object judgeComes = new Object();
    private @Nullable Suites suites; // guarded by judgeComes

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Store store;

    @Activate
    public InstalledPlugins(
            BundleContext context,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launch,
            Configuration configuration) {
        this(context, Path.of(String.valueOf(launch.get("launcher.home"))), List.of(configuration.publishers()), TIMES);
    }

    InstalledPlugins(BundleContext context, Path home, List<String> publishers, Times times) {
        this.times = times;
        this.dropped = home.resolve("plugins");
        var starter = new Starter(context, () -> judge(times.start()), times.start());
        this.shelf = new Shelf(home.resolve("client").resolve("plugins"), dropped, publishers, starter);
        this.folder = new DropFolder(dropped, times.rest(), times.file(), new Drops());
    }

    /** Once everything is bound that a constructor does not see. */
    @Activate
    void open() {
        tasks.execute(this::begin);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindSuites(Suites coming) {
        synchronized (judgeComes) {
            suites = coming;
            judgeComes.notifyAll();
        }
    }

    void unbindSuites(Suites going) {
        synchronized (judgeComes) {
            if (suites == going) suites = null;
        }
    }

    /** Who tests suites, which at a start may come a little later; empty if nobody does, and so nobody uses any. */
    private Optional<Suites> judge(Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        synchronized (judgeComes) {
            try {
                for (long left; suites == null && (left = deadline - System.nanoTime()) > 0; ) {
                    judgeComes.wait(1 + TimeUnit.NANOSECONDS.toMillis(left));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.ofNullable(suites);
        }
    }

    @Deactivate
    void close() {
        folder.close();
        tasks.shutdownNow();
        shelf.close();
    }

    /** Starts what is installed, then looks into the folder. */
    private void begin() {
        try {
            shelf.open();
            folder.open(shelf.dropped());
        } catch (CommandException e) {
            if (e.code() != Code.PROFILE_IN_USE) tell(e.getMessage()); // the face says that by itself
        }
    }

    @Override
    public List<Plugin> list() throws CommandException {
        try {
            lastSeen = inTurn(shelf::list, times.start().dividedBy(2));
        } catch (TimeoutException e) { // something hangs, and most likely while it starts
            return shelf.meanwhile().orElse(lastSeen);
        }
        return lastSeen;
    }

    @Override
    public Offer inspect(Path jar) throws CommandException {
        return inTurn(() -> shelf.inspect(jar));
    }

    @Override
    public Plugin install(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return inTurn(
                () -> shelf.put(jar, acceptedPublisher, Shelf.Intent.INSTALL, Optional.empty(), Optional.empty()));
    }

    @Override
    public Plugin update(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return inTurn(() -> shelf.put(jar, acceptedPublisher, Shelf.Intent.UPDATE, Optional.empty(), Optional.empty()));
    }

    @Override
    public Plugin put(Path jar, Offer shown) throws CommandException {
        var intent = shown.replaces() ? Shelf.Intent.UPDATE : Shelf.Intent.INSTALL;
        return inTurn(() ->
                shelf.put(jar, Optional.of(shown.publisher()), intent, Optional.empty(), Optional.of(shown.digest())));
    }

    @Override
    public void remove(String name) throws CommandException {
        inTurn(() -> {
            shelf.remove(name);
            return true;
        });
    }

    @Override
    public void forget(String name) throws CommandException {
        inTurn(() -> {
            shelf.forget(name);
            return true;
        });
    }

    private <T> T inTurn(Callable<T> work) throws CommandException {
        try {
            return inTurn(work, COMMAND);
        } catch (TimeoutException e) {
            throw refused("another plug-in keeps Parley waiting; see plugin list, and try again in a minute", e);
        }
    }

    private <T> T inTurn(Callable<T> work, Duration limit) throws CommandException, TimeoutException {
        try {
            return tasks.submit(work).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException known) throw known;
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw refused("plug-ins are being shut down; start Parley anew", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("Parley is ending; start it anew", e);
        }
    }

    private void tell(@Nullable String text) {
        var listening = store;
        var sentence = Sentences.of(String.valueOf(text));
        if (listening != null) listening.publish(new Event.Warning(sentence));
        else log.log(WARNING, sentence);
    }

    /** What comes and goes in the folder. */
    private final class Drops implements DropFolder.Listener {

        @Override
        public void dropped(String file) {
            later(() -> {
                try {
                    shelf.dropped(file).ifPresent(it -> tell("the plug-in " + it + " from plugins/ is running"));
                } catch (CommandException e) {
                    tell(Refusals.unused(file, e));
                }
            });
        }

        @Override
        public void growing(String file) {
            later(() -> shelf.growing(file));
        }

        @Override
        public void gone(String file) {
            later(() -> {
                try {
                    shelf.gone(file).ifPresent(it -> tell("the plug-in " + it + " is gone, as its file is"));
                } catch (CommandException e) {
                    tell(e.getMessage());
                }
            });
        }

        private void later(Runnable work) {
            try {
                tasks.execute(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.log(WARNING, "A file in plugins/ met a fault", e);
                    }
                });
            } catch (RejectedExecutionException e) {
                // closed: nobody asks any more
            }
        }
    }
}
