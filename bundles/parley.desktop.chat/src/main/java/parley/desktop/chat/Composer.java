package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Field;
import parley.desktop.chat.paint.IconPush;
import parley.desktop.chat.paint.Icons;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Where a message is written: Enter sends, Shift and Enter begin a new line. */
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
    private final Consumer<String> said;
    private final Consumer<List<Path>> files;

    Composer(
            Composite parent,
            Theme theme,
            Consumer<String> said,
            Consumer<List<Path>> files,
            Consumer<String> refused,
            Runnable resized) {
        this.theme = theme;
        this.said = said;
        this.files = files;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(canvas.getClientArea());
                });
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
        return field.computeSize(fieldWidth(), SWT.DEFAULT).y + 2 * MARGIN - 4;
    }

    void hint(String hint) {
        field.hint(hint);
    }

    /** What has been written and not been sent. */
    String draft() {
        return field.text().getText();
    }

    void draft(String text) {
        field.text().setText(text);
        field.text().setCaretOffset(text.length());
    }

    private int fieldWidth() {
        return Math.max(80, canvas.getClientArea().width - 2 * MARGIN - 38 - BUTTON - 2 * GAP);
    }

    private void place() {
        var area = canvas.getClientArea();
        int fieldHigh = area.height - 2 * MARGIN + 4, top = MARGIN - 6, bottom = top + fieldHigh;
        clip.setBounds(MARGIN, bottom - (BUTTON + 38) / 2, 38, 38);
        field.setBounds(MARGIN + 38 + GAP, top, fieldWidth(), fieldHigh);
        send.setBounds(area.width - MARGIN - BUTTON, bottom - BUTTON, BUTTON, BUTTON);
    }

    private void send() {
        var text = field.text().getText().strip();
        if (text.isEmpty()) return;
        field.text().setText("");
        said.accept(text);
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
