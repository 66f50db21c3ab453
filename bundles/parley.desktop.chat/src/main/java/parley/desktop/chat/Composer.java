package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.IconPush;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.timeline.Said;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Where a message is written, answered or edited: Enter sends, Shift and Enter begin a new line. */
final class Composer {

    private static final int MARGIN = 14;
    private static final int GAP = 8;
    private static final int BUTTON = 46;

    /** The longest text, and the longest word, that can be edited without the window stopping at each key. */
    private static final int LIMIT = 10_000;

    private static final Pattern ENDLESS = Pattern.compile("\\S{1000}");

    private final Canvas canvas;
    private final Theme theme;
    private final Field field;
    private final IconPush clip;
    private final IconPush send;
    private final Strip strip;
    private final Consumer<Draft> said;
    private final Consumer<List<Path>> files;
    private final Consumer<String> refused;
    private final Runnable resized;
    private Draft.Purpose purpose = new Draft.Purpose.Say();
    private String hint = "";

    Composer(
            Composite parent,
            Theme theme,
            Consumer<Draft> said,
            Consumer<List<Path>> files,
            Consumer<String> refused,
            Runnable resized) {
        this.theme = theme;
        this.said = said;
        this.files = files;
        this.refused = refused;
        this.resized = resized;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(canvas.getClientArea());
                });
        strip = new Strip(canvas, theme, this::cancel);
        clip = IconPush.quiet(canvas, theme, Token.BACKGROUND, "attach", "Send files", Icons.CLIP, this::choose);
        field = new Field(canvas, theme, Token.BACKGROUND, "compose", "Message", true, LIMIT);
        field.text()
                .addListener(
                        SWT.Verify,
                        event -> {
                            int after = field.text().getCharCount() - (event.end - event.start) + event.text.length();
                            if (after <= LIMIT && !ENDLESS.matcher(event.text).find()) return;
                            event.doit = false;
                            refused.accept("That is too long to be written here: save it as a file and send the file.");
                        });
        send = IconPush.filled(canvas, theme, Token.BACKGROUND, "send", "Send", Icons.SEND, this::send);
        send.setEnabled(false);
        canvas.addListener(SWT.Resize, _ -> place());
        field.text()
                .addListener(
                        SWT.Modify,
                        _ -> {
                            send.setEnabled(!field.text().getText().isBlank());
                            if (high() != canvas.getSize().y) resized.run();
                        });
        field.text()
                .addVerifyKeyListener(event -> {
                    boolean plain = (event.stateMask & (SWT.SHIFT | SWT.CTRL | SWT.ALT)) == 0;
                    if ((event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR) && plain) {
                        event.doit = false;
                        send();
                    }
                });
    }

    Canvas control() {
        return canvas;
    }

    Field field() {
        return field;
    }

    /** How high it wants to be, in points. */
    int high() {
        return above() + field.computeSize(fieldWidth(), SWT.DEFAULT).y + 2 * MARGIN - 4;
    }

    /** The room that is taken above the field. */
    private int above() {
        return strip.high() == 0 ? 0 : strip.high() + GAP;
    }

    /** Says in the empty field what belongs there, unless it is for a reply or an edit. */
    void hint(String changed) {
        hint = changed;
        field.hint(strip.hint(hint));
    }

    /** What has been written and not been sent. */
    Draft draft() {
        return new Draft(field.text().getText(), purpose);
    }

    void draft(Draft draft) {
        field.text().setText(draft.text());
        field.text().setCaretOffset(draft.text().length());
        purpose(draft);
    }

    /** Has what is written be for what {@code draft} is for. */
    private void purpose(Draft draft) {
        purpose = draft.purpose();
        strip.show(draft);
        field.hint(strip.hint(hint));
        place();
        resized.run();
    }

    /** Begins to answer {@code to}. */
    void reply(Said to) {
        change(draft().reply(to));
        field.setFocus();
    }

    /** Begins to edit {@code message}. */
    void edit(Said message) {
        if (message.text().length() > LIMIT || ENDLESS.matcher(message.text()).find()) {
            refused.accept("That is too long to be edited here.");
            return;
        }
        change(draft().edit(message));
        field.setFocus();
    }

    /** Leaves the reply or the edit, and takes up again what was written before. */
    void cancel() {
        change(draft().cancelled());
        field.setFocus();
    }

    /** A message has become {@code now}, which may be what is being answered or edited. */
    void changed(Said now) {
        change(draft().with(now));
    }

    /** The message {@code id} is there no more. */
    void removed(String id) {
        change(draft().without(id));
    }

    /** Shows {@code draft}, and leaves the caret alone where its words stand already. */
    private void change(Draft draft) {
        if (!draft.text().equals(field.text().getText())) draft(draft);
        else if (!draft.purpose().equals(purpose)) purpose(draft);
    }

    private int fieldWidth() {
        return Math.max(80, canvas.getClientArea().width - 2 * MARGIN - 38 - BUTTON - 2 * GAP);
    }

    private void place() {
        var area = canvas.getClientArea();
        int above = above(), fieldHigh = area.height - above - 2 * MARGIN + 4;
        int top = above + MARGIN - 6, bottom = top + fieldHigh;
        strip.control().setBounds(MARGIN, MARGIN - 6, Math.max(0, area.width - 2 * MARGIN), Strip.HEIGHT);
        clip.setBounds(MARGIN, bottom - (BUTTON + 38) / 2, 38, 38);
        field.setBounds(MARGIN + 38 + GAP, top, fieldWidth(), fieldHigh);
        send.setBounds(area.width - MARGIN - BUTTON, bottom - BUTTON, BUTTON, BUTTON);
    }

    private void send() {
        var text = field.text().getText().strip();
        if (text.isEmpty()) return;
        var sent = new Draft(text, purpose);
        draft(sent.sent());
        said.accept(sent);
        field.setFocus();
    }

    private void choose() {
        var dialog = new FileDialog(canvas.getShell(), SWT.OPEN | SWT.MULTI);
        dialog.setText("Send files");
        if (dialog.open() == null) return;
        var chosen = new ArrayList<Path>();
        for (var name : dialog.getFileNames()) chosen.add(Path.of(dialog.getFilterPath(), name));
        files.accept(chosen);
    }
}
