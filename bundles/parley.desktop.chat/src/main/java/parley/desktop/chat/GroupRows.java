package parley.desktop.chat;

import parley.client.api.Governance.Request;
import parley.client.api.Membership.Member;
import parley.desktop.api.Token;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.protocol.AccountKey;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The people of a group as rows of lists: who is in it, and who wants to be. */
final class GroupRows {

    private static final Phrases T = Phrases.of(GroupRows.class);

    private GroupRows() {}

    /**
     * Who is in it, by what they are called.
     *
     * @param open whose row leads to what stands open
     */
    static List<Person> members(Collection<Member> members, Optional<AccountKey> open, Titles titles) {
        return members.stream()
                .map(member -> row(member, open.filter(member.account()::equals).isPresent(), titles.of(member)))
                .sorted(Comparator.comparing(Person::title, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private static Person row(Member member, boolean open, String called) {
        var address = member.address().toString();
        var check = member.own() ? Check.NONE : open ? Check.OPENED : Check.OPEN;
        var detail = called.startsWith(address) ? "" : address;
        return new Person(Names.key(member.account()), called, detail, mark(member), check);
    }

    private static String mark(Member member) {
        if (member.own()) return member.admin() ? T.get("group.you.admin") : T.get("group.you");
        return member.admin() ? T.get("group.admin") : "";
    }

    /** Who asks to be let in: not more of them than anybody would look at. */
    static List<Thing> asking(List<Request> asking, Titles titles) {
        return asking.stream()
                .limit(Requests.MOST)
                .map(each ->
                        new Thing(
                                each.who().account().hex(),
                                Icons.ADD_PERSON,
                                Token.ACCENT_TEXT,
                                titles.of(each.who()),
                                T.get("group.joins"),
                                T.get("group.answer"),
                                true))
                .toList();
    }
}
