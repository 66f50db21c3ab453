package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Label;

import parley.client.api.BackupPhrase;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.text.Phrases;

import java.util.Optional;

/**
 * Where the words of a phrase are typed. What is understood stands below, word by word; a word that only one can become
 * is completed by the space behind it. For the UI thread.
 */
final class PhraseEntry {

    private static final Phrases T = Phrases.of(PhraseEntry.class);
    private static final int LONGEST = 1000;
    private static final int GAP = 6;

    private final Sheet sheet;
    private final Field field;
    private final Tiles tiles;
    private final Label state;
    private Reading reading = Reading.of("");

    /**
     * @param changed hears of each change
     * @param entered hears of Enter
     */
    PhraseEntry(Sheet sheet, String id, Runnable changed, Runnable entered) {
        this.sheet = sheet;
        field = Fields.named(sheet, id, T.get("entry.words"), true, LONGEST);
        state = sheet.sentence("");
        state.setData("test.id", id + ".state");
        tiles = new Tiles(sheet.column(), sheet.theme(), id + ".tiles");
        Fields.wide(tiles).verticalIndent = GAP;
        var text = field.text();
        text.addVerifyKeyListener(event -> {
            if (event.character == SWT.CR) {
                event.doit = false;
                entered.run();
            } else if (event.character == ' ') {
                complete(text);
            }
        });
        text.addVerifyListener(event -> event.text = event.text.replaceAll("\\s+", " ")); // pasted from a list
        text.addListener(
                SWT.Modify,
                _ -> {
                    look();
                    changed.run();
                });
        look();
    }

    private static void complete(StyledText text) {
        int caret = text.getCaretOffset();
        if (text.getSelectionCount() > 0) return;
        Reading.completed(text.getText(), caret)
                .ifPresent(found -> {
                    text.replaceTextRange(found.start(), caret - found.start(), found.word());
                    text.setCaretOffset(found.start() + found.word().length());
                });
    }

    private void look() {
        reading = Reading.of(field.text().getText());
        tiles.show(reading.words());
        sheet.say(state, said());
    }

    private String said() {
        var wrong = reading.wrong();
        if (wrong.isPresent()) return T.get("entry.wrong", "number", wrong.getAsInt());
        int count = reading.words().size();
        if (count > BackupPhrase.COUNT) return T.get("entry.many", "whole", BackupPhrase.COUNT);
        if (reading.phrase().isPresent()) return T.get("entry.all");
        return T.get("entry.some", "count", count, "whole", BackupPhrase.COUNT);
    }

    /** What is typed, to be filled in again. */
    String text() {
        return field.text().getText();
    }

    void fill(String typed) {
        field.text().setText(typed);
        field.text().setCaretOffset(typed.length());
    }

    /** The phrase, once all of it is there. */
    Optional<BackupPhrase> phrase() {
        return reading.phrase();
    }

    void focus() {
        field.setFocus();
    }
}
