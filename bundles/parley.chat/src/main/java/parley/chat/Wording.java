package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Mention;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a person here says, made into content, or refused with a sentence. */
final class Wording {

    private Wording() {}

    static Content.Text text(String text, Optional<MessageId> replyTo, List<Mention> mentions) throws CommandException {
        check(text);
        try {
            return new Content.Text(text, replyTo, mentions);
        } catch (IllegalArgumentException e) {
            throw misplaced(e);
        }
    }

    static Content.Edit edit(MessageId message, String text, List<Mention> mentions) throws CommandException {
        check(text);
        try {
            return new Content.Edit(message, text, mentions);
        } catch (IllegalArgumentException e) {
            throw misplaced(e);
        }
    }

    private static CommandException misplaced(IllegalArgumentException e) {
        return new CommandException(
                Code.USAGE, "the mentions do not fit the text: " + e.getMessage() + "; place them anew", e);
    }

    private static void check(String text) throws CommandException {
        var size = size(text);
        if (size > Content.Text.MAX_BODY) {
            throw new CommandException(
                    Code.TOO_LARGE, "a message has at most 65536 bytes, this one " + size + "; send it as a file");
        }
    }

    /**
     * Bytes of UTF-8.
     *
     * @throws CommandException USAGE for half a character: the others would read another one in its place
     */
    static int size(String text) throws CommandException {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    Code.USAGE, "the text has half a character (a lone surrogate) in it; write it anew", e);
        }
    }
}
