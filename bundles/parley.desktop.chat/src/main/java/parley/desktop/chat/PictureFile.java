package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.chat.image.Square;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a person chooses for a picture, of themselves or of a group. */
final class PictureFile {

    /** Asks a person for a file, on the UI thread. */
    @FunctionalInterface
    interface Choice {
        Optional<Path> ask(Shell shell);
    }

    private PictureFile() {}

    /** Asks by the dialog of the system. */
    static Optional<Path> dialog(Shell shell) {
        var dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText("Choose a picture");
        dialog.setFilterExtensions(new String[] {"*.png;*.jpg;*.jpeg"});
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    /** What the file holds, of at most {@code most} bytes. */
    static byte[] bytes(Path file, long most) throws CommandException {
        try {
            long size = Files.size(file);
            if (size > most)
                throw new CommandException(
                        Code.TOO_LARGE,
                        "the file has " + (size >> 20) + " MiB, and a picture at most " + (most >> 20) + "; shrink it");
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, "the file cannot be read: " + file + "; choose another", e);
        }
    }

    /** A small square picture made of it, of at most {@code most} bytes. */
    static byte[] small(Path file, int most) throws CommandException {
        try {
            return Square.made(file, most);
        } catch (IOException e) {
            throw new CommandException(
                    Code.USAGE, "that is no picture that can be used; choose a PNG or JPEG of at most 48 MiB", e);
        }
    }
}
