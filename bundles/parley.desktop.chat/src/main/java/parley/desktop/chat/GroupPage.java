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
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.protocol.ConversationId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A group: who is in it, and what can be done about that. */
final class GroupPage implements GroupDeeds.Hearing {

    private static final Phrases T = Phrases.of(GroupPage.class);

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
        page = new MiddlePage(parent, theme, "group", "group.talk", T.get("group.talk.back"), this::back);
        count = page.label(TextStyle.BODY, Token.MUTED);
        description = page.label(TextStyle.BODY, Token.TEXT);
        cipher = page.label(TextStyle.SMALL, Token.MUTED);
        deeds = new GroupDeeds(desk, this);
        picked = new Picked(desk.scene(), this::show);
        asking = new Things(page.body(), theme, Token.BACKGROUND, "group.asking", T.get("group.asking"), this::asked);
        page.grow(asking.control(), 0);
        ((GridData) asking.control().getLayoutData()).grabExcessVerticalSpace = false;
        people =
                new People(
                        page.body(), theme, Token.BACKGROUND, "group.members", T.get("group.members"), this::pressed);
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
        Texts.say(count, shown == null ? "" : mode instanceof GroupMode.Adding ? T.get("group.choose") : counted());
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
        var rows = shown == null ? List.<Thing>of() : GroupRows.asking(shown.asking(), desk.scene().titles());
        Proofs.there(asking.control(), !rows.isEmpty());
        ((GridData) asking.control().getLayoutData()).heightHint = asking.high(Math.min(4, rows.size()));
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
        return words.map(it -> T.get("group.cipher", "cipher", it.called(), "strength", it.strong())).orElse("");
    }

    private String counted() {
        return T.get("group.people", "count", members.size());
    }

    private List<Person> rows(@Nullable Group shown) {
        if (shown == null) return List.of();
        return GroupRows.members(members.values(), about().map(Member::account), desk.scene().titles());
    }

    /** The member whom the page is about, if it is about one. */
    private Optional<Member> about() {
        return switch (mode) {
            case GroupMode.About(var who) -> Optional.of(who);
            case GroupMode.Removing(var who, var _) -> Optional.of(who);
            default -> Optional.empty();
        };
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
                push(
                        "group.remove",
                        ban ? T.get("group.ban") : T.get("group.remove"),
                        Rank.DANGER,
                        () -> deeds.remove(who, ban));
                rests("group.keep", T.get("group.keep"));
            }
            case GroupMode.Answering(var asker) -> {
                push("group.approve", T.get("group.approve"), Rank.MAIN, () -> deeds.answer(asker, true));
                push("group.deny", T.get("group.deny"), Rank.PLAIN, () -> deeds.answer(asker, false));
                rests("group.later", T.get("group.later"));
            }
            case GroupMode.Leaving() -> {
                push("group.leave.yes", T.get("group.leave"), Rank.DANGER, deeds::leave);
                rests("group.stay", T.get("group.stay"));
            }
            case GroupMode.Restarting(var weaker) -> {
                push(
                        "group.restart.yes",
                        weaker ? T.get("group.restart.weaker") : T.get("group.restart"),
                        Rank.MAIN,
                        () -> deeds.restart(weaker));
                rests("group.restart.no", T.get("page.back"));
            }
            case GroupMode.Adding() -> {
                var add = push("group.add.yes", T.get("group.add"), Rank.MAIN, () -> deeds.add(picked.addresses()));
                if (picked.addresses().isEmpty()) add.setEnabled(false);
                rests("group.add.no", T.get("page.back"));
            }
        }
    }

    private void looking(Group shown) {
        boolean governs = governed != null && governed.rules().admin();
        if (shown.mayAdd()) turns("group.add", T.get("group.add.people"), Rank.MAIN, new GroupMode.Adding());
        if (governs) leads("group.link", T.get("group.link"), new Selected.GroupLink(shown.id()));
        else if (shown.mayInvite() && shown.link())
            push("group.link", T.get("grouplink.copy"), Rank.PLAIN, deeds::link);
        if (governs) leads("group.settings", T.get("group.settings"), new Selected.GroupSettings(shown.id()));
        if (desk.ciphers().changes())
            leads("group.protection", T.get("group.protection"), new Selected.Protection(shown.id()));
        leads("group.lasting", T.get("lasting.title"), new Selected.Lasting(shown.id()));
        leads("group.path", T.get("path.title"), new Selected.Path(shown.id()));
        if (shown.mayRestart())
            turns("group.restart", T.get("group.restart"), Rank.PLAIN, new GroupMode.Restarting(false));
        if (shown.mayLeave()) turns("group.leave", T.get("group.leave"), Rank.DANGER, new GroupMode.Leaving());
    }

    private void about(Group shown, Member who) {
        boolean governs = governed != null && governed.rules().admin();
        if (governs)
            push(
                    "group.appoint",
                    who.admin() ? T.get("group.dismiss") : T.get("group.appoint"),
                    Rank.PLAIN,
                    () -> deeds.appoint(who, !who.admin()));
        if (desk.scene().contact(who.account()).isPresent())
            leads("group.contact", T.get("group.contact"), new Selected.Contact(who.account()));
        else push("group.ask", T.get("group.ask"), Rank.PLAIN, () -> deeds.ask(who));
        if (shown.mayRemove())
            turns("group.out", T.get("group.remove"), Rank.DANGER, new GroupMode.Removing(who, false));
        if (governs) turns("group.ban", T.get("group.ban"), Rank.DANGER, new GroupMode.Removing(who, true));
        rests("group.member.back", T.get("page.back"));
    }

    /** A button that leads to another page. */
    private void leads(String id, String name, Selected where) {
        push(id, name, Rank.PLAIN, () -> desk.open(where));
    }

    /** A button that asks something else. */
    private void turns(String id, String name, Rank rank, GroupMode asked) {
        push(id, name, rank, () -> turn(asked));
    }

    /** A button that leaves everything as it is. */
    private void rests(String id, String name) {
        turns(id, name, Rank.PLAIN, new GroupMode.Looking());
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
        Words.copy(page.control().getDisplay(), link);
        Texts.sayOrHide(advice, T.get("grouplink.copied"));
        page.layout();
    }

    private void failed(String sentence) {
        if (!page.control().isDisposed()) said(Texts.sentence(sentence));
    }
}
