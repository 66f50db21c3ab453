package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups.Summary;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.Task.Outcome;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Asks for the file of a backup and its words, and does something with it. For the UI thread. */
final class OpenForm {

    private static final Phrases T = Phrases.of(OpenForm.class);

    /**
     * What is done with a backup.
     *
     * @param go what the button says
     * @param running what stands over the bar meanwhile
     * @param begin begins it
     * @param done hears that it is done, also when the form is gone by then
     */
    record Use(
            String go, String running, BiFunction<Path, BackupPhrase, Task<Summary>> begin, Consumer<Summary> done) {}

    private final Sheet sheet;
    private final FileChoice files;
    private final Use use;
    private final Runnable above;
    private final Optional<Runnable> back;
    private String file = "";
    private String words = "";

    /**
     * @param above fills the sheet with what stands over the fields
     * @param back goes back to where the person came from; empty if there is a way beside this form
     */
    OpenForm(Sheet sheet, FileChoice files, Use use, Runnable above, Optional<Runnable> back) {
        this.sheet = sheet;
        this.files = files;
        this.use = use;
        this.above = above;
        this.back = back;
    }

    /** The fields as they stand. */
    private record Shown(Field file, PhraseEntry words, TextPush go) {

        boolean ready() {
            return !file.text().getText().isBlank() && words.phrase().isPresent();
        }

        void refresh() {
            go.setEnabled(ready());
        }
    }

    /** Fills the sheet anew, with what was typed before, and says what went wrong. */
    void show(String problem) {
        sheet.clear();
        above.run();
        var made = new @Nullable Shown[1];
        Runnable refresh =
                () -> {
                    if (made[0] != null) made[0].refresh();
                };
        var answer = new Label[1];
        Runnable go =
                () -> {
                    if (made[0] != null && made[0].ready()) begin(made[0], answer[0]);
                };
        var line = Fields.line(sheet, "backup.open.file", T.get("open.file"), go);
        var choosing = Fields.row(sheet);
        sheet.push(choosing, "backup.open.choose", T.get("choose"), Rank.PLAIN, () -> choose(line));
        var entry = new PhraseEntry(sheet, "backup.open.words", refresh, go);
        answer[0] = Fields.problem(sheet, "backup.problem");
        var shown = new Shown(line, entry, pushes(go));
        line.text().setText(file);
        line.text().addListener(SWT.Modify, _ -> refresh.run());
        entry.fill(words);
        made[0] = shown;
        shown.refresh();
        sheet.say(answer[0], problem);
        if (file.isEmpty()) line.setFocus();
        else entry.focus();
    }

    private TextPush pushes(Runnable go) {
        Composite row = Fields.row(sheet);
        var push = sheet.push(row, "backup.open.go", use.go(), Rank.MAIN, go);
        back.ifPresent(leave -> sheet.push(row, "backup.open.back", T.get("cancel"), Rank.PLAIN, leave));
        return push;
    }

    private void choose(Field line) {
        var near = Place.typed(line.text().getText(), Place.home()).orElseGet(Place::home);
        files.ask(line.getShell(), false, near)
                .ifPresent(chosen -> {
                    if (!line.isDisposed()) line.text().setText(chosen.toString());
                });
    }

    private void begin(Shown shown, Label answer) {
        file = shown.file.text().getText();
        words = shown.words.text();
        var path = Place.typed(file, Place.home());
        var phrase = shown.words.phrase();
        if (path.isEmpty() || phrase.isEmpty()) {
            sheet.say(answer, T.get("place.none"));
            return;
        }
        var task = use.begin().apply(path.get(), phrase.get());
        sheet.column().addListener(SWT.Dispose, _ -> task.cancel()); // nobody waits for it any more
        Running.show(sheet, use.running(), task, this::ended);
    }

    private void ended(Outcome<Summary> outcome) {
        switch (outcome) {
            case Outcome.Done<Summary>(var summary) -> {
                words = "";
                use.done().accept(summary);
            }
            case Outcome.Failed<Summary>(var why) -> again(why);
            case Outcome.Cancelled<Summary>() -> again(T.get("cancelled"));
        }
    }

    private void again(String problem) {
        if (!sheet.column().isDisposed()) show(problem);
    }
}
