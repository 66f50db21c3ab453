package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;

/**
 * A page in the middle of the window: an arrow back and a title, what it is about, what went wrong, and a row of
 * buttons. What it is about is scrolled where it does not fit. For the UI thread.
 */
final class MiddlePage {

    private static final int WIDEST = 640;
    private static final int LEAST_MARGIN = 20;
    private static final int LINE = 24;

    private final Composite page;
    private final Theme theme;
    private final Label title;
    private final ScrolledComposite scrolled;
    private final Composite body;
    private final Label problem;
    private final PushRow buttons;
    private final List<PushRow> rows = new ArrayList<>();

    MiddlePage(Composite parent, Theme theme, String id, String backId, String backName, Runnable back) {
        this.theme = theme;
        page = painted(new Composite(parent, SWT.NONE));
        page.setData("test.id", id);
        var layout = new GridLayout(2, false);
        layout.marginHeight = 12;
        layout.horizontalSpacing = 12;
        layout.verticalSpacing = 8;
        page.setLayout(layout);
        IconPush.quiet(page, theme, Token.BACKGROUND, backId, backName, Icons.BACK, back);
        title = Texts.label(page, theme, TextStyle.TITLE, Token.TEXT, Token.BACKGROUND, "");
        wide(title, 1);
        scrolled = new ScrolledComposite(page, SWT.V_SCROLL);
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        scrolled.setShowFocusedControl(true);
        theme.follow(scrolled, () -> scrolled.setBackground(theme.color(Token.BACKGROUND)));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, true).hint(1, 1).applyTo(scrolled);
        body = painted(new Composite(scrolled, SWT.NONE));
        var inner = new GridLayout(1, false);
        inner.marginWidth = 0;
        inner.marginHeight = 0;
        inner.verticalSpacing = 8;
        body.setLayout(inner);
        scrolled.setContent(body);
        problem = Texts.label(page, theme, TextStyle.SMALL, Token.BAD, Token.BACKGROUND, "");
        wide(problem, 2);
        problem("");
        buttons = row(page);
        wide(buttons.control(), 2);
        page.addListener(
                SWT.Resize,
                _ -> layout.marginWidth = Math.max(LEAST_MARGIN, (page.getClientArea().width - WIDEST) / 2));
        scrolled.addListener(SWT.Resize, _ -> measure());
    }

    private Composite painted(Composite composite) {
        theme.follow(composite, () -> composite.setBackground(theme.color(Token.BACKGROUND)));
        return composite;
    }

    Composite control() {
        return page;
    }

    /** What the page is about: the parent for whatever is not a sentence. */
    Composite body() {
        return body;
    }

    /** A sentence of the body, below those that are there. */
    Label label(TextStyle style, Token ink) {
        var label = Texts.label(body, theme, style, ink, Token.BACKGROUND, "");
        wide(label, 1);
        return label;
    }

    /** Gives {@code control}, which stands in the body, the room that is left, and {@code least} in any case. */
    void grow(Control control, int least) {
        GridDataFactory.fillDefaults().grab(true, true).hint(1, least).applyTo(control);
    }

    void title(String text) {
        Texts.say(title, text);
    }

    /** Says what went wrong; nothing if {@code sentence} is empty. */
    void problem(String sentence) {
        Texts.sayOrHide(problem, sentence);
    }

    /** Another row of buttons, below what stands in the body already; it is placed and swept with the page. */
    PushRow row() {
        var row = row(body);
        wide(row.control(), 1);
        return row;
    }

    private PushRow row(Composite parent) {
        var row = new PushRow(parent, theme, this::scroll);
        rows.add(row);
        return row;
    }

    /** Begins the rows of buttons anew ({@link PushRow#clear}), until {@link #layout}. */
    void clear() {
        rows.forEach(PushRow::clear);
    }

    /** Adds a button to the row at the end. */
    TextPush push(String id, String name, Rank rank, Runnable pressed) {
        return buttons.push(id, name, rank, pressed);
    }

    /** Scrolls by the keys for that: sentences take no keyboard themselves. */
    private void scroll(Event event) {
        int page = Math.max(1, scrolled.getClientArea().height - LINE), at = scrolled.getOrigin().y;
        switch (event.keyCode) {
            case SWT.PAGE_DOWN -> scrolled.setOrigin(0, at + page);
            case SWT.PAGE_UP -> scrolled.setOrigin(0, at - page);
            case SWT.ARROW_DOWN -> scrolled.setOrigin(0, at + LINE);
            case SWT.ARROW_UP -> scrolled.setOrigin(0, at - LINE);
            default -> {}
        }
    }

    void enable(boolean enabled) {
        for (var row : rows) row.enable(enabled);
    }

    /** Gives the keyboard to the last button of the row, which is the harmless one. */
    void focusLast() {
        buttons.focusLast();
    }

    /** Gives the keyboard to the first button of the row. */
    void focusFirst() {
        buttons.focusFirst();
    }

    /** Shows nothing but the title until {@link #layout}: what is to stand there is being read. */
    void blank() {
        problem("");
        body.setVisible(false);
        for (var row : rows) row.control().setVisible(false);
    }

    /** Places everything anew: something has changed. */
    void layout() {
        body.setVisible(true);
        for (var row : rows) {
            row.sweep();
            var place = (GridData) row.control().getLayoutData();
            place.exclude = row.control().getChildren().length == 0;
            row.control().setVisible(!place.exclude);
        }
        page.layout(true, true);
        measure();
    }

    private void measure() {
        int width = scrolled.getClientArea().width;
        if (width > 0) scrolled.setMinHeight(body.computeSize(width, SWT.DEFAULT).y);
    }

    private static void wide(Control control, int span) {
        GridDataFactory.fillDefaults().span(span, 1).grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(control);
        ((GridData) control.getLayoutData()).widthHint = 1; // it wraps at the page's width, not the page at its words
    }
}
