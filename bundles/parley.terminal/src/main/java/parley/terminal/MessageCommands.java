package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.protocol.MessageId;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Optional;

/** Commands about a message that was said. */
final class MessageCommands {

    private static final String HERE = "--here";
    private static final String OFF = "--off";
    private static final Word ID = new Word.One("ID");

    private final Conversations conversations;
    private final MessageIds ids;

    MessageCommands(Conversations conversations) {
        this.conversations = conversations;
        this.ids = new MessageIds(conversations);
    }

    void addTo(Commands commands) {
        commands.add("reply", "answers a message", this::reply, ID, new Word.Text("TEXT"));
        commands.add("edit", "gives a message of yours another text", this::edit, ID, new Word.Text("TEXT"));
        commands.add(
                "delete",
                "takes a message of yours back, or removes any from here",
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
        var to = ids.find(word(words, 0));
        var conversation =
                conversations
                        .message(to)
                        .map(Message::conversation)
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.NOT_FOUND,
                                        "there is no message " + to.hex() + "; read lists those there are"));
        var id = conversations.reply(conversation, to, word(words, 1));
        return new Answer(
                Answer.fields("id", id.hex(), "conversation", conversation.hex()), "", false, List.of(id), List.of());
    }

    private Answer edit(ParseResult words) throws CommandException {
        var message = ids.find(word(words, 0));
        return answer(message, conversations.edit(message, word(words, 1)));
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
            if (!String.valueOf(e.getMessage()).endsWith(Conversations.ASKS_TO_ERASE)) throw e;
            throw new CommandException(e.code(), e.getMessage() + " by " + HERE, e);
        }
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
