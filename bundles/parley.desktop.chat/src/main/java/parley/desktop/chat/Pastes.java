package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.OwnFile;
import parley.desktop.api.text.Phrases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes files of what was pasted, and of folders, so that they can be sent: in {@code files/sent} of the profile, where
 * they are for as long as a message offers them. Blocks; for a virtual thread.
 */
@Component(service = Pastes.class)
public final class Pastes {

    private static final Phrases T = Phrases.of(Pastes.class);

    /** How many files of one second are told apart by a number. */
    private static final int MANY = 1_000;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss", Locale.ROOT);

    private final Path folder;
    private final int most;

    @Activate
    public Pastes(@Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("files/sent"));
    }

    Pastes(Path folder) {
        this(folder, Archive.MOST);
    }

    /**
     * @param most files and folders in one archive
     */
    Pastes(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    /** A file that holds {@code words} in UTF-8. */
    Path text(String words) throws CommandException {
        return keep(T.get("paste.name.text"), "txt", words.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that holds {@code png}, a picture. */
    Path picture(byte[] png) throws CommandException {
        return keep(T.get("paste.name.picture"), "png", png);
    }

    /** One file that holds all that is in {@code directory}; {@code directory} itself if it is none. */
    Path whole(Path directory) throws CommandException {
        if (!Files.isDirectory(directory)) return directory;
        try {
            OwnFile.makeFolder(folder);
            var name = directory.toAbsolutePath().normalize().getFileName();
            return pack(directory, free(name == null ? T.get("paste.name.folder") : name.toString(), "zip"));
        } catch (IOException e) {
            throw new CommandException(
                    Code.REFUSED,
                    T.get("paste.unpacked", "folder", directory, "into", folder, "why", String.valueOf(e.getMessage())),
                    e);
        }
    }

    private Path pack(Path directory, Path file) throws IOException {
        try {
            Archive.pack(directory, file, most);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Path keep(String kind, String type, byte[] bytes) throws CommandException {
        var name = kind + " " + LocalDateTime.now().format(MOMENT);
        try {
            OwnFile.makeFolder(folder);
            return Files.write(free(name, type), bytes);
        } catch (IOException e) {
            throw new CommandException(
                    Code.DISK_FULL, T.get("paste.unkept", "folder", folder, "why", String.valueOf(e.getMessage())), e);
        }
    }

    /** A new, empty file of that name, with a number where there is one already. */
    private Path free(String name, String type) throws IOException {
        for (int copy = 1; copy < MANY; copy++) {
            var file = folder.resolve(name + (copy == 1 ? "" : " (" + copy + ")") + "." + type);
            try {
                return Files.createFile(file, OwnFile.attributes(file));
            } catch (FileAlreadyExistsException e) {
                // the next number, then
            }
        }
        throw new FileAlreadyExistsException(name + "." + type);
    }
}
