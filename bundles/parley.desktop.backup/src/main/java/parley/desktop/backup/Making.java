package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.BackupPhrase;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.Reading.State;
import parley.desktop.backup.Reading.Word;
import parley.protocol.content.CheckWords;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps from a file's name to a backup: its words are shown, two of them are asked for, and only then it is
 * written. So whoever leaves before the end has lost nothing, and has no file that nobody can open. For the UI thread.
 */
final class Making {

    private static final Phrases T = Phrases.of(Making.class);
    private static final int GAP = 10;

    private final Sheet sheet;
    private final BackupDesk desk;
    private final Path file;
    private final boolean replace;
    private final Runnable written;
    private final Runnable over;
    private final BackupPhrase phrase;
    private final List<Integer> asked;
    private @Nullable Clipboard clipboard;

    /**
     * @param replace whether a file of that name gives way
     * @param written shows how far the backup is, once it has been begun
     * @param over goes back to where the person came from
     */
    Making(Sheet sheet, BackupDesk desk, Path file, boolean replace, Runnable written, Runnable over) {
        this.sheet = sheet;
        this.desk = desk;
        this.file = file;
        this.replace = replace;
        this.written = written;
        this.over = over;
        phrase = desk.newPhrase();
        asked = new SecureRandom().ints(0, BackupPhrase.COUNT).distinct().limit(2).sorted().boxed().toList();
    }

    /** Shows the words. */
    void show() {
        sheet.clear();
        sheet.heading(T.get("words.title"));
        sheet.sentence(T.get("words.about"));
        var tiles = new Tiles(sheet.column(), sheet.theme(), "backup.tiles");
        Fields.wide(tiles).verticalIndent = GAP;
        tiles.show(phrase.words().stream().map(word -> new Word(word, State.KNOWN)).toList());
        var row = Fields.row(sheet);
        var next = sheet.push(row, "backup.noted", T.get("words.noted"), Rank.MAIN, this::ask);
        var copied = sheet.sentence("");
        copied.setData("test.id", "backup.copied");
        sheet.push(row, "backup.copy", T.get("words.copy"), Rank.PLAIN, () -> copy(copied));
        sheet.push(row, "backup.leave", T.get("cancel"), Rank.PLAIN, over);
        sheet.layout();
        next.setFocus();
    }

    private void copy(Label copied) {
        clipboard()
                .setContents(
                        new Object[] {String.join(" ", phrase.words())}, new Transfer[] {TextTransfer.getInstance()});
        sheet.say(copied, T.get("words.copied"));
    }

    /** What takes the words back with the page: SWT clears what the same object has put there, and nothing else. */
    private Clipboard clipboard() {
        if (clipboard != null) return clipboard;
        var made = new Clipboard(sheet.column().getDisplay());
        sheet.column()
                .addListener(
                        SWT.Dispose,
                        _ -> {
                            made.clearContents();
                            made.dispose();
                        });
        clipboard = made;
        return made;
    }

    /** Asks for two of the words. */
    private void ask() {
        sheet.clear();
        sheet.heading(T.get("repeat.title"));
        sheet.sentence(T.get("repeat.about"));
        var fields = new ArrayList<Field>();
        var answer = new Label[1];
        Runnable compare = () -> compare(fields, answer[0]);
        for (var at : asked) {
            var name = T.get("repeat.word", "number", at + 1);
            fields.add(Fields.line(sheet, "backup.word." + (at + 1), name, compare));
        }
        answer[0] = Fields.problem(sheet, "backup.problem");
        var row = Fields.row(sheet);
        var write = sheet.push(row, "backup.write", T.get("repeat.write"), Rank.MAIN, compare);
        sheet.push(row, "backup.again", T.get("repeat.show"), Rank.PLAIN, this::show);
        sheet.push(row, "backup.leave", T.get("cancel"), Rank.PLAIN, over);
        Runnable refresh = () -> write.setEnabled(fields.stream().noneMatch(Making::isEmpty));
        for (var field : fields) field.text().addListener(SWT.Modify, _ -> refresh.run());
        refresh.run();
        sheet.layout();
        fields.getFirst().setFocus();
    }

    private static boolean isEmpty(Field field) {
        return field.text().getText().isBlank();
    }

    private void compare(List<Field> fields, Label answer) {
        for (var at = 0; at < fields.size(); at++) {
            var number = asked.get(at);
            var typed = CheckWords.find(fields.get(at).text().getText().strip());
            if (typed.isPresent() && typed.get().equals(phrase.words().get(number))) continue;
            sheet.say(answer, T.get("repeat.wrong", "number", number + 1));
            fields.get(at).setFocus();
            fields.get(at).text().selectAll();
            return;
        }
        desk.write(file, replace, phrase);
        written.run();
    }
}
