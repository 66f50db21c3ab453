package parley.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.chat.ConversationState.Stage;
import parley.chat.StoredMessage.Gone;
import parley.chat.StoredMessage.Words;
import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.chat.Outbox;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Mention;
import parley.protocol.content.Salt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** What faces and other bundles read and say in conversations. It changes the store; the workers do the rest. */
@Component
public final class Talk implements Conversations, Outbox {

    private static final Comparator<Conversation> PINNED_FIRST =
            Comparator.<Conversation>comparingLong(
                            talk -> talk.settings().pinned() > 0 ? talk.settings().pinned() : Long.MAX_VALUE)
                    .thenComparing(Conversation::lastActivity, Comparator.reverseOrder());

    private final Chat chat;
    private final Store store;

    @Activate
    public Talk(@Reference Chat chat) {
        this.chat = chat;
        this.store = chat.store();
    }

    /** What there is now: what is over is gone before anybody reads it. */
    private Book open(Transaction tx) throws CommandException {
        var book = new Book(tx);
        chat.lifetimes().expire(book);
        return book;
    }

    @Override
    public List<Conversation> all() throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var all = new ArrayList<Conversation>();
            for (var state : here(book)) all.add(show(book, state));
            all.sort(PINNED_FIRST);
            return all;
        });
    }

    @Override
    public Optional<Conversation> find(ConversationId id) throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var state = book.conversation(id).filter(found -> !chat.companions().isAway(found));
            return state.isEmpty() ? Optional.empty() : Optional.of(show(book, state.get()));
        });
    }

    /** All but those with companions who are not here. */
    private List<ConversationState> here(Book book) throws CommandException {
        return book.talks().stream().filter(state -> !chat.companions().isAway(state)).toList();
    }

    private static List<Address> members(Book book, ConversationState state) throws CommandException {
        var names = book.names();
        var members = new ArrayList<Address>();
        for (var member : book.roll(state.id).members().entrySet()) {
            members.add(names.of(state.id, member.getKey(), member.getValue()));
        }
        return members;
    }

    static Conversation show(Book book, ConversationState state) throws CommandException {
        var page = book.page(state.id, Long.MAX_VALUE, 1);
        var last = page.isEmpty() ? null : book.shown(state.id, page.getFirst(), List.of());
        return new Conversation(
                state.id,
                state.kind,
                state.title,
                members(book, state),
                state.unread,
                state.mentions,
                Optional.ofNullable(last),
                book.halted(state),
                state.mayResume(),
                state.suite,
                state.activity,
                book.shownSettings(state.id));
    }

    @Override
    public Conversation find(String text) throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var found = new HashMap<ConversationId, ConversationState>();
            for (var state : here(book)) if (text.equals(state.id.hex())) return show(book, state);
            for (var state : here(book)) if (names(text, state)) found.put(state.id, state);
            var direct = direct(book, found.values());
            if (direct.size() == 1) return show(book, direct.getFirst()); // whatever somebody has called a group
            if (found.size() == 1) return show(book, found.values().iterator().next());
            if (found.size() > 1) {
                throw new CommandException(
                        Code.AMBIGUOUS, "more than one conversation is called " + text + "; use its id from list");
            }
            for (var contact : book.contacts())
                if (names(text, contact.address().toString())) throw unanswered(contact);
            throw new CommandException(
                    Code.NOT_FOUND,
                    "there is no conversation "
                            + text
                            + "; list shows those there are, and connect ADDRESS asks somebody for one");
        });
    }

    /** Those between two; of several of one name, none whose key was replaced. */
    private static List<ConversationState> direct(Book book, Collection<ConversationState> found)
            throws CommandException {
        var direct = new ArrayList<>(found.stream().filter(state -> state.kind == Kind.DIRECT).toList());
        if (direct.size() < 2) return direct;
        for (var state : List.copyOf(direct)) {
            if (book.doubted(state).filter(contact -> contact.knowledge().isReplaced()).isPresent())
                direct.remove(state);
        }
        return direct;
    }

    private static CommandException unanswered(StoredContact contact) {
        return new CommandException(
                Code.NOT_APPROVED,
                switch (contact.state()) {
                    case ASKS -> contact.address() + " asks for a conversation; approve them first";
                    case REQUESTED -> contact.address() + " has not answered your request yet";
                    case APPROVED, DENIED, BLOCKED ->
                            "there is no conversation with " + contact.address() + "; connect anew";
                });
    }

    private static boolean names(String text, ConversationState state) {
        return state.kind == Kind.GROUP ? text.equals(state.title) : names(text, state.title);
    }

    private static boolean names(String text, String title) {
        return title.equals(text) || !text.isEmpty() && title.startsWith(text + "@");
    }

    @Override
    public MessageId say(ConversationId conversation, String text, List<Mention> mentions) throws CommandException {
        var said = Wording.text(text, Optional.empty(), mentions);
        return store.transact(tx -> post(tx, conversation, Salt.random(), said, text));
    }

    @Override
    public MessageId reply(ConversationId conversation, MessageId to, String text, List<Mention> mentions)
            throws CommandException {
        var said = Wording.text(text, Optional.of(to), mentions);
        return store.transact(tx -> {
            if (!Amendments.place(open(tx), to).conversation().equals(conversation)) {
                throw new CommandException(
                        Code.NOT_FOUND, "the message was said in another conversation; reply to it there");
            }
            return post(tx, conversation, Salt.random(), said, text);
        });
    }

    @Override
    public MessageId forward(MessageId message, ConversationId to) throws CommandException {
        return store.transact(tx -> {
            var said = Amendments.need(open(tx), message);
            if (said.gone() != Gone.NOT) {
                throw new CommandException(Code.REFUSED, "the message was deleted; forward another");
            }
            if (said.file()) {
                throw new CommandException(Code.REFUSED, "the message is a file; it is forwarded as a file is sent");
            }
            var text = said.words().text();
            return post(tx, to, Salt.random(), Content.Text.forwarding(text), text);
        });
    }

    @Override
    public Optional<MessageId> edit(MessageId message, String text, List<Mention> mentions) throws CommandException {
        return amend(Wording.edit(message, text, mentions));
    }

    @Override
    public Optional<MessageId> delete(MessageId message) throws CommandException {
        return amend(new Content.Delete(message));
    }

    @Override
    public void erase(MessageId message) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            if (Amendments.need(book, message).file()) eraseFile(tx, message); // what that says is withdrawn with it
            Amendments.erase(book, message);
        });
    }

    private void eraseFile(Transaction tx, MessageId message) throws CommandException {
        for (var handler : Amendments.need(chat.handlers)) handler.erased(tx, message);
    }

    @Override
    public Optional<MessageId> react(MessageId message, String emoji, boolean set) throws CommandException {
        var size = Wording.size(emoji);
        if (size < 1 || size > Content.Reaction.MAX_EMOJI) {
            throw new CommandException(
                    Code.USAGE, "a reaction is one emoji, of 1 to 64 bytes, and this has " + size + "; reply instead");
        }
        return amend(new Content.Reaction(message, emoji, set));
    }

    private Optional<MessageId> amend(Content.Amendment amendment) throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var conversation = Amendments.place(book, amendment.message()).conversation();
            var own = chat.accounts().current().orElseThrow();
            var by = new Amendments.By(own.key(), own.address(), true, chat.now());
            var amendments = new Amendments(book, new Mentioned(book, book.needTalk(conversation), own), chat.handlers);
            if (!amendments.say(conversation, by, amendment)) return Optional.<MessageId>empty();
            var id = post(tx, conversation, Salt.random(), amendment, null);
            book.take(conversation, id);
            return Optional.of(id);
        });
    }

    @Override
    public MessageId post(
            Transaction tx, ConversationId conversation, Salt salt, Content content, @Nullable String shownAs)
            throws CommandException {
        var book = new Book(tx);
        var state = book.needTalk(conversation);
        if (state.stage == Stage.CLOSED) {
            throw new CommandException(Code.REFUSED, "the conversation with " + state.title + " has ended");
        }
        if (state.leaving) throw new CommandException(Code.REFUSED, "you are leaving " + state.title);
        var halted = book.halted(state);
        if (halted.isPresent()) {
            throw new CommandException(Code.REFUSED, "sending to " + state.title + " is stopped: " + halted.get());
        }
        if (LogReading.isWriting(content) && !chat.governing().mayWrite(book, state)) {
            throw new CommandException(Code.REFUSED, "only admins write in " + state.title + "; ask one to let you");
        }
        if (book.isBlocked(state)) {
            throw new CommandException(Code.REFUSED, "you have blocked " + state.title + "; approve them first");
        }
        var own = chat.accounts().current().orElseThrow();
        var local = state.kind == Kind.LOCAL;
        if (shownAs != null && !local) chat.telling().tell(book, state);
        var outgoing = Outgoing.of(state, own.key(), salt, chat.now(), content);
        book.put(conversation, outgoing);
        if (shownAs != null) {
            state.lastOrder++;
            state.activity = chat.now();
            book.put(
                    conversation,
                    new StoredMessage(
                            outgoing.id(),
                            state.lastOrder,
                            own.key(),
                            own.address(),
                            true,
                            words(book, state, own, content, shownAs),
                            chat.now(),
                            Message.State.WAITING,
                            0,
                            !(content instanceof Content.Text)));
        }
        book.put(state);
        if (shownAs != null) chat.preferences().heard(book, conversation);
        if (content instanceof Content.Text) {
            chat.preferences().said(book, conversation);
            tx.afterCommit(() -> chat.typings().said(conversation));
        }
        if (local) tx.afterCommit(() -> chat.companions().attend(conversation));
        else tx.afterCommit(() -> chat.worker(conversation).ifPresent(Worker::send));
        return outgoing.id();
    }

    private static Words words(
            Book book, ConversationState state, Accounts.Account own, Content content, String shownAs)
            throws CommandException {
        if (!(content instanceof Content.Text text)) return new Words(shownAs);
        var mentions = new Mentioned(book, state, own).need(text.mentions());
        return new Words(text.body(), text.replyTo(), mentions, text.forwarded());
    }

    @Override
    public boolean staysHere(ConversationId conversation) throws CommandException {
        return store.transact(tx -> new Book(tx).needTalk(conversation).kind == Kind.LOCAL);
    }

    @Override
    public List<Message> page(ConversationId conversation, long beforeOrder, int limit) throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var page = new ArrayList<Message>();
            for (var message : book.page(conversation, beforeOrder, limit)) page.add(book.shown(conversation, message));
            return page;
        });
    }

    @Override
    public List<MessageId> startingWith(String digits, int newest) throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var found = new ArrayList<MessageId>();
            for (var state : here(book)) {
                for (var message : book.page(state.id, Long.MAX_VALUE, newest)) {
                    if (message.id().hex().startsWith(digits)) found.add(message.id());
                }
            }
            return found;
        });
    }

    @Override
    public Optional<Message> message(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var book = open(tx);
            var message = book.message(id).filter(found -> found.gone() != StoredMessage.Gone.ERASED);
            if (message.isEmpty()) return Optional.empty();
            return Optional.of(book.shown(book.place(id).orElseThrow().conversation(), message.get()));
        });
    }

    @Override
    public Optional<Message> quoted(Message reply) throws CommandException {
        if (reply.replyTo().isEmpty()) return Optional.empty();
        // Nobody shows by an id what was said elsewhere, or makes a message older than what it answers.
        return message(reply.replyTo().get())
                .filter(found -> found.conversation().equals(reply.conversation()) && found.order() < reply.order());
    }

    @Override
    public void markRead(ConversationId conversation) throws CommandException {
        var changed =
                store.transact(tx -> {
                    var book = new Book(tx);
                    var state = book.needTalk(conversation);
                    chat.preferences().change(book, conversation, settings -> settings.withMarkedUnread(false));
                    if (state.unread == 0 && state.read == state.delivered) return false;
                    state.unread = 0;
                    state.mentions = 0;
                    state.read = state.delivered;
                    chat.lifetimes().read(book, conversation);
                    book.put(state);
                    return true;
                });
        if (changed) chat.worker(conversation).ifPresent(Worker::receipt);
    }

    @Override
    public void resume(ConversationId conversation) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(conversation);
            if (state.halted().isEmpty()) return;
            if (state.claimant == null || state.stopped == null) {
                throw new CommandException(Code.REFUSED, "sending cannot go on: " + state.halted().get());
            }
            state.ignored.add(state.claimant);
            state.stopped = null;
            state.claimant = null;
            book.put(state);
            tx.tell(new Event.SendingStopped(conversation, state.halted()));
        });
        chat.worker(conversation).ifPresent(Worker::up); // what was kept back goes out
    }

    @Override
    public int waiting() throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            var waiting = 0;
            for (var state : book.conversations()) {
                if (state.stage == Stage.CLOSED || book.halted(state).isPresent()) continue;
                for (var outgoing : book.outbox(state.id, 10_000)) {
                    if (!outgoing.accepted() && !(outgoing.content() instanceof Content.Receipt)) waiting++;
                }
            }
            return waiting;
        });
    }
}
