package parley.itest;

import jakarta.json.JsonObject;

import parley.launcher.Distribution;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage;
import parley.launcher.stage.Stage.Role;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** A relay and people who use it, each a process of its own with its profile below one directory. */
final class Company implements AutoCloseable {

    private final Path directory;
    private final String[] jvmOptions;
    private final Stage stage;

    /** The relay's process; another one after it was killed. */
    Actor relay;

    private final String invite;

    /**
     * Starts the relay on a free port.
     *
     * @param jvmOptions for every process, such as {@code -Xmx128m}
     */
    Company(Path directory, String... jvmOptions) throws IOException {
        this(directory, (_, _) -> {}, List.of(), jvmOptions);
    }

    /**
     * Starts the relay on a free port.
     *
     * @param audience hears each event and who said it, as {@link Stage} says
     * @param relayOptions such as {@code --plain}
     */
    Company(Path directory, BiConsumer<String, JsonObject> audience, List<String> relayOptions, String... jvmOptions)
            throws IOException {
        this.directory = directory;
        this.jvmOptions = jvmOptions;
        this.stage = new Stage(Distribution.current(), audience);
        var options = new ArrayList<>(List.of("--listen", "127.0.0.1:" + freePort()));
        options.addAll(relayOptions);
        this.relay = stage.enter(role("relay", "relay", options.toArray(String[]::new)));
        this.invite = relay.await("listening").getString("invite");
    }

    /** Somebody new, signed up under {@code name}; {@code options} go to their client. */
    Person join(String name, String... options) {
        return Person.signUp(stage.enter(role(name, "terminal", options)), invite);
    }

    /** Two who know each other. */
    List<Person> pair(String one, String other) {
        var pair = List.of(join(one), join(other));
        pair.getFirst().befriend(pair.getLast());
        return pair;
    }

    /** A client of {@code name} without an account. */
    Actor stranger(String name, String... options) {
        return stage.enter(role(name, "terminal", options));
    }

    String invite() {
        return invite;
    }

    /** Kills the relay without warning and starts it again at the same port with what is on its disk. */
    void crashRelay() {
        relay.kill();
        restartRelay();
    }

    /** Starts the relay again, which was killed. */
    void restartRelay() {
        relay = relay.again();
        relay.await("listening");
    }

    Path home(String name) {
        return directory.resolve(name);
    }

    Stage stage() {
        return stage;
    }

    /** A file of {@code size} random bytes, the same for the same seed. */
    Path file(String name, long size, long seed) throws IOException {
        var file = directory.resolve(name);
        var random = new Random(seed);
        var buffer = new byte[1 << 16];
        try (var out = Files.newOutputStream(file)) {
            for (var left = size; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
        return file;
    }

    static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stage.close();
    }

    private Role role(String name, String product, String... arguments) {
        return Role.of(name, home(name), product, arguments).withJvm(jvmOptions);
    }

    /**
     * Below those that systems give to whoever connects: one of them could be taken before the relay listens there, or
     * while it is away, even by a client that looks for it.
     */
    private static int freePort() throws IOException {
        while (true) {
            try (var socket =
                    new ServerSocket(new Random().nextInt(10_000, 30_000), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) { // somebody listens there
            }
        }
    }
}
