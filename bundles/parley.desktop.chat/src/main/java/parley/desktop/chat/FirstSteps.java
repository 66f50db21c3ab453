package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.WaysIn.Way;

/** The first start: its own page, which offers the ways of other bundles, too, and a page for each of those. */
final class FirstSteps implements View {

    private static final Phrases T = Phrases.of(FirstSteps.class);
    private static final int GAP = 10;

    private final Composite parent;
    private final Theme theme;
    private final WaysIn ways;
    private final Runnable done;
    private final StackLayout stack = new StackLayout();
    private final ScrolledComposite own;
    private final Composite inner;
    private final FirstRunView first;
    private @Nullable MiddlePage page;
    private @Nullable Way shown;

    FirstSteps(
            Composite parent,
            Accounts accounts,
            OwnRelay ownRelay,
            WaysIn ways,
            Theme theme,
            UiThread ui,
            Runnable done) {
        this.parent = parent;
        this.theme = theme;
        this.ways = ways;
        this.done = done;
        parent.setLayout(stack);
        own = new ScrolledComposite(parent, SWT.V_SCROLL);
        own.setExpandHorizontal(true);
        own.setExpandVertical(true);
        own.setShowFocusedControl(true);
        inner = new Composite(own, SWT.NONE);
        inner.setLayout(new FillLayout());
        own.setContent(inner);
        stack.topControl = own;
        first = new FirstRunView(inner, accounts, ownRelay, theme, ui, done);
        first.whenPlaced(this::measure);
        own.addListener(SWT.Resize, _ -> measure());
        ways.whenChanged(this::offer);
        offer();
    }

    @Override
    public void focus() {
        first.focus();
    }

    @Override
    public void close() {
        ways.whenChanged(() -> {});
        first.close();
    }

    private void offer() {
        var row = first.further();
        if (row.isDisposed()) return;
        if (shown != null && !ways.all().contains(shown)) back(); // its bundle is gone
        for (var old : row.getChildren()) old.dispose();
        for (var way : ways.all()) {
            var push =
                    new TextPush(
                            row,
                            theme,
                            Token.BACKGROUND,
                            "first.way." + way.id(),
                            way.name(),
                            TextPush.Rank.PLAIN,
                            () -> go(way));
            GridDataFactory.fillDefaults().grab(true, false).applyTo(push);
        }
        boolean none = row.getChildren().length == 0;
        row.setVisible(!none);
        ((GridData) row.getLayoutData()).exclude = none;
        first.layout();
    }

    /** In a low window the page is scrolled. */
    private void measure() {
        int width = own.getClientArea().width;
        if (width > 0) own.setMinHeight(inner.computeSize(width, SWT.DEFAULT).y);
    }

    /** Shows the page of {@code way} in place of the first. */
    private void go(Way way) {
        var made = new MiddlePage(parent, theme, "first.page", "first.back", T.get("ways.back"), this::back);
        page = made;
        shown = way;
        made.title(way.name());
        var column = new Composite(made.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        GridDataFactory.fillDefaults().grab(true, false).indent(0, GAP).hint(1, SWT.DEFAULT).applyTo(column);
        stack.topControl = made.control();
        parent.layout();
        way.way().fill(new Sheet(column, theme, made::layout), done);
        made.layout();
    }

    private void back() {
        var gone = page;
        page = null;
        shown = null;
        stack.topControl = own;
        parent.layout();
        if (gone != null) gone.control().dispose();
        focus();
    }
}
