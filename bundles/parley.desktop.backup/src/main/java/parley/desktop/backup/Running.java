package parley.desktop.backup;

import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.Task.Outcome;

import java.util.function.Consumer;

/** Shows how far a task is, and a way to end it. */
final class Running {

    private static final Phrases T = Phrases.of(Running.class);

    private Running() {}

    /**
     * Fills {@code sheet} anew until {@code task} is over.
     *
     * @param ended hears what came of it, also when the sheet is gone by then
     */
    static <R> void show(Sheet sheet, String title, Task<R> task, Consumer<Outcome<R>> ended) {
        sheet.clear();
        sheet.heading(title);
        var bar = new Bar(sheet.column(), sheet.theme(), "backup.bar");
        Fields.wide(bar).verticalIndent = 10;
        var cancel = sheet.push(Fields.row(sheet), "backup.cancel", T.get("cancel"), Rank.PLAIN, task::cancel);
        sheet.layout();
        cancel.setFocus();
        Runnable look =
                () -> {
                    if (task.outcome().isPresent()) ended.accept(task.outcome().get());
                    else if (!bar.isDisposed()) bar.show(task.percent());
                };
        task.watch(look);
        look.run();
    }
}
