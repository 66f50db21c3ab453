package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The conversations of a {@link FakeClient}. */
final class FakeConversations implements Conversations {

    /** The pinned ones in their order, then as they were last active. */
    private static final Comparator<Conversation> ORDER =
            Comparator.<Conversation, Long>comparing(talk -> talk.settings().pinned() - 1, Long::compareUnsigned)
                    .thenComparing(Comparator.comparing(Conversation::lastActivity).reversed());

    private final FakeClient client;
    private final FakeTalks said = new FakeTalks();
    private final Map<ConversationId, Conversation> talks = new LinkedHashMap<>();

    FakeConversations(FakeClient client) {
        this.client = client;
    }

    /** Something that somebody does to a message. */
    @FunctionalInterface
    interface Deed {
        Optional<Event> does(FakeTalks talks) throws CommandException;
    }

    /** What may change of a conversation. */
    record Change(
            List<Address> members,
            int unread,
            Optional<Message> last,
            Optional<String> stopped,
            boolean resumable,
            Instant at,
            ConversationSettings.Settings settings) {

        Change members(List<Address> now) {
            return new Change(now, unread, last, stopped, resumable, at, settings);
        }

        Change unread(int now) {
            return new Change(members, now, last, stopped, resumable, at, settings);
        }

        Change last(Optional<Message> now) {
            return new Change(members, unread, now, stopped, resumable, at, settings);
        }

        Change stopped(Optional<String> now, boolean mayResume) {
            return new Change(members, unread, last, now, mayResume, at, settings);
        }

        Change set(ConversationSettings.Settings now) {
            return new Change(members, unread, last, stopped, resumable, at, now);
        }

        Change at(Instant now) {
            return new Change(members, unread, last, stopped, resumable, now, settings);
        }
    }

    ConversationId open(Kind kind, String title, List<Address> members, Instant at) {
        synchronized (client) {
            var id = ConversationId.random();
            said.open(id);
            put(
                    id,
                    kind,
                    title,
                    new Change(
                            members,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            at,
                            ConversationSettings.Settings.NONE));
            return id;
        }
    }

    void change(ConversationId id, UnaryOperator<Change> change) {
        synchronized (client) {
            var was = talks.get(id);
            var before =
                    new Change(
                            was.members(),
                            was.unread(),
                            was.last(),
                            was.stopped(),
                            was.resumable(),
                            was.lastActivity(),
                            was.settings());
            put(id, was.kind(), was.title(), change.apply(before));
        }
    }

    void rename(ConversationId id, String title) {
        synchronized (client) {
            var was = talks.get(id);
            var same =
                    new Change(
                            was.members(),
                            was.unread(),
                            was.last(),
                            was.stopped(),
                            was.resumable(),
                            was.lastActivity(),
                            was.settings());
            put(id, was.kind(), title, same);
        }
    }

    private void put(ConversationId id, Kind kind, String title, Change now) {
        talks.put(
                id,
                new Conversation(
                        id,
                        kind,
                        title,
                        now.members(),
                        now.unread(),
                        0,
                        now.last(),
                        now.stopped(),
                        now.resumable(),
                        1,
                        now.at(),
                        now.settings()));
    }

    Message keep(Message message) {
        synchronized (client) {
            said.add(message);
            int more = !message.own() && message.state() == Message.State.RECEIVED ? 1 : 0;
            change(
                    message.conversation(),
                    talk -> talk.unread(talk.unread() + more).last(Optional.of(message)).at(message.at()));
            return message;
        }
    }

    /** Has the message {@code id} answer {@code to}, as if it always had. */
    void answer(MessageId id, MessageId to) {
        synchronized (client) {
            keepLast(said.answer(id, to).conversation());
        }
    }

    /** Has the message {@code id} mention those. */
    void mention(MessageId id, List<Mention> mentions) {
        synchronized (client) {
            var all =
                    mentions.stream()
                            .map(it ->
                                    new Message.Mention(
                                            it.start(),
                                            it.length(),
                                            it.account(),
                                            called(it),
                                            called(it).equals(client.mine())))
                            .toList();
            keepLast(said.mention(id, all, false).conversation());
        }
    }

    /** Has the message {@code id} be from elsewhere. */
    void forwarded(MessageId id) {
        synchronized (client) {
            said.mention(id, List.of(), true);
        }
    }

    /** Has the message {@code id} say that it was written at {@code time}, which cannot be. */
    void claim(MessageId id, Instant time) {
        synchronized (client) {
            said.claim(id, Optional.of(time), Optional.empty());
        }
    }

    /** Has the message {@code id} say that it was edited at {@code time}, which cannot be. */
    void claimEdit(MessageId id, Instant time) {
        synchronized (client) {
            said.claim(id, Optional.empty(), Optional.of(time));
        }
    }

    /** Has the message {@code id} stay for {@code time} from when it was read. */
    void lasts(MessageId id, Duration time) {
        synchronized (client) {
            said.lasts(id, time);
        }
    }

    private Address called(Mention mention) {
        return talks.values().stream()
                .flatMap(talk -> talk.members().stream())
                .filter(it -> FakeClient.key(it.name()).equals(mention.account()))
                .findFirst()
                .orElseThrow();
    }

    /** Has the list show what is by now the newest of what was said. */
    private void keepLast(ConversationId id) {
        change(id, talk -> talk.last(said.last(id)));
    }

    Optional<Event> does(Deed deed) throws CommandException {
        synchronized (client) {
            if (client.refusal.isPresent()) throw client.refusal.get();
            var event = deed.does(said);
            List.copyOf(talks.keySet()).forEach(this::keepLast);
            return event;
        }
    }

    private Optional<MessageId> own(Deed deed) throws CommandException {
        return does(deed).map(_ -> MessageId.random());
    }

    @Override
    public List<Conversation> all() {
        synchronized (client) {
            return talks.values().stream().sorted(ORDER).toList();
        }
    }

    @Override
    public Optional<Conversation> find(ConversationId id) {
        synchronized (client) {
            return Optional.ofNullable(talks.get(id));
        }
    }

    @Override
    public Conversation find(String addressOrIdOrTitle) {
        throw new AssertionError("not asked for");
    }

    @Override
    public MessageId say(ConversationId conversation, String text, List<Mention> mentions) throws CommandException {
        synchronized (client) { // a test may hold the answer back
            if (client.refusal.isPresent()) {
                client.note("refused");
                throw client.refusal.get();
            }
            if (text.length() > 5000)
                throw new CommandException(Code.TOO_LARGE, "this is longer than a message can be: send a file");
            client.settings.draft(conversation, ConversationSettings.Draft.NONE);
            var who = client.mine().name();
            var id = client.message(conversation, who, text, Instant.now(), Message.State.WAITING).id();
            if (!mentions.isEmpty()) mention(id, mentions);
            return id;
        }
    }

    @Override
    public MessageId reply(ConversationId conversation, MessageId to, String text, List<Mention> mentions)
            throws CommandException {
        synchronized (client) {
            if (!said.need(to).conversation().equals(conversation))
                throw new CommandException(Code.NOT_FOUND, "there is no message " + to.hex());
            var id = say(conversation, text, mentions);
            answer(id, to);
            return id;
        }
    }

    @Override
    public MessageId forward(MessageId message, ConversationId to) throws CommandException {
        synchronized (client) {
            return say(to, said.need(message).text(), List.of());
        }
    }

    @Override
    public List<MessageId> startingWith(String digits, int newest) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Optional<MessageId> edit(MessageId message, String text, List<Mention> mentions) throws CommandException {
        return own(talks -> talks.edit(message, client.mine(), text));
    }

    @Override
    public Optional<MessageId> delete(MessageId message) throws CommandException {
        return own(talks -> talks.delete(message, client.mine()));
    }

    @Override
    public void erase(MessageId message) throws CommandException {
        own(talks -> {
            talks.erase(message);
            return Optional.empty();
        });
    }

    @Override
    public Optional<MessageId> react(MessageId message, String emoji, boolean set) throws CommandException {
        return own(talks -> talks.react(message, client.mine(), true, emoji, set));
    }

    @Override
    public Optional<Message> quoted(Message reply) {
        synchronized (client) {
            return said.quoted(reply);
        }
    }

    @Override
    public List<Message> page(ConversationId conversation, long beforeOrder, int limit) {
        synchronized (client) {
            var before = said.in(conversation).stream().filter(message -> message.order() < beforeOrder).toList();
            return before.subList(Math.max(0, before.size() - limit), before.size());
        }
    }

    @Override
    public Optional<Message> message(MessageId id) {
        synchronized (client) {
            return said.find(id);
        }
    }

    @Override
    public void markRead(ConversationId conversation) throws CommandException {
        client.note("markRead");
        client.settings.toRead(conversation, false);
        change(conversation, talk -> talk.unread(0));
    }

    @Override
    public void resume(ConversationId conversation) {
        client.note("resume");
        change(conversation, talk -> talk.stopped(Optional.empty(), false));
    }

    @Override
    public int waiting() {
        return 0;
    }
}
