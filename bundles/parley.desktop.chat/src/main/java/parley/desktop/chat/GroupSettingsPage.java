package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Governance;
import parley.client.api.Governance.Rules;
import parley.client.api.Membership;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.TogglePush;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.Pixels;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.paint.Icons;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What a group is called, what holds in it, and who may not come back: for its admins. */
final class GroupSettingsPage {

    private static final Phrases T = Phrases.of(GroupSettingsPage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final PersonCard card;
    private final PushRow pictures;
    private final Field title;
    private final Field description;
    private final TogglePush anybodyAdds;
    private final TogglePush approves;
    private final TogglePush adminsWrite;
    private final Label heading;
    private final People banned;
    private @Nullable ConversationId open;
    private @Nullable Rules rules;
    private boolean busy;

    GroupSettingsPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "group.rules", "group.rules.back", T.get("group.back"), this::back);
        page.title(T.get("rules.title"));
        card = new PersonCard(page.body(), theme, "group.card");
        Proofs.wide(card);
        pictures = page.row();
        page.label(TextStyle.STRONG, Token.TEXT).setText(T.get("rules.name"));
        title = field(theme, "group.rename", T.get("rules.name.hint"), false, Membership.MAX_TITLE);
        page.label(TextStyle.STRONG, Token.TEXT).setText(T.get("rules.about"));
        description = field(theme, "group.describe", T.get("rules.about.hint"), true, Governance.MAX_DESCRIPTION);
        var column = new Composite(page.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        Proofs.wide(column);
        var sheet = new Sheet(column, theme, () -> {});
        sheet.heading(T.get("rules.holds"));
        anybodyAdds =
                sheet.tick(
                        "group.rule.adds",
                        T.get("rules.adds"),
                        T.get("rules.adds.else"),
                        false,
                        on -> rule((governance, id) -> governance.anybodyAdds(id, on)));
        approves =
                sheet.tick(
                        "group.rule.approves",
                        T.get("rules.approves"),
                        T.get("rules.approves.else"),
                        false,
                        on -> rule((governance, id) -> governance.approves(id, on)));
        adminsWrite =
                sheet.tick(
                        "group.rule.writes",
                        T.get("rules.writes"),
                        T.get("rules.writes.else"),
                        false,
                        on -> rule((governance, id) -> governance.adminsWrite(id, on)));
        heading = page.label(TextStyle.STRONG, Token.TEXT);
        banned = new People(page.body(), theme, Token.BACKGROUND, "group.banned", T.get("rules.banned"), this::unban);
        page.grow(banned.control(), 0);
    }

    private Field field(Theme theme, String id, String hint, boolean many, int limit) {
        var field = new Field(page.body(), theme, Token.BACKGROUND, id, hint, many, limit);
        Proofs.wide(field);
        field.text().addListener(SWT.Modify, _ -> typed());
        return field;
    }

    Composite control() {
        return page.control();
    }

    /** Shows what holds in {@code id}, read anew; what was typed and not kept yet stays. */
    void show(ConversationId id) {
        if (!id.equals(open)) {
            open = id;
            rules = null;
            busy = false;
            page.problem("");
        }
        desk.people().governance(governance -> governance.rules(id), found -> read(id, found), this::failed);
        show();
    }

    private void read(ConversationId id, Rules found) {
        if (page.control().isDisposed() || !id.equals(open)) return;
        var before = rules;
        rules = found;
        if (before == null || text(title).equals(before.title())) title.text().setText(found.title());
        if (before == null || text(description).equals(before.description()))
            description.text().setText(found.description());
        set(anybodyAdds, found.anybodyAdds());
        set(approves, found.approves());
        set(adminsWrite, found.adminsWrite());
        show();
    }

    private static void set(TogglePush toggle, boolean on) {
        if (toggle.on() != on) toggle.set(on);
    }

    private static String text(Field field) {
        return field.text().getText();
    }

    private void back() {
        var id = open;
        if (id == null) return;
        open = null; // what was typed and not kept is gone
        desk.open(new Selected.Group(id));
    }

    private void show() {
        var shown = rules;
        boolean may = shown != null && shown.admin() && !busy;
        for (var toggle : List.of(anybodyAdds, approves, adminsWrite)) toggle.setEnabled(may);
        showBanned(shown);
        page.clear();
        if (shown != null) picture(shown, may);
        var save = page.push("group.rules.save", T.get("rules.save"), Rank.MAIN, this::save);
        save.setEnabled(may && changed());
        page.layout();
    }

    private void picture(Rules shown, boolean may) {
        var id = open;
        if (id == null) return;
        var called = Titles.group(shown.title());
        card.show(new PersonCard.Face(id.hex(), called, called, "", Icons.PEOPLE, Token.MUTED, ""));
        pictures.push("group.picture", T.get("rules.picture"), Rank.PLAIN, this::choose).setEnabled(may);
        if (shown.picture().isPresent())
            pictures.push(
                            "group.picture.none",
                            T.get("rules.picture.none"),
                            Rank.PLAIN,
                            () -> does((governance, group) -> governance.picture(group, Optional.empty())))
                    .setEnabled(may);
    }

    private void choose() {
        var id = open;
        if (id == null) return;
        desk.people()
                .picture(
                        page.control(),
                        this::begin,
                        found -> part(id, found),
                        sentence -> {
                            if (id.equals(open)) failed(sentence);
                        });
    }

    private void part(ConversationId id, Pixels pixels) {
        if (page.control().isDisposed() || !id.equals(open)) return;
        busy = false;
        show();
        desk.part(
                pixels,
                new Selected.GroupSettings(id),
                part ->
                        does((governance, group) -> {
                            var picture = PictureFile.small(pixels, part, Governance.MAX_PICTURE);
                            governance.picture(group, Optional.of(Bytes.wrap(picture)));
                        }));
    }

    private void showBanned(@Nullable Rules shown) {
        var titles = desk.scene().titles();
        var rows =
                shown == null
                        ? List.<Person>of()
                        : shown.banned().stream()
                                .map(each -> {
                                    var called = titles.of(each);
                                    var address = each.address().toString();
                                    var detail = called.startsWith(address) ? "" : address;
                                    return new Person(
                                            Names.key(each.account()),
                                            called,
                                            detail,
                                            T.get("rules.unban"),
                                            Check.OPEN);
                                })
                                .toList();
        Texts.sayOrHide(heading, rows.isEmpty() ? "" : T.get("rules.banned.title"));
        Proofs.there(banned.control(), !rows.isEmpty());
        ((GridData) banned.control().getLayoutData()).heightHint = banned.high(rows.size());
        banned.show(rows);
    }

    private boolean changed() {
        var shown = rules;
        if (shown == null || text(title).isBlank()) return false;
        return !text(title).equals(shown.title()) || !text(description).equals(shown.description());
    }

    private void typed() {
        var shown = rules;
        if (shown == null) return;
        page.control()
                .getDisplay()
                .asyncExec(() -> {
                    if (!page.control().isDisposed() && shown == rules) show();
                });
    }

    private void save() {
        var shown = rules;
        if (shown == null) return;
        var called = text(title).strip();
        var about = text(description).strip();
        does((governance, id) -> {
            if (!called.equals(shown.title())) governance.rename(id, called);
            if (!about.equals(shown.description())) governance.describe(id, about);
        });
    }

    private void unban(Person row) {
        var shown = rules;
        if (shown == null || busy) return;
        shown.banned().stream()
                .filter(each -> Names.key(each.account()).equals(row.key()))
                .findFirst()
                .map(each -> desk.scene().link(each.address(), each.account()))
                .ifPresent(link -> does((governance, id) -> governance.unban(id, link)));
    }

    private void rule(PeopleDesk.Governing change) {
        if (!busy) does(change);
    }

    private void begin() {
        busy = true;
        page.problem("");
        show();
    }

    private void does(PeopleDesk.Governing change) {
        var id = open;
        if (id == null) return;
        begin();
        desk.people()
                .govern(
                        id,
                        change,
                        () -> {
                            desk.soon();
                            if (page.control().isDisposed() || !id.equals(open)) return;
                            busy = false;
                            show(id);
                        },
                        sentence -> {
                            if (id.equals(open)) failed(sentence);
                        });
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        busy = false;
        var shown = rules;
        var id = open;
        if (shown != null && id != null) read(id, shown); // the ticks stand as they are again
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
