package parley.protocol.content;

import parley.protocol.MessageId;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.Text;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** The parts of texts and edits: what is absent takes no bytes, and what is there says something. */
final class TextParts {

    private static final int REPLY_TO = 1;
    private static final int MENTIONS = 2;
    private static final int FORWARDED = 3;

    private TextParts() {}

    static void write(WireWriter out, Text text) {
        var parts = mentions(text.others(), text.mentions());
        if (text.replyTo().isPresent()) parts = parts.with(REPLY_TO, text.replyTo().get().bytes());
        if (text.forwarded()) parts = parts.with(FORWARDED, Bytes.EMPTY);
        parts.write(out);
    }

    static void write(WireWriter out, Edit edit) {
        mentions(edit.others(), edit.mentions()).write(out);
    }

    private static Parts mentions(Parts others, List<Mention> mentions) {
        if (mentions.isEmpty()) return others;
        var all = new WireWriter();
        mentions.forEach(mention -> mention.write(all));
        return others.with(MENTIONS, all.toBytes());
    }

    static Text readText(WireReader in) throws MalformedException {
        var body = in.text();
        var parts = Parts.read(in);
        return new Text(
                body,
                parts.get(REPLY_TO, MessageId::read),
                mentions(parts),
                parts.get(FORWARDED, _ -> true).isPresent(),
                parts.without(REPLY_TO).without(MENTIONS).without(FORWARDED));
    }

    static Edit readEdit(WireReader in) throws MalformedException {
        var message = MessageId.read(in);
        var body = in.text();
        var parts = Parts.read(in);
        return new Edit(message, body, mentions(parts), parts.without(MENTIONS));
    }

    private static List<Mention> mentions(Parts parts) throws MalformedException {
        var mentions = parts.get(MENTIONS, in -> in.items(Mention.MOST, "mentions", Mention::read));
        if (mentions.isPresent() && mentions.get().isEmpty()) {
            throw new MalformedException("a part of no mentions");
        }
        return mentions.orElse(List.of());
    }
}
