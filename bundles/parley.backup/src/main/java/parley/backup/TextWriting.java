package parley.backup;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Message;
import parley.protocol.text.Inert;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/**
 * Plain text: a line for each message, further lines set in. What people wrote has its own columns: our marks stand
 * before it, or on lines that begin otherwise than its own.
 */
final class TextWriting implements Writing {

    private static final String INDENT = "    ";

    /** What further lines of a text begin with; no other line does, and none of a text begins otherwise. */
    private static final String MORE = INDENT + "│ ";

    /** What the lines of reactions begin with. */
    private static final String REACTION = INDENT + "◦ ";

    private static final int EXCERPT = 80;

    private final DateTimeFormatter time;

    TextWriting(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(zone);
    }

    @Override
    public void begin(Appendable out, Conversation conversation, Instant now) throws IOException {
        out.append(Inert.line(conversation.title())).append(", exported ").append(time.format(now)).append("\n\n");
    }

    @Override
    public void add(Appendable out, Entry entry) throws IOException {
        var message = entry.message();
        out.append(time.format(message.at())).append(' ').append(message.from().toString());
        if (message.claimed().isPresent()) out.append(" (").append(claim(message.claimed().get(), time)).append(')');
        if (message.forwarded()) out.append(" (forwarded)");
        out.append(state(message));
        if (message.editClaimed().isPresent())
            out.append(" (the edit ").append(claim(message.editClaimed().get(), time)).append(')');
        if (message.file().isPresent()) out.append(" [file]");
        if (!message.deleted()) out.append(": ").append(Inert.text(message.text()).replace("\n", "\n" + MORE));
        out.append('\n');
        if (!message.mentions().isEmpty()) {
            var whom = message.mentions().stream().map(mention -> mention.address().toString()).distinct();
            out.append(INDENT).append("(mentions ").append(whom.collect(Collectors.joining(", "))).append(")\n");
        }
        if (entry.answers()) out.append(INDENT).append("↳ ").append(answer(entry)).append('\n');
        for (var reaction : entry.reactions().entrySet()) {
            out.append(REACTION)
                    .append(String.join(", ", reaction.getValue()))
                    .append(": ") // last: an emoji may be any short text
                    .append(Inert.line(reaction.getKey()))
                    .append('\n');
        }
    }

    /** When a message, or an edit, says that it was written, which cannot be. */
    static String claim(Instant claimed, DateTimeFormatter time) {
        return "says " + time.format(claimed) + ", which cannot be";
    }

    /** What became of a message, in words of ours. */
    private static String state(Message message) {
        return message.deleted() ? " (deleted)" : message.edited().isPresent() ? " (edited)" : "";
    }

    private static String answer(Entry entry) {
        return entry.quoted()
                .map(quoted -> quoted.from() + state(quoted) + (quoted.deleted() ? "" : ": " + excerpt(quoted)))
                .orElse("something that is not here");
    }

    /** The beginning of a text that is only pointed at, on one line. */
    static String excerpt(Message message) {
        var line = Inert.line(message.text());
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }

    @Override
    public void end(Appendable out) {}
}
