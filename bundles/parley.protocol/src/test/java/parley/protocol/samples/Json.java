package parley.protocol.samples;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much JSON as vector files need: objects, arrays, text, booleans, null and whole numbers. */
public final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    public static @Nullable Object read(String text) {
        var json = new Json(text);
        var value = json.value();
        json.space();
        if (json.at != text.length()) throw json.wrong();
        return value;
    }

    private @Nullable Object value() {
        space();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        at++;
        if (next('}')) return map;
        do {
            space();
            var key = string();
            if (!next(':') || map.containsKey(key)) throw wrong();
            map.put(key, value());
        } while (next(','));
        if (!next('}')) throw wrong();
        return map;
    }

    private List<@Nullable Object> array() {
        var list = new ArrayList<@Nullable Object>();
        at++;
        if (next(']')) return list;
        do {
            list.add(value());
        } while (next(','));
        if (!next(']')) throw wrong();
        return list;
    }

    private String string() {
        if (text.charAt(at++) != '"') throw wrong();
        var out = new StringBuilder();
        while (text.charAt(at) != '"') {
            var c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
            } else if (text.charAt(at) == 'u') {
                out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 5;
            } else {
                out.append(text.charAt(at++)); // the writer escapes quote and backslash only
            }
        }
        at++;
        return out.toString();
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) throw wrong();
        at += word.length();
        return value;
    }

    private Object number() {
        var from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
        if (from == at) throw wrong();
        return Integer.valueOf(text.substring(from, at));
    }

    private boolean next(char c) {
        space();
        if (text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at " + at);
    }

    /** {@code value} as JSON in ASCII, indented by two spaces a level. */
    public static String write(@Nullable Object value) {
        var out = new StringBuilder();
        write(out, value, "\n");
        return out.append('\n').toString();
    }

    private static void write(StringBuilder out, @Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> {
                var comma = "{";
                for (var entry : map.entrySet()) {
                    out.append(comma).append(indent).append("  ");
                    quote(out, (String) entry.getKey());
                    out.append(": ");
                    write(out, entry.getValue(), indent + "  ");
                    comma = ",";
                }
                out.append(map.isEmpty() ? "{}" : indent + "}");
            }
            case List<?> list -> {
                var comma = "[";
                for (var item : list) {
                    out.append(comma).append(indent).append("  ");
                    write(out, item, indent + "  ");
                    comma = ",";
                }
                out.append(list.isEmpty() ? "[]" : indent + "]");
            }
            case String string -> quote(out, string);
            case null -> out.append("null");
            default -> out.append(value);
        }
    }

    private static void quote(StringBuilder out, String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            var c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
