package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;
import parley.protocol.AccountKey;

import java.util.Objects;

/** Somebody with whom there is no conversation yet: who they are, and our answer if they have asked. */
final class PersonPage {

    private static final Phrases T = Phrases.of(PersonPage.class);

    private static final int PICTURE = 88;

    /** Where the answers stand below one another, in points. */
    private static final int NARROW = 420;

    /** The least width of an answer, in points: each is as wide as the widest of them. */
    private static final int LEAST = 120;

    private final Desk desk;
    private final Theme theme;
    private final Composite page;
    private final Canvas picture;
    private final Label title;
    private final Label address;
    private final Label story;
    private final Label warning;
    private final Label problem;
    private final Composite answers;
    private final TextPush accept;
    private @Nullable Contact shown;

    /** Whose request is being answered. */
    private @Nullable AccountKey answering;

    PersonPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        this.theme = theme;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "person");
        var layout = new GridLayout(1, false);
        layout.verticalSpacing = 8;
        layout.marginWidth = 20;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        picture = new Canvas(page, SWT.DOUBLE_BUFFERED);
        picture.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(picture.getClientArea());
                    if (shown == null) return;
                    var name = desk.scene().titles().of(shown);
                    Avatar.paint(event.gc, theme, 0, 0, PICTURE, name, Names.key(shown.account()));
                });
        GridDataFactory.swtDefaults()
                .align(SWT.CENTER, SWT.END)
                .grab(true, true)
                .hint(PICTURE + 1, PICTURE + 1)
                .applyTo(picture);
        Spoken.as(picture, () -> T.heard("person.picture", "address", address()));
        title = label(TextStyle.HEADING, Token.TEXT);
        address = label(TextStyle.BODY, Token.MUTED);
        story = label(TextStyle.BODY, Token.TEXT);
        warning = label(TextStyle.BODY, Token.WARNING);
        answers = new Composite(page, SWT.NONE);
        theme.follow(answers, () -> answers.setBackground(theme.color(Token.BACKGROUND)));
        var row = new GridLayout(3, true);
        row.horizontalSpacing = 10;
        answers.setLayout(row);
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.CENTER).applyTo(answers);
        accept = push("person.accept", T.get("person.accept"), Rank.MAIN, contacts -> contacts.approve(link()));
        push("person.deny", T.get("person.deny"), Rank.PLAIN, contacts -> contacts.deny(link()));
        push("person.block", T.get("contact.block"), Rank.DANGER, contacts -> contacts.block(link()));
        problem = label(TextStyle.SMALL, Token.BAD);
        GridDataFactory.fillDefaults()
                .align(SWT.FILL, SWT.BEGINNING)
                .grab(true, true)
                .hint(1, SWT.DEFAULT)
                .applyTo(problem);
        page.addListener(SWT.Resize, _ -> row.numColumns = page.getClientArea().width < NARROW ? 1 : 3);
    }

    Composite control() {
        return page;
    }

    /** Shows {@code contact} as it stands. */
    void show(Contact contact) {
        boolean same = shown != null && shown.account().equals(contact.account());
        shown = contact;
        boolean asks = contact.state() == State.ASKS;
        Texts.say(title, desk.scene().titles().of(contact));
        Texts.say(address, contact.address().toString());
        Texts.say(story, asks ? T.get("person.asks") : T.get("person.asked"));
        Texts.sayOrHide(warning, Requests.warning(contact));
        if (!same) Texts.say(problem, "");
        answers.setVisible(asks);
        ((GridData) answers.getLayoutData()).exclude = !asks;
        enable(!contact.account().equals(answering));
        picture.redraw();
        page.layout(true, true);
        if (asks && !same)
            page.getDisplay()
                    .asyncExec(() -> {
                        if (!accept.isDisposed() && accept.isVisible()) accept.forceFocus();
                    });
    }

    private String address() {
        return shown == null ? "" : shown.address().toString();
    }

    /** Names them by their key: an address may have had several. */
    private String link() {
        return shown == null ? "" : desk.scene().link(shown);
    }

    private TextPush push(String id, String name, Rank rank, Desk.Asking answer) {
        var push = new TextPush(answers, theme, Token.BACKGROUND, id, name, rank, () -> answer(answer));
        GridDataFactory.fillDefaults().grab(true, false).minSize(LEAST, SWT.DEFAULT).applyTo(push);
        return push;
    }

    private void answer(Desk.Asking answer) {
        var asker = shown == null ? null : shown.account();
        answering = asker;
        enable(false);
        Texts.say(problem, "");
        desk.ask(
                answer,
                () -> over(asker),
                sentence -> {
                    if (!over(asker) || page.isDisposed()) return;
                    enable(true);
                    Texts.say(problem, Texts.sentence(sentence));
                    page.layout(true, true);
                });
    }

    /** Whether the answer to {@code asker}, which is over, is the one that was waited for. */
    private boolean over(@Nullable AccountKey asker) {
        boolean awaited = Objects.equals(answering, asker);
        if (awaited) answering = null;
        return awaited;
    }

    private void enable(boolean enabled) {
        for (var answer : answers.getChildren()) answer.setEnabled(enabled);
    }

    private Label label(TextStyle style, Token ink) {
        var label = Texts.label(page, theme, style, ink, Token.BACKGROUND, "");
        label.setAlignment(SWT.CENTER);
        GridDataFactory.fillDefaults().grab(true, false).hint(1, SWT.DEFAULT).applyTo(label);
        return label;
    }
}
