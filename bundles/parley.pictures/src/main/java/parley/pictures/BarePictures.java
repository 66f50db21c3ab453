package parley.pictures;

import static java.lang.System.Logger.Level.DEBUG;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Pictures;
import parley.client.api.Transfers;
import parley.client.api.store.OwnFile;
import parley.pictures.format.BarePicture;
import parley.protocol.text.Inert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the copies that go out in {@code files/sent/} of the profile: they are read when others fetch them, and shown
 * in the conversation. They go with the last message that offers them, which is for parley.transfer; what was never
 * sent, or stayed after all, a later start removes.
 */
@Component
public final class BarePictures implements Pictures {

    private static final System.Logger log = System.getLogger(BarePictures.class.getName());

    /** How many files of one name are told apart by a number. */
    private static final int MANY = 1_000;

    /** What is younger may be about to be sent. */
    private static final Duration YOUNG = Duration.ofDays(1);

    /** A picture may stand so often in memory while a copy is made, and may take half of that besides. */
    private static final int COPIES = 12;

    private final Path folder;
    private final Transfers transfers;
    private boolean tidied;

    @Activate
    public BarePictures(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher,
            @Reference Transfers transfers) {
        folder = Path.of(String.valueOf(launcher.get("launcher.home"))).resolve("files/sent");
        this.transfers = transfers;
    }

    @Override
    public List<Path> bare(List<Path> files, String otherwise) throws CommandException {
        var all = new ArrayList<Path>(files.size());
        for (var each : files) all.add(bare(each, otherwise));
        return all;
    }

    @Override
    public byte[] bare(byte[] picture) throws CommandException {
        try {
            return BarePicture.of(picture).orElse(picture);
        } catch (IOException e) {
            throw new CommandException(
                    Code.REFUSED,
                    "the picture is damaged, so place and camera cannot be taken out of it; choose another",
                    e);
        }
    }

    private Path bare(Path file, String otherwise) throws CommandException {
        if (!Files.isRegularFile(file)) return file;
        tidy();
        try {
            if (!isPicture(file)) return file;
            if (Files.size(file) > Math.min(BarePicture.MOST_BYTES, Runtime.getRuntime().maxMemory() / COPIES))
                throw new CommandException(Code.TOO_LARGE, refusal(file, "is too large", otherwise));
            var bare = BarePicture.of(Files.readAllBytes(file));
            return bare.isEmpty() ? file : keep(String.valueOf(file.getFileName()), bare.get());
        } catch (IOException e) {
            throw new CommandException(Code.REFUSED, refusal(file, "is damaged or cannot be read", otherwise), e);
        }
    }

    private static boolean isPicture(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return BarePicture.reads(in.readNBytes(BarePicture.HEAD));
        }
    }

    private static String refusal(Path file, String why, String otherwise) {
        return "the picture \u2068“"
                + Inert.line(String.valueOf(file.getFileName()))
                + "”\u2069 "
                + why
                + ", so place and camera cannot be taken out of it; choose another, or have pictures sent as they are ("
                + otherwise
                + ")";
    }

    private Path keep(String name, byte[] bytes) throws CommandException {
        try {
            OwnFile.makeFolder(folder);
            return write(name, bytes);
        } catch (IOException e) {
            throw new CommandException(
                    Code.DISK_FULL,
                    "a copy without place and camera could not be kept in "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "); see whether the disk is full, then try again",
                    e);
        }
    }

    /** Writes a file called {@code name}, with a number if others are called so; one with these bytes is enough. */
    private Path write(String name, byte[] bytes) throws IOException {
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        for (int copy = 1; copy < MANY; copy++) {
            var number = copy == 1 ? "" : " (" + copy + ")";
            var file = folder.resolve(name.substring(0, dot) + number + name.substring(dot));
            if (holds(file, bytes)) return file;
            try {
                writeOwn(file, bytes);
                return file;
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
        throw new FileAlreadyExistsException(name);
    }

    private static void writeOwn(Path file, byte[] bytes) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(file, options, OwnFile.attributes(file))) {
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) out.write(rest);
        }
    }

    private static boolean holds(Path file, byte[] bytes) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    /** Removes, once, the copies whose messages are gone. */
    private synchronized void tidy() {
        if (tidied || !Files.isDirectory(folder)) return;
        try (var copies = Files.newDirectoryStream(folder)) {
            var used = used();
            var before = Instant.now().minus(YOUNG);
            for (var each : copies) {
                boolean old = Files.getLastModifiedTime(each).toInstant().isBefore(before);
                if (old && Files.isRegularFile(each) && !used.contains(place(each))) Files.delete(each);
            }
            tidied = true;
        } catch (IOException | CommandException e) {
            log.log(DEBUG, "copies that were sent could not be tidied up", e);
        }
    }

    private Set<Path> used() throws CommandException {
        var used = new HashSet<Path>();
        for (var each : transfers.all()) each.path().ifPresent(path -> used.add(place(path)));
        return used;
    }

    private static Path place(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
