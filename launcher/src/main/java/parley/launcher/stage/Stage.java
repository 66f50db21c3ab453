package parley.launcher.stage;

import jakarta.json.JsonObject;

import parley.launcher.Distribution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Where processes of a distribution play together. Closing it ends them all.
 *
 * <p>May be used from any thread.
 */
public final class Stage implements AutoCloseable {

    private final Distribution distribution;
    private final BiConsumer<String, JsonObject> audience;
    private final List<Actor> actors = new ArrayList<>(); // guarded by itself

    /** A stage whose actors nobody but their director listens to. */
    public Stage(Distribution distribution) {
        this(distribution, (_, _) -> {});
    }

    /**
     * A stage with an audience.
     *
     * @param audience hears each event and who said it; called in order for each actor, on a thread that must not be
     *     kept waiting
     */
    public Stage(Distribution distribution, BiConsumer<String, JsonObject> audience) {
        this.distribution = distribution;
        this.audience = audience;
    }

    /** Starts a process as {@link Role} says. */
    public Actor enter(Role role) {
        var actor = Actor.start(this, role);
        synchronized (actors) {
            actors.add(actor);
        }
        return actor;
    }

    /** Starts {@code product} with {@code arguments}, events in JSON, and the profile {@code home}. */
    public Actor enter(String name, Path home, String product, String... arguments) {
        return enter(Role.of(name, home, product, arguments));
    }

    Distribution distribution() {
        return distribution;
    }

    void hear(String name, JsonObject event) {
        audience.accept(name, event);
    }

    @Override
    public void close() {
        synchronized (actors) {
            for (var actor : actors.reversed()) actor.close();
        }
    }

    /**
     * What process to start.
     *
     * @param name who it is, such as alice
     * @param arguments after the product word; {@code --json} is added
     * @param jvmOptions such as {@code -Xmx128m}
     * @param environment variables beside those of this process
     */
    public record Role(
            String name,
            Path home,
            String product,
            List<String> arguments,
            List<String> jvmOptions,
            Map<String, String> environment) {

        /** One without particular options. */
        public static Role of(String name, Path home, String product, String... arguments) {
            return new Role(name, home, product, List.of(arguments), List.of(), Map.of());
        }

        /** The same with these JVM options. */
        public Role withJvm(String... options) {
            return new Role(name, home, product, arguments, List.of(options), environment);
        }

        /** The same with these variables. */
        public Role withEnvironment(Map<String, String> variables) {
            return new Role(name, home, product, arguments, jvmOptions, variables);
        }
    }
}
