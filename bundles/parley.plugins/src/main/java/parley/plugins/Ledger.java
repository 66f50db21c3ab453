package parley.plugins;

import org.osgi.framework.Version;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the profile remembers of plug-ins, in one file that is replaced as a whole: whom the person accepted, which
 * version of a name was the highest ever, what is installed. Used by one thread.
 */
final class Ledger {

    private static final String FORMAT = "parley plugins 1";

    /**
     * An installed plug-in.
     *
     * @param digest of its jar
     * @param dropped the name of the file in {@code plugins/} that it came as
     */
    record Installed(String name, Version version, String publisher, String digest, Optional<String> dropped) {

        static Installed of(PluginJar jar, Optional<String> dropped) {
            return new Installed(jar.name(), jar.version(), jar.publisher(), jar.digest(), dropped);
        }
    }

    private final Path file;
    private final TreeSet<String> accepted = new TreeSet<>();
    private final Map<String, Version> highest = new HashMap<>();
    private final Map<String, Installed> installed = new LinkedHashMap<>();

    private Ledger(Path file) {
        this.file = file;
    }

    /**
     * Reads {@code file}; a missing one is empty.
     *
     * @throws CommandException DAMAGED
     */
    static Ledger open(Path file) throws CommandException {
        var ledger = new Ledger(file);
        try {
            var lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) throw new IllegalArgumentException("format");
            for (var line : lines.subList(1, lines.size())) ledger.read(line.split(" ", 6));
        } catch (NoSuchFileException e) {
            return ledger;
        } catch (IOException | RuntimeException e) {
            throw new CommandException(
                    Code.DAMAGED,
                    "the list of plug-ins cannot be read, so none runs; delete "
                            + file
                            + " and install them again, or fetch it from a backup",
                    e);
        }
        return ledger;
    }

    private void read(String[] words) {
        switch (words[0]) {
            case "accepted" -> accepted.add(words[1]);
            case "highest" -> highest.put(words[1], Version.parseVersion(words[2]));
            case "plugin" -> {
                var dropped = words.length > 5 ? Optional.of(words[5]) : Optional.<String>empty();
                installed.put(
                        words[1], new Installed(words[1], Version.parseVersion(words[2]), words[3], words[4], dropped));
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    boolean accepts(String publisher) {
        return accepted.contains(publisher);
    }

    Optional<Version> highest(String name) {
        return Optional.ofNullable(highest.get(name));
    }

    Optional<Installed> installed(String name) {
        return Optional.ofNullable(installed.get(name));
    }

    /** The one that came as {@code file} in {@code plugins/}. */
    Optional<Installed> dropped(String file) {
        return installed.values().stream().filter(it -> it.dropped().equals(Optional.of(file))).findFirst();
    }

    List<Installed> installed() {
        return List.copyOf(installed.values());
    }

    /** Remembers it, and its publisher as accepted if {@code accept}. On disk when this returns, else not at all. */
    void put(Installed plugin, boolean accept) throws CommandException {
        change(() -> {
            if (accept) accepted.add(plugin.publisher());
            highest.merge(plugin.name(), plugin.version(), (one, other) -> one.compareTo(other) > 0 ? one : other);
            installed.put(plugin.name(), plugin);
        });
    }

    /**
     * Forgets it, but not which version it had.
     *
     * @param publisherToo whether its publisher is accepted no longer, once nothing of theirs is left
     */
    void remove(String name, boolean publisherToo) throws CommandException {
        var gone = installed.get(name);
        if (gone == null) return;
        change(() -> {
            installed.remove(name);
            if (publisherToo && installed.values().stream().noneMatch(it -> it.publisher().equals(gone.publisher()))) {
                accepted.remove(gone.publisher());
            }
        });
    }

    private void change(Runnable change) throws CommandException {
        var acceptedBefore = new TreeSet<>(accepted);
        var highestBefore = new HashMap<>(highest);
        var installedBefore = new LinkedHashMap<>(installed);
        change.run();
        try {
            write();
        } catch (CommandException e) {
            accepted.clear();
            accepted.addAll(acceptedBefore);
            highest.clear();
            highest.putAll(highestBefore);
            installed.clear();
            installed.putAll(installedBefore);
            throw e;
        }
    }

    private void write() throws CommandException {
        var lines = new ArrayList<String>(List.of(FORMAT));
        for (var publisher : accepted) lines.add("accepted " + publisher);
        highest.forEach((name, version) -> lines.add("highest " + name + " " + version));
        for (var it : installed.values()) {
            lines.add(
                    String.join(" ", "plugin", it.name(), it.version().toString(), it.publisher(), it.digest())
                            + it.dropped().map(name -> " " + name).orElse(""));
        }
        try {
            replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    static CommandException unwritten(Path file, IOException e) {
        return new CommandException(
                Code.DISK_FULL,
                file
                        + " cannot be written ("
                        + Refusals.why(e)
                        + "); free some space, or make the profile writable for you",
                e);
    }

    /** Writes {@code file} so that after a crash it is the old one or the new one. */
    static void replace(Path file, byte[] bytes) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        var fresh = Files.createTempFile(directory, "new", ".tmp");
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
