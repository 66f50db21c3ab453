package parley.desktop.chat;

import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.ImageTransfer;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Display;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.Parcel.Thing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a person copied in another program, as far as it is no text. On the UI thread. */
final class Copied {

    private static final Phrases T = Phrases.of(Copied.class);

    /** The most files that are taken at once. */
    private static final int FILES = 50;

    /** The most pixels of a picture: more than any camera or screen has, and still made a file in seconds. */
    static final long PIXELS = 100_000_000;

    private Copied() {}

    /**
     * The files that were copied, or the picture. Nothing if there are neither, or if there is text as well as a
     * picture: then a person means the text.
     *
     * @throws CommandException TOO_LARGE
     */
    static List<Thing> things(Display display) throws CommandException {
        var clipboard = new Clipboard(display);
        try {
            if (has(clipboard, FileTransfer.getInstance())) return files(clipboard);
            if (has(clipboard, TextTransfer.getInstance())) return List.of();
            if (!has(clipboard, ImageTransfer.getInstance())) return List.of();
            return picture(clipboard);
        } finally {
            clipboard.dispose();
        }
    }

    private static boolean has(Clipboard clipboard, Transfer kind) {
        return Arrays.stream(clipboard.getAvailableTypes()).anyMatch(kind::isSupportedType);
    }

    private static List<Thing> files(Clipboard clipboard) throws CommandException {
        if (!(clipboard.getContents(FileTransfer.getInstance()) instanceof String[] names)) return List.of();
        if (names.length > FILES) throw new CommandException(Code.TOO_LARGE, T.get("paste.files", "count", FILES));
        return Stream.of(names).map(name -> (Thing) new Thing.Copied(Path.of(name))).toList();
    }

    private static List<Thing> picture(Clipboard clipboard) throws CommandException {
        if (!(clipboard.getContents(ImageTransfer.getInstance()) instanceof ImageData pixels)) return List.of();
        if ((long) pixels.width * pixels.height > PIXELS)
            throw new CommandException(Code.TOO_LARGE, T.get("paste.picture"));
        return List.of(new Thing.Picture(pixels));
    }
}
