package parley.terminal;

import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.Address;
import parley.protocol.text.Inert;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Messages as lines for a person: nothing in them that a terminal would obey. */
final class MessageLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter CLAIMED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /** What further lines of a text begin with; no other line does, and none of a text begins otherwise. */
    private static final String MORE = "      │ ";

    /** What the line of reactions begins with. */
    private static final String REACTIONS = "      ◦ ";

    private static final String EDITED = "(edited)";
    private static final String DELETED = "(deleted)";
    private static final String FORWARDED = "(forwarded)";

    /** The first digits of an id, which commands take for the whole. */
    private static final int SHORT_ID = 8;

    /** Characters of a message that is only pointed at. */
    private static final int EXCERPT = 40;

    private MessageLines() {}

    /**
     * A message that was said: when, who, what is known of it, and what. A text has its own column: all marks stand
     * before it, or on lines that begin otherwise than its own.
     *
     * @param group where, if that is a group
     * @param marks what is known of it, each in words of ours but for what is quoted
     * @param text empty for a message of which nothing is left
     */
    static String line(Instant at, Optional<String> group, Address from, List<String> marks, Optional<String> text) {
        var where = group.map(title -> Quotes.bracketed(title) + " ").orElse("");
        var time = LocalTime.ofInstant(at, ZoneId.systemDefault()).format(TIME);
        var head = time + " " + where + from.name() + marks.stream().map(" "::concat).collect(Collectors.joining());
        return head + text.map(it -> ": " + Inert.text(it).replace("\n", "\n" + MORE)).orElse("");
    }

    /** A message as it is now, behind the beginning of its id. */
    static String line(Message message, Optional<Message> quoted) {
        var marks = new ArrayList<String>();
        message.claimed().map(MessageLines::claimed).ifPresent(marks::add);
        if (message.forwarded()) marks.add(FORWARDED);
        if (message.edited().isPresent()) marks.add(edited(message.editClaimed()));
        if (message.deleted()) marks.add(DELETED);
        mentions(message.mentions()).ifPresent(marks::add);
        if (message.replyTo().isPresent()) marks.add(answers(quoted));
        var text = message.deleted() ? Optional.<String>empty() : Optional.of(message.text());
        var line = line(message.at(), Optional.empty(), message.from(), marks, text);
        return message.id().hex().substring(0, SHORT_ID) + " " + line + reactions(message);
    }

    /** A message that has come; {@code quoted} is what it answers, if that is here. */
    static String line(Event.MessageReceived received, Optional<String> group, Supplier<Optional<Message>> quoted) {
        var marks = new ArrayList<String>();
        received.claimed().map(MessageLines::claimed).ifPresent(marks::add);
        if (received.forwarded()) marks.add(FORWARDED);
        mentions(received.mentions()).ifPresent(marks::add);
        if (received.replyTo().isPresent()) marks.add(answers(quoted.get()));
        return line(received.at(), group, received.from(), marks, Optional.of(received.text()));
    }

    static String line(Event.MessageEdited edited, Optional<String> group) {
        var marks = new ArrayList<>(List.of(edited(edited.claimed())));
        mentions(edited.mentions()).ifPresent(marks::add);
        return line(edited.at(), group, edited.by(), marks, Optional.of(edited.text()));
    }

    private static String reactions(Message message) {
        if (message.reactions().isEmpty()) return "";
        var names = new LinkedHashMap<String, String>();
        for (var reaction : message.reactions()) {
            names.merge(Quotes.emoji(reaction.emoji()), reaction.by().name(), (some, one) -> some + ", " + one);
        }
        return names.entrySet().stream()
                .map(of -> of.getKey() + " " + of.getValue())
                .collect(Collectors.joining(" · ", "\n" + REACTIONS, ""));
    }

    /** When it says that it was written, which cannot be. */
    private static String claimed(Instant at) {
        return "(" + says(at) + ")";
    }

    /** That it was edited, and when it says that this was, where that cannot be. */
    private static String edited(Optional<Instant> claimed) {
        return claimed.map(at -> "(edited, " + says(at) + ")").orElse(EDITED);
    }

    private static String says(Instant at) {
        return "says " + CLAIMED.format(at.atZone(ZoneId.systemDefault())) + ", which cannot be";
    }

    /** Who is meant, whatever the text calls them. */
    private static Optional<String> mentions(List<Message.Mention> mentions) {
        if (mentions.isEmpty()) return Optional.empty();
        return Optional.of(
                mentions.stream()
                        .map(mention -> mention.own() ? "you" : mention.address().name())
                        .distinct()
                        .collect(Collectors.joining(", ", "(mentions ", ")")));
    }

    /** What a message answers, as this profile has it: nobody can put words into another's mouth. */
    private static String answers(Optional<Message> quoted) {
        if (quoted.isEmpty()) return "↳ something that is not here";
        var it = quoted.get();
        var mark = it.deleted() ? " " + DELETED : it.edited().isPresent() ? " " + EDITED : "";
        return "↳ " + it.from().name() + mark + (it.deleted() ? "" : " " + excerpt(it.text()));
    }

    /** The message that something was done to; nothing where it is gone. */
    static String to(Optional<Message> message) {
        return message.filter(it -> !it.deleted()).map(it -> " to " + excerpt(it.text())).orElse("");
    }

    private static String excerpt(String text) {
        var line = Inert.line(text);
        return Quotes.quoted(
                line.codePointCount(0, line.length()) <= EXCERPT
                        ? line
                        : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…");
    }
}
