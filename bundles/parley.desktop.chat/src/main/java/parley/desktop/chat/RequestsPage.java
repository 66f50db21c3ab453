package parley.desktop.chat;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;

import java.util.List;

/** Strangers who want to talk, and those who were declined or blocked. Nothing of theirs is shown but the address. */
final class RequestsPage {

    private static final Phrases T = Phrases.of(RequestsPage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final Label about;
    private final Things asking;
    private final Label earlier;
    private final Things refused;

    RequestsPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page =
                new MiddlePage(
                        parent,
                        theme,
                        "requests",
                        "requests.back",
                        T.get("middle.back"),
                        () -> desk.open(new Selected.Nothing()));
        page.title(T.get("requests.title"));
        about = page.label(TextStyle.BODY, Token.MUTED);
        asking = list(theme, "requests.asking", T.get("requests.asking"));
        earlier = page.label(TextStyle.STRONG, Token.TEXT);
        ((GridData) earlier.getLayoutData()).verticalIndent = 14;
        refused = list(theme, "requests.refused", T.get("requests.refused"));
    }

    private Things list(Theme theme, String id, String name) {
        var list = new Things(page.body(), theme, Token.BACKGROUND, id, name, this::pressed);
        page.grow(list.control(), 0);
        ((GridData) list.control().getLayoutData()).grabExcessVerticalSpace = false;
        return list;
    }

    Composite control() {
        return page.control();
    }

    /** Shows who asks now. */
    void show() {
        var all = desk.scene().contacts();
        var asks = Requests.of(all);
        Texts.say(about, asks.isEmpty() ? T.get("requests.nobody") : T.get("requests.about"));
        fill(asking, asks.stream().limit(Requests.MOST).map(this::row).toList());
        var gone = Requests.refused(all);
        Texts.sayOrHide(earlier, gone.isEmpty() ? "" : T.get("requests.refused"));
        fill(refused, gone.stream().limit(Requests.MOST).map(this::row).toList());
        page.layout();
    }

    private static void fill(Things list, List<Thing> rows) {
        var place = (GridData) list.control().getLayoutData();
        place.heightHint = list.high(rows.size());
        place.exclude = rows.isEmpty();
        list.control().setVisible(!rows.isEmpty());
        list.show(rows);
    }

    private Thing row(Contact contact) {
        boolean blocked = contact.state() == State.BLOCKED, asks = contact.state() == State.ASKS;
        var warning = Requests.warning(contact);
        var standing = asks ? T.get("requests.wants") : blocked ? T.get("contact.blocked") : T.get("contact.declined");
        return new Thing(
                contact.account().hex(),
                !warning.isEmpty() ? Icons.WARNING : asks ? Icons.ADD_PERSON : Icons.CLOSE,
                !warning.isEmpty() ? Token.WARNING : asks ? Token.ACCENT_TEXT : Token.MUTED,
                contact.address().toString(),
                warning.isEmpty() ? standing : warning,
                "",
                true);
    }

    private void pressed(Thing row) {
        desk.scene().contacts().stream()
                .filter(contact -> contact.account().hex().equals(row.key()))
                .findFirst()
                .ifPresent(contact ->
                        desk.open(
                                contact.state() == State.ASKS
                                        ? new Selected.Person(contact.account())
                                        : new Selected.Contact(contact.account())));
    }
}
