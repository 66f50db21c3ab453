package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Quote;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;
import parley.protocol.wire.Bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The conversation that stands open: brings its messages to the scene, and does what a person asks for about them. All
 * that takes the profile's disk is done on the desk's own thread, in the order in which it was asked for; what an entry
 * quotes is looked up there, once.
 */
final class OpenTalk {

    private static final Phrases T = Phrases.of(OpenTalk.class);
    private static final int FIRST_PAGE = 60;
    private static final int PAGE = 100;

    /** After how long a message is looked at again that the relay has, in milliseconds. */
    private static final long PLACED = 700;

    /** More are not read at once, however many are new. */
    private static final int MOST_UNREAD = 2000;

    /** Nor many more letters. */
    private static final int MOST_LETTERS = 4 << 20;

    private final Conversations conversations;
    private final Transfers transfers;
    private final Pins pins;
    private final UiThread ui;
    private final Desk desk;
    private final Scene scene;
    private final Saids saids = new Saids();
    private final Quiet quiet;

    /** Not many more letters of one conversation are shown: others' texts would fill the memory. Less in tests. */
    volatile long room = Runtime.getRuntime().maxMemory() / 16;

    private volatile @Nullable ConversationId open;

    /** How many letters are shown of it. On the desk's thread. */
    private long letters;

    OpenTalk(Conversations conversations, Transfers transfers, Pins pins, UiThread ui, Desk desk) {
        this.conversations = conversations;
        this.transfers = transfers;
        this.pins = pins;
        this.ui = ui;
        this.desk = desk;
        this.scene = desk.scene();
        quiet = new Quiet(desk.people().governance(), this::meet);
    }

    /** Whether {@code conversation} is the one. */
    boolean is(ConversationId conversation) {
        return conversation.equals(open);
    }

    /** Looks for {@code message}; {@code found} hears on the UI thread what it says, or nothing if it is not there. */
    void find(MessageId message, Consumer<@Nullable Said> found) {
        desk.work(() -> {
            var there = conversations.message(message);
            var said = there.isEmpty() ? null : entry(there.get());
            ui.execute(() -> found.accept(said));
        });
    }

    /** Has {@code told} hear on the UI thread what {@code said} is by now; nobody, if it is there no more. */
    void read(Said said, Consumer<Message> told) {
        desk.work(() -> conversations.message(message(said)).ifPresent(found -> ui.execute(() -> told.accept(found))));
    }

    /** Opens {@code id}, or nothing if that is null. Called on the UI thread. */
    void open(@Nullable ConversationId id) {
        open = id;
        if (id == null) return;
        scene.talk().ifPresent(Scene.TalkWatcher::opening);
        desk.work(() -> {
            pins.read(id);
            int unread = conversations.find(id).map(Conversations.Conversation::unread).orElse(0);
            int wanted = Math.min(MOST_UNREAD, FIRST_PAGE + unread);
            letters = 0;
            var page = read(id, Long.MAX_VALUE, wanted);
            var firstNew = firstNew(page.messages, unread);
            var newest = quiet.among(id, entries(page.messages), Long.MAX_VALUE, page.first);
            show(id, talk -> talk.opened(newest, firstNew, unread));
            showPins(id);
        });
    }

    /**
     * Messages, oldest first.
     *
     * @param first whether none stands before them
     */
    private record Page(List<Message> messages, boolean first) {}

    /** The newest {@code most} before {@code order}; fewer where they are long. On the desk's thread. */
    private Page read(ConversationId id, long order, int most) throws CommandException {
        var messages = new ArrayDeque<Message>();
        if (letters > room) {
            desk.notice(T.get("talk.full"));
            return new Page(List.of(), false);
        }
        long end = letters + MOST_LETTERS;
        var before = order;
        while (messages.size() < most && letters < end) {
            int many = Math.min(PAGE, most - messages.size());
            var page = conversations.page(id, before, many);
            for (var message : page.reversed()) {
                messages.addFirst(message);
                letters += message.text().length();
            }
            if (page.size() < many) return new Page(List.copyOf(messages), true);
            before = page.getFirst().order();
        }
        return new Page(List.copyOf(messages), false);
    }

    /** The id of the first of the {@code unread} newest messages that others said, as far as {@code page} goes. */
    private static String firstNew(List<Message> page, int unread) {
        var first = "";
        int left = unread;
        for (int at = page.size() - 1; at >= 0 && left > 0; at--) {
            if (page.get(at).own()) continue;
            first = page.get(at).id().hex();
            left--;
        }
        return first;
    }

    /** Brings what was said before {@code order}, {@code far} more of it if that is so. Called on the UI thread. */
    void older(long order, boolean far) {
        int most = far ? MOST_UNREAD : PAGE;
        var id = open;
        if (id == null) return;
        desk.work(() -> {
            var page = read(id, order, most);
            var messages = page.messages;
            var older = messages.isEmpty() ? List.<Said>of() : quiet.among(id, entries(messages), order, page.first);
            show(id, talk -> talk.older(older));
        });
    }

    /**
     * Says {@code text} in {@code id}, which need not be the one that is open, and has read what was said before; if
     * that cannot be, the words are given back there with the reason.
     */
    void answer(ConversationId id, String text) {
        desk.attempt(
                () -> {
                    var said = conversations.say(id, text);
                    desk.work(() -> {
                        put(said);
                        conversations.markRead(id);
                    });
                    desk.soon();
                },
                e -> {
                    failed(id, e.getMessage(), new Draft(text, new Draft.Purpose.Say()));
                    desk.refused(e); // whoever looks elsewhere hears it, too
                });
    }

    /** Says, answers or edits what {@code draft} holds; if that cannot be, gives it back with the reason. */
    void say(Draft draft, List<Mention> mentions) {
        var id = open;
        if (id == null) return;
        desk.attempt(
                () -> {
                    put(say(id, draft, mentions));
                    desk.soon();
                },
                e -> failed(id, e.getMessage(), draft));
    }

    private MessageId say(ConversationId id, Draft draft, List<Mention> mentions) throws CommandException {
        return switch (draft.purpose()) {
            case Draft.Purpose.Say() -> conversations.say(id, draft.text(), mentions);
            case Draft.Purpose.Reply(var to) -> conversations.reply(id, message(to), draft.text(), mentions);
            case Draft.Purpose.Edit(var said, var _) -> {
                conversations.edit(message(said), draft.text(), mentions);
                yield message(said);
            }
        };
    }

    /** Keeps {@code said} at hand, or no more. */
    void pin(Said said, boolean pinned) {
        var id = open;
        if (id == null) return;
        desk.attempt(() -> pins.pin(message(said), pinned), e -> failed(id, e.getMessage(), Draft.EMPTY));
    }

    /** What is set for {@code conversation} has changed. */
    void settled(ConversationId conversation) {
        if (!is(conversation)) return;
        desk.work(() -> {
            if (pins.read(conversation)) showPins(conversation);
        });
    }

    private void showPins(ConversationId id) throws CommandException {
        var pinned = entries(pins.messages());
        show(id, talk -> talk.pinned(pinned));
    }

    /** The messages of {@code id} that are kept at hand, in the order in which they were pinned. */
    void pinned(ConversationId id, Consumer<List<Said>> found, Consumer<String> failed) {
        desk.attempt(
                () -> {
                    var pinned = entries(pins.of(id));
                    ui.execute(() -> found.accept(pinned));
                },
                e -> ui.execute(() -> failed.accept(Errand.sentence(e))));
    }

    /** Removes all that was said so far, here alone. It may take its time: what is said meanwhile stays. */
    void clear() {
        var id = open;
        if (id == null) return;
        Attempt all =
                () -> {
                    var newest = conversations.page(id, Long.MAX_VALUE, 1);
                    long before = newest.isEmpty() ? 0 : newest.getLast().order() + 1;
                    for (var page = newest; !page.isEmpty(); page = conversations.page(id, before, PAGE)) {
                        for (var message : page) {
                            conversations.erase(message.id());
                            changed(id, message.id());
                        }
                    }
                    desk.soon();
                };
        desk.away(all, sentence -> failed(id, sentence, Draft.EMPTY));
    }

    /** Says {@code said} in {@code targets}, with {@code note}; {@code done} hears on the UI thread what came of it. */
    void forward(Said said, List<ConversationId> targets, String note, Consumer<Forwarding.Outcome> done) {
        desk.work(() -> {
            var outcome = new Forwarding(conversations, transfers).forward(message(said), targets, note);
            desk.soon();
            ui.execute(() -> done.accept(outcome));
        });
    }

    /** Something about a message that a person asks for. */
    @FunctionalInterface
    private interface Change {
        void make(MessageId message) throws CommandException;
    }

    /** Takes {@code said} back, for everybody. */
    void delete(Said said) {
        change(said, conversations::delete);
    }

    /** Removes {@code said} here alone. */
    void erase(Said said) {
        change(said, conversations::erase);
    }

    /** Says what we think of {@code said}, or if it is not {@code set} that we do so no more. */
    void react(Said said, String emoji, boolean set) {
        change(said, message -> conversations.react(message, emoji, set));
    }

    private void change(Said said, Change change) {
        var id = open;
        if (id == null) return;
        desk.attempt(
                () -> {
                    change.make(message(said));
                    put(message(said));
                    desk.soon();
                },
                e -> failed(id, e.getMessage(), Draft.EMPTY));
    }

    /** Finds files, or makes them, off the UI thread. */
    @FunctionalInterface
    interface Making {
        List<Path> files() throws CommandException;
    }

    /**
     * Offers the files of {@code making}; if that cannot be, says why and runs {@code unsent} on the UI thread.
     *
     * @param sources what they are made of: where a folder is among them it takes its time, and what is said meanwhile
     *     goes before them
     */
    void send(List<Path> sources, Making making, Runnable unsent) {
        var id = open;
        if (id == null) return;
        Consumer<String> failed =
                sentence -> {
                    ui.execute(unsent);
                    failed(id, sentence, Draft.EMPTY);
                };
        desk.attempt(
                () -> {
                    if (sources.stream().anyMatch(Files::isDirectory)) desk.away(() -> offer(id, making), failed);
                    else offer(id, making);
                },
                e -> failed.accept(Errand.sentence(e)));
    }

    private void offer(ConversationId id, Making making) throws CommandException {
        for (var transfer : transfers.send(id, making.files())) changed(id, transfer.id());
        desk.soon();
    }

    /** Does {@code act} to the file of the entry {@code said}. */
    void act(Said said, Card.Act act) {
        var id = open;
        if (id == null) return;
        desk.attempt(
                () -> {
                    var message = message(said);
                    var changed =
                            switch (act) {
                                case ACCEPT -> transfers.accept(message, Optional.empty());
                                case DECLINE -> transfers.decline(message);
                                case PAUSE -> transfers.pause(message);
                                case RESUME -> transfers.resume(message);
                                case CANCEL -> transfers.cancel(message);
                                case SHOW -> null; // the view's own business
                            };
                    if (changed != null) progressed(changed);
                },
                e -> failed(id, e.getMessage(), Draft.EMPTY));
    }

    private static MessageId message(Said said) {
        return new MessageId(Bytes.ofHex(said.id()));
    }

    /** Shows what happened, among what was said. On the desk's thread. */
    void happened(Happening happening) throws CommandException {
        if (!is(happening.conversation())) return;
        var line = quiet.line(happening);
        show(happening.conversation(), talk -> talk.put(line));
    }

    /** The same of what happened last in {@code conversation}. */
    void happened(ConversationId conversation) throws CommandException {
        if (!is(conversation)) return;
        for (var line : quiet.newest(conversation)) show(conversation, talk -> talk.put(line));
    }

    private Titles meet(List<Happening.Person> people) throws CommandException {
        for (var each : people) desk.people().names().meet(each.address(), each.account());
        return desk.titles();
    }

    /** Shows the message {@code id} as it is by now, if its conversation is open. */
    void changed(ConversationId conversation, MessageId id) {
        if (is(conversation)) desk.work(() -> put(id));
    }

    /**
     * The relay has an own message. How long it lasts is known only when it is read in its place in the log, a moment
     * later, and nothing tells of that.
     */
    void sent(ConversationId conversation, MessageId id) {
        changed(conversation, id);
        if (!is(conversation)) return;
        desk.work(() -> {
            var lasting = conversations.find(conversation).filter(it -> !it.settings().lifetime().now().isZero());
            if (lasting.isPresent())
                CompletableFuture.delayedExecutor(PLACED, TimeUnit.MILLISECONDS)
                        .execute(() -> changed(conversation, id));
        });
    }

    /** Reads the message {@code id} and shows it as it is now: if it is there no more, not at all. */
    private void put(MessageId id) throws CommandException {
        var message = conversations.message(id);
        var shown = open;
        if (pins.has(id) && shown != null && pins.read(shown)) showPins(shown);
        if (message.isEmpty()) {
            ui.execute(() -> scene.talk().ifPresent(talk -> talk.remove(id.hex())));
            return;
        }
        if (!is(message.get().conversation())) return;
        var said = entry(message.get());
        show(message.get().conversation(), talk -> talk.put(said));
    }

    /** Shows how {@code transfer} stands, if its conversation is open. */
    void moved(Transfers.Transfer transfer) {
        if (is(transfer.conversation())) desk.work(() -> progressed(transfer));
    }

    /** Shows how {@code transfer} stands, on the entry that is there or on a new one. */
    private void progressed(Transfers.Transfer transfer) {
        var card = saids.card(transfer, System.nanoTime());
        var id = transfer.id().hex();
        ui.latest(
                transfer.id(),
                () -> {
                    var talk = scene.talk();
                    var said = talk.map(watcher -> watcher.find(id)).orElse(null);
                    if (said != null && !said.deleted() && is(transfer.conversation())) {
                        talk.ifPresent(watcher -> watcher.put(said.with(card)));
                    } else {
                        desk.work(() -> put(transfer.id()));
                    }
                });
    }

    private List<Said> entries(List<Message> messages) throws CommandException {
        var entries = new ArrayList<Said>(messages.size());
        for (var message : messages) entries.add(entry(message));
        return entries;
    }

    private Said entry(Message message) throws CommandException {
        desk.people().names().meet(message.from(), message.author());
        var said = Saids.of(message, desk.titles(), quote(message)).pinned(pins.has(message.id()));
        var file = message.file();
        if (file.isEmpty()) return said;
        var transfer = transfers.find(file.get());
        return transfer.isEmpty() ? said : said.with(saids.card(transfer.get(), System.nanoTime()));
    }

    private @Nullable Quote quote(Message message) throws CommandException {
        if (message.deleted() || message.replyTo().isEmpty()) return null;
        var quoted = conversations.quoted(message);
        if (quoted.isEmpty()) return Quote.missing(message.replyTo().get().hex());
        desk.people().names().meet(quoted.get().from(), quoted.get().author());
        return Quote.of(Saids.of(quoted.get(), desk.titles(), null));
    }

    private void show(ConversationId id, Consumer<Scene.TalkWatcher> shown) {
        ui.execute(() -> {
            if (is(id)) scene.talk().ifPresent(shown);
        });
    }

    /**
     * Says that something did not work in {@code conversation}, and gives {@code draft} back: also if another is open.
     */
    void failed(ConversationId conversation, @Nullable String sentence, Draft draft) {
        var said = sentence == null ? Texts.sentence(null) : sentence;
        ui.execute(() -> scene.talk().ifPresent(talk -> talk.failed(conversation, said, draft)));
    }
}
