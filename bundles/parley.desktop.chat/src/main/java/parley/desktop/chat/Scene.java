package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts.Account;
import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Presences.There;
import parley.client.api.Verification.Check;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.timeline.Said;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ContactLink;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the views show, as far as the UI thread knows. Everything here happens on that thread. */
final class Scene {

    private static final Phrases T = Phrases.of(Scene.class);

    private static final Set<State> WITHOUT_TALK = EnumSet.of(State.ASKS, State.REQUESTED);

    /** Shows the messages of what stands open, and knows which of them a person is at. */
    interface TalkWatcher {

        /** It is being read: {@link #opened} follows. */
        void opening();

        /**
         * It is open now.
         *
         * @param firstNew the id of the first entry that the person has not read; empty if there is none
         * @param howMany they have not read
         */
        void opened(List<Said> newest, String firstNew, int howMany);

        void older(List<Said> older);

        void put(Said said);

        /** The entry {@code id} is there no more. */
        void remove(String id);

        /** Something could not be done in {@code conversation}; {@code draft} was not said and is given back. */
        void failed(ConversationId conversation, String sentence, Draft draft);

        /** Has what is half written kept, without waiting for the person to pause. */
        void keep();

        /** What is written in {@code from} goes on in {@code to}. */
        void carry(ConversationId from, ConversationId to);

        /** These are kept at hand, in the order in which they were pinned. */
        void pinned(List<Said> pins);

        /** Whether there is something that is new. */
        boolean canGoToNews();

        /** Leads to the first entry that the person has not had in view. */
        void toNews();

        /** Offers days to go to; none where nothing was said. */
        void days();

        @Nullable Said find(String id);

        /** Leads to the entry {@code id}, once it has come: it may stand far above. */
        void lead(String id);

        /** Whether the keyboard is at an entry to which {@code act} can be done. */
        boolean can(Said.Act act);

        /** Does {@code act} to the entry that the keyboard is at. */
        void act(Said.Act act);

        /** Whether the keyboard is where one writes, nothing is written, and there is something to edit. */
        boolean canEditLast();

        /** Takes up the newest own text to edit it. */
        void editLast();

        /** Whether there is a reply, an edit or a question to be left. */
        boolean canCancel();

        /** Leaves a question, or else the reply or the edit. */
        void cancel();
    }

    private final Names names;
    private final List<Runnable> watchers = new ArrayList<>();
    private final Map<AccountKey, There> presences = new HashMap<>();
    private final Typists typists = new Typists();
    private final Set<ConversationId> waiting = new HashSet<>();
    private final Set<ConversationId> readOnly = new HashSet<>();
    private final Map<ConversationId, Check> checks = new HashMap<>();
    private Optional<Set<Integer>> suites = Optional.empty();
    private Optional<Account> account = Optional.empty();
    private LinkChanged.State link = LinkChanged.State.OFFLINE;
    private boolean saysAway;
    private boolean idle;
    private String linkReason = "";
    private List<Conversation> conversations = List.of();
    private List<Contact> contacts = List.of();
    private Titles titles = new Titles(List.of());
    private Selected selected = new Selected.Nothing();
    private @Nullable TalkWatcher talk;
    private Supplier<String> pointed = () -> "";

    /**
     * @param names what people say that they are called
     */
    Scene(Names names) {
        this.names = names;
    }

    /** Runs {@code changed} now and after every change, until {@code owner} is disposed. */
    void watch(Widget owner, Runnable changed) {
        watchers.add(changed);
        owner.addListener(SWT.Dispose, _ -> watchers.remove(changed));
        changed.run();
    }

    Optional<TalkWatcher> talk() {
        return Optional.ofNullable(talk);
    }

    void talk(@Nullable TalkWatcher watcher) {
        talk = watcher;
    }

    /** The id of the line that the keyboard is at, or nothing, is what {@code changed} says from now on. */
    void pointed(Supplier<String> changed) {
        pointed = changed;
    }

    /** The conversation that a key is for: the one that the keyboard is at in the list, or else the open one. */
    Optional<Conversation> aimed() {
        var there = of(pointed.get());
        var chosen = there instanceof Selected.Nothing ? selected : there;
        return conversations.stream().filter(each -> chosen.isAbout(each.id())).findFirst();
    }

    Optional<Account> account() {
        return account;
    }

    LinkChanged.State link() {
        return link;
    }

    /** Whether others are told that the person at this window is away. */
    boolean isAway() {
        return saysAway || idle;
    }

    /** The person at this window says that they are away, or does no more. */
    void saysAway(boolean changed) {
        saysAway = changed;
        changed();
    }

    /** The person at this window has not touched it for long, or has again. */
    void idle(boolean changed) {
        idle = changed;
        changed();
    }

    Selected selected() {
        return selected;
    }

    /** The id of the line that what stands open belongs to; empty for none. */
    String selectedLine() {
        return switch (selected) {
            case Selected.Person(var who) when contact(who).filter(it -> it.state() == State.ASKS).isPresent() ->
                    Requests.LINE;
            case Selected.Contact(var who) ->
                    contact(who).flatMap(Contact::conversation).map(id -> new Selected.Talk(id).lineId()).orElse("");
            default -> selected.lineId();
        };
    }

    void select(Selected changed) {
        selected = changed;
        changed();
    }

    /** Why the link does not stand, where that is worth a sentence; else empty. */
    String linkReason() {
        return linkReason;
    }

    void link(LinkChanged.State changed) {
        link(changed, "");
    }

    void link(LinkChanged.State changed, String reason) {
        link = changed;
        linkReason = reason;
        if (changed != LinkChanged.State.CONNECTED) { // nobody can tell
            presences.clear();
            typists.clear();
        }
        changed();
    }

    /**
     * @param status as they wrote it
     */
    void presence(AccountKey who, Presence presence, String status) {
        presences.put(who, new There(presence, Words.line(status)));
        changed();
    }

    /** {@code who} writes in {@code conversation}, or has stopped. */
    void typing(ConversationId conversation, Address who, boolean typing) {
        typists.heard(conversation, who, typing);
        changed();
    }

    /** Says who writes in {@code conversation}; empty if nobody does. */
    String typing(Conversation conversation) {
        return typists.words(conversation, titles);
    }

    /** A conversation waits for its suite, or goes on. */
    void waits(ConversationId conversation, boolean waits) {
        if (waits) waiting.add(conversation);
        else waiting.remove(conversation);
        changed();
    }

    /** Which suites are there; empty while nobody knows. */
    void suites(Optional<List<Integer>> there) {
        suites = there.map(Set::copyOf);
        changed();
    }

    /** Something was told that may have changed what is outside the lists, such as the plug-ins. */
    void told() {
        changed();
    }

    /** Takes over what the profile holds now. */
    void lists(Optional<Account> who, List<Conversation> talks, List<Contact> people) {
        account = who;
        conversations = List.copyOf(talks);
        contacts = List.copyOf(people);
        var everybody = new ArrayList<Address>();
        who.ifPresent(me -> everybody.add(me.address()));
        people.forEach(contact -> everybody.add(contact.address()));
        talks.forEach(each -> everybody.addAll(each.members()));
        titles = new Titles(everybody, names);
        follow();
        changed();
    }

    /** A conversation has become {@code now}; it stays where it stands among the others. */
    void now(Conversation now) {
        conversations = conversations.stream().map(each -> each.id().equals(now.id()) ? now : each).toList();
        changed();
    }

    /** Stays with a person whose request has just become a conversation, and leaves one who is gone. */
    private void follow() {
        if (!(selected instanceof Selected.Person(var who))) return;
        var contact = contact(who);
        if (contact.isEmpty()) return;
        var open = contact.get().conversation();
        if (open.isPresent() && conversation(open.get()).isPresent()) selected = new Selected.Talk(open.get());
        else if (!WITHOUT_TALK.contains(contact.get().state()))
            selected = Requests.of(contacts).isEmpty() ? new Selected.Nothing() : new Selected.Asking();
    }

    Titles titles() {
        return titles;
    }

    Optional<Conversation> conversation(ConversationId id) {
        return conversations.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** All of them, as the list has them. */
    List<Conversation> conversations() {
        return conversations;
    }

    /** The page of what there is to know of {@code talk}. */
    Selected details(Conversation talk) {
        if (talk.kind() == Kind.GROUP) return new Selected.Group(talk.id());
        if (talk.kind() == Kind.LOCAL) return new Selected.Talk(talk.id()); // there is nothing more to know of it
        return contact(talk)
                .<Selected>map(it -> new Selected.Contact(it.account()))
                .orElseGet(() -> new Selected.Protection(talk.id()));
    }

    /** How many messages the person has not read, of the conversations that they have not muted. */
    int unread() {
        var now = Instant.now();
        long all =
                conversations.stream()
                        .filter(each -> !each.settings().isMuted(now))
                        .mapToLong(Conversation::unread)
                        .sum();
        return (int) Math.min(Integer.MAX_VALUE, all);
    }

    List<Contact> contacts() {
        return contacts;
    }

    Optional<Contact> contact(AccountKey who) {
        return contacts.stream().filter(each -> each.account().equals(who)).findFirst();
    }

    /** Names {@code contact} by their key, as commands take it. */
    String link(Contact contact) {
        return link(contact.address(), contact.account());
    }

    /** The same of anybody; by address where they are at another relay, which links do not lead to. */
    String link(Address who, AccountKey key) {
        return account.filter(me -> me.address().relay().equals(who.relay()))
                .map(me -> new ContactLink(me.relay(), who.name(), key).text())
                .orElse(who.toString());
    }

    /** With whom {@code conversation} is, if it is between two. */
    Optional<Contact> contact(Conversation conversation) {
        if (conversation.kind() != Kind.DIRECT) return Optional.empty();
        return contacts.stream()
                .filter(each -> each.conversation().filter(conversation.id()::equals).isPresent())
                .findFirst();
    }

    /** Under what the picture of {@code conversation} is painted, which is the other's if it is between two. */
    String key(Conversation conversation) {
        if (conversation.kind() == Kind.GROUP) return conversation.id().hex();
        return contact(conversation).map(it -> Names.key(it.account())).orElse(conversation.title());
    }

    /** The groups that {@code who} is in. */
    List<Conversation> groupsWith(Address who) {
        return conversations.stream()
                .filter(each -> each.kind() == Kind.GROUP && each.members().contains(who))
                .toList();
    }

    /** How a live check in {@code conversation} stands, or has ended since this window was opened. */
    Optional<Check> check(ConversationId conversation) {
        return Optional.ofNullable(checks.get(conversation));
    }

    /** A live check in {@code conversation} stands so; nothing of it is on view any more if that is null. */
    void checked(ConversationId conversation, @Nullable Check now) {
        if (now == null) checks.remove(conversation);
        else checks.put(conversation, now);
        changed();
    }

    /** Only admins write in {@code conversation}, and the person at this window is none; or no more. */
    void onlyReads(ConversationId conversation, boolean only) {
        if (only ? readOnly.add(conversation) : readOnly.remove(conversation)) changed();
    }

    /** Whether the rules of {@code conversation} keep the person at this window from writing, as far as is known. */
    boolean onlyReads(Conversation conversation) {
        return readOnly.contains(conversation.id()) && conversation.stopped().isEmpty();
    }

    /** Whether messages of {@code conversation} wait because its suite is not there. */
    boolean waitsForSuite(Conversation conversation) {
        if (conversation.kind() == Kind.LOCAL) return false; // it has none
        return waiting.contains(conversation.id())
                || suites.filter(present -> !present.contains(conversation.suite())).isPresent();
    }

    /** Whether the other person of {@code conversation} is known to be there. */
    boolean online(Conversation conversation) {
        return there(conversation).filter(it -> it.presence() == Presence.ONLINE).isPresent();
    }

    /** Whether the other person of {@code conversation} is known to be there, but not at the moment. */
    boolean away(Conversation conversation) {
        return there(conversation).filter(it -> it.presence() == Presence.AWAY).isPresent();
    }

    /** What the other person of {@code conversation} says of their being there, harmless; empty for nothing. */
    String status(Conversation conversation) {
        return there(conversation).map(There::status).orElse("");
    }

    private Optional<There> there(Conversation conversation) {
        return contact(conversation).flatMap(each -> Optional.ofNullable(presences.get(each.account())));
    }

    /** The lines of the list: who asks stands first, then conversations as they were last active. */
    List<Line> lines() {
        var lines = new ArrayList<Line>();
        var asking = Requests.of(contacts);
        if (!asking.isEmpty()) lines.add(Requests.line(asking));
        for (var each : conversations) lines.add(TalkLine.of(each, this));
        asked(lines);
        return lines;
    }

    private void asked(List<Line> lines) {
        contacts.stream()
                .filter(each -> each.state() == State.REQUESTED && each.conversation().isEmpty())
                .limit(Requests.MOST)
                .forEach(each ->
                        lines.add(
                                new Line(
                                        new Selected.Person(each.account()).lineId(),
                                        Names.key(each.account()),
                                        titles.of(each),
                                        each.address().toString(),
                                        T.get("talk.asked"),
                                        null,
                                        Mark.NONE,
                                        0,
                                        false,
                                        false)));
    }

    /** What the line {@code id} of the list opens. */
    Selected of(String id) {
        if (id.equals(Requests.LINE)) return new Selected.Asking();
        for (var each : conversations) {
            var open = new Selected.Talk(each.id());
            if (open.lineId().equals(id)) return open;
        }
        for (var each : contacts) {
            var open = new Selected.Person(each.account());
            if (open.lineId().equals(id)) return open;
        }
        return new Selected.Nothing();
    }

    private void changed() {
        var failures = new ArrayList<Throwable>();
        for (var watcher : List.copyOf(watchers)) {
            try {
                watcher.run();
            } catch (RuntimeException | LinkageError e) { // the others go on
                failures.add(e);
            }
        }
        if (failures.isEmpty()) return;
        if (failures.getFirst() instanceof LinkageError error) throw error;
        throw (RuntimeException) failures.getFirst(); // so that the view gets a card
    }
}
