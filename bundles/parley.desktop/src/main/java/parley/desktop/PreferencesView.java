package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;

import parley.desktop.Pages.Page;
import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.List;

/** The preferences: at the side what pages there are, beside it the one that was chosen. */
final class PreferencesView implements View {

    private static final Phrases T = Phrases.of(PreferencesView.class);
    private static final System.Logger log = System.getLogger(PreferencesView.class.getName());
    private static final Icon CLOSE = new Icon("M6 6 L18 18 M18 6 L6 18");
    private static final RowList.Size SIZE = new RowList.Size(42, 4, 8);
    private static final int SIDE = 236;
    private static final int INSET = 18;
    private static final int TOP = 64;
    private static final int WIDEST = 640;

    private final Composite parent;
    private final Theme theme;
    private final Pages pages;
    private final Canvas side;
    private final Field search;
    private final RowList<Page> list;
    private final Canvas head;
    private final IconPush close;
    private final ScrolledComposite scrolled;
    private Composite body;
    private List<Page> shown = List.of();
    private @Nullable Page current;
    private final Listener escape = this::escape;

    PreferencesView(Composite parent, Theme theme, Pages pages) {
        this.parent = parent;
        this.theme = theme;
        this.pages = pages;
        parent.setLayout(null);
        side = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        side.addListener(SWT.Paint, event -> title(event, side, T.get("preferences.title"), Token.SIDE));
        search = new Field(side, theme, Token.SIDE, "preferences.search", T.get("preferences.search"), false, 100);
        search.text().addListener(SWT.Modify, _ -> changed());
        list =
                new RowList<>(
                        side,
                        theme,
                        Token.SIDE,
                        SIZE,
                        "preferences.pages",
                        T.get("preferences.pages"),
                        new Look(),
                        this::turn);
        head = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        head.addListener(SWT.Paint, event -> title(event, head, heading(), Token.BACKGROUND));
        close =
                IconPush.quiet(
                        head,
                        theme,
                        Token.BACKGROUND,
                        "preferences.close",
                        T.get("preferences.close"),
                        CLOSE,
                        pages::close);
        scrolled = new ScrolledComposite(parent, SWT.V_SCROLL);
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        scrolled.setShowFocusedControl(true);
        theme.follow(
                scrolled,
                () -> {
                    scrolled.setBackground(theme.color(Token.BACKGROUND));
                    side.redraw();
                    head.redraw();
                });
        body = fresh();
        parent.addListener(SWT.Resize, _ -> place());
        var display = parent.getDisplay();
        display.addFilter(SWT.KeyDown, escape);
        parent.addListener(SWT.Dispose, _ -> display.removeFilter(SWT.KeyDown, escape));
        changed();
        place();
    }

    @Override
    public void focus() {
        search.setFocus();
    }

    @Override
    public void close() {}

    /** Lists the pages anew: some came or went, or something is looked for. */
    void changed() {
        if (parent.isDisposed()) return;
        var query = search.text().getText();
        shown = pages.all().stream().filter(page -> page.answers(query)).toList();
        list.show(shown);
        if (current != null && shown.contains(current)) return;
        if (shown.isEmpty() && current != null && pages.all().contains(current)) return; // nothing better to show
        turn(shown.isEmpty() ? null : shown.getFirst());
    }

    /** Shows {@code page}; null for none. */
    void turn(@Nullable Page page) {
        current = page;
        list.control().redraw();
        head.redraw();
        body.dispose();
        body = fresh();
        if (page != null) fill(page);
        body.layout(true, true);
        measure();
    }

    private void fill(Page page) {
        try {
            page.page().fill(new Sheet(body, theme, this::measure));
        } catch (RuntimeException | LinkageError e) { // one contribution's mistake is not everybody's
            log.log(System.Logger.Level.ERROR, "the page {0} cannot be shown", page.id(), e);
            for (var child : body.getChildren()) child.dispose();
            new Sheet(body, theme, this::measure).sentence(T.get("preferences.failed"));
        }
    }

    private Composite fresh() {
        var made = new Composite(scrolled, SWT.NONE);
        made.setData("test.id", "preferences.body");
        theme.follow(made, () -> made.setBackground(theme.color(Token.BACKGROUND)));
        scrolled.setContent(made);
        return made;
    }

    private void escape(Event event) {
        if (event.character != SWT.ESC || !event.doit || parent.isDisposed() || !parent.isVisible()) return;
        if (!mine(event.widget)) return;
        event.doit = false;
        pages.close();
    }

    /** Whether a key pressed in {@code widget} is for the preferences: not in the finder, nor in another window. */
    private boolean mine(Widget widget) {
        if (widget == parent.getShell()) return true; // the keyboard is nowhere in particular
        for (var each = widget instanceof Control control ? control : null; each != null; each = each.getParent()) {
            if (each == parent) return true;
        }
        return false;
    }

    private String heading() {
        return current == null ? T.get("preferences.none") : current.title();
    }

    private void title(Event event, Canvas canvas, String text, Token ground) {
        event.gc.setBackground(theme.color(ground));
        event.gc.fillRectangle(canvas.getClientArea());
        event.gc.setFont(theme.font(TextStyle.TITLE));
        event.gc.setForeground(theme.color(Token.TEXT));
        if (canvas == side) {
            event.gc.setBackground(theme.color(Token.LINE));
            event.gc.fillRectangle(SIDE - 1, 0, 1, canvas.getClientArea().height);
        }
        int high = event.gc.getFontMetrics().getHeight();
        event.gc.drawText(text, canvas == side ? INSET : 0, (TOP - high) / 2, SWT.DRAW_TRANSPARENT);
    }

    private void place() {
        var area = parent.getClientArea();
        side.setBounds(0, 0, SIDE, area.height);
        int field = search.computeSize(SIDE - 24, SWT.DEFAULT).y;
        search.setBounds(12, TOP, SIDE - 24, field);
        int below = TOP + field + 8;
        list.control().setBounds(0, below, SIDE - 1, Math.max(0, area.height - below));
        int wide = area.width - SIDE, margin = Math.max(INSET, (wide - WIDEST) / 2);
        head.setBounds(SIDE + margin, 0, wide - margin, TOP);
        close.setBounds(wide - margin - 38 - 12, (TOP - 38) / 2, 38, 38);
        scrolled.setBounds(SIDE + margin, TOP, wide - 2 * margin, Math.max(0, area.height - TOP - 12));
        measure();
    }

    private void measure() {
        int width = scrolled.getClientArea().width;
        if (width > 0) scrolled.setMinHeight(body.computeSize(width, SWT.DEFAULT).y);
    }

    private final class Look implements RowList.Look<Page> {

        @Override
        public String id(Page row) {
            return row.id();
        }

        @Override
        public String spoken(Page row) {
            return row.title();
        }

        @Override
        public boolean pressable(Page row) {
            return true;
        }

        @Override
        public boolean chosen(Page row) {
            return row.equals(current);
        }

        @Override
        public void paint(GC gc, Page row, int x, int y, int end, Token ground) {
            gc.setFont(theme.font(TextStyle.BODY));
            gc.setForeground(theme.color(Token.TEXT));
            int high = gc.getFontMetrics().getHeight();
            var title = Words.fitted(gc, row.title(), end - x - 24);
            gc.drawText(title, x + 12, y + (SIZE.row(theme) - high) / 2, SWT.DRAW_TRANSPARENT);
        }
    }
}
