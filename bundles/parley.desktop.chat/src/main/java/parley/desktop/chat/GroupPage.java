package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Membership.Group;
import parley.client.api.Membership.Member;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.paint.IconPush;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.TextPush;
import parley.desktop.chat.paint.TextPush.Rank;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group: who is in it, and what can be done about that. */
final class GroupPage {

    private static final int WIDEST = 640;

    /** What the lower part of the page is about. */
    private sealed interface Mode {
        /** Who is in the group. */
        record Looking() implements Mode {}

        record Removing(Member member) implements Mode {}

        record Leaving() implements Mode {}

        record Adding() implements Mode {}
    }

    private final Composite page;
    private final Desk desk;
    private final Theme theme;
    private final Label title;
    private final Label count;
    private final People people;
    private final Label advice;
    private final Label problem;
    private final Composite buttons;
    private final Picked picked;
    private Mode mode = new Mode.Looking();
    private @Nullable ConversationId open;
    private @Nullable Group group;
    private Map<String, Member> members = Map.of();
    private boolean busy;

    GroupPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        this.theme = theme;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "group");
        var layout = new GridLayout(2, false);
        layout.marginHeight = 12;
        layout.marginWidth = 20;
        layout.horizontalSpacing = 12;
        layout.verticalSpacing = 8;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        IconPush.quiet(page, theme, Token.BACKGROUND, "group.talk", "Back to the conversation", Icons.BACK, this::back);
        title = Texts.label(page, theme, TextStyle.TITLE, Token.TEXT, Token.BACKGROUND, "");
        wide(title, 1);
        count = Texts.label(page, theme, TextStyle.BODY, Token.MUTED, Token.BACKGROUND, "");
        wide(count, 2);
        picked = new Picked(desk.scene(), this::show);
        people = new People(page, theme, Token.BACKGROUND, "group.members", "Members", this::pressed);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, true).hint(1, 120).applyTo(people.control());
        advice = Texts.label(page, theme, TextStyle.BODY, Token.TEXT, Token.BACKGROUND, "");
        wide(advice, 2);
        problem = Texts.label(page, theme, TextStyle.SMALL, Token.BAD, Token.BACKGROUND, "");
        wide(problem, 2);
        buttons = new Composite(page, SWT.NONE);
        theme.follow(buttons, () -> buttons.setBackground(theme.color(Token.BACKGROUND)));
        var row = new RowLayout();
        row.spacing = 10;
        row.marginLeft = 0;
        buttons.setLayout(row);
        wide(buttons, 2);
        page.addListener(SWT.Resize, _ -> layout.marginWidth = Math.max(20, (page.getClientArea().width - WIDEST) / 2));
    }

    Composite control() {
        return page;
    }

    /** Shows the group of {@code conversation}, read anew. */
    void show(Conversation conversation) {
        var id = conversation.id();
        if (!id.equals(open)) {
            open = id;
            group = null;
            members = Map.of();
            busy = false;
            turn(new Mode.Looking());
        }
        desk.groups()
                .read(
                        id,
                        found -> {
                            if (page.isDisposed() || !id.equals(open)) return;
                            group = found;
                            members = accounts(found.members());
                            if (mode instanceof Mode.Removing(var who) && !members.containsKey(who.account().hex()))
                                mode = new Mode.Looking();
                            show();
                        },
                        this::failed);
    }

    /** One member an account, by its key: who has two devices is one person. */
    private static Map<String, Member> accounts(List<Member> leaves) {
        var all = new LinkedHashMap<String, Member>();
        for (var member : leaves) all.putIfAbsent(member.account().hex(), member);
        return all;
    }

    private void back() {
        if (mode instanceof Mode.Looking && open != null) desk.open(new Selected.Talk(open));
        else turn(new Mode.Looking());
    }

    private void turn(Mode changed) {
        mode = changed;
        Texts.sayOrHide(problem, "");
        if (changed instanceof Mode.Adding) picked.clear();
        show();
        var pushes = buttons.getChildren();
        if (!(changed instanceof Mode.Looking) && pushes.length > 0) pushes[pushes.length - 1].setFocus(); // harmless
    }

    private void show() {
        var shown = group;
        var titles = desk.scene().titles();
        Texts.say(title, shown == null ? "" : titles.of(shown.title()));
        Texts.say(count, shown == null ? "" : mode instanceof Mode.Adding ? "Choose whom to add" : counted());
        people.show(mode instanceof Mode.Adding ? others() : rows(shown));
        Texts.sayOrHide(advice, shown == null ? "" : advice());
        for (var old : buttons.getChildren()) old.dispose();
        if (shown != null) buttons(shown);
        page.layout(true, true);
    }

    private String counted() {
        return members.size() == 1 ? "1 person" : members.size() + " people";
    }

    private List<Person> rows(@Nullable Group shown) {
        if (shown == null) return List.of();
        var titles = desk.scene().titles();
        var rows = new ArrayList<Person>();
        for (var member : members.values()) {
            var called = titles.of(member.address());
            var address = member.address().toString();
            var marked = mode instanceof Mode.Removing(var who) && who.account().equals(member.account());
            boolean removable = shown.mayRemove() && !member.own();
            rows.add(
                    new Person(
                            address,
                            called,
                            called.equals(address) ? "" : address,
                            mark(member),
                            !removable ? Check.NONE : marked ? Check.REMOVING : Check.REMOVE));
        }
        rows.sort(Comparator.comparing(Person::title, String.CASE_INSENSITIVE_ORDER));
        return rows;
    }

    private static String mark(Member member) {
        if (member.own()) return member.admin() ? "You, admin" : "You";
        return member.admin() ? "Admin" : "";
    }

    private List<Person> others() {
        return picked.rows(members.values().stream().map(Member::account).toList());
    }

    private String advice() {
        return switch (mode) {
            case Mode.Looking() -> whyOver();
            case Mode.Removing(var who) ->
                    "Remove "
                            + desk.scene().titles().of(who.address())
                            + "? They keep what they have read and read nothing that is said from then on. The"
                            + " group's link ends.";
            case Mode.Leaving() ->
                    "Leave the group? What was said stays here, and you read nothing that is said from then on."
                            + (members.size() == 1 ? " Nobody else is in it." : "");
            case Mode.Adding() ->
                    others().isEmpty()
                            ? "Everybody you talk with is in the group."
                            : "They read what is said from then on, and nothing from before.";
        };
    }

    /** Why nothing can be done here any more; empty while something can. */
    private String whyOver() {
        return Optional.ofNullable(open)
                .flatMap(id -> desk.scene().conversation(id))
                .filter(talk -> !talk.resumable())
                .flatMap(Conversation::stopped)
                .map(Texts::sentence)
                .orElse("");
    }

    private void buttons(Group shown) {
        switch (mode) {
            case Mode.Looking() -> {
                if (shown.mayAdd()) push("group.add", "Add people", Rank.MAIN, () -> turn(new Mode.Adding()));
                if (shown.mayInvite())
                    push("group.link", shown.link() ? "Copy the link" : "Make a link", Rank.PLAIN, this::link);
                if (members.values().stream().anyMatch(Member::own) && !over())
                    push("group.leave", "Leave", Rank.DANGER, () -> turn(new Mode.Leaving()));
            }
            case Mode.Removing(var who) -> {
                push("group.remove", "Remove", Rank.DANGER, () -> remove(who));
                push("group.keep", "Keep", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
            case Mode.Leaving() -> {
                push("group.leave.yes", "Leave", Rank.DANGER, this::leave);
                push("group.stay", "Stay", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
            case Mode.Adding() -> {
                var add = push("group.add.yes", "Add", Rank.MAIN, this::add);
                if (picked.addresses().isEmpty()) add.setEnabled(false);
                push("group.add.no", "Back", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
        }
    }

    /** Whether this group has been left, or has removed us. */
    private boolean over() {
        var shown = group;
        return shown != null && !shown.mayAdd() && !shown.mayInvite() && !whyOver().isEmpty();
    }

    private TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var push = new TextPush(buttons, theme, Token.BACKGROUND, id, name, rank, pressed);
        push.setEnabled(!busy);
        return push;
    }

    private void pressed(Person person) {
        if (busy) return;
        if (mode instanceof Mode.Adding) {
            picked.toggle(person);
            return;
        }
        members.values().stream()
                .filter(member -> member.address().toString().equals(person.key()))
                .findFirst()
                .ifPresent(member -> turn(new Mode.Removing(member)));
    }

    private void add() {
        var chosen = picked.addresses();
        change((membership, id) -> {
            for (var address : chosen) membership.add(id, address);
        });
    }

    private void remove(Member who) {
        change((membership, id) -> membership.remove(id, who.address().toString()));
    }

    private void leave() {
        change(parley.client.api.Membership::leave);
    }

    private void link() {
        var id = open;
        if (id == null) return;
        begin();
        desk.groups()
                .link(
                        id,
                        link -> {
                            if (!ended(id)) return;
                            var clipboard = new Clipboard(page.getDisplay());
                            clipboard.setContents(new Object[] {link}, new Transfer[] {TextTransfer.getInstance()});
                            clipboard.dispose();
                            Texts.sayOrHide(
                                    advice,
                                    "The link is copied. Whoever has it can ask to join, until somebody is removed from"
                                            + " the group.");
                            page.layout(true, true);
                        },
                        sentence -> failed(id, sentence));
    }

    private void change(Groups.Change change) {
        var id = open;
        if (id == null) return;
        begin();
        desk.groups()
                .change(
                        id,
                        change,
                        () -> {
                            if (ended(id)) turn(new Mode.Looking());
                        },
                        sentence -> failed(id, sentence));
    }

    private void begin() {
        busy = true;
        Texts.sayOrHide(problem, "");
        for (var each : buttons.getChildren()) each.setEnabled(false);
    }

    /** Whether the page still is about what has ended. */
    private boolean ended(ConversationId id) {
        if (page.isDisposed() || !id.equals(open)) return false;
        busy = false;
        show();
        return true;
    }

    private void failed(ConversationId id, String sentence) {
        if (ended(id)) failed(sentence);
    }

    private void failed(String sentence) {
        if (page.isDisposed()) return;
        Texts.sayOrHide(problem, Texts.sentence(sentence));
        page.layout(true, true);
    }

    private static void wide(org.eclipse.swt.widgets.Control control, int span) {
        GridDataFactory.fillDefaults().span(span, 1).grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(control);
        ((GridData) control.getLayoutData()).widthHint = 1; // it wraps at the page's width, not the page at its words
    }
}
