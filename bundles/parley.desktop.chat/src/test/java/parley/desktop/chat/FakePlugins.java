package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plug-ins in memory; any jar is {@link #offer}. */
final class FakePlugins implements Plugins {

    static final String PUBLISHER = "0123456789abcdef".repeat(4);

    final List<Plugin> installed = new ArrayList<>();
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
                new Declared(says, List.of("ciphers", "network")));
    }

    @Override
    public synchronized List<Plugin> list() {
        return List.copyOf(installed);
    }

    @Override
    public synchronized Offer inspect(Path jar) throws CommandException {
        calls.add("inspect " + jar.getFileName());
        if (unread.isPresent()) throw unread.get();
        return offer.orElseThrow(() -> new CommandException(Code.NOT_FOUND, "there is no file " + jar));
    }

    @Override
    public synchronized Plugin install(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return put("install", jar, acceptedPublisher);
    }

    @Override
    public synchronized Plugin update(Path jar, Optional<String> acceptedPublisher) throws CommandException {
        return put("update", jar, acceptedPublisher);
    }

    private Plugin put(String how, Path jar, Optional<String> publisher) throws CommandException {
        calls.add(how + " " + jar.getFileName() + " " + publisher.orElse("of anybody"));
        if (refusal.isPresent()) throw refusal.get();
        var what = offer.orElseThrow();
        installed.removeIf(it -> it.name().equals(what.name()));
        var plugin =
                new Plugin(
                        what.name(),
                        Optional.of(what.version()),
                        Optional.of(what.publisher()),
                        State.RUNNING,
                        Optional.empty(),
                        what.declares());
        installed.add(plugin);
        return plugin;
    }

    @Override
    public synchronized void remove(String name) {
        calls.add("remove " + name);
        installed.removeIf(it -> it.name().equals(name));
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
