package parley.desktop.chat;

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

    Members(Collection<Who> people) {
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
        var offers = offers(written.toLowerCase(Locale.ROOT));
        return offers.isEmpty() ? Optional.empty() : Optional.of(new Completion.Match(start, caret, offers));
    }

    private List<Completion.Offer> offers(String start) {
        return named.entrySet().stream()
                .filter(each -> each.getValue().begins(start))
                .sorted(Comparator.comparing(each -> each.getKey().toLowerCase(Locale.ROOT)))
                .limit(MOST)
                .map(each -> offer(each.getKey(), each.getValue()))
                .toList();
    }

    private static Completion.Offer offer(String words, Who who) {
        var address = who.address().toString();
        var name = who.title().equals(address) ? address : who.title() + " · " + address;
        return new Completion.Offer(who.title(), name, words + " ", Names.key(who.account()));
    }

    /** Whom {@code text} mentions: wherever the words stand that name one of them. */
    List<Mention> in(String text) {
        var found = new ArrayList<Mention>();
        int looked = 0;
        for (int at = text.indexOf('@'); at >= 0 && looked < LOOKED_AT; looked++) {
            int length = at > 0 && isPart(text.charAt(at - 1)) ? 0 : named(text, at);
            if (length > 0) found.add(mention(text, at, length));
            if (found.size() == Mention.MOST) break;
            at = text.indexOf('@', at + Math.max(1, length));
        }
        return found;
    }

    private Mention mention(String text, int at, int length) {
        var words = text.substring(at, at + length);
        var who = named.get(words);
        if (who == null) throw new IllegalArgumentException("nobody is called so");
        return new Mention(text.codePointCount(0, at), words.codePointCount(0, length), who.account());
    }

    /** The length of the longest words at {@code at} that name somebody; 0 if none do. */
    private int named(String text, int at) {
        for (int length : lengths) {
            int end = at + length;
            boolean fits = end == text.length() || end < text.length() && !isPart(text.charAt(end));
            if (fits && named.containsKey(text.substring(at, end))) return length;
        }
        return 0;
    }

    /** Whether a word goes on with {@code letter}. */
    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }
}
