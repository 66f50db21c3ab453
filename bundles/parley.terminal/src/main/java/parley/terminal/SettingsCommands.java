package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.Conversations;
import parley.client.api.Privacy;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands about what the person sets, for one conversation and for all. */
final class SettingsCommands {

    private static final String OFF = "--off";
    private static final String FOR = "--for";
    private static final String MESSAGE = "--message";
    private static final Word CONVERSATION = new Word.One("CONVERSATION");
    private static final Word.Flag NO_MORE = new Word.Flag(OFF);

    private final Conversations conversations;
    private final ConversationSettings settings;
    private final Privacy privacy;
    private final MessageIds messages;
    private final InstantSource clock;

    SettingsCommands(Conversations conversations, ConversationSettings settings, Privacy privacy, InstantSource clock) {
        this.conversations = conversations;
        this.settings = settings;
        this.privacy = privacy;
        this.messages = new MessageIds(conversations);
        this.clock = clock;
    }

    void addTo(Commands commands) {
        commands.add("typing", "tells that you are writing", this::typing, NO_MORE, CONVERSATION);
        commands.add("draft", "keeps what is not said yet", this::draft, CONVERSATION, new Word.MaybeText("TEXT"));
        commands.add(
                "pin",
                "keeps a conversation, or a message, at hand",
                this::pin,
                NO_MORE,
                new Word.Option(MESSAGE, "ID"),
                new Word.Maybe("CONVERSATION"));
        commands.add("pinned", "shows the messages that are pinned", this::pinned, CONVERSATION);
        commands.add(
                "mute", "is not disturbed by it", this::mute, NO_MORE, new Word.Option(FOR, "DURATION"), CONVERSATION);
        commands.add("archive", "hides it until something is said", this::archive, NO_MORE, CONVERSATION);
        commands.add("unread", "marks it to be looked at again", this::unread, CONVERSATION);
        commands.add(
                "receipts",
                "says there what you have read, or not",
                this::receipts,
                CONVERSATION,
                new Word.One("on|off|default"));
        commands.add(
                "lifetime",
                "says how long messages are to last",
                this::lifetime,
                CONVERSATION,
                new Word.Maybe("DURATION|off"));
        commands.add("privacy show", "says what others are told", _ -> told());
        commands.add(
                "privacy delivered",
                "tells that messages have come, or not",
                this::allDelivered,
                new Word.One("on|off"));
        commands.add("privacy receipts", "tells what you have read, or not", this::allReceipts, new Word.One("on|off"));
        commands.add("privacy typing", "tells that you are writing, or not", this::allTyping, new Word.One("on|off"));
        commands.add("privacy presence", "tells that you are there, or not", this::allPresence, new Word.One("on|off"));
    }

    private ConversationId conversation(ParseResult words) throws CommandException {
        return conversations.find(word(words, 0)).id();
    }

    private static boolean isOn(ParseResult words) {
        return !words.hasMatchedOption(OFF);
    }

    private static Answer done(ConversationId conversation) {
        return Answer.of(Answer.fields("conversation", conversation.hex()), "");
    }

    private Answer typing(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        settings.typing(conversation, isOn(words));
        return done(conversation);
    }

    private Answer draft(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        settings.draft(conversation, new Draft(word(words, 1), Optional.empty()));
        return done(conversation);
    }

    private Answer pin(ParseResult words) throws CommandException {
        String message = words.matchedOptionValue(MESSAGE, "");
        if (message.isEmpty() == word(words, 0).isEmpty()) {
            throw new CommandException(
                    Code.USAGE,
                    "pin takes either a CONVERSATION or " + MESSAGE + " ID; read shows the ids of messages");
        }
        if (!message.isEmpty()) {
            var id = messages.find(message);
            settings.pin(id, isOn(words));
            return Answer.of(Answer.fields("message", id.hex()), "");
        }
        var conversation = conversation(words);
        settings.pin(conversation, isOn(words));
        return done(conversation);
    }

    private Answer pinned(ParseResult words) throws CommandException {
        var pinned = settings.pinned(conversation(words));
        var lines = new ArrayList<String>();
        for (var message : pinned) lines.add(MessageLines.line(message, conversations.quoted(message)));
        return Answer.of(
                Answer.fields("messages", pinned.stream().map(EventFields::message).toList()),
                lines.isEmpty() ? "No message is pinned there; pin --message ID does it." : String.join("\n", lines));
    }

    private Answer mute(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        if (!isOn(words)) {
            settings.mute(conversation, Optional.empty());
            return done(conversation);
        }
        String time = words.matchedOptionValue(FOR, "");
        var until = time.isEmpty() ? ConversationSettings.FOR_EVER : clock.instant().plus(Durations.parse(FOR, time));
        settings.mute(conversation, Optional.of(until));
        return Answer.of(
                Answer.fields("conversation", conversation.hex(), "muted", SettingsFields.time(until)),
                "Muted" + SettingsFields.until(until) + ".");
    }

    private Answer archive(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        settings.archive(conversation, isOn(words));
        return done(conversation);
    }

    private Answer unread(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        settings.markUnread(conversation);
        return done(conversation);
    }

    private Answer receipts(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        var how = word(words, 1);
        settings.receipts(conversation, how.equals("default") ? Optional.empty() : Optional.of(Values.isOn(how)));
        return done(conversation);
    }

    private Answer lifetime(ParseResult words) throws CommandException {
        var conversation = conversation(words);
        var wanted = word(words, 1);
        var said =
                wanted.isEmpty()
                        ? Optional.<MessageId>empty()
                        : settings.lifetime(
                                conversation,
                                wanted.equals("off") ? Duration.ZERO : Durations.parse("lifetime", wanted));
        var found = conversations.find(conversation).orElseThrow();
        var lifetime = found.settings().lifetime();
        var fields = Answer.fields("conversation", conversation.hex(), "id", said.map(MessageId::hex));
        fields.put("lifetime", SettingsFields.json(lifetime));
        return new Answer(
                fields, SettingsFields.line(lifetime, found.kind()), false, said.stream().toList(), List.of());
    }

    private Answer allDelivered(ParseResult words) throws CommandException {
        privacy.delivered(Values.isOn(word(words, 0)));
        return told();
    }

    private Answer allReceipts(ParseResult words) throws CommandException {
        privacy.receipts(Values.isOn(word(words, 0)));
        return told();
    }

    private Answer allTyping(ParseResult words) throws CommandException {
        privacy.typing(Values.isOn(word(words, 0)));
        return told();
    }

    private Answer allPresence(ParseResult words) throws CommandException {
        privacy.presence(Values.isOn(word(words, 0)));
        return told();
    }

    private Answer told() throws CommandException {
        var told = privacy.told();
        return Answer.of(
                Answer.fields(
                        "delivered",
                        told.delivered(),
                        "receipts",
                        told.receipts(),
                        "typing",
                        told.typing(),
                        "presence",
                        told.presence()),
                "Others are"
                        + (told.delivered() ? "" : " not")
                        + " told that a message has come,"
                        + (told.receipts() ? "" : " not")
                        + " what you have read,"
                        + (told.typing() ? "" : " not")
                        + " that you are writing, and"
                        + (told.presence() ? "" : " not")
                        + " that you are there.");
    }
}
