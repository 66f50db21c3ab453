package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Collectors;

/** Commands about conversations and what is said in them. */
final class TalkCommands {

    private static final int MOST = 10_000;
    private static final Word CONVERSATION = new Word.One("CONVERSATION");

    private final Conversations conversations;
    private final AtNames named;

    TalkCommands(Conversations conversations, AtNames named) {
        this.conversations = conversations;
        this.named = named;
    }

    void addTo(Commands commands) {
        commands.add("list", "lists conversations", _ -> list());
        commands.add("say", "says something", this::say, CONVERSATION, new Word.Text("TEXT"));
        commands.add(
                "read",
                "shows what was said, and marks it read",
                this::read,
                new Word.Option("--last", "N"),
                CONVERSATION);
    }

    private Answer list() throws CommandException {
        var all = conversations.all();
        var titles = all.stream().map(Conversation::title).toList();
        return Answer.of(
                Answer.fields("conversations", all.stream().map(EventFields::conversation).toList()),
                all.isEmpty()
                        ? "There is no conversation yet; connect ADDRESS asks somebody for one."
                        : all.stream()
                                .map(c ->
                                        (c.kind() == Kind.GROUP ? Quotes.quoted(c.title()) : Inert.line(c.title()))
                                                + (Collections.frequency(titles, c.title()) > 1
                                                        ? " " + c.id().hex() // which alone says which is meant
                                                        : "")
                                                + (c.unread() > 0 ? " (" + unread(c) + ")" : "")
                                                + SettingsFields.line(c.settings(), Instant.now())
                                                + c.stopped()
                                                        .map(why -> " — sending is stopped: " + Inert.line(why))
                                                        .orElse(""))
                                .collect(Collectors.joining("\n")));
    }

    private static String unread(Conversation conversation) {
        var mentions = conversation.mentions() > 0 ? ", " + conversation.mentions() + " for you" : "";
        return conversation.unread() + " new" + mentions;
    }

    private Answer say(ParseResult words) throws CommandException {
        var conversation = conversations.find(word(words, 0));
        var text = word(words, 1);
        var id = conversations.say(conversation.id(), text, named.in(conversation, text));
        return Answer.said(id, conversation.id());
    }

    private Answer read(ParseResult words) throws CommandException {
        var last = (int) Values.number("--last", words.matchedOptionValue("--last", "20"), MOST);
        var conversation = conversations.find(word(words, 0));
        var messages = conversations.page(conversation.id(), Long.MAX_VALUE, last);
        conversations.markRead(conversation.id());
        var lines = new ArrayList<String>();
        for (var message : messages) lines.add(MessageLines.line(message, conversations.quoted(message)));
        return Answer.of(
                Answer.fields("messages", messages.stream().map(EventFields::message).toList()),
                String.join("\n", lines));
    }
}
