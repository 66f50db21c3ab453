package parley.backup;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Exports;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalLong;

/** Writes conversations page by page: it never has more of one in memory. */
@Component
public final class FileExports implements Exports {

    private static final int PAGE = 200;

    private final Conversations conversations;

    /** Tells files' sizes, while it is there. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Transfers transfers;

    @Activate
    public FileExports(@Reference Conversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public Path export(ConversationId id, Format format, Path file) throws CommandException {
        var conversation =
                conversations
                        .find(id)
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.NOT_FOUND,
                                        "there is no conversation " + id.hex() + "; list shows those there are"));
        var target = file.toAbsolutePath().normalize();
        NewFile.write(
                target,
                false,
                channel -> {
                    // What is no Unicode becomes a sign, as everywhere.
                    var encoder =
                            StandardCharsets.UTF_8
                                    .newEncoder()
                                    .onMalformedInput(CodingErrorAction.REPLACE)
                                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
                    var out = new BufferedWriter(Channels.newWriter(channel, encoder, 1 << 16), 1 << 16);
                    write(out, conversation, writing(format));
                    out.flush();
                });
        return target;
    }

    private static Writing writing(Format format) {
        return switch (format) {
            case JSON -> new JsonWriting();
            case HTML -> new HtmlWriting(ZoneId.systemDefault());
            case TEXT -> new TextWriting(ZoneId.systemDefault());
        };
    }

    private void write(Appendable out, Conversation conversation, Writing writing)
            throws IOException, CommandException {
        writing.begin(out, conversation, Instant.now());
        var last = conversation.last().map(Message::order).orElse(0L);
        for (var from = 0L; from < last; from += PAGE) {
            for (var message : conversations.page(conversation.id(), from + PAGE + 1, PAGE)) {
                if (message.order() > from && message.order() <= last) writing.add(out, entry(message));
            }
        }
        writing.end(out);
    }

    private Entry entry(Message message) throws CommandException {
        var size = OptionalLong.empty();
        var files = transfers;
        if (message.file().isPresent() && files != null) {
            var file = files.find(message.file().get());
            if (file.isPresent()) size = OptionalLong.of(file.get().size());
        }
        return new Entry(message, message.replyTo().isPresent(), conversations.quoted(message), size);
    }
}
