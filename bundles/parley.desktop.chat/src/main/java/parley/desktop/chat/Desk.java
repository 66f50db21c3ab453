package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Membership;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.desktop.api.UiThread;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
 */
@Component(service = Desk.class)
public final class Desk {

    private static final int FIRST_PAGE = 60;
    private static final int PAGE = 100;
    private static final int FEED = 500;

    /** For how long changes are collected before the lists are read again, in milliseconds. */
    private static final long CALM = 60;

    private static final System.Logger log = System.getLogger(Desk.class.getName());

    private final Ear ear;
    private final Accounts accounts;
    private final Conversations conversations;
    private final Contacts contacts;
    private final Groups groups;
    private final Transfers transfers;
    private final Feed feed;
    private final CipherDesk ciphers;
    private final UiThread ui;
    private final Notices notices;
    private final Scene scene = new Scene();
    private final Saids saids = new Saids();
    private final Quiet quiet = new Quiet();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk").factory());
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile Titles titles = new Titles(List.of());
    private volatile @Nullable ConversationId open;
    private long shown;

    @Activate
    public Desk(
            @Reference Ear ear,
            @Reference Accounts accounts,
            @Reference Conversations conversations,
            @Reference Contacts contacts,
            @Reference Membership membership,
            @Reference Transfers transfers,
            @Reference Feed feed,
            @Reference CipherDesk ciphers,
            @Reference UiThread ui,
            @Reference Notices notices) {
        this.ear = ear;
        this.accounts = accounts;
        this.conversations = conversations;
        this.contacts = contacts;
        this.transfers = transfers;
        this.feed = feed;
        this.ciphers = ciphers;
        this.ui = ui;
        this.notices = notices;
        this.groups = new Groups(membership, ui, this);
        var link = accounts.linkState();
        ui.execute(() -> scene.link(link));
        notices.link(link, Optional.empty(), accounts.current().isPresent());
        ciphers.watch(there -> scene.suites(there));
        work(this::readLists);
        ear.passTo(this::happened);
    }

    @Deactivate
    void close() {
        ear.passTo(null);
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(2, TimeUnit.SECONDS)) log.log(System.Logger.Level.DEBUG, "a read goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the views show. For the UI thread. */
    Scene scene() {
        return scene;
    }

    Groups groups() {
        return groups;
    }

    CipherDesk ciphers() {
        return ciphers;
    }

    /** Opens what is {@code chosen}. Called on the UI thread. */
    void open(Selected chosen) {
        scene.select(chosen);
        var id = chosen instanceof Selected.Talk(var conversation) ? conversation : null;
        open = id;
        if (id == null) return;
        work(() -> {
            var page = conversations.page(id, Long.MAX_VALUE, FIRST_PAGE);
            var newest = quiet.among(id, entries(page), Long.MAX_VALUE, page.size() < FIRST_PAGE);
            ui.execute(() -> {
                if (id.equals(open)) scene.talk().ifPresent(talk -> talk.opened(newest));
            });
        });
    }

    /** Brings what was said before {@code order} in the open conversation. Called on the UI thread. */
    void older(long order) {
        var id = open;
        if (id == null) return;
        work(() -> {
            var page = conversations.page(id, order, PAGE);
            var older = page.isEmpty() ? List.<Said>of() : quiet.among(id, entries(page), order, page.size() < PAGE);
            ui.execute(() -> {
                if (id.equals(open)) scene.talk().ifPresent(talk -> talk.older(older));
            });
        });
    }

    /** Says {@code text} in the open conversation; if it cannot, gives it back with the reason. */
    void say(String text) {
        var id = open;
        if (id == null) return;
        attempt(
                () -> {
                    put(conversations.say(id, text));
                    soon();
                },
                e -> failed(id, e.getMessage(), text));
    }

    /** Offers {@code files} in the open conversation. */
    void send(List<Path> files) {
        var id = open;
        if (id == null) return;
        attempt(
                () -> {
                    for (var transfer : transfers.send(id, files)) put(transfer.id());
                    soon();
                },
                e -> failed(id, e.getMessage(), ""));
    }

    /** Does {@code act} to the file of the entry {@code said}. */
    void act(Said said, Card.Act act) {
        var id = open;
        if (id == null) return;
        attempt(
                () -> {
                    var message = new MessageId(Bytes.ofHex(said.id()));
                    var changed =
                            switch (act) {
                                case ACCEPT -> transfers.accept(message, Optional.empty());
                                case DECLINE -> transfers.decline(message);
                                case CANCEL -> transfers.cancel(message);
                                case SHOW -> null; // the view's own business
                            };
                    if (changed != null) progressed(changed);
                },
                e -> failed(id, e.getMessage(), ""));
    }

    /** Marks {@code conversation} as read. */
    void markRead(ConversationId conversation) {
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

    /** Does what may wait for the network, on a thread of its own. */
    void away(Attempt attempt, Consumer<String> failed) {
        Errand<Boolean> errand =
                () -> {
                    attempt.run();
                    return true;
                };
        errand.start(ui, _ -> {}, failed);
    }

    private void happened(Event event) {
        switch (event) {
            case Event.LinkChanged(var state, var _, var reason) -> {
                ui.execute(() -> scene.link(state));
                notices.link(state, reason, accounts.current().isPresent());
            }
            case Event.PresenceChanged(var _, var who, var presence) -> ui.execute(() -> scene.presence(who, presence));
            case Event.MessageReceived(var id, var conversation, var _, var _, var _, var _) ->
                    arrived(conversation, id);
            case Event.MessageEdited(var conversation, var id, var _, var _, var _) -> arrived(conversation, id);
            case Event.MessageDeleted(var conversation, var id, var _) -> arrived(conversation, id);
            case Event.ReactionChanged(var conversation, var id, var _, var _, var _) -> arrived(conversation, id);
            case Event.ReceiptChanged(var conversation, var id, var _, var _) -> arrived(conversation, id);
            case Event.FileChanged(var transfer) -> {
                if (transfer.conversation().equals(open)) work(() -> progressed(transfer));
            }
            case Event.FileProgress(var transfer) -> {
                if (transfer.conversation().equals(open)) work(() -> progressed(transfer));
            }
            case Event.SuiteChanged change -> changed(change);
            case Event.MemberChanged change -> work(() -> changed(change));
            case Event.ContactChanged _, Event.ConversationOpened _, Event.SendingStopped _, Event.Notice _ -> {}
            case Event.Warning(var text) -> {
                notices.notice(text);
                ui.execute(scene::told);
            }
            case Event.SuitesPresent() -> ciphers.look();
        }
        if (event instanceof Event.Durable) soon();
    }

    private void changed(Event.MemberChanged change) throws CommandException {
        boolean own = accounts.current().filter(me -> me.address().equals(change.address())).isPresent();
        var who = own ? Optional.<String>empty() : Optional.of(titles.of(change.address()));
        note(change.conversation(), Quiet.text(who, change.change()));
    }

    private void changed(Event.SuiteChanged change) {
        var id = change.conversation();
        ui.execute(() -> scene.waits(id, change.state() == Event.SuiteChanged.State.WAITING));
        if (change.state() != Event.SuiteChanged.State.CHANGED) return;
        var called = SuiteWords.of(change.suite()).called();
        work(() -> note(id, "The cipher is " + called + " from here on"));
        soon();
    }

    /** Notes what happened, behind what was said until then. */
    private void note(ConversationId id, String text) throws CommandException {
        var newest = conversations.page(id, Long.MAX_VALUE, 1);
        var line = quiet.note(id, newest.isEmpty() ? 0 : newest.getFirst().order(), text, Instant.now());
        ui.execute(() -> {
            if (id.equals(open)) scene.talk().ifPresent(talk -> talk.put(line));
        });
    }

    private void arrived(ConversationId conversation, MessageId id) {
        if (conversation.equals(open)) work(() -> put(id));
    }

    /** Reads the message {@code id} and shows it as it is now, if its conversation is open. */
    private void put(MessageId id) throws CommandException {
        var message = conversations.message(id);
        if (message.isEmpty() || !message.get().conversation().equals(open)) return;
        var said = entry(message.get());
        ui.execute(() -> {
            if (message.get().conversation().equals(open)) scene.talk().ifPresent(talk -> talk.put(said));
        });
    }

    /** Shows how {@code transfer} stands, on the entry that is there or on a new one. */
    private void progressed(Transfers.Transfer transfer) throws CommandException {
        var card = saids.card(transfer, System.nanoTime());
        var id = transfer.id().hex();
        ui.latest(
                transfer.id(),
                () -> {
                    var talk = scene.talk();
                    var said = talk.map(watcher -> watcher.find(id)).orElse(null);
                    if (said != null && transfer.conversation().equals(open)) {
                        talk.ifPresent(watcher -> watcher.put(Saids.with(said, card)));
                    } else {
                        work(() -> put(transfer.id()));
                    }
                });
    }

    private List<Said> entries(List<Message> messages) throws CommandException {
        var entries = new ArrayList<Said>(messages.size());
        for (var message : messages) entries.add(entry(message));
        return entries;
    }

    private Said entry(Message message) throws CommandException {
        var said = Saids.of(message, titles.of(message.from()));
        var file = message.file();
        if (file.isEmpty()) return said;
        var transfer = transfers.find(file.get());
        return transfer.isEmpty() ? said : Saids.with(said, saids.card(transfer.get(), System.nanoTime()));
    }

    /** Reads the lists again in a moment, once however often this is asked for until then. */
    void soon() {
        if (!dirty.compareAndSet(false, true)) return;
        CompletableFuture.delayedExecutor(CALM, TimeUnit.MILLISECONDS, this::execute)
                .execute(() -> {
                    dirty.set(false);
                    read(this::readLists);
                });
    }

    private void readLists() throws CommandException {
        var account = accounts.current();
        var talks = conversations.all();
        var people = contacts.all();
        ui.latest(
                scene,
                () -> {
                    scene.lists(account, talks, people);
                    titles = scene.titles();
                    if (scene.selected() instanceof Selected.Talk(var id) && !id.equals(open)) open(scene.selected());
                });
        readFeed();
        notices.trouble(null);
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

    private void work(Attempt task) {
        execute(() -> read(task));
    }

    private void read(Attempt task) {
        task.orElse(e -> {
            log.log(System.Logger.Level.DEBUG, "the profile could not be read", e);
            notices.trouble(Errand.sentence(e));
        });
    }

    private void attempt(Attempt task, Consumer<CommandException> failed) {
        execute(() -> task.orElse(failed));
    }

    private void execute(Runnable task) {
        if (!worker.isShutdown()) worker.execute(task);
    }

    /** Says in {@code conversation}, if it is open, that something did not work. */
    void failed(ConversationId conversation, @Nullable String sentence, String draft) {
        var said = sentence == null ? "That did not work." : sentence;
        ui.execute(() -> {
            if (conversation.equals(open)) scene.talk().ifPresent(talk -> talk.failed(said, draft));
        });
    }
}
