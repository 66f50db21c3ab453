package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.Membership;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Mention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whom one can mention in a conversation: offered while one writes {@code @}, and found again in what was written. */
final class Members implements Completion.Source {

    /** How many are offered at once. */
    private static final int MOST = 6;

    /** Letters behind an {@code @} that may still name somebody. */
    private static final int LONGEST = 80;

    /** An {@code @} beyond these is only a letter: looking for names takes time for each. */
    static final int LOOKED_AT = 1000;

    /**
     * Somebody else in the conversation.
     *
     * @param title what they are called here
     */
    record Who(AccountKey account, Address address, String title) {

        /** Whether one of the words of their title, or their address, begins with {@code start}, in lower case. */
        private boolean begins(String start) {
            var called = title.toLowerCase(Locale.ROOT);
            return called.startsWith(start) || called.contains(" " + start) || address.toString().startsWith(start);
        }
    }

    /** Those who are offered, by the words that name each and nobody else. */
    private final Map<String, Who> named = new HashMap<>();

    /** How long those words are, the longest first. */
    private final TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());

    private final Consumer<Meant.One> taken;

    Members(Collection<Who> people) {
        this(people, _ -> {});
    }

    /**
     * @param taken hears whom the person took from the offers
     */
    Members(Collection<Who> people, Consumer<Meant.One> taken) {
        this.taken = taken;
        var alike = people.stream().collect(Collectors.groupingBy(Who::title, Collectors.counting()));
        for (var who : people) {
            boolean alone = alike.getOrDefault(who.title(), 0L) == 1 && who.title().length() < LONGEST;
            var words = "@" + (alone ? who.title() : who.address().toString());
            named.put(words, who);
            lengths.add(words.length());
        }
    }

    /** Those of {@code members} who are somebody else, each once, as {@code titles} call them. */
    static List<Who> of(List<Membership.Member> members, Titles titles) {
        return members.stream()
                .filter(member -> !member.own())
                .map(member -> new Who(member.account(), member.address(), titles.of(member)))
                .distinct()
                .toList();
    }

    @Override
    public Optional<Completion.Match> at(String text, int caret) {
        int start = text.lastIndexOf('@', caret - 1);
        if (start < 0 || caret - start > LONGEST || start > 0 && isPart(text.charAt(start - 1)))
            return Optional.empty();
        var written = text.substring(start + 1, caret);
        if (written.indexOf('\n') >= 0 || written.startsWith(" ")) return Optional.empty();
        var offers = offers(start, written.toLowerCase(Locale.ROOT));
        return offers.isEmpty() ? Optional.empty() : Optional.of(new Completion.Match(start, caret, offers));
    }

    private List<Completion.Offer> offers(int at, String start) {
        return named.entrySet().stream()
                .filter(each -> each.getValue().begins(start))
                .sorted(Comparator.comparing(each -> each.getKey().toLowerCase(Locale.ROOT)))
                .limit(MOST)
                .map(each -> offer(at, each.getKey(), each.getValue()))
                .toList();
    }

    private Completion.Offer offer(int at, String words, Who who) {
        var address = who.address().toString();
        var name = who.title().equals(address) ? address : who.title() + " · " + address;
        Runnable took = () -> taken.accept(new Meant.One(at, words, who.account()));
        return new Completion.Offer(who.title(), name, words + " ", Names.key(who.account()), took);
    }

    /** Whom {@code text} mentions: wherever the words stand that name one of them. */
    List<Mention> in(String text) {
        return in(text, 0, List.of());
    }

    /**
     * The same where the person took some from the offers: those are meant there, though longer words name another.
     *
     * @param from where {@code text} begins in the one that {@code meant} is of
     */
    List<Mention> in(String text, int from, List<Meant.One> meant) {
        var taken = meant.stream().collect(Collectors.toMap(Meant.One::start, one -> one, (_, last) -> last));
        var found = new ArrayList<Mention>();
        int looked = 0;
        for (int at = text.indexOf('@'); at >= 0 && looked < LOOKED_AT; looked++) {
            var one = at > 0 && isPart(text.charAt(at - 1)) ? null : named(text, at, taken.get(from + at));
            if (one != null) found.add(mention(text, at, one));
            if (found.size() == Mention.MOST) break;
            at = text.indexOf('@', at + (one == null ? 1 : one.words().length()));
        }
        return found;
    }

    private static Mention mention(String text, int at, Meant.One one) {
        var words = one.words();
        return new Mention(text.codePointCount(0, at), words.codePointCount(0, words.length()), one.account());
    }

    /** Who was taken at {@code at}, else whom the longest words there name; null for nobody. */
    private Meant.@Nullable One named(String text, int at, Meant.@Nullable One taken) {
        if (taken != null && text.startsWith(taken.words(), at) && ends(text, at + taken.words().length()))
            return taken;
        for (int length : lengths) {
            if (!ends(text, at + length)) continue;
            var words = text.substring(at, at + length);
            var who = named.get(words);
            if (who != null) return new Meant.One(at, words, who.account());
        }
        return null;
    }

    /** Whether a word can end at {@code end}. */
    private static boolean ends(String text, int end) {
        return end == text.length() || end < text.length() && !isPart(text.charAt(end));
    }

    /** Whether a word goes on with {@code letter}. */
    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }
}
