package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Field;
import parley.desktop.chat.paint.TextPush;
import parley.desktop.chat.paint.TextPush.Rank;
import parley.protocol.ContactLink;
import parley.protocol.GroupLink;

import java.time.Duration;

/**
 * Where a conversation begins: asking somebody by address or link, joining a group by its link, or giving them ours.
 */
final class AddPage {

    private static final int MAX_LINK = 2048;

    private final Composite page;
    private final Desk desk;
    private final Theme theme;
    private final OwnRelay ownRelay;
    private final Runnable back;
    private final Field field;
    private final TextPush ask;
    private final Label problem;
    private final Label notice;
    private final Label address;
    private final TextPush copyLink;
    private final TextPush invite;

    AddPage(Composite parent, Desk desk, Theme theme, OwnRelay ownRelay, Runnable back, Runnable group) {
        this.desk = desk;
        this.theme = theme;
        this.ownRelay = ownRelay;
        this.back = back;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "add.page");
        var layout = new GridLayout(1, false);
        layout.marginWidth = 18;
        layout.marginHeight = 8;
        layout.verticalSpacing = 10;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.SIDE)));
        label(TextStyle.STRONG, Token.TEXT, "Who do you want to talk with?");
        field = new Field(page, theme, Token.SIDE, "add.address", "Name, address or link", false, MAX_LINK);
        fill(field);
        field.text().addListener(SWT.DefaultSelection, _ -> ask());
        field.text().addListener(SWT.Modify, _ -> rename());
        field.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR) ask();
                            if (event.character == SWT.ESC) back.run();
                        });
        problem = label(TextStyle.SMALL, Token.BAD, "");
        notice = label(TextStyle.SMALL, Token.MUTED, "");
        ask = push("add.ask", "Ask", Rank.MAIN, this::ask);
        var several = label(TextStyle.STRONG, Token.TEXT, "Or with several people?");
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 18).applyTo(several);
        push("add.group", "New group", Rank.PLAIN, group);
        var other = label(TextStyle.STRONG, Token.TEXT, "Or let them ask you");
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 18).applyTo(other);
        address = label(TextStyle.BODY, Token.MUTED, "");
        copyLink = push("add.copy", "Copy my link", Rank.PLAIN, this::copyLink);
        invite = push("add.invite", "Copy an invitation to my relay", Rank.PLAIN, this::invite);
        push("add.back", "Back to the conversations", Rank.PLAIN, back);
    }

    Composite control() {
        return page;
    }

    /** Shows the page as new. Called on the UI thread. */
    void open() {
        say("");
        Texts.sayOrHide(notice, "");
        field.text().setText("");
        ask.setEnabled(true);
        var me = desk.scene().account();
        Texts.say(address, me.map(account -> "You are " + account.address()).orElse(""));
        copyLink.setVisible(me.isPresent());
        invite.setVisible(ownRelay.running());
        ((org.eclipse.swt.layout.GridData) invite.getLayoutData()).exclude = !ownRelay.running();
        copyLink.name("Copy my link");
        invite.name("Copy an invitation to my relay");
        page.layout(true, true);
        field.setFocus();
    }

    private void ask() {
        var who = field.text().getText().strip();
        if (who.isEmpty() || !ask.isEnabled()) return;
        say("");
        Texts.sayOrHide(notice, "");
        ask.setEnabled(false);
        if (GroupLink.looksLike(who)) desk.groups().join(who, this::done, this::asked, this::failed);
        else desk.ask(contacts -> contacts.connect(who), this::done, this::failed);
    }

    /** A group's link is not asked for a conversation. */
    private void rename() {
        ask.name(GroupLink.looksLike(field.text().getText()) ? "Join the group" : "Ask");
    }

    /** Joining waits for somebody in the group. */
    private void asked() {
        if (page.isDisposed()) return;
        ask.setEnabled(true);
        field.text().setText("");
        Texts.sayOrHide(notice, "You have asked to join. The group appears here as soon as somebody in it is online.");
        page.layout(true, true);
    }

    private void done() {
        if (!page.isDisposed()) back.run();
    }

    private void failed(String sentence) {
        if (page.isDisposed()) return;
        ask.setEnabled(true);
        say(Texts.sentence(sentence));
        field.setFocus();
    }

    private void say(String sentence) {
        Texts.sayOrHide(problem, sentence);
        page.layout(true, true);
    }

    private void copyLink() {
        desk.scene()
                .account()
                .ifPresent(me -> {
                    copy(new ContactLink(me.relay(), me.address().name(), me.key()).text());
                    copyLink.name("Copied");
                });
    }

    private void invite() {
        ownRelay.invite(
                Duration.ofDays(1),
                link -> {
                    if (page.isDisposed()) return;
                    copy(link);
                    invite.name("Copied: for a day, on this computer");
                });
    }

    private void copy(String text) {
        var clipboard = new Clipboard(page.getDisplay());
        clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    private Label label(TextStyle style, Token ink, String text) {
        var label = Texts.label(page, theme, style, ink, Token.SIDE, text);
        fill(label);
        return label;
    }

    private TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var push = new TextPush(page, theme, Token.SIDE, id, name, rank, pressed);
        fill(push);
        return push;
    }

    private static void fill(org.eclipse.swt.widgets.Control control) {
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
    }
}
