package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Backups.Summary;
import parley.desktop.api.WayIn;
import parley.desktop.api.WayInInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.OpenForm.Use;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Begins as who one was: with a backup. */
@Component
@WayInInfo(id = "parley.backup", label = "%restore.way")
public final class RestoreWay implements WayIn {

    private static final Phrases T = Phrases.of(RestoreWay.class);

    private final BackupDesk desk;
    private final FileChoice files;

    @Activate
    public RestoreWay(@Reference BackupDesk desk) {
        this(desk, FileChoice.dialog());
    }

    /** With another way to choose files than the dialog of the system. */
    public RestoreWay(BackupDesk desk, FileChoice files) {
        this.desk = desk;
        this.files = files;
    }

    @Override
    public void fill(Sheet sheet, Runnable in) {
        var use =
                new Use(
                        T.get("restore.go"),
                        T.get("running.restoring"),
                        desk::restore,
                        summary -> restored(sheet, summary, in));
        Runnable above =
                () -> {
                    sheet.sentence(T.get("restore.about"));
                    sheet.sentence(T.get("restore.device"));
                };
        new OpenForm(sheet, files, use, above, Optional.empty()).show("");
    }

    /** Lets the person in, or says first what is missing. */
    private static void restored(Sheet sheet, Summary summary, Runnable in) {
        if (summary.unknown() == 0 || sheet.column().isDisposed()) {
            in.run();
            return;
        }
        var left = new AtomicBoolean();
        Runnable once =
                () -> {
                    if (!left.getAndSet(true)) in.run(); // which disposes of this page
                };
        sheet.clear();
        sheet.sentence(T.get("restore.later", "count", summary.unknown()));
        var on = sheet.push(Fields.row(sheet), "backup.in", T.get("restore.in"), Rank.MAIN, once);
        sheet.layout();
        on.setFocus();
        sheet.column().addListener(SWT.Dispose, _ -> once.run()); // there is nothing to turn back to
    }
}
