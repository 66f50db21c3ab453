package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.desktop.api.text.Language;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;

class QuietTest {

    private final FakeClient client = new FakeClient();
    private final Titles titles = new Titles(List.of());
    private final Quiet quiet = new Quiet(client.governance, _ -> titles);
    private ConversationId talk;

    @BeforeEach
    void group() {
        client.signIn("lea");
        talk = client.talk("Crew", Kind.GROUP, Instant.EPOCH, "mira");
    }

    private Happening happened(Happening.Kind kind, String by, String who) {
        return client.governance.happened(talk, kind, by, who, "", 0);
    }

    private String text(Happening.Kind kind, String by, String who, String text, long number) {
        var happening = client.governance.happened(talk, kind, by, who, text, number);
        return Happened.text(happening, titles).replace("\u2068", "").replace("\u2069", "");
    }

    private List<String> among(List<Said> messages, long before, boolean oldest) throws Exception {
        return quiet.among(talk, messages, before, oldest).stream().map(Said::id).toList();
    }

    private static List<Said> messages(long... orders) {
        var all = new ArrayList<Said>();
        for (long n : orders) all.add(new Said("m" + n, n, "bob", "bob", false, Instant.EPOCH, "", Mark.NONE, null));
        return all;
    }

    @Test
    void saysWhoCameAndWent() {
        assertEquals("mira added ana", text(Happening.Kind.ADDED, "mira", "ana", "", 0));
        assertEquals("mira added you", text(Happening.Kind.ADDED, "mira", "lea", "", 0));
        assertEquals("ana joined by the link", text(Happening.Kind.JOINED, "mira", "ana", "", 0));
        assertEquals("ana left", text(Happening.Kind.LEFT, "", "ana", "", 0));
        assertEquals("You left", text(Happening.Kind.LEFT, "", "lea", "", 0));
        assertEquals("You removed ana", text(Happening.Kind.REMOVED, "lea", "ana", "", 0));
        assertEquals("You were removed", text(Happening.Kind.REMOVED, "", "lea", "", 0));
        assertEquals("mira banned ana", text(Happening.Kind.BANNED, "mira", "ana", "", 0));
    }

    @Test
    void saysWhatWasChangedAndByWhom() {
        assertEquals("mira made you an admin", text(Happening.Kind.PROMOTED, "mira", "lea", "", 0));
        assertEquals("You are no admin any more", text(Happening.Kind.DEMOTED, "mira", "lea", "", 0));
        assertEquals("You renamed the group to “Tea”", text(Happening.Kind.RENAMED, "lea", "", "Tea", 0));
        assertEquals("mira made a group link for 5 people", text(Happening.Kind.LINK_MADE, "mira", "", "", 5));
        assertEquals(
                "mira set messages to disappear after 1 day", text(Happening.Kind.LIFETIME, "mira", "", "", 86_400));
        assertEquals(
                "mira proposed that messages disappear after 1 hour",
                text(Happening.Kind.LIFETIME_WANTED, "mira", "", "", 3600));
        assertEquals("Somebody let only admins write", text(Happening.Kind.ADMINS_WRITE, "", "", "", 1));
        assertEquals("90 minutes", Happened.time(Duration.ofMinutes(90)));
        assertEquals("2 weeks", Happened.time(Duration.ofDays(14)));
    }

    /** Whoever names a group chooses the letters. */
    @Test
    void showsATitleInert() {
        var line = text(Happening.Kind.RENAMED, "mira", "", "a\u202Eb\nc" + "x".repeat(500), 0);
        assertFalse(line.contains("\u202E") || line.contains("\n"), line);
        assertTrue(line.length() < 140, line);
    }

    @Test
    void everyKindHasASentence() {
        for (var kind : Happening.Kind.values()) {
            for (var by : List.of("", "mira", "lea")) {
                for (var who : List.of("", "ana", "lea")) {
                    var line = text(kind, by, who, "Tea", 1);
                    assertTrue(line.length() > 6 && Character.isLetter(line.charAt(0)), kind + ": " + line);
                    assertFalse(
                            line.matches("You (has|is|was) .*|.* (you|somebody) (were|are) .*"), kind + ": " + line);
                }
            }
        }
    }

    @Test
    void everyKindHasASentenceInEveryLanguage() {
        for (var kind : Happening.Kind.values()) {
            for (var by : List.of("", "mira", "lea")) {
                for (var who : List.of("", "ana", "lea")) {
                    for (long number : new long[] {0, 1, 7}) everyLanguageSays(kind, by, who, number);
                }
            }
        }
    }

    private void everyLanguageSays(Happening.Kind kind, String by, String who, long number) {
        try {
            var said = new HashSet<String>();
            for (var language : Language.values()) {
                Language.choose(language.tag());
                var line = text(kind, by, who, "Tea", number);
                assertFalse(line.matches(".*([{}]|happened\\.|time\\.).*"), language + ": " + line);
                assertTrue(said.add(line), language + " says it in another language: " + line);
                boolean names = kind != Happening.Kind.LEFT && by.equals("mira") && !by.equals(who);
                if (names && who.isEmpty()) assertTrue(line.contains("mira"), language + ": " + line);
            }
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }

    @Test
    void aSentenceIsSaidAsItsLanguageBuildsIt() {
        try {
            Language.choose("de");
            assertEquals("mira hat dich hinzugefügt", text(Happening.Kind.ADDED, "mira", "lea", "", 0));
            assertEquals("Du hast ana hinzugefügt", text(Happening.Kind.ADDED, "lea", "ana", "", 0));
            assertEquals("Du wurdest entfernt", text(Happening.Kind.REMOVED, "", "lea", "", 0));
            assertEquals("ana ist gegangen", text(Happening.Kind.LEFT, "", "ana", "", 0));
            assertEquals("mira hat jemanden hinzugefügt", text(Happening.Kind.ADDED, "mira", "", "", 0));
            assertEquals("2 Wochen", Happened.time(Duration.ofDays(14)));
            Language.choose("fa");
            assertEquals("mira شما را افزود", text(Happening.Kind.ADDED, "mira", "lea", "", 0));
            assertEquals("۱۳ روز", Happened.time(Duration.ofDays(13)));
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }

    @Test
    void eachLineStandsOnceWhereItHappened() throws Exception {
        long first = happened(Happening.Kind.CREATED, "mira", "").order();
        long message = client.nextOrder();
        long second = happened(Happening.Kind.ADDED, "mira", "ana").order();
        long third = happened(Happening.Kind.LEFT, "", "ana").order();
        long last = client.nextOrder();
        var ids = Arrays.asList("m" + message, "quiet-" + second, "quiet-" + third, "m" + last);
        assertEquals(ids, among(messages(message, last), Long.MAX_VALUE, false));
        assertEquals(
                List.of("m" + message, "quiet-" + second, "quiet-" + third), among(messages(message), last, false));
        assertEquals(List.of("quiet-" + first), among(List.of(), message, true));
        assertEquals(List.of("m" + last), among(messages(last), Long.MAX_VALUE, false));
        var other = client.talk("Other", Kind.GROUP, Instant.EPOCH, "mira");
        assertEquals(List.of(), quiet.among(other, List.of(), Long.MAX_VALUE, true));
    }

    @Test
    void readsOnBeyondOnePageAndNoFurtherThanItMust() throws Exception {
        long message = client.nextOrder();
        for (int i = 0; i < Quiet.PAGE + 20; i++) happened(Happening.Kind.ANYBODY_ADDS, "mira", "");
        assertEquals(Quiet.PAGE + 21, among(messages(message), Long.MAX_VALUE, false).size());
        LongStream.range(0, 2L * Quiet.MOST).forEach(_ -> happened(Happening.Kind.ANYBODY_ADDS, "mira", ""));
        assertEquals(Quiet.MOST + 1, among(messages(message), Long.MAX_VALUE, false).size());
    }
}
