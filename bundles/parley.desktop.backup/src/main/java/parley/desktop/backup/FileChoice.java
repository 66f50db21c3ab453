package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import java.nio.file.Path;
import java.util.Optional;

/** Asks a person for a file, on the UI thread. */
@FunctionalInterface
public interface FileChoice {

    /**
     * @param save whether it is to be written
     * @param near where they begin to look: a file, which need not be there
     */
    Optional<Path> ask(Shell shell, boolean save, Path near);

    /** By the dialog of the system. What is there already is asked about later. */
    static FileChoice dialog() {
        return (shell, save, near) -> {
            var dialog = new FileDialog(shell, save ? SWT.SAVE : SWT.OPEN);
            dialog.setFilterPath(String.valueOf(near.getParent()));
            if (save) dialog.setFileName(String.valueOf(near.getFileName()));
            return Optional.ofNullable(dialog.open()).map(Path::of);
        };
    }
}
