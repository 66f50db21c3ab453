package parley.itest;

import parley.itest.Hearing.Heard;
import parley.itest.Talk.Said;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of what was said, each as "hearer: text".
 *
 * @param disordered what came after something that its author said there later
 * @param astray what came to somebody or somewhere it was not for, or was never said
 */
record Tally(List<String> lost, List<String> doubled, List<String> disordered, List<String> astray) {

    /**
     * @param said by text
     */
    static Tally of(Map<String, Said> said, List<Heard> heard) {
        var tally = new Tally(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var due = new HashMap<String, Set<String>>();
        for (var words : said.values())
            for (var hearer : words.hearers()) due.computeIfAbsent(hearer, _ -> new HashSet<>()).add(words.text());
        var came = heard.stream().collect(Collectors.groupingBy(Heard::by));
        for (var hearer : due.keySet()) came.putIfAbsent(hearer, List.of());
        came.forEach((name, its) -> tally.count(said, due.getOrDefault(name, Set.of()), its));
        due.forEach((name, its) -> {
            for (var one : came.get(name)) its.remove(one.text());
            for (var text : its) tally.lost.add(name + ": " + text);
        });
        return tally;
    }

    private void count(Map<String, Said> said, Set<String> due, List<Heard> heard) {
        var came = new HashSet<String>();
        var last = new HashMap<String, Integer>(); // by author and conversation
        for (var one : heard) {
            var what = one.by() + ": " + one.text();
            var words = said.get(one.text());
            if (words == null || !due.contains(one.text()) || !words.conversation().equals(one.conversation())) {
                astray.add(what);
            } else if (!came.add(one.text())) {
                doubled.add(what);
            } else {
                var before = last.merge(words.author() + words.conversation(), words.number(), Math::max);
                if (before > words.number()) disordered.add(what);
            }
        }
    }
}
