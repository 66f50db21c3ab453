package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import parley.client.api.Membership;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.People;

import java.util.List;

/** Where a group begins: what it is called, and who is in it. */
final class NewGroupPage {

    private static final Phrases T = Phrases.of(NewGroupPage.class);

    private final SidePage page;
    private final Desk desk;
    private final Runnable back;
    private final Field title;
    private final Picked picked;
    private final People people;
    private final TextPush make;
    private final Label problem;
    private final Label nobody;

    NewGroupPage(Composite parent, Desk desk, Theme theme, Runnable back) {
        this.desk = desk;
        this.back = back;
        page = new SidePage(parent, theme, "group.new");
        page.label(TextStyle.STRONG, Token.TEXT, T.get("newgroup.called"));
        title = page.field("group.title", T.get("newgroup.title"), Membership.MAX_TITLE, this::make, back);
        title.text().addListener(SWT.Modify, _ -> ready());
        page.label(TextStyle.STRONG, Token.TEXT, T.get("newgroup.who"));
        nobody = page.label(TextStyle.BODY, Token.MUTED, "");
        picked = new Picked(desk.scene(), this::show);
        people =
                new People(page.control(), theme, Token.SIDE, "group.people", T.get("newgroup.people"), picked::toggle);
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, 120).applyTo(people.control());
        problem = page.label(TextStyle.SMALL, Token.BAD, "");
        make = page.push("group.make", T.get("newgroup.make"), Rank.MAIN, this::make);
        page.push("group.back", T.get("page.back"), Rank.PLAIN, back);
        desk.scene().watch(page.control(), this::show);
    }

    Composite control() {
        return page.control();
    }

    /** Shows the page as new. Called on the UI thread. */
    void open() {
        title.text().setText("");
        Texts.sayOrHide(problem, "");
        picked.clear();
        ready();
        title.setFocus();
    }

    private void show() {
        var rows = picked.rows(List.of());
        people.show(rows);
        Texts.sayOrHide(nobody, rows.isEmpty() ? T.get("newgroup.nobody") : "");
        page.layout();
    }

    private void ready() {
        make.setEnabled(!title.text().getText().isBlank());
    }

    private void make() {
        if (!make.isEnabled()) return;
        make.setEnabled(false);
        Texts.sayOrHide(problem, "");
        desk.groups().make(title.text().getText().strip(), picked.addresses(), this::made, this::failed);
    }

    private void made() {
        if (!page.control().isDisposed()) back.run();
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        ready();
        Texts.sayOrHide(problem, Texts.sentence(sentence));
        page.layout();
    }
}
