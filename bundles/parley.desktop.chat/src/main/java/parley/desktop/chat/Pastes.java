package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

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
 * Makes files of what was pasted, so that it can be sent: in {@code files/} of the profile, where received files are
 * too. They stay there, as other files that one sends stay where they are. Blocks; for a virtual thread.
 */
@Component(service = Pastes.class)
public final class Pastes {

    /** How many files of one second are told apart by a number. */
    private static final int MANY = 1_000;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss", Locale.ROOT);

    private final Path folder;

    @Activate
    public Pastes(@Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("files"));
    }

    Pastes(Path folder) {
        this.folder = folder;
    }

    /** A file that holds {@code words} in UTF-8. */
    Path text(String words) throws CommandException {
        return keep("Text", "txt", words.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that holds {@code png}, a picture. */
    Path picture(byte[] png) throws CommandException {
        return keep("Picture", "png", png);
    }

    private Path keep(String kind, String type, byte[] bytes) throws CommandException {
        var name = kind + " " + LocalDateTime.now().format(MOMENT);
        try {
            Files.createDirectories(folder);
            return write(name, type, bytes);
        } catch (IOException e) {
            throw new CommandException(
                    Code.DISK_FULL,
                    "what you pasted could not be kept in "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "); see whether the disk"
                            + " is full, then try again",
                    e);
        }
    }

    private Path write(String name, String type, byte[] bytes) throws IOException {
        for (int copy = 1; copy < MANY; copy++) {
            var file = folder.resolve(name + (copy == 1 ? "" : " (" + copy + ")") + "." + type);
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            return Files.write(file, bytes);
        }
        throw new FileAlreadyExistsException(name + "." + type);
    }
}
