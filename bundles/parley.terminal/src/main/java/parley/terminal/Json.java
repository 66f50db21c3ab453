package parley.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The little of JSON (RFC 8259) that scripts meet: objects out, arrays of strings in. */
final class Json {

    /** Says where an array of strings is none. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1;

        SyntaxException(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Writes maps, collections, strings, numbers, booleans; an empty {@link Optional} leaves its key out. */
    static String write(Map<String, ?> object) {
        var out = new StringBuilder(128);
        write(out, object);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                var separator = "{";
                for (var entry : map.entrySet()) {
                    Object item =
                            entry.getValue() instanceof Optional<?> optional ? optional.orElse(null) : entry.getValue();
                    if (item == null) continue;
                    out.append(separator);
                    string(out, String.valueOf(entry.getKey()));
                    out.append(':');
                    write(out, item);
                    separator = ",";
                }
                out.append(separator.equals("{") ? "{}" : "}");
            }
            case Collection<?> items -> {
                out.append('[');
                var separator = "";
                for (var item : items) {
                    out.append(separator);
                    write(out, item);
                    separator = ",";
                }
                out.append(']');
            }
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> string(out, value.toString());
        }
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Lone surrogates have no UTF-8; line separators end a line for some readers; terminals obey C1.
                    if (c < 0x20
                            || c >= 0x7F && c <= 0x9F
                            || c == '\u2028'
                            || c == '\u2029'
                            || loneSurrogate(text, i)) {
                        out.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean loneSurrogate(String text, int i) {
        var c = text.charAt(i);
        if (Character.isHighSurrogate(c))
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /** Reads an array of strings and nothing else. */
    static List<String> strings(String text) throws SyntaxException {
        var json = new Json(text);
        var strings = json.array();
        json.space();
        if (json.at < text.length()) throw new SyntaxException("something follows the array");
        return strings;
    }

    private List<String> array() throws SyntaxException {
        var strings = new ArrayList<String>();
        space();
        expect('[');
        space();
        if (peek() == ']') {
            at++;
            return strings;
        }
        while (true) {
            space();
            strings.add(string());
            space();
            if (peek() == ']') {
                at++;
                return strings;
            }
            expect(',');
        }
    }

    private String string() throws SyntaxException {
        if (peek() != '"') throw new SyntaxException("the array holds something that is no string");
        at++;
        var out = new StringBuilder();
        while (true) {
            var c = next();
            if (c == '"') return out.toString();
            if (c < 0x20) throw new SyntaxException("a control character stands bare in a string");
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws SyntaxException {
        var c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                var value = 0;
                for (var i = 0; i < 4; i++) {
                    var digit = next();
                    if (!HexFormat.isHexDigit(digit)) {
                        throw new SyntaxException("\\u is not followed by four hex digits");
                    }
                    value = value << 4 | HexFormat.fromHexDigit(digit);
                }
                yield (char) value;
            }
            default -> throw new SyntaxException("\\" + c + " is no escape");
        };
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() throws SyntaxException {
        if (at == text.length()) throw new SyntaxException("the array breaks off");
        return text.charAt(at);
    }

    private char next() throws SyntaxException {
        var c = peek();
        at++;
        return c;
    }

    private void expect(char c) throws SyntaxException {
        if (next() != c) throw new SyntaxException(c + " is missing");
    }
}
