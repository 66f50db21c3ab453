package parley.backup;

import parley.client.api.Conversations.Conversation;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Locale;

/** JSON (RFC 8259): an object whose {@code messages} stand one a line, with the fields that scripts know of events. */
final class JsonWriting implements Writing {

    private boolean hasMessages;

    @Override
    public void begin(Appendable out, Conversation conversation, Instant now) throws IOException {
        out.append("{\"format\":\"parley export\",\"version\":1,\"exported\":");
        text(out, time(now));
        out.append(",\"conversation\":{\"id\":");
        text(out, conversation.id().hex());
        out.append(",\"title\":");
        text(out, conversation.title());
        out.append(",\"kind\":");
        text(out, conversation.kind().name().toLowerCase(Locale.ROOT));
        out.append(",\"members\":");
        texts(out, conversation.members().stream().map(Object::toString).iterator());
        out.append("},\"messages\":[");
    }

    @Override
    public void add(Appendable out, Entry entry) throws IOException {
        var message = entry.message();
        out.append(hasMessages ? ",\n" : "\n").append("{\"id\":");
        hasMessages = true;
        text(out, message.id().hex());
        field(out, "from", message.from().toString());
        if (message.own()) out.append(",\"own\":true");
        field(out, "at", time(message.at()));
        if (message.claimed().isPresent()) field(out, "claimed", time(message.claimed().get()));
        field(out, "text", message.text());
        if (message.file().isPresent()) {
            field(out, "file", message.text());
            if (entry.size().isPresent()) out.append(",\"size\":").append(String.valueOf(entry.size().getAsLong()));
        }
        mentions(out, entry);
        if (message.forwarded()) out.append(",\"forwarded\":true");
        if (message.replyTo().isPresent()) field(out, "replyTo", message.replyTo().get().hex());
        if (message.edited().isPresent()) field(out, "edited", time(message.edited().get()));
        if (message.editClaimed().isPresent()) field(out, "editClaimed", time(message.editClaimed().get()));
        if (message.deleted()) out.append(",\"deleted\":true");
        reactions(out, entry);
        out.append('}');
    }

    /** In Unicode code points of the text, as in events. */
    private static void mentions(Appendable out, Entry entry) throws IOException {
        if (entry.message().mentions().isEmpty()) return;
        out.append(",\"mentions\":[");
        var first = true;
        for (var mention : entry.message().mentions()) {
            out.append(first ? "{\"account\":" : ",{\"account\":");
            first = false;
            text(out, mention.address().toString());
            out.append(",\"start\":").append(String.valueOf(mention.start()));
            out.append(",\"length\":").append(String.valueOf(mention.length())).append('}');
        }
        out.append(']');
    }

    private static void reactions(Appendable out, Entry entry) throws IOException {
        if (entry.message().reactions().isEmpty()) return;
        out.append(",\"reactions\":[");
        var first = true;
        for (var reaction : entry.message().reactions()) {
            out.append(first ? "{\"by\":" : ",{\"by\":");
            first = false;
            text(out, reaction.by().toString());
            field(out, "emoji", reaction.emoji());
            out.append('}');
        }
        out.append(']');
    }

    @Override
    public void end(Appendable out) throws IOException {
        out.append("\n]}\n");
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void field(Appendable out, String name, String value) throws IOException {
        out.append(",\"").append(name).append("\":");
        text(out, value);
    }

    private static void texts(Appendable out, Iterator<String> texts) throws IOException {
        out.append('[');
        while (texts.hasNext()) {
            text(out, texts.next());
            if (texts.hasNext()) out.append(',');
        }
        out.append(']');
    }

    /** Whatever would not survive as it is (RFC 8259 §7), or turns around what an editor shows, is escaped. */
    private static void text(Appendable out, String text) throws IOException {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> {
                    if (isPlain(text, i)) out.append(c);
                    else out.append(String.format("\\u%04x", (int) c));
                }
            }
        }
        out.append('"');
    }

    private static boolean isPlain(String text, int at) {
        var c = text.charAt(at);
        if (Character.isHighSurrogate(c))
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        if (Character.isLowSurrogate(c)) return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
