package parley.client.api.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets in them: for nobody but whoever runs Parley. */
public final class OwnFile {

    private OwnFile() {}

    /**
     * What {@code file} is to be made with, so that only its owner may open it from the moment it is there: whoever
     * opened it before a later change of its mode would read on. Nothing where file systems know no modes.
     */
    public static FileAttribute<?>[] attributes(Path file) {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
