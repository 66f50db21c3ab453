package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.Accounts.Account;
import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.Contacts.Contact;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Feed;
import parley.client.api.Happening;
import parley.client.api.Membership;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.Part;
import parley.desktop.chat.image.Pixels;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stands between the views and the client: does what a person asks for off the UI thread, and brings what happens to
 * the scene. Whatever needs the profile's disk runs on one virtual thread in the order it was asked for; whatever may
 * wait for the network has a virtual thread of its own.
 *
 * <p>It is there only while the profile is not locked, and with it everything that shows what is in it.
 */
@Component(service = Desk.class, reference = @Reference(name = "access", service = AppLock.Access.class))
public final class Desk {

    private static final Phrases T = Phrases.of(Desk.class);

    private static final int FEED = 500;

    /** For how long changes are collected before the lists are read again, in milliseconds. */
    private static final long CALM = 60;

    private static final System.Logger log = System.getLogger(Desk.class.getName());

    /** Hears what happens, besides the views. */
    interface Company {

        /** Called on the thread that tells: returns at once. */
        void happened(Event event);

        /** A person has read {@code conversation}. Called on any thread. */
        void read(ConversationId conversation);
    }

    private final Ear ear;
    private final Accounts accounts;
    private final Conversations conversations;
    private final Contacts contacts;
    private final Groups groups;
    private final Feed feed;
    private final CipherDesk ciphers;
    private final UiThread ui;
    private final Notices notices;
    private final PeopleDesk people;
    private final MenuEntries menus;
    private final Scene scene;
    private final TalkSettings settings;
    private final OpenTalk talk;
    private final CompletableFuture<?> painted;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk").factory());
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile Titles titles = new Titles(List.of());
    private volatile @Nullable Company company;
    private long shown;

    @Activate
    public Desk(
            @Reference Ear ear,
            @Reference Accounts accounts,
            @Reference Conversations conversations,
            @Reference ConversationSettings settings,
            @Reference Contacts contacts,
            @Reference Membership membership,
            @Reference Transfers transfers,
            @Reference Feed feed,
            @Reference CipherDesk ciphers,
            @Reference PeopleDesk people,
            @Reference MenuEntries menus,
            @Reference UiThread ui,
            @Reference Notices notices,
            @Reference(target = "(launcher.shown=*)") CompletableFuture<?> painted) {
        this.ear = ear;
        this.accounts = accounts;
        this.conversations = conversations;
        this.contacts = contacts;
        this.feed = feed;
        this.ciphers = ciphers;
        this.people = people;
        this.menus = menus;
        this.scene = new Scene(people.names());
        people.seen(scene::told);
        this.ui = ui;
        this.notices = notices;
        this.painted = painted;
        this.settings = new TalkSettings(settings, conversations, ui, this);
        this.groups = new Groups(membership, ui, this);
        this.talk = new OpenTalk(conversations, transfers, new Pins(settings), ui, this);
        link(accounts.linkState(), Optional.empty());
        ciphers.watch(there -> scene.suites(there));
        execute(this::lists);
        presence();
        ear.passTo(this::happened);
    }

    @Deactivate
    void close() {
        ear.passTo(null);
        worker.shutdown(); // what was written last is still kept
        try {
            if (worker.awaitTermination(2, TimeUnit.SECONDS)) return;
            log.log(System.Logger.Level.DEBUG, "a read goes on");
            worker.shutdownNow();
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** What the views show. For the UI thread. */
    Scene scene() {
        return scene;
    }

    TalkSettings settings() {
        return settings;
    }

    Groups groups() {
        return groups;
    }

    OpenTalk talk() {
        return talk;
    }

    CipherDesk ciphers() {
        return ciphers;
    }

    PeopleDesk people() {
        return people;
    }

    MenuEntries menus() {
        return menus;
    }

    /** Opens what is {@code chosen}. Called on the UI thread. */
    void open(Selected chosen) {
        scene.select(chosen);
        talk.open(chosen instanceof Selected.Talk(var conversation) ? conversation : null);
        if (chosen instanceof Selected.Talk(var conversation)) attempt(() -> rules(conversation), Desk::unread);
    }

    /** Has a part of {@code pixels} be chosen on behalf of {@code here}, unless somebody has gone elsewhere since. */
    void part(Pixels pixels, Selected here, Consumer<Part> taken) {
        if (scene.selected().equals(here)) open(new Selected.Picture(pixels, here, taken));
    }

    /** Reads whether one may write in {@code conversation}, if it stands open. On the desk's thread. */
    private void rules(ConversationId conversation) throws CommandException {
        if (!talk.is(conversation)) return; // read when it is opened
        var found = conversations.find(conversation).filter(it -> it.kind() == Kind.GROUP);
        if (found.isEmpty()) return;
        var rules = people.governance().rules(conversation);
        boolean only = rules.adminsWrite() && !rules.mayWrite();
        ui.execute(() -> scene.onlyReads(conversation, only));
    }

    private static void unread(CommandException why) {
        log.log(System.Logger.Level.DEBUG, "the rules of a group could not be read", why);
    }

    /** What people are called, as far as is known by now. */
    Titles titles() {
        return titles;
    }

    /** Tells {@code changed} what happens from now on; null for nobody. */
    void company(@Nullable Company changed) {
        company = changed;
    }

    /** Marks {@code conversation} as read. */
    void markRead(ConversationId conversation) {
        var told = company;
        if (told != null) told.read(conversation);
        work(() -> {
            conversations.markRead(conversation);
            soon();
        });
    }

    /** Sends again in {@code conversation} although its history did not fit: the person has said so. */
    void resume(ConversationId conversation) {
        work(() -> {
            conversations.resume(conversation);
            soon();
        });
    }

    /** A command about a person. */
    @FunctionalInterface
    interface Asking {
        Contacts.Contact ask(Contacts contacts) throws CommandException;
    }

    /**
     * Asks for something about a person, which may wait for the network, and opens what comes of it.
     *
     * @param failed hears on the UI thread why it did not work
     */
    void ask(Asking asking, Runnable done, Consumer<String> failed) {
        Attempt attempt =
                () -> {
                    var contact = asking.ask(contacts);
                    soon();
                    ui.execute(() -> {
                        done.run();
                        open(
                                contact.conversation()
                                        .<Selected>map(Selected.Talk::new)
                                        .orElseGet(() -> new Selected.Person(contact.account())));
                    });
                };
        away(attempt, failed);
    }

    /** Something to be done about people. */
    @FunctionalInterface
    interface Doing {
        void with(Contacts contacts) throws CommandException;
    }

    /** Does something about people that opens nothing; as {@link #ask}. */
    void away(Doing doing, Runnable done, Consumer<String> failed) {
        Attempt attempt =
                () -> {
                    doing.with(contacts);
                    soon();
                    ui.execute(done);
                };
        away(attempt, failed);
    }

    /** Does what may wait for the network, on a thread of its own. */
    void away(Attempt attempt, Consumer<String> failed) {
        Errand<Boolean> errand =
                () -> {
                    attempt.run();
                    return true;
                };
        errand.start(ui, _ -> {}, failed);
    }

    /** Whether there is no link because somebody wants none. */
    boolean staysOffline() {
        return accounts.staysOffline();
    }

    /** Takes the link down, or has it come up again. */
    void stayOffline(boolean wanted) {
        work(() -> accounts.stayOffline(wanted));
    }

    private void link(LinkChanged.State state, Optional<String> reason) {
        var why = state == LinkChanged.State.OFFLINE && staysOffline() ? Optional.of(T.get("desk.offline")) : reason;
        ui.execute(() -> scene.link(state, why.orElse("")));
        notices.link(state, why, accounts.current().isPresent());
    }

    private void happened(Event event) {
        switch (event) {
            case Event.LinkChanged(var state, var _, var reason) -> link(state, reason);
            case Event.PresenceChanged(var _, var who, var presence, var status) ->
                    ui.execute(() -> scene.presence(who, presence, status));
            case Event.MessageReceived received -> talk.changed(received.conversation(), received.id());
            case Event.MessageEdited edited -> talk.changed(edited.conversation(), edited.message());
            case Event.MessageDeleted(var conversation, var id, var _) -> talk.changed(conversation, id);
            case Event.ReactionChanged(var conversation, var id, var _, var _, var _) -> talk.changed(conversation, id);
            case Event.ReceiptChanged(var conversation, var id, var state, var _) -> {
                if (state == Message.State.SENT) talk.sent(conversation, id);
                else talk.changed(conversation, id);
            }
            case Event.MessageExpired(var conversation, var id) -> talk.changed(conversation, id);
            case Event.FileChanged(var transfer) -> talk.moved(transfer);
            case Event.FileProgress(var transfer) -> talk.moved(transfer);
            case Event.SuiteChanged change -> changed(change);
            case Event.SettingsChanged(var conversation, var _) -> {
                talk.settled(conversation);
                soon();
            }
            case Event.TypingChanged(var conversation, var who, var typing) ->
                    ui.execute(() -> scene.typing(conversation, who, typing));
            case Event.MemberChanged change -> {
                work(() -> talk.happened(change.conversation()));
                attempt(() -> rules(change.conversation()), Desk::unread);
            }
            case Event.ContactChanged _, Event.ConversationOpened _, Event.SendingStopped _, Event.Notice _ -> {}
            case Event.ProfileChanged(var who, var account) -> work(() -> renamed(who, account));
            case Event.GroupChanged(var happening) -> {
                work(() -> happened(happening));
                attempt(() -> rules(happening.conversation()), Desk::unread);
            }
            case Event.CheckChanged(var conversation, var _, var check) ->
                    ui.execute(() -> scene.checked(conversation, check));
            case Event.JoinRequested(var group, var who, var account) -> work(() -> asked(group, who, account));
            case Event.TrustChanged _ -> {} // the lists show it
            case Event.Warning(var text) -> {
                notices.notice(text);
                ui.execute(scene::told);
            }
            case Event.SuitesPresent() -> ciphers.look();
        }
        if (event instanceof Event.Durable) soon();
        var told = company;
        if (told != null) told.happened(event);
    }

    /** Says a sentence at the foot of the window. Called on any thread. */
    void notice(String sentence) {
        notices.notice(sentence);
    }

    /** Says at the foot of the window why something could not be done. Called on any thread. */
    void refused(CommandException why) {
        notices.notice(Errand.sentence(why));
    }

    private void renamed(Address who, AccountKey account) throws CommandException {
        people.names().again(who, account);
        soon();
    }

    private void happened(Happening happening) throws CommandException {
        if (happening.kind() == Happening.Kind.PICTURED) people.group(happening.conversation(), true);
        talk.happened(happening);
    }

    /** The person at this window has changed what they say of themselves. */
    void me() {
        var account = accounts.current();
        account.ifPresent(me -> work(() -> renamed(me.address(), me.key())));
    }

    /** Reads whether the person at this window says that they are away: after each change of that. */
    void presence() {
        attempt(
                () -> {
                    boolean away = people.presences().own().away();
                    ui.execute(() -> scene.saysAway(away));
                },
                e -> log.log(System.Logger.Level.DEBUG, "it could not be read whether one is away", e));
    }

    /** Says that somebody who has the link waits to be let into {@code group}. */
    private void asked(ConversationId group, Address who, AccountKey account) throws CommandException {
        var name = titles.of(who, account);
        var title = conversations.find(group).map(titles::of);
        notices.notice(
                title.map(it -> T.get("desk.joins", "who", name, "group", it))
                        .orElseGet(() -> T.get("desk.joins.group", "who", name)));
    }

    private void changed(Event.SuiteChanged change) {
        var id = change.conversation();
        ui.execute(() -> scene.waits(id, change.state() == Event.SuiteChanged.State.WAITING));
        if (change.state() == Event.SuiteChanged.State.CHANGED) soon();
    }

    /** Reads the lists again in a moment, once however often this is asked for until then. */
    void soon() {
        if (!dirty.compareAndSet(false, true)) return;
        CompletableFuture.delayedExecutor(CALM, TimeUnit.MILLISECONDS, this::execute)
                .execute(() -> {
                    dirty.set(false);
                    lists();
                });
    }

    private void lists() {
        Attempt reading = this::readLists;
        reading.orElse(e -> {
            log.log(System.Logger.Level.DEBUG, "the profile could not be read", e);
            notices.trouble(Notices.Source.PROFILE, Errand.sentence(e));
        });
    }

    private void readLists() throws CommandException {
        var account = accounts.current();
        var talks = conversations.all();
        var known = contacts.all();
        learn(account, talks, known);
        ui.latest(
                scene,
                () -> {
                    scene.lists(account, talks, known);
                    titles = scene.titles();
                    if (scene.selected() instanceof Selected.Talk(var id) && !talk.is(id)) open(scene.selected());
                });
        readFeed();
        notices.trouble(Notices.Source.PROFILE, null);
        painted.thenRun(() -> {
            for (var talk : talks) if (talk.kind() == Kind.GROUP && people.isNew(talk.id())) picture(talk.id());
        });
    }

    /** Reads a group's picture, for which the group is opened: that takes its time, and none of the list needs it. */
    private void picture(ConversationId group) {
        attempt(
                () -> people.group(group, false),
                e -> log.log(System.Logger.Level.DEBUG, "a group's picture could not be read", e));
    }

    /** Reads how those are called whom the lists name. */
    private void learn(Optional<Account> account, List<Conversation> talks, List<Contact> known)
            throws CommandException {
        var names = people.names();
        if (account.isPresent()) names.learn(account.get().address(), account.get().key());
        for (var each : known) if (each.trust() != Contacts.Trust.REPLACED) names.learn(each.address(), each.account());
        for (var talk : talks) {
            var last = talk.last().orElse(null);
            if (talk.kind() == Kind.DIRECT) continue;
            if (last != null) names.meet(last.from(), last.author());
        }
    }

    /** Shows notices that no face has shown, and says that everything stored is on view here. */
    private void readFeed() throws CommandException {
        var items = feed.after(shown, FEED);
        for (var item : items) {
            if (item.event() instanceof Event.Notice(var text)) notices.notice(text);
            shown = item.sequence();
        }
        if (!items.isEmpty()) feed.shown(shown);
        if (items.size() == FEED) soon();
    }

    /** Does {@code task}, which takes the profile's disk, after what was asked for before it. */
    void work(Attempt task) {
        execute(() -> read(task));
    }

    private void read(Attempt task) {
        task.orElse(e -> {
            log.log(System.Logger.Level.DEBUG, "something could not be done", e);
            notices.notice(Errand.sentence(e));
        });
    }

    /** As {@link #work}; {@code failed} hears on the same thread why it did not work. */
    void attempt(Attempt task, Consumer<CommandException> failed) {
        execute(() -> task.orElse(failed));
    }

    private void execute(Runnable task) {
        if (!worker.isShutdown()) worker.execute(task);
    }
}
