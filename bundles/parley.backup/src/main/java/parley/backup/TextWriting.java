package parley.backup;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Message;
import parley.protocol.text.Inert;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** Plain text: a line for each message, further lines set in. */
final class TextWriting implements Writing {

    private static final String INDENT = "    ";
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
        out.append(time.format(message.at())).append(' ').append(message.from().toString()).append(": ");
        if (message.file().isPresent()) out.append("[file] ");
        out.append(message.deleted() ? "(deleted)" : Inert.text(message.text()).replace("\n", "\n" + INDENT));
        if (message.edited().isPresent()) out.append(" (edited)");
        out.append('\n');
        if (message.forwarded()) out.append(INDENT).append("(forwarded)\n");
        if (!message.mentions().isEmpty()) {
            var whom = message.mentions().stream().map(mention -> mention.address().toString()).distinct();
            out.append(INDENT).append("(mentions ").append(whom.collect(Collectors.joining(", "))).append(")\n");
        }
        if (entry.answers()) out.append(INDENT).append("↳ ").append(answer(entry)).append('\n');
        for (var reaction : entry.reactions().entrySet()) {
            out.append(INDENT)
                    .append(Inert.line(reaction.getKey()))
                    .append(' ')
                    .append(String.join(", ", reaction.getValue()))
                    .append('\n');
        }
    }

    private static String answer(Entry entry) {
        return entry.quoted()
                .map(quoted -> quoted.from() + ": " + excerpt(quoted))
                .orElse("something that is not here");
    }

    static String excerpt(Message message) {
        if (message.deleted()) return "(deleted)";
        var line = Inert.line(message.text());
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }

    @Override
    public void end(Appendable out) {}
}
