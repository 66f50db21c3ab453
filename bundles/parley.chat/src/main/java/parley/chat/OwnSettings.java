package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Privacy;
import parley.client.api.chat.Outbox;
import parley.client.api.store.Store;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the person sets, for one conversation and for all, as faces reach it. */
@Component
public final class OwnSettings implements ConversationSettings, Privacy {

    private final Chat chat;
    private final Store store;
    private final Outbox outbox;

    @Activate
    public OwnSettings(@Reference Chat chat, @Reference Outbox outbox) {
        this.chat = chat;
        this.outbox = outbox;
        this.store = chat.store();
    }

    private void change(ConversationId conversation, UnaryOperator<StoredSettings> change) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            book.needTalk(conversation);
            chat.preferences().change(book, conversation, change);
        });
    }

    // ---- One conversation ----

    @Override
    public void draft(ConversationId conversation, Draft draft) throws CommandException {
        var size = draft.text().getBytes(StandardCharsets.UTF_8).length;
        if (size > Content.Text.MAX_BODY) {
            throw new CommandException(
                    Code.TOO_LARGE, "a draft has at most 65536 bytes, this one " + size + "; keep it as a file");
        }
        change(conversation, settings -> settings.withDraft(draft));
    }

    @Override
    public void pin(ConversationId conversation, boolean pinned) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            book.needTalk(conversation);
            if (pinned == book.settings(conversation).pinned() > 0) return;
            var place = pinned ? nextPlace(book) : 0;
            chat.preferences().change(book, conversation, settings -> settings.withPinned(place));
        });
    }

    private static long nextPlace(Book book) throws CommandException {
        var pinned = book.allSettings().stream().mapToLong(StoredSettings::pinned).filter(place -> place > 0).toArray();
        if (pinned.length >= MOST_PINNED) {
            throw new CommandException(
                    Code.REFUSED,
                    MOST_PINNED + " conversations are pinned, which is the most; pin one of them no more");
        }
        long last = 0;
        for (var place : pinned) last = Math.max(last, place);
        return last + 1;
    }

    @Override
    public void pin(MessageId message, boolean pinned) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            var place = Amendments.place(book, message);
            if (pinned && !book.settings(place.conversation()).pins().contains(message)) check(book, place, message);
            chat.preferences()
                    .change(
                            book,
                            place.conversation(),
                            settings -> pinned ? settings.withPin(message) : settings.withoutPin(message));
        });
    }

    private static void check(Book book, Book.Place place, MessageId message) throws CommandException {
        if (book.message(message).orElseThrow().gone() != StoredMessage.Gone.NOT) {
            throw new CommandException(Code.REFUSED, "the message was deleted; pin another");
        }
        if (book.settings(place.conversation()).pins().size() >= MOST_PINNED) {
            throw new CommandException(
                    Code.REFUSED,
                    MOST_PINNED
                            + " messages of the conversation are pinned, which is the most; pin one of them no more");
        }
    }

    @Override
    public List<Message> pinned(ConversationId conversation) throws CommandException {
        return store.transact(tx -> {
            var book = new Book(tx);
            book.needTalk(conversation);
            var pinned = new ArrayList<Message>();
            for (var id : book.settings(conversation).pins()) {
                var message = book.message(id);
                if (message.isPresent()) pinned.add(book.shown(conversation, message.get()));
            }
            return pinned;
        });
    }

    @Override
    public void mute(ConversationId conversation, Optional<Instant> until) throws CommandException {
        if (until.isPresent() && !until.get().isAfter(chat.now())) {
            throw new CommandException(Code.USAGE, until.get() + " is past; mute it until a time that is to come");
        }
        var kept = until.map(time -> time.isBefore(FOR_EVER) ? Instant.ofEpochMilli(time.toEpochMilli()) : FOR_EVER);
        change(conversation, settings -> settings.withMuted(kept));
    }

    @Override
    public void archive(ConversationId conversation, boolean archived) throws CommandException {
        change(conversation, settings -> settings.withArchived(archived));
    }

    @Override
    public void markUnread(ConversationId conversation) throws CommandException {
        change(conversation, settings -> settings.withMarkedUnread(true));
    }

    @Override
    public void receipts(ConversationId conversation, Optional<Boolean> told) throws CommandException {
        change(conversation, settings -> settings.withReceipts(told));
    }

    @Override
    public Optional<MessageId> lifetime(ConversationId conversation, Duration lifetime) throws CommandException {
        var seconds = checked(lifetime);
        if (isGroup(conversation)) {
            chat.governing().lifetime(conversation, seconds);
            return Optional.empty();
        }
        return store.transact(tx -> {
            var book = new Book(tx);
            if (Lifetimes.of(tx, conversation).asked() == seconds) return Optional.<MessageId>empty();
            var id = outbox.post(tx, conversation, Salt.random(), new Content.Lifetime(seconds), null);
            book.take(conversation, id);
            chat.lifetimes().asked(book, conversation, seconds);
            return Optional.of(id);
        });
    }

    private boolean isGroup(ConversationId conversation) throws CommandException {
        return store.transact(tx -> new Book(tx).need(conversation).kind == Kind.GROUP);
    }

    private static long checked(Duration lifetime) throws CommandException {
        try {
            Content.Lifetime.check(lifetime.toSeconds());
            if (lifetime.toNanosPart() == 0) return lifetime.toSeconds();
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new CommandException(
                Code.USAGE, "messages last from 30 seconds to 4 weeks, in whole seconds, or for ever (off)");
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        chat.typings().say(conversation, typing);
    }

    // ---- All of them ----

    @Override
    public Told told() throws CommandException {
        return store.transact(tx -> new Book(tx).told());
    }

    @Override
    public void delivered(boolean told) throws CommandException {
        tell(before -> new Told(told, before.receipts(), before.typing(), before.presence()));
    }

    @Override
    public void receipts(boolean told) throws CommandException {
        tell(before -> new Told(before.delivered(), told, before.typing(), before.presence()));
    }

    @Override
    public void typing(boolean told) throws CommandException {
        tell(before -> new Told(before.delivered(), before.receipts(), told, before.presence()));
        if (!told) chat.typings().down();
    }

    @Override
    public void presence(boolean told) throws CommandException {
        tell(before -> new Told(before.delivered(), before.receipts(), before.typing(), told));
        if (told) chat.sayPresence();
        else chat.hidePresence();
    }

    private void tell(UnaryOperator<Told> change) throws CommandException {
        store.run(tx -> {
            var book = new Book(tx);
            book.put(change.apply(book.told()));
        });
    }
}
