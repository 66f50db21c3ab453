package parley.terminal;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;

import java.io.StringReader;
import java.util.Map;

/** Reads what is printed as a script does. */
final class Reading {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private Reading() {}

    static JsonObject object(String line) {
        return READERS.createReader(new StringReader(line)).readObject();
    }
}
