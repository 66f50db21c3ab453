package parley.terminal;

import static parley.terminal.TestClient.AT;
import static parley.terminal.TestClient.BOB;
import static parley.terminal.TestClient.BOOKS;
import static parley.terminal.TestClient.GROUP;
import static parley.terminal.TestClient.TALK;
import static parley.terminal.TestClient.id;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;

import java.util.List;
import java.util.Optional;

/** Conversations as far as a face sees them: one with bob, and one group. */
final class TestConversations implements Conversations {

    private final TestClient client;

    private final Conversation talk =
            new Conversation(
                    TALK,
                    Kind.DIRECT,
                    BOB.toString(),
                    List.of(BOB),
                    2,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    1,
                    AT);

    TestConversations(TestClient client) {
        this.client = client;
    }

    @Override
    public List<Conversation> all() {
        return client.twice ? List.of(talk, talk) : List.of(talk);
    }

    @Override
    public Optional<Conversation> find(ConversationId id) {
        return Optional.of(id.equals(GROUP) ? BOOKS : talk);
    }

    @Override
    public Conversation find(String addressOrIdOrTitle) throws CommandException {
        if (addressOrIdOrTitle.equals("nobody")) {
            throw new CommandException(Code.NOT_FOUND, "nobody is known as nobody; contacts lists people");
        }
        return addressOrIdOrTitle.equals(BOOKS.title()) ? BOOKS : talk;
    }

    @Override
    public MessageId say(ConversationId conversation, String text, List<Mention> mentions) throws CommandException {
        client.note("say", text);
        client.mentioned = mentions;
        client.saying.go();
        return id(1);
    }

    @Override
    public List<Message> page(ConversationId conversation, long beforeOrder, int limit) {
        client.note("page", limit);
        if (!client.messages.isEmpty()) return client.messages;
        return List.of(TestClient.message(id(3), "one\ntwo"));
    }

    @Override
    public MessageId reply(ConversationId conversation, MessageId to, String text, List<Mention> mentions)
            throws CommandException {
        client.note("reply", conversation.hex(), to.hex(), text);
        client.mentioned = mentions;
        client.saying.go();
        return id(1);
    }

    @Override
    public MessageId forward(MessageId message, ConversationId to) throws CommandException {
        client.note("forward", message.hex(), to.hex());
        client.saying.go();
        return id(1);
    }

    @Override
    public List<MessageId> startingWith(String digits, int newest) {
        client.note("starting", digits, newest);
        return client.messages.stream().map(Message::id).filter(id -> id.hex().startsWith(digits)).toList();
    }

    private Optional<MessageId> amend(Object... words) throws CommandException {
        client.note(words);
        client.saying.go();
        return client.said;
    }

    @Override
    public Optional<MessageId> edit(MessageId message, String text, List<Mention> mentions) throws CommandException {
        client.mentioned = mentions;
        return amend("edit", message.hex(), text);
    }

    @Override
    public Optional<MessageId> delete(MessageId message) throws CommandException {
        return amend("delete", message.hex());
    }

    @Override
    public void erase(MessageId message) {
        client.note("erase", message.hex());
    }

    @Override
    public Optional<MessageId> react(MessageId message, String emoji, boolean set) throws CommandException {
        return amend("react", message.hex(), emoji, set);
    }

    @Override
    public Optional<Message> quoted(Message reply) {
        return reply.replyTo().flatMap(this::message);
    }

    @Override
    public Optional<Message> message(MessageId id) {
        return client.messages.stream().filter(message -> message.id().equals(id)).findFirst();
    }

    @Override
    public void markRead(ConversationId conversation) throws CommandException {
        if (client.locked) throw new CommandException(CommandException.Code.PASSPHRASE_NEEDED, "locked");
        client.note("read");
    }

    @Override
    public void resume(ConversationId conversation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int waiting() {
        return client.waiting.getAsInt();
    }
}
