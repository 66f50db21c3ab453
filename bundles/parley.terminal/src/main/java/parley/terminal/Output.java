package parley.terminal;

import parley.protocol.text.Inert;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** The one writer of standard output. Called from any thread; lines never mix. */
final class Output {

    private final boolean json;
    private final PrintStream out;
    private volatile Consumer<String> lines; // a prompt, once there is one, prints above itself

    Output(boolean json, java.io.OutputStream out) {
        this.json = json;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.lines = this::write;
    }

    boolean json() {
        return json;
    }

    /** From now on lines for a person go here. */
    void through(Consumer<String> lines) {
        this.lines = lines;
    }

    void object(Map<String, Object> object) {
        write(Json.write(object));
    }

    /** What anybody else wrote may stand in {@code line}: it can do nothing to the terminal. */
    void line(String line) {
        lines.accept(Inert.text(line));
    }

    /** Whether the other end of the pipe has gone. */
    boolean broken() {
        return out.checkError();
    }

    private synchronized void write(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
