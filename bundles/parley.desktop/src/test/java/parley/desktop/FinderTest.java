package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Finder.Found;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class FinderTest {

    @TempDir Path home;

    private Finder finder() {
        return finder(new Preferences(home.resolve("p")));
    }

    private static Finder finder(Preferences preferences) {
        var ui = new UiQueue();
        var contributions = new PatientContributions(ui);
        var themes = new Themes(ui, preferences, contributions);
        return new Finder(ui, new Keys(preferences), themes, preferences, contributions);
    }

    private static Found found(String id, String title, String detail, boolean enabled) {
        return new Found(id, title, detail, "", enabled, true, () -> {});
    }

    /** What a source offers, such as a conversation. */
    private static Found other(String id, String title, String detail) {
        return new Found(id, title, detail, "", true, false, () -> {});
    }

    private static final Found KIM_B = other("kim-b", "kim", "kim@b.example");
    private static final List<Found> ALL =
            List.of(
                    other("kim-a", "kim", "kim@a.example"),
                    KIM_B,
                    found("reply", "Reply to the message", "", false),
                    found("report", "Report", "", true));

    private static List<String> ids(List<Found> found) {
        return found.stream().map(Found::id).toList();
    }

    @Test
    void putsWhatWasUsedLastFirstWhereNothingElseDecides() {
        var finder = finder();
        assertEquals("kim-a", ids(finder.among(ALL, "kim")).getFirst());
        finder.used(KIM_B);
        assertEquals("kim-b", ids(finder.among(ALL, "kim")).getFirst());
        finder.used(found("report", "", "", true));
        assertEquals(List.of("report", "kim-b", "kim-a", "reply"), ids(finder.among(ALL, "")));
        finder.used(KIM_B);
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
    }

    @Test
    void writesDownCommandsOnly() throws Exception {
        var file = home.resolve("p");
        var preferences = new Preferences(file);
        var finder = finder(preferences);
        finder.used(found("report", "", "", true));
        finder.used(found("report", "", "", true));
        finder.used(KIM_B);
        finder.used(found("reply", "", "", true));
        finder.used(found("parley.report and report", "", "", true)); // a blank would make three of it
        finder.used(KIM_B);
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
        preferences.save();
        assertFalse(Files.readString(file).contains("kim"), Files.readString(file));
        var after = finder(new Preferences(file));
        assertEquals(List.of("reply", "report", "kim-a", "kim-b"), ids(after.among(ALL, "")));
    }

    @Test
    void removesWhatAnEarlierVersionWroteDown() throws Exception {
        var file = Files.writeString(home.resolve("p"), "theme=dark\nfinder.recent=kim-b parley.report\n");
        var finder = finder(new Preferences(file));
        assertEquals("kim-a", ids(finder.among(ALL, "kim")).getFirst());
        assertFalse(Files.readString(file).contains("kim"), Files.readString(file));
        assertEquals("dark", new Preferences(file).get("theme", ""));
    }

    /** Whoever contributes a command cannot have a conversation's id written by giving it the same. */
    @Test
    void tellsACommandFromWhatHasTheSameId() {
        var finder = finder();
        finder.used(other("report", "", ""));
        assertEquals("kim-a", ids(finder.among(ALL, "")).getFirst());
    }

    @Test
    void putsWhatCanBeDoneBeforeWhatCannot() {
        assertEquals(List.of("report", "reply"), ids(finder().among(ALL, "rep")));
    }

    @Test
    void findsByDetailsToo() {
        assertEquals(List.of("kim-b"), ids(finder().among(ALL, "b.ex")));
        assertEquals(List.of("kim-b"), ids(finder().among(ALL, "kim b.ex")));
        assertEquals(List.of(), ids(finder().among(ALL, "zebra")));
    }

    @Test
    void remembersNoMoreThanTwentyAndNoIdThatWouldSpoilTheList() {
        var finder = finder();
        for (int i = 0; i < 100; i++) finder.used(found("other" + i, "", "", true));
        finder.used(found("report and more", "", "", true));
        finder.used(KIM_B);
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
        for (int i = 0; i < 19; i++) finder.used(found("other" + i, "", "", true));
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
        finder.used(found("other19", "", "", true));
        assertEquals("kim-a", ids(finder.among(ALL, "")).getFirst());
    }
}
