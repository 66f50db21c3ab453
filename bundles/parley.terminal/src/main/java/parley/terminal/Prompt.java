package parley.terminal;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A person's terminal: a line to write on, and everything else above it. */
final class Prompt implements AutoCloseable {

    /** The size of a terminal that does not say it. */
    private static final Size UNKNOWN = new Size(80, 24);

    private final Terminal terminal;
    private final LineReader reader;

    Prompt() throws IOException {
        terminal = open();
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("parley")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, true)
                        .variable(LineReader.HISTORY_SIZE, 200)
                        .build();
    }

    /** JLine looks for the ways to a terminal by the thread's class loader, which in a framework knows none of them. */
    private static Terminal open() throws IOException {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(TerminalBuilder.class.getClassLoader());
        try {
            var terminal = TerminalBuilder.builder().name("Parley").system(true).dumb(true).build();
            if (terminal.getWidth() == 0 || terminal.getHeight() == 0)
                terminal.setSize(UNKNOWN); // script(1), serial lines
            return terminal;
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** Whether somebody may sit there, and not what writes into a pipe. */
    boolean atTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** Prints above the line that is being written. Called from any thread. */
    void above(String text) {
        reader.printAbove(text);
    }

    /**
     * The next line; blocks.
     *
     * @return null at the end of input, and on Ctrl+C where nothing is written; else Ctrl+C clears the line
     */
    @Nullable String next() {
        while (true) {
            try {
                return reader.readLine("> ");
            } catch (EndOfFileException e) {
                return null;
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isBlank()) return null;
            }
        }
    }

    /** Whether the person says yes to {@code question}; all but yes is no. */
    boolean yes(String question) {
        above(question);
        try {
            var answer = reader.readLine("yes/no> ").strip();
            return answer.equalsIgnoreCase("yes") || answer.equalsIgnoreCase("y");
        } catch (EndOfFileException | UserInterruptException e) {
            return false;
        }
    }

    /** A secret, not shown while it is written. */
    @Nullable String secret(String what) {
        try {
            var dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB); // it would write the mask over and over
            return reader.readLine(what + ": ", dumb ? null : '*');
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
