package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Plug-ins in memory; any jar is {@link #offer}, which replaces what is here of its name. */
final class FakePlugins implements Plugins {

    static final String PUBLISHER = "0123456789abcdef".repeat(4);

    /** Those installed, and those that were not taken in. */
    final List<Plugin> all = new ArrayList<>();

    /** The names of Parley's own bundles. */
    final Set<String> own = new HashSet<>();

    /** Done once it answers what there is. */
    volatile CompletableFuture<Void> answering = CompletableFuture.completedFuture(null);

    final List<String> calls = new ArrayList<>();
    Optional<Offer> offer = Optional.empty();
    Optional<CommandException> unread = Optional.empty();
    Optional<CommandException> refusal = Optional.empty();

    static Plugin plugin(String name, String version, State state, Optional<String> reason, String says) {
        return new Plugin(
                name,
                Optional.of(version),
                Optional.of(PUBLISHER),
                state,
                reason,
                new Declared(says, List.of("ciphers", "network")),
                true,
                Optional.empty());
    }

    /** One that was not taken in, though its signature holds. */
    static Plugin unused(String name, String version, String reason) {
        return new Plugin(
                name,
                Optional.of(version),
                Optional.of(PUBLISHER),
                State.REFUSED,
                Optional.of(reason),
                new Declared("", List.of()),
                false,
                Optional.of(Path.of("plugins", name + ".jar")));
    }

    @Override
    public List<Plugin> list() {
        answering.join();
        synchronized (this) {
            return List.copyOf(all);
        }
    }

    @Override
    public synchronized Offer inspect(Path jar) throws CommandException {
        calls.add("inspect " + jar.getFileName());
        if (unread.isPresent()) throw unread.get();
        var it = offer.orElseThrow(() -> new CommandException(Code.NOT_FOUND, "there is no file " + jar));
        return new Offer(
                it.name(),
                it.version(),
                it.publisher(),
                it.accepted(),
                replaces(it.name()),
                it.declares(),
                it.digest());
    }

    @Override
    public synchronized Plugin put(Path jar, Offer shown) throws CommandException {
        if (!shown.digest().equals(offer.orElseThrow().digest()))
            throw new CommandException(Code.REFUSED, jar.getFileName() + " is not the file any more that was shown");
        var publisher = Optional.of(shown.publisher());
        return shown.replaces() ? update(jar, publisher) : install(jar, publisher);
    }

    @Override
    public synchronized Plugin install(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return put("install", jar, acceptedPublisher, false);
    }

    @Override
    public synchronized Plugin update(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return put("update", jar, acceptedPublisher, true);
    }

    private boolean replaces(String name) {
        return own.contains(name) || all.stream().anyMatch(it -> it.installed() && it.name().equals(name));
    }

    private Plugin put(String how, Path jar, Optional<String> publisher, boolean update) throws CommandException {
        calls.add(how + " " + jar.getFileName() + " " + publisher.orElse("of anybody"));
        if (refusal.isPresent()) throw refusal.get();
        var what = offer.orElseThrow();
        if (update && !replaces(what.name())) throw new CommandException(Code.NOT_FOUND, "use plugin install");
        if (!update && replaces(what.name())) throw new CommandException(Code.REFUSED, "use plugin update");
        all.removeIf(it -> it.installed() && it.name().equals(what.name()));
        var plugin =
                new Plugin(
                        what.name(),
                        Optional.of(what.version()),
                        Optional.of(what.publisher()),
                        State.RUNNING,
                        Optional.empty(),
                        what.declares(),
                        true,
                        Optional.empty());
        all.add(plugin);
        return plugin;
    }

    @Override
    public synchronized void remove(String name) {
        calls.add("remove " + name);
        all.removeIf(it -> it.installed() && it.name().equals(name));
    }

    @Override
    public synchronized void forget(String name) {
        calls.add("forget " + name);
        all.removeIf(it -> !it.installed() && it.name().equals(name));
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
