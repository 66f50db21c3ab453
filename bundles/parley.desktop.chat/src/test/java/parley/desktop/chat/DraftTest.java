package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.timeline.Said;

import java.time.Instant;
import java.util.List;

class DraftTest {

    private static final Said ONE = said("1", "one");
    private static final Said TWO = said("2", "two");
    private final Draft half = new Draft("half", new Draft.Purpose.Say());

    private static Said said(String id, String text) {
        return new Said(id, 1, "lea", "lea", true, Instant.EPOCH, text, Mark.READ, null);
    }

    private static Said deleted(Said was) {
        var gone = new Said.Fate(false, true, List.of());
        return new Said(was.id(), 1, "lea", "lea", true, Instant.EPOCH, "", Mark.READ, null, null, gone);
    }

    @Test
    void anEditPutsBackWhatWasBeingWritten() {
        var edit = half.reply(ONE).edit(TWO);
        assertEquals("two", edit.text());
        assertEquals(half.reply(ONE), edit.cancelled());
        assertEquals(half.reply(ONE), edit.sent());
    }

    @Test
    void anotherEditOrAReplyTakesThePlaceOfAnEdit() {
        assertEquals(half, half.edit(ONE).edit(TWO).cancelled());
        assertEquals(half.reply(TWO), half.edit(ONE).reply(TWO));
    }

    @Test
    void aReplyKeepsItsWordsWhenItIsLeftAndNothingWhenItIsSent() {
        assertEquals(half, half.reply(ONE).cancelled());
        assertEquals(Draft.EMPTY, half.reply(ONE).sent());
        assertEquals(Draft.EMPTY, half.sent());
        assertEquals(half, half.cancelled());
    }

    @Test
    void followsWhatBecomesOfItsMessage() {
        var now = said("1", "one, again");
        assertEquals(half.reply(now), half.reply(ONE).with(now));
        assertEquals(half.reply(TWO), half.reply(TWO).with(now));
        var typed = new Draft("two!", half.reply(ONE).edit(TWO).purpose());
        assertEquals(new Draft("two!", half.reply(now).edit(TWO).purpose()), typed.with(now));
        assertEquals(half.edit(ONE).text(), half.edit(ONE).with(now).text(), "what is typed stays");
    }

    @Test
    void isLeftWhenItsMessageIsDeletedOrRemoved() {
        assertEquals(half, half.reply(ONE).with(deleted(ONE)));
        assertEquals(half, half.edit(ONE).with(deleted(ONE)));
        assertEquals(half, half.reply(ONE).edit(ONE).with(deleted(ONE)));
        assertEquals(half.edit(TWO), half.reply(ONE).edit(TWO).with(deleted(ONE)));
        assertEquals(half, half.reply(ONE).without("1"));
        assertEquals(half, half.reply(ONE).edit(ONE).without("1"));
        assertEquals(half.edit(TWO), half.reply(ONE).edit(TWO).without("1"));
        assertEquals(half.reply(ONE), half.reply(ONE).without("2"));
    }

    @Test
    void isEmptyWhereNothingWouldBeLost() {
        assertTrue(Draft.EMPTY.isEmpty());
        assertTrue(new Draft(" ", new Draft.Purpose.Say()).isEmpty());
        assertFalse(Draft.EMPTY.reply(ONE).isEmpty());
        assertFalse(half.isEmpty());
    }

    @Test
    void whatWasRefusedComesBackWhereNothingWasWrittenSince() {
        for (var sent : List.of(half, half.reply(ONE), half.edit(ONE), half.reply(TWO).edit(ONE)))
            assertEquals(sent, sent.sent().takeBack(sent));
        assertEquals(half, Draft.EMPTY.takeBack(half));
        assertEquals(half, half.takeBack(Draft.EMPTY), "a file that was refused has no words");
    }

    @Test
    void whatWasRefusedStandsBeforeWhatWasWrittenSince() {
        var since = new Draft("since", new Draft.Purpose.Say());
        assertEquals(new Draft("half\nsince", new Draft.Purpose.Say()), since.takeBack(half));
        assertEquals(new Draft("half\nsince", new Draft.Purpose.Reply(ONE)), since.takeBack(half.reply(ONE)));
        assertEquals(
                new Draft("half\nsince", new Draft.Purpose.Reply(TWO)), since.reply(TWO).takeBack(half.reply(ONE)));
        assertEquals(new Draft("half", new Draft.Purpose.Reply(ONE)), Draft.EMPTY.reply(ONE).takeBack(half));
    }

    @Test
    void anEditAndWhatIsWrittenBesideItWaitForEachOther() {
        var since = new Draft("since", new Draft.Purpose.Say());
        var edit = new Draft("edited", new Draft.Purpose.Edit(ONE, Draft.EMPTY));
        assertEquals(since, since.takeBack(edit).cancelled(), "an edit that was refused");
        assertEquals("edited", since.takeBack(edit).text());
        var editing = since.edit(TWO);
        assertEquals("two", editing.takeBack(half).text(), "what is being edited stays");
        assertEquals("half\nsince", editing.takeBack(half).cancelled().text());
        var both = editing.takeBack(edit);
        assertEquals("edited", both.text());
        assertEquals("two", both.cancelled().text());
        assertEquals(since, both.cancelled().cancelled());
        assertEquals("since", both.reply(ONE).text(), "a reply takes up the words, not an edit's");
    }
}
