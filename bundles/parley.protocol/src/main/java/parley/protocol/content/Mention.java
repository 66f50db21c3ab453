package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Limits;
import parley.protocol.content.Content.Text;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/**
 * That a part of a text means somebody. It names an account: what stands there, and what anybody is called, says
 * nothing about who is meant.
 *
 * @param start where the part begins, in Unicode code points of the text
 * @param length of the part in code points, at least 1
 */
public record Mention(int start, int length, AccountKey account) {

    /** The most in one text. */
    public static final int MOST = 64;

    public Mention {
        Limits.within(start, Text.MAX_BODY, "as the start of a mention");
        if (length < 1) throw new IllegalArgumentException("mention of " + length + " code points");
        Limits.within(length, Text.MAX_BODY, "code points of mention");
    }

    /** Where the text goes on, in code points. */
    public int end() {
        return start + length;
    }

    void write(WireWriter out) {
        account.write(out.u32(start).u32(length));
    }

    static Mention read(WireReader in) throws MalformedException {
        return new Mention(number(in), number(in), AccountKey.read(in));
    }

    /** What is beyond an int is beyond any text. */
    private static int number(WireReader in) throws MalformedException {
        return (int) Math.min(in.u32(), Integer.MAX_VALUE);
    }

    /**
     * A copy of {@code mentions}, which may stand in {@code body}.
     *
     * @throws IllegalArgumentException unless there are at most {@link #MOST}, in order, none over another, all within
     *     the body
     */
    static List<Mention> in(String body, List<Mention> mentions) {
        Limits.within(mentions.size(), MOST, "mentions");
        var end = 0;
        for (var mention : mentions) {
            if (mention.start < end) {
                throw new IllegalArgumentException("mention at " + mention.start + ": another ends at " + end);
            }
            end = mention.end();
        }
        Limits.within(end, body.codePointCount(0, body.length()), "as the end of a mention");
        return List.copyOf(mentions);
    }
}
