package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.spelling.Dictionaries.Found;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Of the dictionaries that somebody has chosen those are read for which there is memory. */
class LexiconsTest {

    @TempDir Path folder;

    private Found english;
    private Found german;
    private long both;

    @BeforeEach
    void write() throws Exception {
        Lexica.english(folder);
        Lexica.german(folder);
        english = Lexica.found(folder, "en_US");
        german = Lexica.found(folder, "de_DE");
        both = DictionaryBounds.cost(english) + DictionaryBounds.cost(german);
    }

    @Test
    void readsAsManyAsThereIsMemoryFor() throws Exception {
        var enough = new Lexicons(both);
        assertEquals(2, enough.of(List.of(english, german)).size());
        assertEquals(Optional.empty(), enough.trouble(german));
        var tight = new Lexicons(both - 1);
        var one = tight.of(List.of(english, german));
        assertEquals(1, one.size());
        assertTrue(one.getFirst().knows("house"));
        assertEquals(Optional.empty(), tight.trouble(english));
        assertEquals("there is too little memory for it", tight.trouble(german).orElseThrow().getMessage());
        assertEquals(one, tight.of(List.of(english, german)), "it is not tried again and again");
    }

    @Test
    void readsOneOnceThereIsRoomForIt() throws Exception {
        var tight = new Lexicons(both - 1);
        assertEquals(1, tight.of(List.of(english, german)).size());
        var other = tight.of(List.of(german));
        assertTrue(other.getFirst().knows("Haus"));
        assertEquals(Optional.empty(), tight.trouble(german));
        assertEquals(other, tight.of(List.of(german, english)), "who is there stays");
        assertTrue(tight.trouble(english).isPresent());
        tight.close();
        assertTrue(tight.of(List.of(english)).getFirst().knows("house"));
    }

    @Test
    void countsNoMoreOfALargeFileThanIsEverRead() throws Exception {
        long before = DictionaryBounds.cost(english);
        try (var sparse = new RandomAccessFile(english.dic().toFile(), "rw")) {
            sparse.setLength(sparse.length() + 1);
        }
        assertEquals(before + DictionaryBounds.COST, DictionaryBounds.cost(english));
        for (var file : List.of(english.dic(), english.aff())) {
            try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
        }
        long most = DictionaryBounds.MOST_RULES + DictionaryBounds.MOST_WORDS;
        assertEquals(most * DictionaryBounds.COST, DictionaryBounds.cost(english));
        var absent = Lexica.found(folder, "xx_XX");
        assertEquals(1, DictionaryBounds.cost(absent));
        var room = new Lexicons(1);
        assertEquals(0, room.of(List.of(absent)).size());
        assertEquals("there is no file xx_XX.aff", room.trouble(absent).orElseThrow().getMessage());
        assertEquals(0, new Lexicons(0).of(List.of(german)).size());
    }
}
