package parley.plugins;

import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.plugins.Ledger.Installed;

import java.io.IOException;
import java.nio.file.Files;
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

    /** A copy that only this process writes. */
    Path take(Path file) throws CommandException {
        if (!Files.isRegularFile(file)) {
            throw new CommandException(Code.NOT_FOUND, "there is no file " + file + "; write its name as ls shows it");
        }
        try {
            var copy = Files.createTempFile(directory, "new", ".jar");
            try (var in = Files.newInputStream(file);
                    var out = Files.newOutputStream(copy)) {
                // One byte more than may be, so that the check sees it.
                out.write(in.readNBytes((int) SignedJar.MAX_JAR + 1));
            }
            return copy;
        } catch (IOException e) {
            throw Ledger.unwritten(directory, e);
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
