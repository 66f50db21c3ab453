package parley.terminal;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8 that somebody else writes. Used by one thread. */
final class LineInput {

    /** The longest line, in bytes without its end. */
    static final int MAX_LINE = 1 << 20;

    private final InputStream in;

    /**
     * @param in read byte by byte: buffered
     */
    LineInput(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end ({@code \n} or {@code \r\n}); null at the end of input. Blocks.
     *
     * @throws CommandException TOO_LARGE, USAGE (not UTF-8): this line is refused, and read to its end; the next call
     *     gives the next
     */
    @Nullable String next() throws IOException, CommandException {
        var line = new ByteArrayOutputStream(256);
        var tooLong = false;
        while (true) {
            int b;
            try {
                b = in.read();
            } catch (InterruptedIOException e) {
                return null;
            }
            if (b < 0 && line.size() == 0 && !tooLong) return null;
            if (b < 0 || b == '\n') break;
            if (line.size() > MAX_LINE) tooLong = true; // one more may yet be the \r of the end
            if (!tooLong) line.write(b);
        }
        var bytes = line.toByteArray();
        var length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\r') length--;
        if (tooLong || length > MAX_LINE) {
            throw new CommandException(Code.TOO_LARGE, "a line has at most 1048576 bytes; send long text as a file");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new CommandException(Code.USAGE, "the line is not UTF-8; write it in UTF-8", e);
        }
    }
}
