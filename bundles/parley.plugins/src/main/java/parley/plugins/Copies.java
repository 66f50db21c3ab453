package parley.plugins;

import static parley.plugins.Refusals.missing;
import static parley.plugins.Refusals.tooLarge;
import static parley.plugins.Refusals.unreadable;

import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.plugins.Ledger.Installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;

/**
 * The jars on disk: those that people name or drop, and the profile's own copies of them.
 *
 * @param directory of the copies
 * @param folder where people drop jars
 */
record Copies(Path directory, Path folder) {

    private static final System.Logger log = System.getLogger(Copies.class.getName());

    /** The copy that runs. */
    Path kept(Installed plugin) {
        return directory.resolve(plugin.name() + "-" + plugin.digest().substring(0, 16) + ".jar");
    }

    /** The name of a file that lies in the folder. */
    Optional<String> inFolder(Path file) {
        var absolute = file.toAbsolutePath().normalize();
        return folder.toAbsolutePath().normalize().equals(absolute.getParent())
                ? Optional.of(absolute.getFileName().toString())
                : Optional.empty();
    }

    /**
     * A copy that only this process writes.
     *
     * @throws CommandException as {@link #bytes}, and DISK_FULL
     */
    Path take(Path file) throws CommandException {
        var bytes = bytes(file);
        try {
            var copy = Files.createTempFile(directory, "new", ".jar");
            try {
                return Files.write(copy, bytes);
            } catch (IOException e) {
                delete(copy);
                throw e;
            }
        } catch (IOException e) {
            throw Ledger.unwritten(directory, e);
        }
    }

    /**
     * What is in a jar that people name or drop.
     *
     * @throws CommandException NOT_FOUND, TOO_LARGE, REFUSED (it cannot be read)
     */
    static byte[] bytes(Path file) throws CommandException {
        if (!Files.isRegularFile(file)) throw missing(file);
        var name = file.getFileName().toString();
        try (var in = Files.newInputStream(file)) {
            if (Files.size(file) > SignedJar.MAX_JAR) throw tooLarge(name);
            // One byte more than may be: it may grow, and some files do not say how long they are.
            var bytes = in.readNBytes((int) SignedJar.MAX_JAR + 1);
            if (bytes.length > SignedJar.MAX_JAR) throw tooLarge(name);
            return bytes;
        } catch (NoSuchFileException e) {
            throw missing(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Reads the copy, under the name that the person knows. */
    static PluginJar read(Path file, Path copy) throws CommandException {
        try {
            return PluginJar.read(copy);
        } catch (CommandException e) {
            var text = String.valueOf(e.getMessage());
            throw new CommandException(
                    e.code(), text.replace(copy.getFileName().toString(), file.getFileName().toString()), e);
        }
    }

    /** Deletes the copies that nobody needs. */
    void sweep(Ledger known) {
        var needed = new HashSet<Path>();
        for (var plugin : known.installed()) needed.add(kept(plugin));
        try (var files = Files.newDirectoryStream(directory, "*.jar")) {
            for (var file : files) if (!needed.contains(file)) delete(file);
        } catch (IOException e) {
            log.log(WARNING, "Old copies of plug-ins were left behind", e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.log(WARNING, "A file was left behind", e);
        }
    }
}
