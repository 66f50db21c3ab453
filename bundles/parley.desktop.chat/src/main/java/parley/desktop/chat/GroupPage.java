package parley.desktop.chat;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Governance.Request;
import parley.client.api.Governance.Rules;
import parley.client.api.Membership.Group;
import parley.client.api.Membership.Member;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A group: who is in it, and what can be done about that. */
final class GroupPage implements GroupDeeds.Hearing {

    private static final int ASKER = 60;

    private final MiddlePage page;
    private final Desk desk;
    private final Label count;
    private final Label description;
    private final Label cipher;
    private final Things asking;
    private final People people;
    private final Label advice;
    private final Picked picked;
    private final GroupDeeds deeds;
    private GroupMode mode = new GroupMode.Looking();
    private @Nullable ConversationId open;
    private @Nullable Group group;
    private @Nullable Governed governed;
    private Map<String, Member> members = Map.of();
    private boolean busy;

    /** What holds in the group, and who waits to be let in. */
    private record Governed(Rules rules, List<Request> asking) {}

    GroupPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "group", "group.talk", "Back to the conversation", this::back);
        count = page.label(TextStyle.BODY, Token.MUTED);
        description = page.label(TextStyle.BODY, Token.TEXT);
        cipher = page.label(TextStyle.SMALL, Token.MUTED);
        deeds = new GroupDeeds(desk, this);
        picked = new Picked(desk.scene(), this::show);
        asking = new Things(page.body(), theme, Token.BACKGROUND, "group.asking", "Who wants to join", this::asked);
        page.grow(asking.control(), 0);
        ((GridData) asking.control().getLayoutData()).grabExcessVerticalSpace = false;
        people = new People(page.body(), theme, Token.BACKGROUND, "group.members", "Members", this::pressed);
        page.grow(people.control(), 120);
        advice = page.label(TextStyle.BODY, Token.TEXT);
    }

    Composite control() {
        return page.control();
    }

    /** Shows the group of {@code conversation}, read anew. */
    void show(Conversation conversation) {
        var id = conversation.id();
        if (!id.equals(open)) {
            open = id;
            group = null;
            governed = null;
            members = Map.of();
            busy = false;
            turn(new GroupMode.Looking());
        }
        desk.groups()
                .read(
                        id,
                        found -> {
                            if (page.control().isDisposed() || !id.equals(open)) return;
                            group = found;
                            members = accounts(found.members());
                            about().ifPresent(this::stays);
                            show();
                        },
                        this::failed);
        desk.people()
                .governance(
                        governance -> new Governed(governance.rules(id), governance.requests(id)),
                        found -> {
                            if (page.control().isDisposed() || !id.equals(open)) return;
                            governed = found;
                            if (mode instanceof GroupMode.Answering(var asker) && !found.asking().contains(asker))
                                mode = new GroupMode.Looking();
                            show();
                        },
                        this::failed);
    }

    /** Stays at {@code who} as they are now, or leaves who is gone. */
    private void stays(Member who) {
        var now = members.get(who.account().hex());
        if (now == null) mode = new GroupMode.Looking();
        else if (mode instanceof GroupMode.About) mode = new GroupMode.About(now);
    }

    /** One member an account, by its key: who has two devices is one person. */
    private static Map<String, Member> accounts(List<Member> leaves) {
        var all = new LinkedHashMap<String, Member>();
        for (var member : leaves) all.putIfAbsent(member.account().hex(), member);
        return all;
    }

    private void back() {
        if (mode instanceof GroupMode.Looking && open != null) desk.open(new Selected.Talk(open));
        else turn(new GroupMode.Looking());
    }

    @Override
    public void turn(GroupMode changed) {
        mode = changed;
        page.problem("");
        if (changed instanceof GroupMode.Adding) picked.clear();
        show();
        if (!(changed instanceof GroupMode.Looking)) page.focusLast();
    }

    private void show() {
        var shown = group;
        page.title(shown == null ? "" : Titles.group(shown.title()));
        Texts.say(count, shown == null ? "" : mode instanceof GroupMode.Adding ? "Choose whom to add" : counted());
        Texts.sayOrHide(cipher, mode instanceof GroupMode.Looking ? protection() : "");
        boolean looking = mode instanceof GroupMode.Looking;
        Texts.sayOrHide(description, looking && governed != null ? described(governed.rules().description()) : "");
        showAsking(looking ? governed : null);
        people.show(mode instanceof GroupMode.Adding ? others() : rows(shown));
        Texts.sayOrHide(advice, shown == null ? "" : advice());
        page.clear();
        if (shown != null) buttons(shown);
        page.layout();
    }

    /** What admins say of the group, harmless, in its own lines. */
    static String described(String text) {
        return text.lines().map(Words::plain).limit(20).collect(Collectors.joining("\n")).strip();
    }

    private void showAsking(@Nullable Governed shown) {
        var titles = desk.scene().titles();
        var rows =
                shown == null
                        ? List.<Thing>of()
                        : shown.asking().stream()
                                .limit(Requests.MOST)
                                .map(each ->
                                        new Thing(
                                                each.who().account().hex(),
                                                Icons.ADD_PERSON,
                                                Token.ACCENT_TEXT,
                                                titles.of(each.who()),
                                                "Wants to join by the link",
                                                "Answer",
                                                true))
                                .toList();
        Proofs.there(asking.control(), !rows.isEmpty());
        ((GridData) asking.control().getLayoutData()).heightHint = Math.min(4, rows.size()) * ASKER + 4;
        asking.show(rows);
    }

    private void asked(Thing row) {
        var shown = governed;
        if (shown == null || busy) return;
        shown.asking().stream()
                .filter(each -> each.who().account().hex().equals(row.key()))
                .findFirst()
                .ifPresent(each -> turn(new GroupMode.Answering(each)));
    }

    /** What protects the group, where that can be looked at. */
    private String protection() {
        if (!desk.ciphers().changes()) return "";
        var conversation = Optional.ofNullable(open).flatMap(id -> desk.scene().conversation(id));
        var words = conversation.map(it -> SuiteWords.of(it.suite()));
        return words.map(it -> "The cipher is " + it.called() + ": " + it.strong() + ".").orElse("");
    }

    private String counted() {
        return members.size() == 1 ? "1 person" : members.size() + " people";
    }

    private List<Person> rows(@Nullable Group shown) {
        if (shown == null) return List.of();
        var titles = desk.scene().titles();
        var rows = new ArrayList<Person>();
        for (var member : members.values()) {
            var called = titles.of(member);
            var address = member.address().toString();
            var check = member.own() ? Check.NONE : is(member) ? Check.OPENED : Check.OPEN;
            rows.add(
                    new Person(
                            Names.key(member.account()),
                            called,
                            called.startsWith(address) ? "" : address,
                            mark(member),
                            check));
        }
        rows.sort(Comparator.comparing(Person::title, String.CASE_INSENSITIVE_ORDER));
        return rows;
    }

    /** Whether the page is about {@code member}. */
    private boolean is(Member member) {
        return about().filter(who -> who.account().equals(member.account())).isPresent();
    }

    /** The member whom the page is about, if it is about one. */
    private Optional<Member> about() {
        return switch (mode) {
            case GroupMode.About(var who) -> Optional.of(who);
            case GroupMode.Removing(var who, var _) -> Optional.of(who);
            default -> Optional.empty();
        };
    }

    private static String mark(Member member) {
        if (member.own()) return member.admin() ? "You, admin" : "You";
        return member.admin() ? "Admin" : "";
    }

    private List<Person> others() {
        return picked.rows(members.values().stream().map(Member::account).toList());
    }

    private String advice() {
        if (mode instanceof GroupMode.Looking) return whyOver();
        return mode.question(desk.scene().titles(), members.size() == 1, others().isEmpty());
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
            case GroupMode.Looking() -> looking(shown);
            case GroupMode.About(var who) -> about(shown, who);
            case GroupMode.Removing(var who, var ban) -> {
                push("group.remove", ban ? "Ban" : "Remove", Rank.DANGER, () -> deeds.remove(who, ban));
                push("group.keep", "Keep", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
            }
            case GroupMode.Answering(var asker) -> {
                push("group.approve", "Let in", Rank.MAIN, () -> deeds.answer(asker, true));
                push("group.deny", "Leave out", Rank.PLAIN, () -> deeds.answer(asker, false));
                push("group.later", "Later", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
            }
            case GroupMode.Leaving() -> {
                push("group.leave.yes", "Leave", Rank.DANGER, deeds::leave);
                push("group.stay", "Stay", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
            }
            case GroupMode.Restarting(var weaker) -> {
                push(
                        "group.restart.yes",
                        weaker ? "Open it with the weaker cipher" : "Open anew",
                        Rank.MAIN,
                        () -> deeds.restart(weaker));
                push("group.restart.no", "Back", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
            }
            case GroupMode.Adding() -> {
                var add = push("group.add.yes", "Add", Rank.MAIN, () -> deeds.add(picked.addresses()));
                if (picked.addresses().isEmpty()) add.setEnabled(false);
                push("group.add.no", "Back", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
            }
        }
    }

    private void looking(Group shown) {
        boolean governs = governed != null && governed.rules().admin();
        if (shown.mayAdd()) push("group.add", "Add people", Rank.MAIN, () -> turn(new GroupMode.Adding()));
        if (governs) push("group.link", "Link", Rank.PLAIN, () -> desk.open(new Selected.GroupLink(shown.id())));
        else if (shown.mayInvite() && shown.link()) push("group.link", "Copy the link", Rank.PLAIN, deeds::link);
        if (governs)
            push("group.settings", "Change", Rank.PLAIN, () -> desk.open(new Selected.GroupSettings(shown.id())));
        if (desk.ciphers().changes())
            push("group.protection", "Cipher", Rank.PLAIN, () -> desk.open(new Selected.Protection(shown.id())));
        push("group.lasting", "Disappearing messages", Rank.PLAIN, () -> desk.open(new Selected.Lasting(shown.id())));
        push("group.path", "How messages travel", Rank.PLAIN, () -> desk.open(new Selected.Path(shown.id())));
        if (shown.mayRestart())
            push("group.restart", "Open anew", Rank.PLAIN, () -> turn(new GroupMode.Restarting(false)));
        if (shown.mayLeave()) push("group.leave", "Leave", Rank.DANGER, () -> turn(new GroupMode.Leaving()));
    }

    private void about(Group shown, Member who) {
        boolean governs = governed != null && governed.rules().admin();
        if (governs)
            push(
                    "group.appoint",
                    who.admin() ? "No admin any more" : "Make an admin",
                    Rank.PLAIN,
                    () -> deeds.appoint(who, !who.admin()));
        if (desk.scene().contact(who.account()).isPresent())
            push("group.contact", "Details", Rank.PLAIN, () -> desk.open(new Selected.Contact(who.account())));
        else push("group.ask", "Ask to talk", Rank.PLAIN, () -> deeds.ask(who));
        if (shown.mayRemove()) push("group.out", "Remove", Rank.DANGER, () -> turn(new GroupMode.Removing(who, false)));
        if (governs) push("group.ban", "Ban", Rank.DANGER, () -> turn(new GroupMode.Removing(who, true)));
        push("group.member.back", "Back", Rank.PLAIN, () -> turn(new GroupMode.Looking()));
    }

    private TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var push = page.push(id, name, rank, pressed);
        push.setEnabled(!busy);
        return push;
    }

    private void pressed(Person person) {
        if (busy) return;
        if (mode instanceof GroupMode.Adding) {
            picked.toggle(person);
            return;
        }
        members.values().stream()
                .filter(member -> Names.key(member.account()).equals(person.key()))
                .findFirst()
                .ifPresent(member -> turn(new GroupMode.About(member)));
    }

    @Override
    public @Nullable ConversationId open() {
        return open;
    }

    @Override
    public void begun() {
        busy = true;
        page.problem("");
        page.enable(false);
    }

    @Override
    public boolean ended(ConversationId id) {
        if (page.control().isDisposed() || !id.equals(open)) return false;
        busy = false;
        show();
        return true;
    }

    @Override
    public void said(String sentence) {
        page.problem(sentence);
        page.layout();
    }

    @Override
    public void copied(String link) {
        Texts.copy(page.control().getDisplay(), link);
        Texts.sayOrHide(advice, "The link is copied. Whoever has it can ask to join.");
        page.layout();
    }

    private void failed(String sentence) {
        if (!page.control().isDisposed()) said(Texts.sentence(sentence));
    }
}
