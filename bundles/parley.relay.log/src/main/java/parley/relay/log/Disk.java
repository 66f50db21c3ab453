package parley.relay.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file operations that the journal's durability rests on, so that tests can run it over a disk that forgets. */
interface Disk {

    FileChannel open(Path file, OpenOption... options) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes the names in {@code directory} durable. */
    void syncDirectory(Path directory) throws IOException;

    /** The files of {@code directory}, in no order. */
    List<Path> list(Path directory) throws IOException;

    /** Bytes that are free for this process, and all. */
    record Room(long free, long total) {}

    /** How much room there is where {@code directory} is. */
    default Room room(Path directory) throws IOException {
        var store = Files.getFileStore(directory);
        return new Room(store.getUsableSpace(), store.getTotalSpace());
    }

    /** The disk of this machine. */
    Disk REAL =
            new Disk() {

                private final boolean windows =
                        System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT).startsWith("windows");

                @Override
                public FileChannel open(Path file, OpenOption... options) throws IOException {
                    return FileChannel.open(file, options);
                }

                @Override
                public void delete(Path file) throws IOException {
                    Files.deleteIfExists(file);
                }

                @Override
                public void syncDirectory(Path directory) throws IOException {
                    if (windows) return; // a directory cannot be opened there, and NTFS journals its names
                    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }

                @Override
                public List<Path> list(Path directory) throws IOException {
                    try (var files = Files.list(directory)) {
                        return files.toList();
                    }
                }
            };
}
