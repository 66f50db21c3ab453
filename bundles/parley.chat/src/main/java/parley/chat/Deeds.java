package parley.chat;

import parley.chat.GroupLog.Deed;
import parley.chat.GroupLog.Who;
import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Happening.Kind;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Policy;
import parley.protocol.content.Policy.LinkLimits;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Writes down what a commit did to a group, by whom. Good for one commit, inside its transaction. */
final class Deeds {

    private final Book book;
    private final ConversationState state;
    private final long position;
    private final Instant now;
    private final AccountKey own;
    private final Who author;

    /**
     * @param position of the commit
     * @param view of the group before or after it
     * @param author as before the commit
     */
    Deeds(Book book, ConversationState state, long position, Instant now, View view, Member author) {
        this.book = book;
        this.state = state;
        this.position = position;
        this.now = now;
        this.own = Memberships.own(view);
        this.author = Who.of(author);
    }

    void add(Deed deed) throws CommandException {
        new GroupLog(book).add(state, own, position, now, deed);
    }

    /** We were removed; {@code own} is our leaf. */
    void removed(Member own) throws CommandException {
        if (state.kind == Conversations.Kind.GROUP) add(Deed.to(author, Kind.REMOVED, Who.of(own)));
    }

    /** The conversation goes on in another suite. */
    void moved(int suite) throws CommandException {
        add(Deed.by(author, Kind.SUITE).with(suite));
    }

    /** The conversation was opened anew. */
    void restarted() throws CommandException {
        add(Deed.by(author, Kind.RESTARTED));
    }

    /** We are in a group by the author's doing. */
    void admitted(Member own, boolean byLink) throws CommandException {
        if (state.kind == Conversations.Kind.GROUP)
            add(Deed.to(author, byLink ? Kind.JOINED : Kind.ADDED, Who.of(own)));
    }

    /** Before what waits for it is told. */
    void committed(View before, Committed committed, View after) throws CommandException {
        if (state.kind == Conversations.Kind.DIRECT) return;
        policy(before.policy(), after.policy());
        var gone = gone(committed, after);
        banned(before, after, gone);
        for (var who : gone.values()) {
            var left = book.roll(state.id).leaves(who.account());
            add(left ? Deed.of(Kind.LEFT, who) : Deed.to(author, Kind.REMOVED, who));
        }
        var come = come(before, committed);
        for (var who : come.values()) {
            var byLink = book.askers(state.id).find(who.account()).isPresent();
            add(Deed.to(author, byLink ? Kind.JOINED : Kind.ADDED, who));
        }
        admins(before, after);
        link(before.policy(), after.policy(), !gone.isEmpty());
    }

    private static Map<AccountKey, Who> gone(Committed committed, View after) {
        var stay = CommitRules.accounts(after.members());
        var gone = new LinkedHashMap<AccountKey, Who>();
        for (var member : committed.left()) {
            if (!stay.contains(member.account())) gone.putIfAbsent(member.account(), Who.of(member));
        }
        return gone;
    }

    private static Map<AccountKey, Who> come(View before, Committed committed) {
        var were = CommitRules.accounts(before.members());
        var come = new LinkedHashMap<AccountKey, Who>();
        for (var member : committed.joined()) {
            if (!were.contains(member.account())) come.putIfAbsent(member.account(), Who.of(member));
        }
        return come;
    }

    private void policy(Policy before, Policy after) throws CommandException {
        if (!after.title().equals(before.title())) add(Deed.by(author, Kind.RENAMED).with(after.title()));
        if (!after.description().equals(before.description())) flag(Kind.DESCRIBED, after.description().isPresent());
        if (!after.picture().equals(before.picture())) flag(Kind.PICTURED, after.picture().isPresent());
        if (after.anybodyAdds() != before.anybodyAdds()) flag(Kind.ANYBODY_ADDS, after.anybodyAdds());
        if (after.approves() != before.approves()) flag(Kind.APPROVAL, after.approves());
        if (after.adminsWrite() != before.adminsWrite()) flag(Kind.ADMINS_WRITE, after.adminsWrite());
        if (after.lifetime() != before.lifetime()) add(Deed.by(author, Kind.LIFETIME).with(after.lifetime()));
    }

    private void flag(Kind kind, boolean on) throws CommandException {
        add(Deed.by(author, kind).with(on ? 1 : 0));
    }

    /** Of whoever is removed with it, that says all. */
    private void banned(View before, View after, Map<AccountKey, Who> gone) throws CommandException {
        var were = before.policy().banned();
        var are = after.policy().banned();
        var banned = without(are, were);
        var unbanned = without(were, are);
        var absent = Stream.concat(banned.stream(), unbanned.stream()).filter(who -> !gone.containsKey(who)).toList();
        var claimed = book.claimed(state, absent);
        for (var account : banned) add(Deed.to(author, Kind.BANNED, who(account, gone, claimed)));
        for (var account : unbanned) add(Deed.to(author, Kind.UNBANNED, who(account, gone, claimed)));
        gone.keySet().removeAll(banned);
    }

    private static List<AccountKey> without(List<AccountKey> accounts, List<AccountKey> others) {
        var left = new LinkedHashSet<>(accounts);
        others.forEach(left::remove);
        return List.copyOf(left);
    }

    private static Who who(AccountKey account, Map<AccountKey, Who> gone, Map<AccountKey, Address> claimed) {
        var removed = gone.get(account);
        return removed != null ? removed : new Who(account, Objects.requireNonNull(claimed.get(account)));
    }

    private void admins(View before, View after) throws CommandException {
        var were = before.policy().admins();
        var are = after.policy().admins();
        if (were.equals(are)) return;
        Set<AccountKey> told = new HashSet<>();
        for (var member : after.members()) {
            var is = are.contains(member.account());
            if (is == were.contains(member.account()) || !told.add(member.account())) continue;
            add(Deed.to(author, is ? Kind.PROMOTED : Kind.DEMOTED, Who.of(member)));
        }
    }

    /** A link that ends with somebody's removal needs no line of its own. */
    private void link(Policy before, Policy after, boolean removed) throws CommandException {
        if (after.link().equals(before.link())) return;
        if (!after.link().equals(Policy.NO_LINK)) {
            add(Deed.by(author, Kind.LINK_MADE).with(after.linkLimits().map(LinkLimits::uses).orElse(0L)));
        } else if (!removed) {
            add(Deed.by(author, Kind.LINK_ENDED));
        }
    }
}
