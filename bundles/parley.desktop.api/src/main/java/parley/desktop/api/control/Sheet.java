package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A column of headings, sentences, things to tick, choices and buttons, one below the other. For the UI thread. */
public final class Sheet {

    private final Composite column;
    private final Theme theme;
    private final Runnable changed;

    /**
     * Makes a column of {@code column}, which is empty.
     *
     * @param changed hears when the column may need another height
     */
    public Sheet(Composite column, Theme theme, Runnable changed) {
        this.column = column;
        this.theme = theme;
        this.changed = changed;
        var layout = new GridLayout(1, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 4;
        column.setLayout(layout);
    }

    /** The parent for whatever is none of these; it has a grid layout of one column. */
    public Composite column() {
        return column;
    }

    /** The colours and fonts of the window. */
    public Theme theme() {
        return theme;
    }

    /** Words with which something else begins. */
    public void heading(String text) {
        var label = label(TextStyle.STRONG, Token.TEXT, text);
        if (column.getChildren().length > 1) ((GridData) label.getLayoutData()).verticalIndent = 18;
    }

    /** A sentence, which {@link #say} may change. */
    public Label sentence(String text) {
        return label(TextStyle.BODY, Token.MUTED, text);
    }

    /** Has {@code label} say something else. */
    public void say(Label label, String text) {
        label.setText(Words.apart(text).replace("&", "&&"));
        layout();
    }

    /** A box to tick; {@code ticked} hears of each change. */
    public TogglePush tick(String id, String name, String detail, boolean on, Consumer<Boolean> ticked) {
        var made = new ArrayList<TogglePush>(1);
        var push =
                toggle(
                        id,
                        name,
                        detail,
                        TogglePush.Kind.TICK,
                        on,
                        () -> {
                            var self = made.getFirst();
                            self.set(!self.on());
                            ticked.accept(self.on());
                        });
        made.add(push);
        return push;
    }

    /**
     * Several choices of which one is so.
     *
     * @param names what each is called, by the value that {@code chosen} hears
     */
    public void choices(String id, Map<String, String> names, String current, Consumer<String> chosen) {
        var all = new LinkedHashMap<String, TogglePush>();
        names.forEach((value, name) -> {
            Runnable press =
                    () -> {
                        all.forEach((other, push) -> push.set(other.equals(value)));
                        chosen.accept(value);
                    };
            all.put(value, toggle(id + "." + value, name, "", TogglePush.Kind.CHOICE, value.equals(current), press));
        });
    }

    /** Buttons in a row. */
    public Composite row() {
        var row = new Composite(column, SWT.NONE);
        var layout = new RowLayout();
        layout.spacing = 10;
        layout.marginLeft = 0;
        layout.center = true;
        row.setLayout(layout);
        theme.follow(row, () -> row.setBackground(theme.color(Token.BACKGROUND)));
        wide(row);
        return row;
    }

    /** A button in a {@link #row}. */
    public TextPush push(Composite row, String id, String name, TextPush.Rank rank, Runnable pressed) {
        return new TextPush(row, theme, Token.BACKGROUND, id, name, rank, pressed);
    }

    /** Gives {@code control}, which stands in the column, the room that is left, and {@code least} points anyway. */
    public void grow(Control control, int least) {
        var data = new GridData(SWT.FILL, SWT.FILL, true, true);
        data.minimumHeight = least;
        data.heightHint = least;
        control.setLayoutData(data);
    }

    /** Places everything anew: something has changed. */
    public void layout() {
        column.layout(true, true);
        changed.run();
    }

    private TogglePush toggle(
            String id, String name, String detail, TogglePush.Kind kind, boolean on, Runnable pressed) {
        var push = new TogglePush(column, theme, Token.BACKGROUND, id, name, detail, kind, on, pressed);
        wide(push);
        return push;
    }

    private Label label(TextStyle style, Token ink, String text) {
        var label = new Label(column, SWT.WRAP);
        label.setText(Words.apart(text).replace("&", "&&"));
        theme.follow(
                label,
                () -> {
                    label.setFont(theme.font(style));
                    label.setBackground(theme.color(Token.BACKGROUND));
                    label.setForeground(theme.color(ink));
                });
        wide(label);
        return label;
    }

    private static void wide(Control control) {
        var data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.widthHint = 1; // it wraps at the column's width, not the column at its words
        control.setLayoutData(data);
    }

    /** Everything in the column, for those who turn away from it. */
    public void clear() {
        for (var child : List.of(column.getChildren())) child.dispose();
    }
}
