package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.itest.Hearing.Heard;
import parley.itest.Talk.Said;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The count that other tests rely on sees what went wrong. */
class TallyTest {

    private final Map<String, Said> said = new HashMap<>();
    private final List<Heard> heard = new ArrayList<>();

    TallyTest() {
        for (var number = 1; number <= 3; number++) {
            for (var author : List.of("alice", "bob")) {
                var hearers = author.equals("alice") ? List.of("bob", "carol") : List.of("alice", "carol");
                var text = author + number;
                said.put(text, new Said(author, "group", number, hearers, number, text, 0));
                for (var hearer : hearers) heard.add(new Heard(hearer, "group", text, 0));
            }
        }
    }

    @Test
    void nothingIsWrongIfAllIsWell() {
        assertEquals(new Tally(List.of(), List.of(), List.of(), List.of()), Tally.of(said, heard));
    }

    @Test
    void missesWhatDidNotCome() {
        heard.remove(new Heard("carol", "group", "alice2", 0));
        assertEquals(new Tally(List.of("carol: alice2"), List.of(), List.of(), List.of()), Tally.of(said, heard));
    }

    @Test
    void missesWhatCameToNobody() {
        heard.removeIf(one -> one.by().equals("carol"));
        assertEquals(6, Tally.of(said, heard).lost().size());
    }

    @Test
    void seesWhatCameTwice() {
        heard.add(new Heard("carol", "group", "bob1", 0));
        assertEquals(new Tally(List.of(), List.of("carol: bob1"), List.of(), List.of()), Tally.of(said, heard));
    }

    @Test
    void seesWhatCameTooLate() {
        var one = heard.indexOf(new Heard("carol", "group", "alice1", 0));
        Collections.swap(heard, one, heard.indexOf(new Heard("carol", "group", "alice3", 0)));
        assertEquals(
                new Tally(List.of(), List.of(), List.of("carol: alice2", "carol: alice1"), List.of()),
                Tally.of(said, heard));
    }

    @Test
    void seesWhatWasNotForThem() {
        heard.add(new Heard("alice", "group", "alice1", 0));
        heard.add(new Heard("mallory", "group", "alice1", 0));
        heard.add(new Heard("bob", "group", "never said", 0));
        heard.set(heard.indexOf(new Heard("carol", "group", "alice1", 0)), new Heard("carol", "other", "alice1", 0));
        var tally = Tally.of(said, heard);
        assertEquals(
                List.of("alice: alice1", "bob: never said", "carol: alice1", "mallory: alice1"),
                tally.astray().stream().sorted().toList());
    }
}
