package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.Event.MemberChanged.Change;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

class QuietTest {

    private static final ConversationId TALK = ConversationId.random();

    private final Quiet quiet = new Quiet();

    private Said note(long order, String who) {
        return quiet.note(TALK, order, who + " joined", Instant.EPOCH);
    }

    private static List<Said> messages(long first, long last) {
        var all = new ArrayList<Said>();
        LongStream.rangeClosed(first, last)
                .forEach(n -> all.add(new Said("m" + n, n, "bob", "bob", false, Instant.EPOCH, "", Mark.NONE, null)));
        return all;
    }

    private List<String> among(List<Said> messages, long before, boolean oldest) {
        return quiet.among(TALK, messages, before, oldest).stream().map(Said::id).toList();
    }

    @Test
    void saysWhoCameAndWent() {
        var texts = new ArrayList<String>();
        for (var change : Change.values()) {
            texts.add(Quiet.text(Optional.of("mira"), change));
            texts.add(Quiet.text(Optional.empty(), change));
        }
        assertEquals(
                List.of(
                        "\u2068mira\u2069 joined",
                        "You joined",
                        "\u2068mira\u2069 left",
                        "You left",
                        "\u2068mira\u2069 was removed",
                        "You were removed"),
                texts);
    }

    @Test
    void eachLineStandsOnceBehindItsMessage() {
        note(0, "a"); // before all
        note(4, "b");
        note(4, "c");
        note(9, "d");
        assertEquals(List.of("m5", "m6", "m7", "m8", "m9", "quiet-4"), among(messages(5, 9), Long.MAX_VALUE, false));
        assertEquals(List.of("m3", "m4", "quiet-2", "quiet-3"), among(messages(3, 4), 5, false));
        assertEquals(List.of("quiet-1", "m1", "m2"), among(messages(1, 2), 3, true));
        assertEquals(4, among(List.of(), Long.MAX_VALUE, true).size());
        assertEquals(List.of(), quiet.among(ConversationId.random(), List.of(), Long.MAX_VALUE, true));
    }

    @Test
    void keepsNoMoreThanTheNewest() {
        for (int i = 0; i <= Quiet.MOST; i++) note(i, "x");
        var kept = among(List.of(), Long.MAX_VALUE, true);
        assertEquals(Quiet.MOST, kept.size());
        assertEquals("quiet-2", kept.getFirst());
    }
}
