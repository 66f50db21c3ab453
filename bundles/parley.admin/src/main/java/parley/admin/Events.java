package parley.admin;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints events as JSON, one a line, in UTF-8 whatever the locale. */
final class Events {

    private final PrintStream out;

    Events(PrintStream out) {
        this.out = out;
    }

    /** The process's standard output. */
    static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    /**
     * @param fields names and values by turns; all strings
     */
    void print(String event, String... fields) {
        var line = new StringBuilder("{\"event\":").append(quoted(event));
        for (var i = 0; i < fields.length; i += 2) {
            line.append(',').append(quoted(fields[i])).append(':').append(quoted(fields[i + 1]));
        }
        out.println(line.append('}'));
        out.flush();
    }

    /** A string as RFC 8259 §7 has it. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) quoted.append(String.format("\\u%04x", (int) c));
                    else quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }
}
