package parley.terminal;

import parley.client.api.Message;
import parley.protocol.Address;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** Messages as lines for a person: nothing in them that a terminal would obey. */
final class MessageLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    /** What further lines of a message are set in by. */
    private static final String INDENT = "      ";

    /** The first digits of an id, which commands take for the whole. */
    private static final int SHORT_ID = 8;

    /** Characters of a message that is only pointed at. */
    private static final int EXCERPT = 40;

    private MessageLines() {}

    /**
     * A message that was said: when, who, and what, further lines set in.
     *
     * @param group where, if that is a group
     * @param quote what it answers, if it does ({@link #quote})
     */
    static String line(Instant at, Optional<String> group, Address from, Optional<String> quote, String text) {
        var where = group.map(title -> "[" + Inert.line(title) + "] ").orElse("");
        var time = LocalTime.ofInstant(at, ZoneId.systemDefault()).format(TIME);
        var answers = quote.map(it -> " ↳ " + it).orElse("");
        return time + " " + where + from.name() + answers + ": " + Inert.text(text).replace("\n", "\n" + INDENT);
    }

    /** A message as it is now, behind the beginning of its id. */
    static String line(Message message, Optional<Message> quoted) {
        var text =
                message.deleted()
                        ? "(deleted)"
                        : message.edited().isPresent() ? edited(message.text()) : message.text();
        var line =
                line(message.at(), Optional.empty(), message.from(), message.replyTo().map(_ -> quote(quoted)), text);
        return message.id().hex().substring(0, SHORT_ID) + " " + line + reactions(message);
    }

    private static String reactions(Message message) {
        if (message.reactions().isEmpty()) return "";
        var names = new LinkedHashMap<String, String>();
        for (var reaction : message.reactions()) {
            names.merge(Inert.line(reaction.emoji()), reaction.by().name(), (some, one) -> some + ", " + one);
        }
        return names.entrySet().stream()
                .map(of -> of.getKey() + " " + of.getValue())
                .collect(Collectors.joining(" · ", "\n" + INDENT, ""));
    }

    static String edited(String text) {
        return text + " (edited)";
    }

    /** What a message answers, as this profile has it: nobody can put words into another's mouth. */
    static String quote(Optional<Message> quoted) {
        return quoted.map(it -> it.from().name() + " “" + (it.deleted() ? "(deleted)" : excerpt(it.text())) + "”")
                .orElse("something that is not here");
    }

    /** The message that something was done to; nothing where it is gone. */
    static String to(Optional<Message> message) {
        return message.filter(it -> !it.deleted()).map(it -> " to “" + excerpt(it.text()) + "”").orElse("");
    }

    private static String excerpt(String text) {
        var line = Inert.line(text);
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }
}
