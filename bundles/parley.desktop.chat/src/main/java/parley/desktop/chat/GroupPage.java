package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Membership.Group;
import parley.client.api.Membership.Member;
import parley.client.api.Membership.Restart;
import parley.client.api.SuiteChanges.Consent;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.chat.list.People;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A group: who is in it, and what can be done about that. */
final class GroupPage {

    /** What the lower part of the page is about. */
    private sealed interface Mode {
        /** Who is in the group. */
        record Looking() implements Mode {}

        record Removing(Member member) implements Mode {}

        record Leaving() implements Mode {}

        record Adding() implements Mode {}

        /**
         * @param weaker whether the person has been told that the cipher would be weaker
         */
        record Restarting(boolean weaker) implements Mode {}
    }

    private final MiddlePage page;
    private final Desk desk;
    private final Label count;
    private final Label cipher;
    private final People people;
    private final Label advice;
    private final Picked picked;
    private Mode mode = new Mode.Looking();
    private @Nullable ConversationId open;
    private @Nullable Group group;
    private Map<String, Member> members = Map.of();
    private boolean busy;

    GroupPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "group", "group.talk", "Back to the conversation", this::back);
        count = page.label(TextStyle.BODY, Token.MUTED);
        cipher = page.label(TextStyle.SMALL, Token.MUTED);
        picked = new Picked(desk.scene(), this::show);
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
            members = Map.of();
            busy = false;
            turn(new Mode.Looking());
        }
        desk.groups()
                .read(
                        id,
                        found -> {
                            if (page.control().isDisposed() || !id.equals(open)) return;
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
        page.problem("");
        if (changed instanceof Mode.Adding) picked.clear();
        show();
        if (!(changed instanceof Mode.Looking)) page.focusLast();
    }

    private void show() {
        var shown = group;
        var titles = desk.scene().titles();
        page.title(shown == null ? "" : titles.of(shown.title()));
        Texts.say(count, shown == null ? "" : mode instanceof Mode.Adding ? "Choose whom to add" : counted());
        Texts.sayOrHide(cipher, mode instanceof Mode.Looking ? protection() : "");
        people.show(mode instanceof Mode.Adding ? others() : rows(shown));
        Texts.sayOrHide(advice, shown == null ? "" : advice());
        page.clear();
        if (shown != null) buttons(shown);
        page.layout();
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
            case Mode.Restarting(var weaker) ->
                    "Open the group anew? Members come along once the group has stopped for them as well; whoever made"
                            + " it stop is left out. What was said stays; the group's link ends."
                            + (weaker ? " Its cipher will be weaker." : "");
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
                if (desk.ciphers().changes())
                    push(
                            "group.protection",
                            "Cipher",
                            Rank.PLAIN,
                            () -> desk.open(new Selected.Protection(shown.id())));
                if (shown.mayRestart())
                    push("group.restart", "Open anew", Rank.PLAIN, () -> turn(new Mode.Restarting(false)));
                if (shown.mayLeave()) push("group.leave", "Leave", Rank.DANGER, () -> turn(new Mode.Leaving()));
            }
            case Mode.Removing(var who) -> {
                push("group.remove", "Remove", Rank.DANGER, () -> remove(who));
                push("group.keep", "Keep", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
            case Mode.Leaving() -> {
                push("group.leave.yes", "Leave", Rank.DANGER, this::leave);
                push("group.stay", "Stay", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
            case Mode.Restarting(var weaker) -> {
                push(
                        "group.restart.yes",
                        weaker ? "Open it with the weaker cipher" : "Open anew",
                        Rank.MAIN,
                        () -> restart(weaker));
                push("group.restart.no", "Back", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
            case Mode.Adding() -> {
                var add = push("group.add.yes", "Add", Rank.MAIN, this::add);
                if (picked.addresses().isEmpty()) add.setEnabled(false);
                push("group.add.no", "Back", Rank.PLAIN, () -> turn(new Mode.Looking()));
            }
        }
    }

    private TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var push = page.push(id, name, rank, pressed);
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

    private void restart(boolean weaker) {
        var id = open;
        if (id == null) return;
        begin();
        desk.groups()
                .restart(
                        id,
                        weaker,
                        restart -> {
                            if (!ended(id)) return;
                            turn(new Mode.Looking());
                            page.problem(said(restart));
                            page.layout();
                        },
                        sentence -> {
                            if (!ended(id)) return;
                            if (sentence.endsWith(Consent.ASKS_FOR_WEAKER)) turn(new Mode.Restarting(true));
                            failed(sentence);
                        });
    }

    private String said(Restart restart) {
        var titles = desk.scene().titles();
        return switch (restart) {
            case Restart.Begun(var without) when without.isEmpty() -> "";
            case Restart.Begun(var without) ->
                    "Not in it: "
                            + without.stream().map(titles::of).collect(Collectors.joining(", "))
                            + ". They made it stop, were on their way out, or could not be let in; add whom you want"
                            + " back.";
            case Restart.Following(var opener) ->
                    titles.of(opener) + " has opened it anew already, and this device goes there; look who is in it.";
        };
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
                            Texts.copy(page.control().getDisplay(), link);
                            Texts.sayOrHide(
                                    advice,
                                    "The link is copied. Whoever has it can ask to join, until somebody is removed from"
                                            + " the group.");
                            page.layout();
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
        page.problem("");
        page.enable(false);
    }

    /** Whether the page still is about what has ended. */
    private boolean ended(ConversationId id) {
        if (page.control().isDisposed() || !id.equals(open)) return false;
        busy = false;
        show();
        return true;
    }

    private void failed(ConversationId id, String sentence) {
        if (ended(id)) failed(sentence);
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
