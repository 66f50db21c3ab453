package parley.client.api.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets in them, and folders of such: for nobody but whoever runs Parley. */
public final class OwnFile {

    private static final String FOLDER = "rwx------";

    private OwnFile() {}

    /**
     * What {@code file} is to be made with, so that only its owner may open it from the moment it is there: whoever
     * opened it before a later change of its mode would read on. Nothing where file systems know no modes.
     */
    public static FileAttribute<?>[] attributes(Path file) {
        return mode(file, "rw-------");
    }

    /**
     * Makes a folder, and those it lies in, for nobody but their owner. What is there already stays as it is: it may be
     * of others.
     */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, mode(folder, FOLDER));
    }

    /**
     * Has a folder of the profile, if it is there, be its owner's alone, whatever it lies in; not one that a link
     * names.
     */
    public static void closeFolder(Path folder) throws IOException {
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return;
        view.setPermissions(PosixFilePermissions.fromString(FOLDER));
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) == null) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
