package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import parley.client.api.Exports.Format;
import parley.desktop.api.text.Phrases;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The file that a person chooses for a copy of a conversation. */
final class ExportFile {

    private static final Phrases T = Phrases.of(ExportFile.class);

    /** Of a title in the name of a file, in characters. */
    private static final int LONGEST = 40;

    /** Asks a person for a file to write, on the UI thread. */
    @FunctionalInterface
    interface Choice {

        /**
         * @param near where they begin to look: a file that is not there
         */
        Optional<Path> ask(Shell shell, Path near);
    }

    private ExportFile() {}

    /** Asks by the dialog of the system; a file that is there is refused later, and never asked to be overwritten. */
    static Optional<Path> dialog(Shell shell, Path near) {
        var dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText(T.get("export.title"));
        dialog.setFilterPath(String.valueOf(near.getParent()));
        dialog.setFileName(String.valueOf(near.getFileName()));
        dialog.setOverwrite(false);
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    /** A file in {@code folder} that is not there, called after a conversation with {@code title}. */
    static Path free(Path folder, String title, Format format) {
        var name = "parley-" + name(title);
        var file = folder.resolve(name + "." + format.ending());
        for (int again = 1; Files.exists(file, LinkOption.NOFOLLOW_LINKS); again++)
            file = folder.resolve(name + "-" + again + "." + format.ending());
        return file;
    }

    /** {@code title} as every file system takes it: letters and digits, in whatever script. */
    private static String name(String title) {
        var letters = title.replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-").replaceAll("^-|-$", "");
        int most = Math.min(LONGEST, letters.codePointCount(0, letters.length()));
        var name = letters.substring(0, letters.offsetByCodePoints(0, most)).replaceAll("-$", "");
        return name.isEmpty() ? "conversation" : name;
    }

    /** {@code chosen}, with the ending of {@code format} where the person has left out any. */
    static Path whole(Path chosen, Format format) {
        var name = String.valueOf(chosen.getFileName());
        return name.indexOf('.') >= 0 ? chosen : chosen.resolveSibling(name + "." + format.ending());
    }
}
