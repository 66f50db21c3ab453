package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Message;
import parley.client.api.backup.BackupPart;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.BackupItem;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Parts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * People, what they say of themselves, conversations and messages in backups. Not in them: groups' states, what waits
 * to be sent, talks with companions, and messages that are to disappear.
 */
@Component
public final class ChatBackup implements BackupPart {

    /** Messages read in one transaction. */
    private static final int PAGE = 200;

    /** Behind the account. */
    private static final int PLACE = 100;

    private final Chat chat;

    @Activate
    public ChatBackup(@Reference Chat chat) {
        this.chat = chat;
    }

    @Override
    public int place() {
        return PLACE;
    }

    @Override
    public long size() throws CommandException {
        return chat.store()
                .<Long>transact(tx -> {
                    var book = new Book(tx);
                    var size = (long) book.contacts().size();
                    for (var state : book.conversations()) size += book.lastOrder(state.id);
                    return size;
                });
    }

    @Override
    public Taker restore(Transaction tx) throws CommandException {
        return new ChatRestore(chat, new Book(tx));
    }

    // ---- Saving ----

    @Override
    public void save(Sink sink) throws CommandException {
        for (var item : chat.store().transact(tx -> people(new Book(tx)))) sink.put(item);
        var passing = chat.store().transact(tx -> Lifetimes.passing(tx));
        for (var id : chat.store().transact(tx -> ids(new Book(tx)))) save(sink, id, passing);
    }

    private static List<ConversationId> ids(Book book) throws CommandException {
        return book.conversations().stream().map(state -> state.id).toList();
    }

    private List<BackupItem> people(Book book) throws CommandException {
        var items = new ArrayList<BackupItem>();
        var known = new LinkedHashSet<AccountKey>();
        known.add(chat.accounts().need().key());
        for (var contact : book.contacts()) {
            items.add(BackedUp.of(contact));
            known.add(contact.account());
        }
        for (var state : book.conversations()) known.addAll(book.roll(state.id).members().keySet());
        for (var account : known) StoredProfile.of(book.tx(), account).map(BackedUp::of).ifPresent(items::add);
        var told = book.told();
        items.add(BackupItem.Privacy.of(told.delivered(), told.receipts(), told.typing(), told.presence()));
        return items;
    }

    private void save(Sink sink, ConversationId id, Set<MessageId> passing) throws CommandException {
        for (var item : chat.store().transact(tx -> conversation(new Book(tx), id))) sink.put(item);
        for (var next = 0L; next >= 0; ) {
            var from = next;
            var page = chat.store().transact(tx -> messages(new Book(tx), id, from, passing));
            for (var item : page.items) sink.put(item);
            next = page.next;
        }
    }

    /**
     * @param next where the one behind it begins; -1 behind the last
     */
    private record Page(List<BackupItem> items, long next) {}

    /** Nothing of one that has gone meanwhile. */
    private List<BackupItem> conversation(Book book, ConversationId id) throws CommandException {
        var state = book.conversation(id);
        var group = book.group(id);
        if (state.isEmpty() || group.isEmpty()) return List.of();
        var leaves = leaves(book, id, group.get());
        var items = new ArrayList<BackupItem>();
        items.add(conversation(book, state.get(), chat.groups().view(group.get()).policy()));
        for (var member : book.roll(id).members().entrySet()) {
            var leaf = Optional.ofNullable(leaves.get(member.getKey()));
            items.add(new BackupItem.Member(member.getKey(), member.getValue(), leaf, Parts.NONE));
        }
        return items;
    }

    /** One of each account: whose chain does not hold is not asked for anything. */
    private Map<AccountKey, LeafData> leaves(Book book, ConversationId id, Group group) throws CommandException {
        var leaves = new LinkedHashMap<AccountKey, LeafData>();
        for (var way : WayBack.of(book, id)) leaves.put(way.account(), way.leaf());
        for (var member : chat.groups().view(group).members()) {
            if (member.trusted()) leaves.putIfAbsent(member.account(), member.data());
        }
        return leaves;
    }

    private static BackupItem conversation(Book book, ConversationState state, Policy policy) throws CommandException {
        var settings = book.settings(state.id);
        return new BackupItem.Conversation(
                state.log,
                state.hub,
                state.suite,
                state.stage == Stage.CLOSED,
                state.title,
                state.unread,
                state.activity.toEpochMilli(),
                Lifetimes.of(book.tx(), state.id).asked(),
                policy.withGeneration(state.generation).withLink(Policy.NO_LINK),
                new BackupItem.Settings(
                        settings.pinned(),
                        settings.mutedUntil().map(Instant::toEpochMilli),
                        settings.archived(),
                        settings.markedUnread(),
                        settings.receipts(),
                        settings.draft().text(),
                        settings.draft().replyTo(),
                        settings.pins()),
                Parts.NONE);
    }

    private static Page messages(Book book, ConversationId id, long from, Set<MessageId> passing)
            throws CommandException {
        var messages = book.messages(id, from, PAGE);
        var items = new ArrayList<BackupItem>();
        for (var message : messages) {
            if (message.gone() == StoredMessage.Gone.ERASED) continue;
            if (passing.contains(message.id()) || isToPass(book, id, message)) continue;
            var reactions =
                    message.gone() == StoredMessage.Gone.DELETED
                            ? List.<BackupItem.Reaction>of()
                            : book.reactions(message.id()).saved(BackupItem.Message.MAX_REACTIONS);
            items.add(BackedUp.of(message, reactions));
        }
        return new Page(items, messages.size() < PAGE ? -1 : messages.getLast().order() + 1);
    }

    /**
     * Whether it is to disappear by what stands beside it now, since it may have been read after those that pass were,
     * or would be once it is sent.
     */
    private static boolean isToPass(Book book, ConversationId id, StoredMessage message) throws CommandException {
        if (message.state() == Message.State.WAITING && Lifetimes.of(book.tx(), id).now() > 0) return true;
        return message.words().lasts() > 0 || Lifetimes.isPassing(book.tx(), id, message.order());
    }
}
