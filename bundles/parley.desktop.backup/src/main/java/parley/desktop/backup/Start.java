package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Backups.Summary;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.BackupDesk.Written;
import parley.desktop.backup.OpenForm.Use;
import parley.desktop.backup.Task.Outcome;

import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/** The page of backups as it opens, and what stands there once one is written or checked. For the UI thread. */
final class Start {

    private static final Phrases T = Phrases.of(Start.class);
    private static final double MEGABYTE = 1_000_000;

    private final Sheet sheet;
    private final BackupDesk desk;
    private final FileChoice files;
    private String typed = "";

    Start(Sheet sheet, BackupDesk desk, FileChoice files) {
        this.sheet = sheet;
        this.desk = desk;
        this.files = files;
    }

    /** Fills the sheet: with the backup that is being written if there is one; and says what went wrong. */
    void show(String problem) {
        if (desk.writing().isPresent()) {
            watch();
            return;
        }
        sheet.clear();
        sheet.sentence(T.get("backup.about"));
        sheet.heading(T.get("backup.make"));
        if (typed.isEmpty()) typed = Place.proposed(Place.home(), LocalDate.now(ZoneId.systemDefault())).toString();
        var answer = new Label[1];
        var line = new Field[1];
        Runnable next = () -> look(line[0], answer[0]);
        line[0] = Fields.line(sheet, "backup.file", T.get("backup.file"), next);
        line[0].text().setText(typed);
        var row = Fields.row(sheet);
        var go = sheet.push(row, "backup.next", T.get("backup.next"), Rank.MAIN, next);
        sheet.push(row, "backup.choose", T.get("choose"), Rank.PLAIN, () -> choose(line[0]));
        line[0].text().addListener(SWT.Modify, _ -> go.setEnabled(!line[0].text().getText().isBlank()));
        answer[0] = Fields.problem(sheet, "backup.problem");
        sheet.heading(T.get("backup.check"));
        sheet.sentence(T.get("backup.check.about"));
        sheet.push(Fields.row(sheet), "backup.check", T.get("backup.check.open"), Rank.PLAIN, this::check);
        sheet.heading(T.get("backup.restore"));
        sheet.sentence(T.get("backup.restore.about"));
        sheet.say(answer[0], problem);
    }

    private void choose(Field line) {
        var near = Place.typed(line.text().getText(), Place.home()).orElseGet(Place::home);
        files.ask(line.getShell(), true, near)
                .ifPresent(chosen -> {
                    if (!line.isDisposed()) line.text().setText(chosen.toString());
                });
    }

    // ---- Making one ----

    /** Looks at the place on a thread of its own: it may be on a disk that sleeps. */
    private void look(Field line, Label answer) {
        typed = line.text().getText();
        var file = Place.typed(typed, Place.home());
        if (file.isEmpty()) {
            sheet.say(answer, T.get("place.none"));
            return;
        }
        Thread.ofVirtual()
                .name("backup-place")
                .start(() -> {
                    var there = desk.hasAccount();
                    var place = Place.of(file.get());
                    desk.ui().update(line, () -> looked(file.get(), place, there, answer));
                });
    }

    private void looked(Path file, Place place, boolean account, Label answer) {
        if (!account) {
            sheet.say(answer, T.get("make.none"));
            return;
        }
        switch (place) {
            case FREE -> make(file, false);
            case TAKEN -> replace(file);
            case NO_FILE -> sheet.say(answer, T.get("place.nofile"));
            case NO_FOLDER -> sheet.say(answer, T.get("place.nofolder", "folder", shown(file.getParent())));
        }
    }

    private static String shown(@Nullable Path file) {
        return Words.plain(String.valueOf(file));
    }

    private void replace(Path file) {
        sheet.clear();
        sheet.heading(T.get("place.taken"));
        sheet.sentence(T.get("place.taken.about", "file", shown(file)));
        var row = Fields.row(sheet);
        sheet.push(row, "backup.replace", T.get("place.replace"), Rank.DANGER, () -> make(file, true));
        var other = sheet.push(row, "backup.leave", T.get("place.other"), Rank.PLAIN, () -> show(""));
        sheet.layout();
        other.setFocus();
    }

    private void make(Path file, boolean replace) {
        new Making(sheet, desk, file, replace, this::watch, () -> show("")).show();
    }

    private void watch() {
        desk.writing().ifPresent(task -> Running.show(sheet, T.get("running.writing"), task, this::ended));
    }

    private void ended(Outcome<Written> outcome) {
        if (sheet.column().isDisposed()) return; // said when the person comes back
        desk.seen();
        switch (outcome) {
            case Outcome.Done<Written>(var written) -> done(written);
            case Outcome.Failed<Written>(var why) -> show(why);
            case Outcome.Cancelled<Written>() -> show(T.get("cancelled"));
        }
    }

    private void done(Written written) {
        typed = "";
        sheet.clear();
        sheet.heading(T.get("done.title"));
        sheet.sentence(T.get("done.file", "file", shown(written.file()), "size", megabytes(written.size())));
        sheet.sentence(holds(written.summary()));
        sheet.sentence(T.get("done.keep"));
        back();
    }

    /** The size of a file, in megabytes, of which there is always something. */
    static String megabytes(long bytes) {
        var format = NumberFormat.getInstance(Language.locale());
        format.setMaximumFractionDigits(bytes < 10 * MEGABYTE ? 1 : 0);
        return format.format(Math.max(0.1, bytes / MEGABYTE));
    }

    private static String holds(Summary summary) {
        return T.get(
                "holds",
                "people",
                summary.people(),
                "conversations",
                summary.conversations(),
                "messages",
                summary.messages());
    }

    private void back() {
        var row = Fields.row(sheet);
        var done = sheet.push(row, "backup.done", T.get("done"), Rank.MAIN, () -> show(""));
        sheet.layout();
        done.setFocus();
    }

    // ---- Checking one ----

    private void check() {
        var use = new Use(T.get("check.go"), T.get("running.checking"), desk::check, this::checked);
        Runnable above =
                () -> {
                    sheet.heading(T.get("backup.check"));
                    sheet.sentence(T.get("backup.check.about"));
                };
        new OpenForm(sheet, files, use, above, Optional.of(() -> show(""))).show("");
    }

    private void checked(Summary summary) {
        if (sheet.column().isDisposed()) return;
        sheet.clear();
        sheet.heading(T.get("check.whole"));
        var made =
                Language.local(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT))
                        .format(summary.at());
        sheet.sentence(T.get("check.of", "account", summary.account().toString(), "time", made));
        sheet.sentence(holds(summary));
        if (summary.unknown() > 0) sheet.sentence(T.get("check.later", "count", summary.unknown()));
        back();
    }
}
