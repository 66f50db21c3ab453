package parley.desktop.backup;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** What is at the place that a person has typed for a backup. Looks at the disk: for a virtual thread. */
enum Place {
    /** Nothing: it can be written. */
    FREE,
    /** A file, which would give way. */
    TAKEN,
    /** A folder, or something else that is no file. */
    NO_FILE,
    /** Not even the folder for it. */
    NO_FOLDER;

    /** So many backups a day have a name that is proposed. */
    private static final int MOST = 20;

    static Place of(Path file) {
        var folder = file.getParent();
        if (folder == null) return NO_FILE;
        if (!Files.isDirectory(folder)) return NO_FOLDER;
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return FREE;
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? TAKEN : NO_FILE;
    }

    /** The file that was {@code typed}, below {@code home} unless it says otherwise; empty if that is no name. */
    static Optional<Path> typed(String typed, Path home) {
        var text = typed.strip();
        if (text.startsWith("~/")) text = text.substring(2);
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(home.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A file in {@code folder} that is not there yet, called after the day. */
    static Path proposed(Path folder, LocalDate day) {
        var file = folder.resolve("parley-" + day + ".backup");
        for (var number = 2; number <= MOST && of(file) == TAKEN; number++) {
            file = folder.resolve("parley-" + day + "-" + number + ".backup");
        }
        return file;
    }

    /** Where a person keeps what is theirs. */
    static Path home() {
        return Path.of(System.getProperty("user.home", "")).toAbsolutePath();
    }
}
