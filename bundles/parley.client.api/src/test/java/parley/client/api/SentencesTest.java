package parley.client.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException.Code;

class SentencesTest {

    @Test
    void aClauseBecomesASentence() {
        assertEquals("It was altered; make another.", Sentences.of("it was altered; make another"));
        assertEquals("A.", Sentences.of("a"));
        assertEquals("Bob is away.", Sentences.of(" bob is away\n"));
        assertEquals("", Sentences.of(""));
        assertEquals("", Sentences.of(" \t"));
        var thrown = new CommandException(Code.REFUSED, "nobody is there; wait");
        assertEquals("Nobody is there; wait.", thrown.sentence());
    }

    @Test
    void whatHasAnEndGetsNoOther() {
        for (var end : new String[] {".", "!", "?", "…", "。", "！", "？", "؟"}) {
            assertEquals("So it is" + end, Sentences.of("so it is" + end));
        }
        assertEquals("So it is (really).", Sentences.of("so it is (really)"));
    }

    @Test
    void aNameAtTheBeginningStaysWhatItIs() {
        for (var name : new String[] {"sample.jar", "/home/é", "alice@relay.example", "parley.chat", "c:\\x"}) {
            assertEquals(name + " is no backup.", Sentences.of(name + " is no backup"));
        }
        assertEquals("Done. next.", Sentences.of("done. next"), "a full stop between words is of no name");
    }

    /** A letter may take two units, and some have a capital of their own for titles. */
    @Test
    void aLetterIsACodePoint() {
        assertEquals("\uD801\uDC00x.", Sentences.of("\uD801\uDC28x")); // Deseret
        assertEquals("\uD83D\uDE00 smiles.", Sentences.of("\uD83D\uDE00 smiles"));
        assertEquals("\u01C5x.", Sentences.of("\u01C6x"));
        assertEquals("שלום.", Sentences.of("שלום"));
        assertEquals("", Sentences.upperFirst(""));
        assertEquals("Été", Sentences.upperFirst("été"));
        assertEquals("Already", Sentences.upperFirst("Already"));
    }
}
