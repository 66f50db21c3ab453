package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.Pictures;
import parley.desktop.api.Settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures go out as bare copies, unless the person wants otherwise. */
class OutgoingTest {

    private final Map<String, String> chosen = new HashMap<>();
    private final Settings settings =
            new Settings() {
                @Override
                public String get(String key, String otherwise) {
                    return chosen.getOrDefault(key, otherwise);
                }

                @Override
                public void set(String key, String value) {
                    chosen.put(key, value);
                }
            };
    private final Outgoing outgoing =
            new Outgoing(
                    settings,
                    new Pictures() {
                        @Override
                        public List<Path> bare(List<Path> files, String otherwise) {
                            assertEquals("Preferences, Pictures", otherwise);
                            return files.stream().map(file -> Path.of("/bare").resolve(file.getFileName())).toList();
                        }

                        @Override
                        public byte[] bare(byte[] picture) {
                            throw new UnsupportedOperationException("only files are sent");
                        }
                    });

    @Test
    void sendsBareCopiesUnlessThePersonWantsOtherwise() throws CommandException {
        var files = List.of(Path.of("/a/lake.jpg"), Path.of("/b/notes.txt"));
        var bare = List.of(Path.of("/bare/lake.jpg"), Path.of("/bare/notes.txt"));
        assertEquals(bare, outgoing.of(files));
        chosen.put(Outgoing.BARE, "no");
        assertEquals(files, outgoing.of(files));
        chosen.put(Outgoing.BARE, "yes");
        assertEquals(bare, outgoing.of(files));
        chosen.put(Outgoing.BARE, "what nobody can have chosen");
        assertEquals(bare, outgoing.of(files));
    }
}
