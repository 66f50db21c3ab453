package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.protocol.Address;
import parley.protocol.InviteLink;

import java.util.Locale;

/** The first start: a name, and a link to join with or a relay of one's own. */
final class FirstRunView implements View {

    private static final Phrases T = Phrases.of(FirstRunView.class);

    private static final int WIDTH = 400;
    private static final int MAX_LINK = 2048;

    private final Accounts accounts;
    private final OwnRelay ownRelay;
    private final Theme theme;
    private final UiThread ui;
    private final Runnable done;
    private final Composite page;
    private final Field name;
    private final Field link;
    private final Label problem;
    private final TextPush join;
    private final TextPush own;
    private final Composite further;
    private Runnable placed = () -> {};

    FirstRunView(Composite parent, Accounts accounts, OwnRelay ownRelay, Theme theme, UiThread ui, Runnable done) {
        this.accounts = accounts;
        this.ownRelay = ownRelay;
        this.theme = theme;
        this.ui = ui;
        this.done = done;
        page = new Composite(parent, SWT.NONE);
        var layout = new GridLayout(1, false);
        layout.verticalSpacing = 10;
        layout.marginWidth = 24;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        brand();
        centred(label(TextStyle.HEADING, Token.TEXT, T.get("first.welcome")));
        centred(label(TextStyle.BODY, Token.MUTED, T.get("first.about")));
        gap(14);
        place(label(TextStyle.STRONG, Token.TEXT, T.get("first.name")));
        name = field("first.name", T.get("first.name.hint"), 32);
        name.text().setText(suggested());
        name.text().addVerifyListener(event -> event.text = event.text.toLowerCase(Locale.ROOT));
        gap(6);
        place(label(TextStyle.STRONG, Token.TEXT, T.get("first.link")));
        link = field("first.link", T.get("first.link.hint"), MAX_LINK);
        problem = label(TextStyle.SMALL, Token.BAD, "");
        problem.setData("test.id", "first.problem");
        place(problem);
        join = push("first.join", T.get("first.join"), TextPush.Rank.MAIN, this::join);
        own = push("first.own", T.get("first.own"), TextPush.Rank.PLAIN, this::startOwn);
        further = further(page, theme);
        ownRelay.whenChanged(() -> {
            if (!page.isDisposed()) refresh();
        });
        name.text().addListener(SWT.Modify, _ -> named());
        link.text().addListener(SWT.Modify, _ -> refresh());
        link.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR && join.isEnabled()) join();
                        });
        gap(24);
        refresh();
    }

    @Override
    public void focus() {
        name.setFocus();
        name.text().selectAll();
    }

    @Override
    public void close() {
        ownRelay.whenChanged(() -> {});
    }

    /** Where further ways are offered, below its own: empty, with a grid layout of one column. */
    Composite further() {
        return further;
    }

    /** Places everything anew: there is more or less to be seen. */
    void layout() {
        page.layout(true, true);
        placed.run();
    }

    /** Runs {@code listener} whenever the page may need another height. */
    void whenPlaced(Runnable listener) {
        placed = listener;
    }

    private static Composite further(Composite page, Theme theme) {
        var further = new Composite(page, SWT.NONE);
        var layout = new GridLayout(1, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        further.setLayout(layout);
        theme.follow(further, () -> further.setBackground(theme.color(Token.BACKGROUND)));
        place(further);
        ((GridData) further.getLayoutData()).exclude = true;
        return further;
    }

    /** The name this person has on this system, as far as it can be a name here. */
    private static String suggested() {
        return System.getProperty("user.name", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "");
    }

    /** Another name: what was said is of the one before. */
    private void named() {
        var now = name.text().getText();
        say(now.isEmpty() || Address.isName(now) ? "" : T.get("first.name.wrong"));
        refresh();
    }

    private void refresh() {
        boolean possible = ownRelay.possible();
        if (((GridData) own.getLayoutData()).exclude == possible) {
            ((GridData) own.getLayoutData()).exclude = !possible;
            own.setVisible(possible);
            layout();
        }
        boolean named = Address.isName(name.text().getText());
        join.setEnabled(named && !link.text().getText().isBlank());
        own.setEnabled(named);
        boolean invited = !link.text().getText().isBlank() || !possible;
        join.rank(invited ? TextPush.Rank.MAIN : TextPush.Rank.PLAIN);
        own.rank(invited ? TextPush.Rank.PLAIN : TextPush.Rank.MAIN);
    }

    private void join() {
        var who = name.text().getText();
        var text = link.text().getText().strip();
        InviteLink invite;
        try {
            invite = InviteLink.parse(text);
        } catch (IllegalArgumentException e) {
            say(e.getMessage());
            return;
        }
        sign(() -> accounts.create(who, invite));
    }

    private void startOwn() {
        var who = name.text().getText();
        sign(() -> ownRelay.signUp(who));
    }

    /** Makes an account, which may wait for the network. */
    private void sign(Attempt up) {
        busy(true);
        say("");
        Attempt attempt =
                () -> {
                    up.run();
                    ui.execute(done);
                };
        Thread.ofVirtual()
                .name("sign-up")
                .start(() ->
                        attempt.orElse(e ->
                                ui.update(
                                        page,
                                        () -> {
                                            busy(false);
                                            say(e.getMessage());
                                        })));
    }

    private void busy(boolean waiting) {
        join.setEnabled(!waiting);
        own.setEnabled(!waiting);
        join.name(waiting ? T.get("first.moment") : T.get("first.join"));
        if (!waiting) refresh();
    }

    private void say(@Nullable String sentence) {
        Texts.say(problem, Texts.sentence(sentence));
        layout();
    }

    private void brand() {
        var brand = new Canvas(page, SWT.DOUBLE_BUFFERED);
        Spoken.as(brand, () -> "Parley");
        brand.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(brand.getClientArea());
                    Shapes.fill(event.gc, theme.color(Token.FILL), 0, 0, 72, 72, 22);
                    theme.draw(event.gc, Icons.TALK, 16, 16, 40, theme.color(Token.ON_FILL));
                });
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.END).grab(true, true).hint(72, 72).applyTo(brand);
    }

    private Label label(TextStyle style, Token ink, String text) {
        return Texts.label(page, theme, style, ink, Token.BACKGROUND, text);
    }

    private static void centred(Label label) {
        label.setAlignment(SWT.CENTER);
        GridDataFactory.fillDefaults().grab(true, false).hint(1, SWT.DEFAULT).applyTo(label);
    }

    private static void place(Control control) {
        GridDataFactory.swtDefaults()
                .align(SWT.CENTER, SWT.CENTER)
                .grab(true, false)
                .hint(WIDTH, SWT.DEFAULT)
                .applyTo(control);
    }

    private Field field(String id, String hint, int limit) {
        var field = new Field(page, theme, Token.BACKGROUND, id, hint, false, limit);
        place(field);
        return field;
    }

    private TextPush push(String id, String text, TextPush.Rank rank, Runnable pressed) {
        var push = new TextPush(page, theme, Token.BACKGROUND, id, text, rank, pressed);
        place(push);
        return push;
    }

    private void gap(int height) {
        var gap = new Label(page, SWT.NONE);
        theme.follow(gap, () -> gap.setBackground(theme.color(Token.BACKGROUND)));
        boolean last = height > 20;
        GridDataFactory.swtDefaults().align(SWT.FILL, SWT.FILL).grab(true, last).hint(1, height).applyTo(gap);
    }
}
