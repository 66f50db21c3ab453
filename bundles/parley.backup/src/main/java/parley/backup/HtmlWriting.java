package parley.backup;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Message;
import parley.protocol.text.Inert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * HTML for a browser, in one file. Everything that people wrote is escaped and stands in elements of its own that take
 * their direction from it; the policy lets the browser load nothing and run nothing, whatever were to slip through.
 */
final class HtmlWriting implements Writing {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
            body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
            article { margin: 0 0 .9rem; padding: .5rem .8rem; border-radius: .6rem; background: #8881; }
            article.own { background: #3b82f626; margin-inline-start: 3rem; }
            header { font-size: .8rem; opacity: .75; }
            p { margin: .2rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
            blockquote { margin: .3rem 0 0; padding-inline-start: .6rem; border-inline-start: 3px solid #8886;
              font-size: .85rem; overflow-wrap: anywhere; }
            footer { font-size: .85rem; margin-top: .3rem; }
            .gone { font-style: italic; opacity: .7; }
            """;

    private final DateTimeFormatter time;

    HtmlWriting(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(zone);
    }

    @Override
    public void begin(Appendable out, Conversation conversation, Instant now) throws IOException {
        var title = escape(Inert.line(conversation.title()));
        out.append("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
                .append(hash())
                .append("'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
                .append(title)
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1><bdi>")
                .append(title)
                .append("</bdi></h1>\n<p>Exported ")
                .append(time.format(now))
                .append("</p>\n");
    }

    private static String hash() {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void add(Appendable out, Entry entry) throws IOException {
        var message = entry.message();
        out.append(message.own() ? "<article class=\"own\" id=\"m" : "<article id=\"m")
                .append(message.id().hex())
                .append("\">\n<header><bdi>")
                .append(escape(message.from().toString()))
                .append("</bdi> · <time datetime=\"")
                .append(message.at().toString())
                .append("\">")
                .append(time.format(message.at()))
                .append("</time>")
                .append(message.claimed().map(at -> " · " + TextWriting.claim(at, time)).orElse(""))
                .append(message.forwarded() ? " · forwarded" : "")
                .append(message.edited().isPresent() ? " · edited" : "")
                .append(message.editClaimed().map(at -> " · the edit " + TextWriting.claim(at, time)).orElse(""))
                .append("</header>\n");
        if (entry.answers()) answer(out, entry);
        if (message.deleted()) {
            out.append("<p class=\"gone\">deleted</p>\n");
        } else {
            var file = message.file().isPresent() ? "📎 " : "";
            out.append("<p dir=\"auto\">").append(file);
            text(out, message);
            out.append("</p>\n");
        }
        reactions(out, entry);
        out.append("</article>\n");
    }

    /** Whom a part of the text means shows where the pointer rests on it, whatever that part calls them. */
    private static void text(Appendable out, Message message) throws IOException {
        var text = message.text();
        var at = 0;
        for (var mention : message.mentions()) {
            var from = text.offsetByCodePoints(0, mention.start());
            var to = text.offsetByCodePoints(from, mention.length());
            out.append(escape(Inert.text(text.substring(at, from))))
                    .append("<b title=\"")
                    .append(escape(mention.address().toString()))
                    .append("\">")
                    .append(escape(Inert.text(text.substring(from, to))))
                    .append("</b>");
            at = to;
        }
        out.append(escape(Inert.text(text.substring(at))));
    }

    private static void answer(Appendable out, Entry entry) throws IOException {
        if (entry.quoted().isEmpty()) {
            out.append("<blockquote class=\"gone\">something that is not here</blockquote>\n");
            return;
        }
        var quoted = entry.quoted().get();
        out.append("<blockquote><bdi>").append(escape(quoted.from().toString())).append("</bdi>");
        if (quoted.deleted()) {
            out.append(" · deleted");
        } else {
            out.append(quoted.edited().isPresent() ? " · edited: <bdi>" : ": <bdi>")
                    .append(escape(TextWriting.excerpt(quoted)))
                    .append("</bdi>");
        }
        out.append("</blockquote>\n");
    }

    private static void reactions(Appendable out, Entry entry) throws IOException {
        if (entry.reactions().isEmpty()) return;
        out.append("<footer>");
        for (var reaction : entry.reactions().entrySet()) {
            out.append("<bdi>")
                    .append(escape(Inert.line(reaction.getKey())))
                    .append("</bdi> ")
                    .append(escape(String.join(", ", reaction.getValue())))
                    .append(' ');
        }
        out.append("</footer>\n");
    }

    @Override
    public void end(Appendable out) throws IOException {
        out.append("</body>\n</html>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
