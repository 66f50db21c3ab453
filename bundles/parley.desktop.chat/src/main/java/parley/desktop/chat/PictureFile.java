package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.Part;
import parley.desktop.chat.image.Pixels;
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

    /** What the file shows. */
    static Pixels read(Path file) throws CommandException {
        if (!Files.isReadable(file)) throw new CommandException(Code.NOT_FOUND, T.get("picture.unread", "file", file));
        return made(() -> Square.read(file));
    }

    /** A small square picture made of {@code part}, of at most {@code most} bytes. */
    static byte[] small(Pixels pixels, Part part, int most) throws CommandException {
        return made(() -> Square.jpeg(pixels, part, most));
    }

    /** A square picture made of {@code part}, as it is seen. */
    static byte[] exact(Pixels pixels, Part part) throws CommandException {
        return made(() -> Square.png(pixels, part));
    }

    @FunctionalInterface
    private interface Making<P> {
        P make() throws IOException;
    }

    private static <P> P made(Making<P> making) throws CommandException {
        try {
            return making.make();
        } catch (IOException e) {
            throw new CommandException(Code.USAGE, T.get("picture.none"), e);
        }
    }
}
