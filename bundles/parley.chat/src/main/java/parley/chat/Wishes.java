package parley.chat;

import parley.chat.Wish.Restate;
import parley.chat.Wish.Want;
import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.content.Policy;
import parley.protocol.relay.CommitBody;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The wishes of one group, as one transaction sees them. */
final class Wishes {

    private static final String WISH = "chat.wish";

    /**
     * The most requests of others that wait at once: what others ask for beyond that is dropped, and they may ask
     * again.
     */
    static final int MAX_DUTIES = 512;

    private final Transaction tx;
    private final ConversationId id;

    Wishes(Transaction tx, ConversationId id) {
        this.tx = tx;
        this.id = id;
    }

    /** In the order in which they were made. */
    List<Wish> all() throws CommandException {
        var all = new ArrayList<Wish>();
        for (var row : tx.ascending(WISH, id.bytes(), 0, Integer.MAX_VALUE)) {
            all.add(Book.decode(row.value(), Wish::decode));
        }
        return all;
    }

    /**
     * @param ticket as {@link Wish} has it
     */
    void add(long ticket, Want want) {
        add(ticket, false, want);
    }

    /**
     * In place of what was wanted before of the same.
     *
     * @return the tickets of what is wanted no more
     */
    List<Long> addInPlace(long ticket, Wish.Lasting want) throws CommandException {
        var replaced = all().stream().filter(wish -> want.replaces(wish.want())).toList();
        replaced.forEach(this::remove);
        add(ticket, false, want);
        return replaced.stream().map(Wish::ticket).toList();
    }

    /** What a commit has made so is not made so again. */
    void met(Policy before, Policy after) throws CommandException {
        for (var wish : all()) {
            if (wish.want() instanceof Wish.Lasting want && !want.met() && want.isSo(before, after))
                put(wish, want.asMet());
        }
    }

    /** What any admin could do; once, however often it is heard of. */
    void addDuty(Want want, Predicate<Want> same) throws CommandException {
        var duties = all().stream().filter(Wish::duty).toList();
        if (duties.stream().anyMatch(duty -> same.test(duty.want()))) return;
        if (isRequest(want) && duties.stream().filter(duty -> isRequest(duty.want())).count() >= MAX_DUTIES) return;
        add(0, true, want);
    }

    /** What the one asking asks for again, and so may be dropped; there is one Remove of a member, and one Restate. */
    private static boolean isRequest(Want want) {
        return want instanceof Wish.Add || want instanceof Wish.Rejoin;
    }

    /** The hub has read a void commit: what it named is to be put right, all of it by one wish. */
    void restate(CommitBody body, Set<FollowerKey> members) throws CommandException {
        var keys = takeRestated();
        keys.addAll(named(body));
        restate(keys.stream().filter(members::contains), keys.stream().filter(key -> !members.contains(key)));
    }

    /** A commit has told the hub of these: what it did not name waits for the next. */
    void restated(CommitBody body) throws CommandException {
        var named = named(body);
        if (all().stream().noneMatch(wish -> names(wish, named))) return;
        var keys = takeRestated();
        keys.removeAll(named);
        if (!keys.isEmpty()) restate(keys.stream(), Stream.empty());
    }

    /** Members come first: a stray takes nothing from anybody. */
    private void restate(Stream<FollowerKey> members, Stream<FollowerKey> strays) {
        add(0, true, new Restate(Stream.concat(members, strays).limit(Restate.MAX_KEYS).toList()));
    }

    private Set<FollowerKey> takeRestated() throws CommandException {
        var keys = new LinkedHashSet<FollowerKey>();
        for (var wish : all()) {
            if (!(wish.want() instanceof Restate(var before))) continue;
            keys.addAll(before);
            remove(wish);
        }
        return keys;
    }

    private static Set<FollowerKey> named(CommitBody body) {
        var named = new LinkedHashSet<>(body.removed());
        body.added().forEach(follower -> named.add(follower.key()));
        return named;
    }

    private static boolean names(Wish wish, Set<FollowerKey> named) {
        return wish.want() instanceof Restate(var keys) && keys.stream().anyMatch(named::contains);
    }

    private void add(long ticket, boolean duty, Want want) {
        var last = tx.descending(WISH, id.bytes(), Long.MAX_VALUE, 1);
        var order = last.isEmpty() ? 1 : last.getFirst().order() + 1;
        tx.put(WISH, id.bytes(), order, new Wish(order, ticket, duty, want).encode());
    }

    /** The change of suite that is wanted; there is one at most. */
    Optional<Wish> move() throws CommandException {
        return all().stream().filter(wish -> wish.want() instanceof Wish.Move).findFirst();
    }

    /** The same wish, of which more is known. */
    void put(Wish wish, Want want) {
        var now = new Wish(wish.order(), wish.ticket(), wish.duty(), want);
        tx.put(WISH, id.bytes(), wish.order(), now.encode());
    }

    void remove(Wish wish) {
        tx.remove(WISH, id.bytes(), wish.order());
    }

    void clear() {
        Book.clear(tx, WISH, id.bytes());
    }
}
