package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Optional;

/** Commands about a message that was said. */
final class MessageCommands {

    private static final String HERE = "--here";
    private static final String OFF = "--off";
    private static final Word ID = new Word.One("ID");
    private static final Word CONVERSATION = new Word.One("CONVERSATION");

    private final Conversations conversations;
    private final MessageIds ids;
    private final Transfers transfers;
    private final AtNames named;

    MessageCommands(Conversations conversations, Transfers transfers, AtNames named) {
        this.conversations = conversations;
        this.ids = new MessageIds(conversations);
        this.transfers = transfers;
        this.named = named;
    }

    void addTo(Commands commands) {
        commands.add("reply", "answers a message", this::reply, ID, new Word.Text("TEXT"));
        commands.add(
                "forward", "says a message, or offers a file, once more elsewhere", this::forward, ID, CONVERSATION);
        commands.add("edit", "gives a message of yours another text", this::edit, ID, new Word.Text("TEXT"));
        commands.add(
                "delete",
                "takes a message of yours, or a file, back from everybody; --here removes any from this profile alone",
                this::delete,
                new Word.Flag(HERE),
                ID);
        commands.add(
                "react",
                "says by an emoji what you think of a message",
                this::react,
                new Word.Flag(OFF),
                ID,
                new Word.One("EMOJI"));
    }

    private Answer reply(ParseResult words) throws CommandException {
        var to = need(ids.find(word(words, 0)));
        var conversation = to.conversation();
        var text = word(words, 1);
        return Answer.said(conversations.reply(conversation, to.id(), text, mentions(to, text)), conversation);
    }

    private Answer forward(ParseResult words) throws CommandException {
        var message = need(ids.find(word(words, 0)));
        var to = conversations.find(word(words, 1)).id();
        if (message.file().isEmpty()) return Answer.said(conversations.forward(message.id(), to), to);
        var file = transfers.forward(message.file().get(), to);
        return new Answer(
                Answer.fields("id", file.id().hex(), "conversation", to.hex()),
                "",
                false,
                List.of(),
                List.of(file.id()));
    }

    private Answer edit(ParseResult words) throws CommandException {
        var message = need(ids.find(word(words, 0)));
        var text = word(words, 1);
        return answer(message.id(), conversations.edit(message.id(), text, mentions(message, text)));
    }

    private List<Mention> mentions(Message message, String text) throws CommandException {
        var conversation = conversations.find(message.conversation());
        return conversation.isEmpty() ? List.of() : named.in(conversation.get(), text);
    }

    private Message need(MessageId id) throws CommandException {
        return conversations
                .message(id)
                .orElseThrow(() ->
                        new CommandException(
                                Code.NOT_FOUND, "there is no message " + id.hex() + "; read lists those there are"));
    }

    private Answer delete(ParseResult words) throws CommandException {
        var message = ids.find(word(words, 0));
        if (words.hasMatchedOption(HERE)) {
            conversations.erase(message);
            return answer(message, Optional.empty());
        }
        try {
            return answer(message, conversations.delete(message));
        } catch (CommandException e) {
            if (e.code() != Code.REFUSED || isOwn(message)) throw e;
            throw new CommandException(e.code(), e.getMessage() + " (by " + HERE + ")", e);
        }
    }

    /** Whether it can be deleted for everybody, which others' cannot. */
    private boolean isOwn(MessageId id) throws CommandException {
        return conversations.message(id).filter(message -> !message.own()).isEmpty();
    }

    private Answer react(ParseResult words) throws CommandException {
        var message = ids.find(word(words, 0));
        return answer(message, conversations.react(message, word(words, 1), !words.hasMatchedOption(OFF)));
    }

    /**
     * What was done to a message.
     *
     * @param said what tells the others
     */
    private static Answer answer(MessageId message, Optional<MessageId> said) {
        return new Answer(
                Answer.fields("message", message.hex(), "id", said.map(MessageId::hex)),
                "",
                false,
                said.stream().toList(),
                List.of());
    }
}
