package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.Square;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a person chooses for a picture, of themselves or of a group. */
final class PictureFile {

    private static final Phrases T = Phrases.of(PictureFile.class);

    /** Asks a person for a file, on the UI thread. */
    @FunctionalInterface
    interface Choice {
        Optional<Path> ask(Shell shell);
    }

    private PictureFile() {}

    /** Asks by the dialog of the system. */
    static Optional<Path> dialog(Shell shell) {
        var dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText(T.get("picture.choose"));
        dialog.setFilterExtensions(new String[] {"*.png;*.jpg;*.jpeg"});
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    /** What the file holds, of at most {@code most} bytes. */
    static byte[] bytes(Path file, long most) throws CommandException {
        try {
            long size = Files.size(file);
            if (size > most)
                throw new CommandException(
                        Code.TOO_LARGE, T.get("picture.large", "size", size >> 20, "most", most >> 20));
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, T.get("picture.unread", "file", file), e);
        }
    }

    /** A small square picture made of it, of at most {@code most} bytes. */
    static byte[] small(Path file, int most) throws CommandException {
        try {
            return Square.made(file, most);
        } catch (IOException e) {
            throw new CommandException(Code.USAGE, T.get("picture.none"), e);
        }
    }
}
