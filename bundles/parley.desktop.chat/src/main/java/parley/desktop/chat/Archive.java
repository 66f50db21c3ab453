package parley.desktop.chat;

import parley.desktop.api.text.Phrases;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a folder into one file with its tree kept, so that it can be sent. Links are left out: what they lead to is
 * elsewhere, and may be anything. Blocks; for a virtual thread.
 */
final class Archive {

    private static final Phrases T = Phrases.of(Archive.class);

    /** The most files and folders in one archive. */
    static final int MOST = 100_000;

    private final String root;
    private final Path folder;
    private final Path file;
    private final int most;
    private int count;

    private Archive(String root, Path folder, Path file, int most) {
        this.root = root;
        this.folder = folder;
        this.file = file;
        this.most = most;
    }

    /**
     * Writes what is in {@code folder} into {@code file}, which is there and empty.
     *
     * @param most files and folders, itself among them
     * @throws IOException with a sentence for a person if it is too much, or cannot be read or written
     */
    static void pack(Path folder, Path file, int most) throws IOException {
        var name = folder.toAbsolutePath().normalize().getFileName();
        var root = name == null ? "" : name + "/";
        // Whoever chooses a link means what it leads to; the walk would leave it out.
        new Archive(root, folder.toRealPath(), file.toRealPath(), most).pack();
    }

    private void pack() throws IOException {
        try (var out =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE)))) {
            Files.walkFileTree(folder, new Packing(out));
        }
    }

    private final class Packing extends SimpleFileVisitor<Path> {

        private final ZipOutputStream out;

        Packing(ZipOutputStream out) {
            this.out = out;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            put(directory, "/", attributes);
            out.closeEntry();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile() || path.equals(file)) return FileVisitResult.CONTINUE;
            put(path, "", attributes);
            try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                in.transferTo(out);
            }
            out.closeEntry();
            return FileVisitResult.CONTINUE;
        }

        private void put(Path path, String end, BasicFileAttributes attributes) throws IOException {
            var within = folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
            var name = root + within + (within.isEmpty() ? "" : end);
            if (name.isEmpty()) return;
            if (++count > most) throw new IOException(T.get("archive.many", "most", most));
            var entry = new ZipEntry(name);
            entry.setLastModifiedTime(attributes.lastModifiedTime());
            out.putNextEntry(entry);
        }
    }
}
