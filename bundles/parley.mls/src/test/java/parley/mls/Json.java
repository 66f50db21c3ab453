package parley.mls;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** As much JSON as the test vectors need: a value is a Map, List, String, Long, Boolean or null. */
final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        return new Json(text).value();
    }

    /** An object with typed access to its fields. */
    record Obj(Map<?, ?> fields) {

        static Obj of(@Nullable Object value) {
            return new Obj((Map<?, ?>) Objects.requireNonNull(value));
        }

        byte[] hex(String name) {
            return HexFormat.of().parseHex(text(name));
        }

        /**
         * A private key, at its suite's full length: the files leave out the leading zeros that the NIST curves' keys
         * have (RFC 9180 §7.1.2).
         */
        byte[] privateKey(String name) {
            var length = Map.of(2, 32, 5, 66, 7, 48).getOrDefault(integer("cipher_suite"), 0);
            var key = hex(name);
            if (key.length >= length) return key;
            var full = new byte[length];
            System.arraycopy(key, 0, full, length - key.length, key.length);
            return full;
        }

        boolean isNull(String name) {
            return fields.get(name) == null;
        }

        String text(String name) {
            return (String) Objects.requireNonNull(fields.get(name), name);
        }

        long number(String name) {
            return (Long) Objects.requireNonNull(fields.get(name), name);
        }

        int integer(String name) {
            return Math.toIntExact(number(name));
        }

        List<?> list(String name) {
            return (List<?>) Objects.requireNonNull(fields.get(name), name);
        }

        List<Obj> objects(String name) {
            return list(name).stream().map(Obj::of).toList();
        }

        Obj object(String name) {
            return Obj.of(fields.get(name));
        }
    }

    private @Nullable Object value() {
        space();
        switch (text.charAt(at)) {
            case '{' -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (at++; !take('}'); take(',')) {
                    var name = string();
                    take(':');
                    map.put(name, value());
                }
                return map;
            }
            case '[' -> {
                var list = new ArrayList<@Nullable Object>();
                for (at++; !take(']'); take(',')) list.add(value());
                return list;
            }
            case '"' -> {
                return string();
            }
            case 't' -> {
                at += 4;
                return true;
            }
            case 'f' -> {
                at += 5;
                return false;
            }
            case 'n' -> {
                at += 4;
                return null;
            }
            default -> {
                var from = at;
                while (at < text.length() && "-+.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
                return Long.parseUnsignedLong(text.substring(from, at));
            }
        }
    }

    private String string() {
        space();
        var end = text.indexOf('"', at + 1);
        var string = text.substring(at + 1, end);
        if (string.indexOf('\\') >= 0) throw new IllegalArgumentException("escapes are not needed here");
        at = end + 1;
        return string;
    }

    private boolean take(char wanted) {
        space();
        if (text.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void space() {
        while (Character.isWhitespace(text.charAt(at))) at++;
    }
}
