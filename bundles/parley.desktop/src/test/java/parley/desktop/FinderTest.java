package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Finder.Found;

import java.nio.file.Path;
import java.util.List;

class FinderTest {

    @TempDir Path home;

    private Finder finder() {
        var preferences = new Preferences(home.resolve("p"));
        return new Finder(new Keys(preferences), new Themes(new UiQueue(), preferences), preferences);
    }

    private static Found found(String id, String title, String detail, boolean enabled) {
        return new Found(id, title, detail, "", enabled, () -> {});
    }

    private static final List<Found> ALL =
            List.of(
                    found("kim-a", "kim", "kim@a.example", true),
                    found("kim-b", "kim", "kim@b.example", true),
                    found("reply", "Reply to the message", "", false),
                    found("report", "Report", "", true));

    private static List<String> ids(List<Found> found) {
        return found.stream().map(Found::id).toList();
    }

    @Test
    void putsWhatWasUsedLastFirstWhereNothingElseDecides() {
        var finder = finder();
        assertEquals("kim-a", ids(finder.among(ALL, "kim")).getFirst());
        finder.used("kim-b");
        assertEquals("kim-b", ids(finder.among(ALL, "kim")).getFirst());
        finder.used("report");
        assertEquals(List.of("report", "kim-b", "kim-a", "reply"), ids(finder.among(ALL, "")));
        finder.used("kim-b");
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
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
        for (int i = 0; i < 100; i++) finder.used("other" + i);
        finder.used("report and more");
        finder.used("kim-b");
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
        for (int i = 0; i < 19; i++) finder.used("other" + i);
        assertEquals("kim-b", ids(finder.among(ALL, "")).getFirst());
        finder.used("other19");
        assertEquals("kim-a", ids(finder.among(ALL, "")).getFirst());
    }
}
