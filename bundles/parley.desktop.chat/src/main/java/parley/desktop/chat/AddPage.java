package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.protocol.ContactLink;
import parley.protocol.GroupLink;

import java.time.Duration;

/**
 * Where a conversation begins: asking somebody by address or link, joining a group by its link, or giving them ours.
 */
final class AddPage {

    private static final Phrases T = Phrases.of(AddPage.class);

    private static final int MAX_LINK = 2048;

    private final SidePage page;
    private final Desk desk;
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
        this.ownRelay = ownRelay;
        this.back = back;
        page = new SidePage(parent, theme, "add.page");
        page.label(TextStyle.STRONG, Token.TEXT, T.get("add.who"));
        field = page.field("add.address", T.get("add.address"), MAX_LINK, this::ask, back);
        field.text().addListener(SWT.DefaultSelection, _ -> ask());
        field.text().addListener(SWT.Modify, _ -> rename());
        problem = page.label(TextStyle.SMALL, Token.BAD, "");
        notice = page.label(TextStyle.SMALL, Token.MUTED, "");
        ask = page.push("add.ask", T.get("add.ask"), Rank.MAIN, this::ask);
        page.apart(T.get("add.several"));
        page.push("add.group", T.get("add.group"), Rank.PLAIN, group);
        page.apart(T.get("add.let"));
        address = page.label(TextStyle.BODY, Token.MUTED, "");
        copyLink = page.push("add.copy", T.get("add.link"), Rank.PLAIN, this::copyLink);
        invite = page.push("add.invite", T.get("add.invite"), Rank.PLAIN, this::invite);
        page.push("add.back", T.get("add.back"), Rank.PLAIN, back);
    }

    Composite control() {
        return page.control();
    }

    /** Shows the page as new. Called on the UI thread. */
    void open() {
        say("");
        Texts.sayOrHide(notice, "");
        field.text().setText("");
        ask.setEnabled(true);
        var me = desk.scene().account();
        Texts.say(address, me.map(account -> T.get("add.you", "address", account.address())).orElse(""));
        copyLink.setVisible(me.isPresent());
        invite.setVisible(ownRelay.running());
        ((org.eclipse.swt.layout.GridData) invite.getLayoutData()).exclude = !ownRelay.running();
        copyLink.name(T.get("add.link"));
        invite.name(T.get("add.invite"));
        page.layout();
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
        boolean group = GroupLink.looksLike(field.text().getText());
        ask.name(group ? T.get("add.join") : T.get("add.ask"));
    }

    /** Joining waits for somebody in the group. */
    private void asked() {
        if (page.control().isDisposed()) return;
        ask.setEnabled(true);
        field.text().setText("");
        Texts.sayOrHide(notice, T.get("add.asked"));
        page.layout();
    }

    private void done() {
        if (!page.control().isDisposed()) back.run();
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        ask.setEnabled(true);
        say(Texts.sentence(sentence));
        field.setFocus();
    }

    private void say(String sentence) {
        Texts.sayOrHide(problem, sentence);
        page.layout();
    }

    private void copyLink() {
        desk.scene()
                .account()
                .ifPresent(me -> {
                    copy(new ContactLink(me.relay(), me.address().name(), me.key()).text());
                    copyLink.name(T.get("add.link.copied"));
                });
    }

    private void invite() {
        ownRelay.invite(
                Duration.ofDays(1),
                link -> {
                    if (page.control().isDisposed()) return;
                    copy(link);
                    invite.name(T.get("add.invite.copied"));
                });
    }

    private void copy(String text) {
        Words.copy(page.control().getDisplay(), text);
    }
}
