package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import parley.client.api.Membership;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.list.People;
import parley.desktop.chat.paint.Field;
import parley.desktop.chat.paint.TextPush;
import parley.desktop.chat.paint.TextPush.Rank;

import java.util.List;

/** Where a group begins: what it is called, and who is in it. */
final class NewGroupPage {

    private final Composite page;
    private final Desk desk;
    private final Theme theme;
    private final Runnable back;
    private final Field title;
    private final Picked picked;
    private final People people;
    private final TextPush make;
    private final Label problem;
    private final Label nobody;

    NewGroupPage(Composite parent, Desk desk, Theme theme, Runnable back) {
        this.desk = desk;
        this.theme = theme;
        this.back = back;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "group.new");
        var layout = new GridLayout(1, false);
        layout.marginWidth = 18;
        layout.marginHeight = 8;
        layout.verticalSpacing = 10;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.SIDE)));
        label(TextStyle.STRONG, Token.TEXT, "What is the group called?");
        title = new Field(page, theme, Token.SIDE, "group.title", "Title", false, Membership.MAX_TITLE);
        fill(title);
        title.text().addListener(SWT.Modify, _ -> ready());
        title.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR) make();
                            if (event.character == SWT.ESC) back.run();
                        });
        label(TextStyle.STRONG, Token.TEXT, "Who is in it?");
        nobody = label(TextStyle.BODY, Token.MUTED, "");
        picked = new Picked(desk.scene(), this::show);
        people = new People(page, theme, Token.SIDE, "group.people", "People to choose from", picked::toggle);
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, 120).applyTo(people.control());
        problem = label(TextStyle.SMALL, Token.BAD, "");
        make = push("group.make", "Make the group", Rank.MAIN, this::make);
        push("group.back", "Back", Rank.PLAIN, back);
        desk.scene().watch(page, this::show);
    }

    Composite control() {
        return page;
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
        Texts.sayOrHide(
                nobody, rows.isEmpty() ? "There is nobody yet whom you could add: first talk with somebody." : "");
        page.layout(true, true);
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
        if (!page.isDisposed()) back.run();
    }

    private void failed(String sentence) {
        if (page.isDisposed()) return;
        ready();
        Texts.sayOrHide(problem, Texts.sentence(sentence));
        page.layout(true, true);
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

    private static void fill(Control control) {
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
    }
}
