package parley.terminal;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A person's terminal: a line to write on, and everything else above it. */
final class Prompt implements AutoCloseable {

    private final Terminal terminal;
    private final LineReader reader;

    Prompt() throws IOException {
        terminal = TerminalBuilder.builder().name("Parley").system(true).dumb(true).build();
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("parley")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, true)
                        .variable(LineReader.HISTORY_SIZE, 200)
                        .build();
    }

    /** Prints above the line that is being written. Called from any thread. */
    void above(String text) {
        reader.printAbove(text);
    }

    /**
     * The next line; blocks.
     *
     * @return null at the end of input or on Ctrl+C
     */
    @Nullable String next() {
        try {
            return reader.readLine("> ");
        } catch (EndOfFileException | UserInterruptException e) {
            return null;
        }
    }

    /** A secret, not shown while it is written. */
    @Nullable String secret(String what) {
        try {
            return reader.readLine(what + ": ", '*');
        } catch (EndOfFileException | UserInterruptException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            // nothing is left to restore
        }
    }
}
