package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.protocol.Address;
import parley.protocol.content.Mention;

import java.util.ArrayList;
import java.util.List;

class MembersTest {

    private final Members members =
            new Members(
                    List.of(
                            who("mira", "a.example", "Mira Okafor"),
                            who("miro", "a.example", "Mira"),
                            who("kim", "a.example", "Kim"),
                            who("kim2", "b.example", "Kim"),
                            who("zoe", "a.example", "Zoë 🚤")));

    private static Members.Who who(String name, String relay, String title) {
        return new Members.Who(FakeClient.key(name), new Address(name, relay), title);
    }

    private static Mention mention(int start, int length, String name) {
        return new Mention(start, length, FakeClient.key(name));
    }

    private List<String> offers(String text) {
        return members.at(text, text.length()).stream()
                .flatMap(match -> match.offers().stream())
                .map(offer -> offer.name() + " → " + offer.words())
                .toList();
    }

    @Test
    void offersThoseWhoseNameOrAddressBeginsSo() {
        assertEquals(
                List.of("Mira · miro@a.example → @Mira ", "Mira Okafor · mira@a.example → @Mira Okafor "),
                offers("ask @mir"));
        assertEquals(List.of("Mira Okafor · mira@a.example → @Mira Okafor "), offers("@oka"));
        assertEquals(List.of("Mira Okafor · mira@a.example → @Mira Okafor "), offers("@mira oka"));
        assertEquals(5, offers("@").size());
        assertEquals(List.of(), offers("@nobody"));
        assertEquals(List.of(), offers("mail@mir"), "an address");
        assertEquals(List.of(), offers("@ mir"));
        assertEquals(List.of(), offers("@mira\noka"));
        assertEquals(List.of(), offers("@" + "m".repeat(200)));
    }

    @Test
    void tellsThoseApartWhoAreCalledTheSame() {
        assertEquals(
                List.of("Kim · kim2@b.example → @kim2@b.example ", "Kim · kim@a.example → @kim@a.example "),
                offers("@kim"));
        assertEquals(List.of(mention(0, 14, "kim")), members.in("@kim@a.example!"));
        assertEquals(List.of(), members.in("@Kim"), "which one?");
    }

    @Test
    void findsWhomATextMentions() {
        assertEquals(List.of(mention(0, 12, "mira")), members.in("@Mira Okafor, hello"), "the longest");
        assertEquals(List.of(mention(0, 5, "miro")), members.in("@Mira, hello"));
        assertEquals(
                List.of(mention(2, 5, "miro"), mention(8, 6, "zoe")), members.in("🚤 @Mira @Zoë 🚤"), "code points");
        for (var none : List.of("", "@", "@Miranda", "x@Mira", "@mira", "Mira", "@Mira_x", "@@")) {
            assertEquals(List.of(), members.in(none), none);
        }
    }

    /** Whoever calls themselves as the words that others write behind a name is not mentioned by them. */
    @Test
    void meansWhoWasTakenThoughAnotherIsCalledLonger() {
        var two = new Members(List.of(who("bob", "a.example", "Bob"), who("eve", "a.example", "Bob and")));
        var bob = new Meant.One(4, "@Bob", FakeClient.key("bob"));
        assertEquals(List.of(mention(0, 8, "eve")), two.in("@Bob and I agree"), "the longest");
        assertEquals(List.of(mention(0, 4, "bob")), two.in("@Bob and I agree", 4, List.of(bob)));
        assertEquals(List.of(mention(4, 4, "bob")), two.in("Yes @Bob and I agree", 0, List.of(bob)));
        assertEquals(List.of(mention(0, 8, "eve")), two.in("@Bob and I agree", 3, List.of(bob)), "another place");
        assertEquals(List.of(), two.in("@Bobby agrees", 4, List.of(bob)), "another name");
        assertEquals(List.of(), two.in("x@Bob and I agree", 3, List.of(bob)), "an address");
    }

    @Test
    void stopsWhereThereAreTooMany() {
        assertEquals(Mention.MOST, members.in("@Mira ".repeat(Mention.MOST + 1)).size());
        // Beyond so many it is looked for nobody, whatever stands there.
        assertEquals(1, members.in("@x ".repeat(Members.LOOKED_AT - 1) + "@Mira").size());
        assertEquals(List.of(), members.in("@x ".repeat(Members.LOOKED_AT) + "@Mira"));
        var people = new ArrayList<Members.Who>();
        for (int i = 0; i < 5000; i++) people.add(who("p" + i, "a.example", "P".repeat(i % 70) + i));
        assertEquals(6, new Members(people).at("@", 1).orElseThrow().offers().size());
    }
}
