package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds messages by the words in them: beginnings of words, in any order, whatever their case and accents; what stands
 * in double quotes only as it stands there. In scripts that put no spaces between words any part is found.
 */
@ProviderType
public interface Search {

    /** Code units that {@link Query#words} may have. */
    int MAX_WORDS = 1000;

    /** Results that are given at once. */
    int MAX_PAGE = 200;

    /**
     * What is looked for. Any text is one: nothing in it is an operator but double quotes.
     *
     * @param from who said it
     * @param since not older than this, by the clocks of those who said it, but no newer than when it came
     * @param before older than this
     */
    record Query(
            String words,
            Optional<ConversationId> conversation,
            Optional<Address> from,
            Optional<Instant> since,
            Optional<Instant> before) {

        /** Looks everywhere. */
        public static Query of(String words) {
            return new Query(words, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** A part of a text, in UTF-16 code units, without {@code end}; it splits no code point. */
    record Range(int start, int end) {}

    /**
     * @param excerpt a part of the message's text around the first of {@code marks}
     * @param marks what was looked for, in the whole text, ascending and apart
     */
    record Found(Message message, Range excerpt, List<Range> marks) {}

    /**
     * @param found newest first, by the clocks of those who said it, but no newer than when it came
     * @param next what to ask for to read on; empty at the end
     * @param complete false where {@code cut}, and while older messages are still being read, when Parley has just
     *     begun to
     * @param cut whether the oldest messages are not looked through, since all do not fit into memory
     */
    record Page(List<Found> found, OptionalLong next, boolean complete, boolean cut) {

        /** One of which nothing is cut. */
        public Page(List<Found> found, OptionalLong next, boolean complete) {
            this(found, next, complete, false);
        }
    }

    /**
     * Looks for what is here now. Blocks (on the profile's disk only); call it from a virtual thread. A query without a
     * letter or digit finds nothing.
     *
     * @param next {@code Long.MAX_VALUE}, or {@link Page#next}
     * @param limit at most {@link #MAX_PAGE}
     * @throws CommandException USAGE for more than {@link #MAX_WORDS}
     */
    Page find(Query query, long next, int limit) throws CommandException;
}
