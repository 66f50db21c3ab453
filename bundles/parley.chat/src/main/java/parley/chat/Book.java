package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Presences.Own;
import parley.client.api.Privacy.Told;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.PastEpoch;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The records of parley.chat in one transaction, by what they are. */
final class Book {

    private static final String CONVERSATION = "chat.conversation";
    private static final String EPOCH = "chat.epoch";
    private static final String RATCHETS = "chat.ratchets";
    private static final String PAST = "chat.past";
    private static final String MESSAGE = "chat.message";
    private static final String MESSAGE_BY_ID = "chat.message.id";
    private static final String OWN_BY_POSITION = "chat.message.own";
    private static final String OUTBOX = "chat.outbox";
    private static final String PENDING = "chat.pending";
    private static final String GIVEN_UP = "chat.givenup";
    private static final String INVITATION = "chat.invitation";
    private static final String CONTACT = "chat.contact";
    private static final String SETTINGS = "chat.settings";
    private static final String PRIVACY = "chat.privacy";
    private static final String PRESENCE = "chat.presence";
    private static final String QUIET = "chat.quiet";

    /** Of records of which there is one. */
    private static final Bytes ONE = Bytes.of((byte) 1);

    private static final int PRIVACY_VERSION = 3;
    private static final int PRESENCE_VERSION = 1;

    /** Commits kept of one slot that the hub has refused; one older that counts after all is found to be lost. */
    private static final int GIVEN_UP_KEPT = 4;

    /** Rows of messages read at once, at least. */
    private static final int ROWS = 32;

    /** In place of an order: those of messages begin above it. */
    private static final long OF_NO_MESSAGE = 0;

    /** Where a message of an id is. */
    record Place(ConversationId conversation, long order) {}

    private final Transaction tx;
    private @Nullable Names names;
    private @Nullable Roll roll;

    Book(Transaction tx) {
        this.tx = tx;
    }

    Transaction tx() {
        return tx;
    }

    // ---- Conversations ----

    Optional<ConversationState> conversation(ConversationId id) throws CommandException {
        var state = read(tx.get(CONVERSATION, id.bytes()), ConversationState::decode);
        state.ifPresent(this::renew);
        return state;
    }

    /** Gives an older record's members records of their own. */
    private void renew(ConversationState state) {
        var old = state.legacy;
        if (old == null) return;
        state.legacy = null;
        var roll = roll(state.id);
        var index = 0;
        for (var member : old.members().entrySet()) roll.putOfNoLeaf(index++, member.getKey(), member.getValue());
        old.numbers().forEach(roll::putNumber);
        old.watermarks().forEach(roll::put);
        put(state);
    }

    Wishes wishes(ConversationId id) {
        return new Wishes(tx, id);
    }

    Roll roll(ConversationId id) {
        var last = roll;
        if (last == null || !last.id().equals(id)) roll = last = new Roll(tx, id);
        return last;
    }

    Askers askers(ConversationId id) {
        return new Askers(tx, id);
    }

    /**
     * The addresses that some have claimed who may be no members, as far as this profile knows; else made of their
     * keys. Takes one look at all that is known, however many they are.
     */
    Map<AccountKey, Address> claimed(ConversationState state, Collection<AccountKey> accounts) throws CommandException {
        var claimed = new HashMap<AccountKey, Address>();
        if (accounts.isEmpty()) return claimed;
        var asked = Set.copyOf(accounts);
        for (var asker : askers(state.id).all())
            if (asked.contains(asker.account())) claimed.put(asker.account(), asker.claimed());
        for (var member : roll(state.id).members().entrySet())
            if (asked.contains(member.getKey())) claimed.putIfAbsent(member.getKey(), member.getValue());
        var gone = new HashSet<>(asked);
        gone.removeAll(claimed.keySet());
        claimed.putAll(new GroupLog(this).claimed(state.id, gone));
        for (var account : asked) claimed.computeIfAbsent(account, one -> Names.ofKey(one, state.hub));
        return claimed;
    }

    /** The hashes of a conversation's log. */
    Chain chain(ConversationId id) {
        return new Chain(tx, id);
    }

    /** What is known of our inbox. */
    InboxBook inbox() {
        return new InboxBook(tx);
    }

    /** Whether only admins write in a group. */
    boolean isQuiet(ConversationId id) {
        return tx.get(QUIET, id.bytes()).isPresent();
    }

    void putQuiet(ConversationId id, boolean quiet) {
        if (quiet) tx.put(QUIET, id.bytes(), Bytes.EMPTY);
        else if (isQuiet(id)) tx.remove(QUIET, id.bytes());
    }

    /** One that has a log. */
    ConversationState need(ConversationId id) throws CommandException {
        var state = needTalk(id);
        if (state.kind != Kind.LOCAL) return state;
        throw new CommandException(
                Code.REFUSED, state.title + " lives on this computer: there is nothing of that kind to do there");
    }

    /** Any: one that has a log, or one with a companion. */
    ConversationState needTalk(ConversationId id) throws CommandException {
        return conversation(id)
                .orElseThrow(() ->
                        new CommandException(
                                Code.NOT_FOUND,
                                "there is no conversation " + id.hex() + "; list shows those there are"));
    }

    /** Those that have a log: all but those with companions. */
    List<ConversationState> conversations() throws CommandException {
        return talks().stream().filter(state -> state.kind != Kind.LOCAL).toList();
    }

    /** All. */
    List<ConversationState> talks() throws CommandException {
        var all = new ArrayList<ConversationState>();
        for (var bytes : tx.all(CONVERSATION)) all.add(decode(bytes, ConversationState::decode));
        all.forEach(this::renew);
        return all;
    }

    /**
     * Forgets a conversation that never began, and that its people are contacts, so that asking anew begins anew. What
     * was said in it stays for the next of the same id ({@link #begin}).
     *
     * @return whether there is any
     */
    boolean forget(ConversationState state) throws CommandException {
        tx.remove(CONVERSATION, state.id.bytes());
        tx.remove(EPOCH, state.id.bytes());
        tx.remove(RATCHETS, state.id.bytes());
        removeCommits(state.id);
        var roll = roll(state.id);
        var members = roll.members().keySet();
        roll.clear();
        roll.bearers().clear();
        for (var account : members) {
            var contact = contact(account);
            if (contact.isEmpty()) continue;
            if (contact.get().state() == Contacts.State.APPROVED
                    && contact.get().revoke().isEmpty()
                    && contact.get().knowledge().equals(Knowledge.NONE)) {
                tx.remove(CONTACT, account.bytes());
                names = null;
            } else {
                put(contact.get().alone());
            }
        }
        return !outbox(state.id, 1).isEmpty();
    }

    /** Forgets what stands in the place of another kind of conversation, with what was to be said there. */
    void discard(ConversationState state) throws CommandException {
        forget(state);
        clear(OUTBOX, state.id);
        for (var row : tx.ascending(MESSAGE, state.id.bytes(), 0, Integer.MAX_VALUE)) {
            forget(state.id, decode(row.value(), StoredMessage::decode));
        }
        clear(MESSAGE, state.id);
        tx.remove(SETTINGS, state.id.bytes());
        new GroupLog(this).clear(state.id);
        askers(state.id).clear();
        TextChanges.noteMany(tx);
        Lifetimes.forget(tx, state.id);
    }

    /**
     * Stores a conversation that is new. What waits from an earlier one of its id, which never began, is said in this
     * one; what was known of that one's log is not true of this one's.
     */
    void begin(ConversationState state) throws CommandException {
        chain(state.id).clear();
        for (var space : List.of(PAST, OWN_BY_POSITION, WayBack.SPACE)) clear(space, state.id);
        Succession.forget(this, state.id, Long.MAX_VALUE);
        wishes(state.id).clear();
        askers(state.id).clear();
        for (var account : roll(state.id).members().keySet()) roll(state.id).removeWatermarks(account);
        carryOn(state);
    }

    private void clear(String space, ConversationId id) {
        clear(tx, space, id.bytes());
    }

    /** Removes all records of one id. */
    static void clear(Transaction tx, String space, Bytes id) {
        for (var row : tx.ascending(space, id, Long.MIN_VALUE, Integer.MAX_VALUE)) tx.remove(space, id, row.order());
    }

    private void carryOn(ConversationState state) throws CommandException {
        state.lastOrder = Math.max(state.lastOrder, lastOrder(state.id));
        state.lastOutgoing = Math.max(state.lastOutgoing, lastOutgoing(state.id));
        for (var waiting : outbox(state.id, Integer.MAX_VALUE)) {
            if (waiting.sealed().isPresent()) put(state.id, waiting.unsealed());
        }
        put(state);
    }

    /** The order of the last message of a conversation that need not have begun; 0 if there is none. */
    long lastOrder(ConversationId id) {
        return Math.max(last(MESSAGE, id), GroupLog.last(tx, id));
    }

    /** The same of what waits in its outbox. */
    long lastOutgoing(ConversationId id) {
        return last(OUTBOX, id);
    }

    private long last(String space, ConversationId id) {
        var last = tx.descending(space, id.bytes(), Long.MAX_VALUE, 1);
        return last.isEmpty() ? 0 : last.getFirst().order();
    }

    /** Stores a conversation that goes on in the same log under another leaf of ours: what waits is sealed anew. */
    void resume(ConversationState state) throws CommandException {
        chain(state.id).clear();
        for (var space : List.of(PAST, WayBack.SPACE)) clear(space, state.id);
        Succession.forget(this, state.id, state.joinedAt);
        carryOn(state);
    }

    void put(ConversationState state) {
        tx.put(CONVERSATION, state.id.bytes(), state.encode());
    }

    /** Stores it if that changes something: a transaction that changes nothing costs no fsync. */
    void putChanged(ConversationState state) {
        var now = state.encode();
        if (tx.get(CONVERSATION, state.id.bytes()).filter(now::equals).isEmpty()) {
            tx.put(CONVERSATION, state.id.bytes(), now);
        }
    }

    /**
     * Whether the other of a direct conversation is blocked: the contact whose conversation it is, whoever its group
     * says is in it.
     */
    boolean isBlocked(ConversationState state) throws CommandException {
        if (state.kind != Kind.DIRECT) return false;
        var met = false;
        for (var account : roll(state.id).members().keySet()) {
            var contact = contact(account);
            if (contact.isEmpty()) continue;
            if (contact.get().state() == Contacts.State.BLOCKED) return true;
            met |= isOf(contact.get(), state);
        }
        return !met
                && contacts().stream()
                        .anyMatch(contact -> isOf(contact, state) && contact.state() == Contacts.State.BLOCKED);
    }

    /** The contact of a direct conversation whose address has come with another key. */
    Optional<StoredContact> doubted(ConversationState state) throws CommandException {
        if (state.kind != Kind.DIRECT) return Optional.empty();
        for (var account : roll(state.id).members().keySet()) {
            var contact = contact(account);
            if (contact.isEmpty() || contact.get().state() == Contacts.State.BLOCKED) continue;
            var knowledge = contact.get().knowledge();
            if (knowledge.isReplaced() || knowledge.doubted().isPresent()) return contact;
        }
        return Optional.empty();
    }

    /** Why nothing may be sent, if it may not: the log's reason, or that the other may be another. */
    Optional<String> halted(ConversationState state) throws CommandException {
        var halted = state.halted();
        return halted.isPresent() ? halted : doubted(state).map(KeyChanges::why);
    }

    /** Whether the other of a direct conversation is nobody whom we have approved. */
    boolean isWithStranger(ConversationState state) throws CommandException {
        if (state.kind != Kind.DIRECT) return false;
        for (var account : roll(state.id).members().keySet()) {
            var contact = contact(account);
            if (contact.isPresent() && contact.get().state() == Contacts.State.APPROVED) return false;
        }
        return true;
    }

    private static boolean isOf(StoredContact contact, ConversationState state) {
        return contact.conversation().equals(Optional.of(state.id));
    }

    // ---- What the person sets ----

    StoredSettings settings(ConversationId id) throws CommandException {
        return read(tx.get(SETTINGS, id.bytes()), StoredSettings::decode).orElse(StoredSettings.NONE);
    }

    /** All that is set for a conversation, as faces see it. */
    Settings shownSettings(ConversationId id) throws CommandException {
        return settings(id).toSettings(Lifetimes.of(tx, id).toLifetime());
    }

    /** Those of all conversations for which anything is set. */
    List<StoredSettings> allSettings() throws CommandException {
        var all = new ArrayList<StoredSettings>();
        for (var bytes : tx.all(SETTINGS)) all.add(decode(bytes, StoredSettings::decode));
        return all;
    }

    /** Nothing is left of a message that may be pinned, or that a draft answers. */
    void letGo(ConversationId conversation, MessageId message) throws CommandException {
        var before = settings(conversation);
        var now = before.without(message);
        if (!now.equals(before)) put(conversation, now);
    }

    void put(ConversationId id, StoredSettings settings) {
        if (settings.equals(StoredSettings.NONE)) tx.remove(SETTINGS, id.bytes());
        else tx.put(SETTINGS, id.bytes(), settings.encode());
    }

    /** What is told in all conversations; everything before the person has said otherwise. */
    Told told() throws CommandException {
        return read(tx.get(PRIVACY, ONE), Book::told).orElse(new Told(true, true, true, true));
    }

    private static Told told(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version < 1 || version > PRIVACY_VERSION)
                        throw new MalformedException("privacy record of an unknown version");
                    var receipts = in.bool();
                    var typing = in.bool();
                    return new Told(version < 2 || in.bool(), receipts, typing, version < 3 || in.bool());
                });
    }

    void put(Told told) {
        var out = new WireWriter().u8(PRIVACY_VERSION).bool(told.receipts()).bool(told.typing());
        tx.put(PRIVACY, ONE, out.bool(told.delivered()).bool(told.presence()).toBytes());
    }

    /** What the person says of their being there. */
    Own presence() throws CommandException {
        return read(tx.get(PRESENCE, ONE), Book::presence).orElse(new Own(false, ""));
    }

    private static Own presence(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != PRESENCE_VERSION) throw new MalformedException("presence of an unknown version");
                    return new Own(in.bool(), in.text());
                });
    }

    void put(Own presence) {
        var out = new WireWriter().u8(PRESENCE_VERSION).bool(presence.away()).text(presence.status());
        tx.put(PRESENCE, ONE, out.toBytes());
    }

    // ---- Groups ----

    Optional<Group> group(ConversationId id) {
        return tx.get(EPOCH, id.bytes())
                .map(epoch -> new Group(epoch, tx.get(RATCHETS, id.bytes()).orElse(Bytes.EMPTY)));
    }

    /** Writes what changed: a message writes the ratchets, a commit the epoch as well. */
    void put(ConversationId id, Group group, @Nullable Group before) {
        if (before == null || group.epoch() != before.epoch()) tx.put(EPOCH, id.bytes(), group.epoch());
        tx.put(RATCHETS, id.bytes(), group.ratchets());
    }

    List<PastEpoch> past(ConversationId id) {
        return tx.ascending(PAST, id.bytes(), 0, ConversationState.SLOTS + 1).stream()
                .map(row -> new PastEpoch(row.order(), row.value()))
                .toList();
    }

    void put(ConversationId id, PastEpoch past) {
        tx.put(PAST, id.bytes(), past.epoch(), past.state());
    }

    /** Nothing of an earlier generation is read any more. */
    void clearPast(ConversationId id) {
        clear(PAST, id);
    }

    /** Keeps the secrets of exactly the epochs whose messages the log's rule still takes. */
    void prunePast(ConversationState state) {
        var barrier =
                state.slots.stream()
                        .filter(ConversationState.Slot::barrier)
                        .mapToLong(ConversationState.Slot::position)
                        .max()
                        .orElse(0);
        for (var past : past(state.id)) {
            var needed =
                    state.slots.stream().anyMatch(slot -> slot.epoch() == past.epoch() && slot.position() >= barrier);
            if (!needed) tx.remove(PAST, state.id.bytes(), past.epoch());
        }
    }

    // ---- Messages ----

    void put(ConversationId conversation, StoredMessage message) throws CommandException {
        var before = message(conversation, message.order()).map(row -> row.words().text()).orElse("");
        if (!before.equals(message.words().text())) TextChanges.note(tx, message.id());
        tx.put(MESSAGE, conversation.bytes(), message.order(), message.encode());
        put(message.id(), conversation, message.order());
    }

    /** Puts one of a backup; the index of words is told of all of them at once. */
    void restore(ConversationId conversation, StoredMessage message) {
        tx.put(MESSAGE, conversation.bytes(), message.order(), message.encode());
        put(message.id(), conversation, message.order());
    }

    /** Those of orders from {@code from} on, ascending; erased ones too. */
    List<StoredMessage> messages(ConversationId conversation, long from, int limit) throws CommandException {
        var messages = new ArrayList<StoredMessage>();
        for (var row : tx.ascending(MESSAGE, conversation.bytes(), from, limit)) {
            messages.add(decode(row.value(), StoredMessage::decode));
        }
        return messages;
    }

    private void put(MessageId id, ConversationId conversation, long order) {
        var place = ByteBuffer.allocate(24).put(conversation.bytes().view()).putLong(order);
        tx.put(MESSAGE_BY_ID, id.bytes(), Bytes.wrap(place.array()));
    }

    Optional<Place> place(MessageId id) throws CommandException {
        return read(
                tx.get(MESSAGE_BY_ID, id.bytes()),
                bytes -> WireReader.decode(bytes, in -> new Place(ConversationId.read(in), in.size())));
    }

    Optional<StoredMessage> message(ConversationId conversation, long order) throws CommandException {
        return read(tx.get(MESSAGE, conversation.bytes(), order), StoredMessage::decode);
    }

    Optional<StoredMessage> message(MessageId id) throws CommandException {
        var place = place(id);
        if (place.isEmpty()) return Optional.empty();
        // Another stands there where the conversation was discarded since.
        return message(place.get().conversation(), place.get().order()).filter(message -> message.id().equals(id));
    }

    /** Has nothing tell of a message any more: events that were not shown, and reactions. The row stays as it is. */
    void forget(ConversationId conversation, StoredMessage message) throws CommandException {
        if (message.told().message() != 0) tx.untell(message.told().message());
        if (message.told().edit() != 0) tx.untell(message.told().edit());
        reactions(message.id()).clear();
        letGo(conversation, message.id());
    }

    /** Removes the row; its id is not used again. */
    void remove(ConversationId conversation, StoredMessage message) throws CommandException {
        TextChanges.note(tx, message.id());
        tx.remove(MESSAGE, conversation.bytes(), message.order());
        take(conversation, message.id());
    }

    /** Takes the id of something that is no message but was said in a conversation: it is not used again. */
    void take(ConversationId conversation, MessageId id) {
        put(id, conversation, OF_NO_MESSAGE);
    }

    Reactions reactions(MessageId message) {
        return new Reactions(tx, message);
    }

    /** A message as faces see it. */
    Message shown(ConversationId conversation, StoredMessage message) throws CommandException {
        return shown(conversation, message, reactions(message.id()).all());
    }

    /** The same with no reactions but {@code reactions}. */
    Message shown(ConversationId conversation, StoredMessage message, List<Message.Reaction> reactions)
            throws CommandException {
        if (!message.own()) return message.toMessage(conversation, reactions);
        var state = Discretion.shown(this, conversation, message.state());
        return message.with(state).toMessage(conversation, reactions);
    }

    /** The newest {@code limit} before {@code beforeOrder} that were not erased, oldest first. */
    List<StoredMessage> page(ConversationId conversation, long beforeOrder, int limit) throws CommandException {
        var page = new ArrayList<StoredMessage>();
        var before = beforeOrder;
        // Only an older profile keeps rows that were erased: many of them are not passed one by one.
        for (var many = limit; page.size() < limit; many = Math.max(limit, ROWS)) {
            var rows = tx.descending(MESSAGE, conversation.bytes(), before - 1, many);
            for (var row : rows) {
                var message = decode(row.value(), StoredMessage::decode);
                if (message.gone() != StoredMessage.Gone.ERASED && page.size() < limit) page.add(message);
            }
            if (rows.size() < many) break;
            before = rows.getLast().order();
        }
        return page.reversed();
    }

    /** Notes where an own message stands in the log, so that watermarks find it. */
    void placeOwn(ConversationId conversation, long position, long order) {
        tx.put(
                OWN_BY_POSITION,
                conversation.bytes(),
                position,
                Bytes.wrap(ByteBuffer.allocate(8).putLong(order).array()));
    }

    /** Own messages at positions behind {@code after}, up to {@code upTo}. */
    List<StoredMessage> own(ConversationId conversation, long after, long upTo) throws CommandException {
        var own = new ArrayList<StoredMessage>();
        for (var row : tx.ascending(OWN_BY_POSITION, conversation.bytes(), after + 1, Integer.MAX_VALUE)) {
            if (row.order() > upTo) break;
            message(conversation, row.value().view().getLong()).ifPresent(own::add);
        }
        return own;
    }

    // ---- Outbox and pending commit ----

    void put(ConversationId id, Outgoing outgoing) {
        tx.put(OUTBOX, id.bytes(), outgoing.order(), outgoing.encode());
    }

    void remove(ConversationId id, Outgoing outgoing) {
        tx.remove(OUTBOX, id.bytes(), outgoing.order());
    }

    List<Outgoing> outbox(ConversationId id, int limit) throws CommandException {
        return outbox(id, 0, limit);
    }

    List<Outgoing> outbox(ConversationId id, long from, int limit) throws CommandException {
        var rows = new ArrayList<Outgoing>();
        for (var row : tx.ascending(OUTBOX, id.bytes(), from, limit)) rows.add(decode(row.value(), Outgoing::decode));
        return rows;
    }

    Optional<PendingCommit> pending(ConversationId id) throws CommandException {
        return read(tx.get(PENDING, id.bytes()), PendingCommit::decode);
    }

    /** What the Welcomes of the pending commit name, sealed. */
    void putInvitation(ConversationId id, Bytes sealed) {
        tx.put(INVITATION, id.bytes(), sealed);
    }

    Optional<Bytes> invitation(ConversationId id) {
        return tx.get(INVITATION, id.bytes());
    }

    void put(ConversationId id, PendingCommit pending) {
        tx.put(PENDING, id.bytes(), pending.encode());
    }

    /**
     * Makes way for another commit in the slot of {@code pending}, which the hub has refused; but as long as the slot
     * is open it is kept, for a hub may say one thing and do another.
     */
    void giveUp(ConversationId id, PendingCommit pending) {
        tx.remove(PENDING, id.bytes());
        tx.remove(INVITATION, id.bytes());
        var newest = tx.descending(GIVEN_UP, id.bytes(), Long.MAX_VALUE, 1);
        var order = newest.isEmpty() ? 1 : newest.getFirst().order() + 1;
        tx.put(GIVEN_UP, id.bytes(), order, pending.encode());
        if (order > GIVEN_UP_KEPT) tx.remove(GIVEN_UP, id.bytes(), order - GIVEN_UP_KEPT);
    }

    /** Those of the open slot that were given up, the newest {@link #GIVEN_UP_KEPT}. */
    List<PendingCommit> givenUp(ConversationId id) throws CommandException {
        var rows = new ArrayList<PendingCommit>();
        for (var row : tx.ascending(GIVEN_UP, id.bytes(), 0, GIVEN_UP_KEPT))
            rows.add(decode(row.value(), PendingCommit::decode));
        return rows;
    }

    /** Forgets our commits in a slot that is filled. */
    void removeCommits(ConversationId id) {
        tx.remove(PENDING, id.bytes());
        tx.remove(INVITATION, id.bytes());
        for (var row : tx.ascending(GIVEN_UP, id.bytes(), 0, GIVEN_UP_KEPT))
            tx.remove(GIVEN_UP, id.bytes(), row.order());
    }

    // ---- Contacts ----

    Optional<StoredContact> contact(AccountKey account) throws CommandException {
        return read(tx.get(CONTACT, account.bytes()), StoredContact::decode);
    }

    List<StoredContact> contacts() throws CommandException {
        var all = new ArrayList<StoredContact>();
        for (var bytes : tx.all(CONTACT)) all.add(decode(bytes, StoredContact::decode));
        all.sort(Comparator.comparing(contact -> contact.address().toString()));
        return all;
    }

    /**
     * Those who have used a name. All live at one relay, known by its key: what it calls itself, which it may change,
     * tells nobody apart.
     */
    List<StoredContact> named(String name) throws CommandException {
        return contacts().stream().filter(contact -> contact.address().name().equals(name)).toList();
    }

    /** What people are called now. */
    Names names() throws CommandException {
        var known = names;
        if (known == null) names = known = new Names(tx, contacts());
        return known;
    }

    void remove(StoredContact contact) {
        names = null;
        tx.remove(CONTACT, contact.account().bytes());
    }

    void put(StoredContact contact) {
        names = null;
        tx.put(CONTACT, contact.account().bytes(), contact.encode());
    }

    @FunctionalInterface
    interface Decode<T> {
        T from(Bytes bytes) throws MalformedException;
    }

    private static <T> Optional<T> read(Optional<Bytes> bytes, Decode<T> decode) throws CommandException {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get(), decode));
    }

    static <T> T decode(Bytes bytes, Decode<T> decode) throws CommandException {
        try {
            return decode.from(bytes);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new CommandException(
                    Code.DAMAGED, "a record of the profile cannot be read; restore the profile from a backup", e);
        }
    }
}
