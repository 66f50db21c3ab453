package parley.protocol.samples;

import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Values as a vector file shows them: bytes and ids in hexadecimal, numbers in decimal (as text, since many JSON
 * readers know no 64 bits), absent values as null, records as objects, with {@code type} where there are several to
 * choose from.
 */
public final class Fields {

    private Fields() {}

    public static @org.jspecify.annotations.Nullable Object of(Object value) {
        return switch (value) {
            case Bytes bytes -> bytes.hex();
            case Token token -> token.bytes().hex();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Boolean bool -> bool;
            case String text -> text;
            case Enum<?> name -> name.name();
            case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : null;
            case List<?> list -> list.stream().map(Fields::of).toList();
            case Parts parts -> ofParts(parts);
            case Record record -> ofRecord(record);
            default -> throw new IllegalArgumentException("no field: " + value.getClass());
        };
    }

    private static @org.jspecify.annotations.Nullable Object ofRecord(Record record) {
        var components = record.getClass().getRecordComponents();
        if (components.length == 1 && components[0].getName().equals("bytes")) return of(get(record, components[0]));
        var fields = new LinkedHashMap<String, @org.jspecify.annotations.Nullable Object>();
        if (record.getClass().getInterfaces().length > 0) fields.put("type", record.getClass().getSimpleName());
        // A content type's own number is a field of that name.
        for (var component : components) {
            var name = component.getName().equals("type") ? "number" : component.getName();
            fields.put(name, of(get(record, component)));
        }
        return fields;
    }

    /** By type, in decimal. */
    private static Object ofParts(Parts parts) {
        var fields = new LinkedHashMap<String, Object>();
        for (var type = 0; type <= 0xFF; type++) {
            var name = Integer.toString(type);
            parts.get(type).ifPresent(value -> fields.put(name, value.hex()));
        }
        return fields;
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
