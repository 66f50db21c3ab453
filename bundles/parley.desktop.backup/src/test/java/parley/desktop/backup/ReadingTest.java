package parley.desktop.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.BackupPhrase;
import parley.desktop.backup.Reading.Completed;
import parley.desktop.backup.Reading.State;
import parley.desktop.backup.Reading.Word;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is made of the words of a phrase while they are typed. */
class ReadingTest {

    private static final String ALL = "abandon zoo act absurd legal winner thank year";

    private static List<State> states(String typed) {
        return Reading.of(typed).words().stream().map(Word::state).toList();
    }

    @Test
    void aWordIsKnownAsSoonAsItCanBeNoOther() {
        assertEquals(List.of(), states(""));
        assertEquals(List.of(State.BEGUN), states("a"));
        assertEquals(List.of(State.BEGUN), states("aba"));
        assertEquals(List.of(State.KNOWN), states("aban"));
        assertEquals(List.of(new Word("abandon", State.KNOWN)), Reading.of("ABAN").words());
        assertEquals(List.of(State.BEGUN), states("aband"), "more is to come");
        assertEquals(List.of(State.KNOWN), states("act"), "though actor begins so, too");
        assertEquals(List.of(State.KNOWN, State.KNOWN), states("1. zoo, 2. act"));
    }

    @Test
    void aWordIsWrongOnceNoOtherCanBecomeOfIt() {
        assertEquals(List.of(State.WRONG), states("abx"));
        assertEquals(List.of(State.WRONG), states("aba "), "it is not the last that is typed any more");
        assertEquals(List.of(State.WRONG), states("аban"), "a Cyrillic a");
        assertEquals(List.of(State.KNOWN, State.WRONG, State.BEGUN), states("zoo secretly ab"));
        assertEquals(OptionalInt.of(2), Reading.of("zoo secretly ab").wrong());
        assertEquals(OptionalInt.empty(), Reading.of("zoo act ab").wrong());
    }

    @Test
    void thePhraseIsThereWithItsLastWordAndNotWithOneMore() throws Exception {
        assertEquals(Optional.of(BackupPhrase.parse(ALL)), Reading.of(ALL).phrase());
        assertEquals(
                Optional.of(BackupPhrase.parse(ALL)), Reading.of("aban zoo act absu lega winn than year").phrase());
        assertTrue(Reading.of(ALL.substring(0, ALL.lastIndexOf(' '))).phrase().isEmpty());
        assertTrue(Reading.of(ALL + " zoo").phrase().isEmpty());
        assertTrue(Reading.of(ALL.replace("zoo", "zo")).phrase().isEmpty());
        assertEquals(9, Reading.of(ALL + " zoo").words().size());
    }

    @Test
    void aSpaceCompletesWhatOnlyOneWordCanBecome() {
        assertEquals(Optional.of(new Completed(0, "abandon")), Reading.completed("aban", 4));
        assertEquals(Optional.of(new Completed(0, "abandon")), Reading.completed("aba", 3), "no other begins so");
        assertEquals(Optional.of(new Completed(4, "abandon")), Reading.completed("zoo ABAND act", 9));
        assertEquals(Optional.empty(), Reading.completed("ab", 2), "about as well");
        assertEquals(Optional.empty(), Reading.completed("act", 3), "it is one, whatever begins so");
        assertEquals(Optional.empty(), Reading.completed("abandon", 7));
        assertEquals(Optional.empty(), Reading.completed("abx", 3));
        assertEquals(Optional.empty(), Reading.completed("z", 1), "a letter is not yet a word");
        assertEquals(Optional.empty(), Reading.completed("zoo ", 4));
        assertEquals(Optional.empty(), Reading.completed("", 0));
    }
}
