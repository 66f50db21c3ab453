package parley.search;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.client.api.chat.Texts;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations as far as the index reads them, and what changed in them. Thread-safe. */
final class FakeTalk implements Texts {

    static final ConversationId ONE = id(1);
    static final ConversationId TWO = id(2);
    static final Address ALICE = new Address("alice", "relay.example");
    static final Address BOB = new Address("bob", "relay.example");
    private static final AccountKey KEY = new AccountKey(Token.random().bytes());

    private final Map<MessageId, Message> messages = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** Changes up to here are known no more. */
    long forgotten;

    /** When something was said last, by our clock. */
    Instant activity = Instant.now();

    /** How often everything was read. */
    int readings;

    private static ConversationId id(int value) {
        var bytes = new byte[16];
        bytes[0] = (byte) value;
        return new ConversationId(Bytes.wrap(bytes));
    }

    /** What the component is given in place of chat's. */
    Conversations conversations() {
        return (Conversations)
                Proxy.newProxyInstance(
                        FakeTalk.class.getClassLoader(),
                        new Class<?>[] {Conversations.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "message" -> message((MessageId) arguments[0]);
                                    case "page" ->
                                            page(
                                                    (ConversationId) arguments[0],
                                                    (Long) arguments[1],
                                                    (Integer) arguments[2]);
                                    case "all" -> all();
                                    default -> throw new AssertionError(method);
                                });
    }

    MessageId say(ConversationId where, Address from, Instant at, String text) {
        return say(new MessageId(Token.random().bytes().slice(0, 16)), where, from, at, text);
    }

    synchronized MessageId say(MessageId id, ConversationId where, Address from, Instant at, String text) {
        var order = messages.size() + 1L;
        messages.put(id, message(id, where, order, from, at, text, false));
        changed(id);
        return id;
    }

    synchronized void edit(MessageId id, String text) {
        var was = messages.get(id);
        if (was == null) throw new AssertionError(id);
        messages.put(id, message(id, was.conversation(), was.order(), was.from(), was.at(), text, true));
        changed(id);
    }

    void delete(MessageId id) {
        edit(id, "");
    }

    synchronized void erase(MessageId id) {
        messages.remove(id);
        changed(id);
    }

    private void changed(MessageId id) {
        changes.add(new Change(changes.size() + 1L, id));
    }

    private static Message message(
            MessageId id, ConversationId where, long order, Address from, Instant at, String text, boolean amended) {
        return new Message(
                id,
                where,
                order,
                KEY,
                from,
                from.equals(ALICE),
                text,
                at,
                Message.State.RECEIVED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                amended && !text.isEmpty() ? Optional.of(at) : Optional.empty(),
                amended && text.isEmpty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private synchronized Optional<Message> message(MessageId id) {
        return Optional.ofNullable(messages.get(id));
    }

    private synchronized List<Message> page(ConversationId where, long before, int limit) {
        var page = new ArrayList<Message>();
        for (var message : new ArrayList<>(messages.values()).reversed()) {
            if (page.size() == limit) break;
            if (message.conversation().equals(where) && message.order() < before) page.add(message);
        }
        return page.reversed();
    }

    private synchronized List<Conversations.Conversation> all() {
        readings++;
        return List.of(ONE, TWO).stream()
                .map(id ->
                        new Conversations.Conversation(
                                id,
                                Conversations.Kind.GROUP,
                                "a talk",
                                List.of(),
                                0,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                1,
                                activity))
                .toList();
    }

    @Override
    public synchronized long last() {
        return changes.size();
    }

    @Override
    public synchronized Optional<List<Change>> since(long after, int limit) throws CommandException {
        if (after > last() || after < forgotten) return Optional.empty();
        return Optional.of(List.copyOf(changes.subList((int) after, (int) Math.min(last(), after + limit))));
    }
}
