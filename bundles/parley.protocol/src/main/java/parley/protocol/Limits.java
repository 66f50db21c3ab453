package parley.protocol;

/** Says that a number a peer sent is beyond what its record allows. */
public final class Limits {

    private Limits() {}

    /**
     * @throws IllegalArgumentException unless 0 &lt;= value &lt;= max; the message reads "70000 bytes of text: not
     *     within 0 and 65536"
     */
    public static void within(long value, long max, String what) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(value + " " + what + ": not within 0 and " + max);
        }
    }
}
