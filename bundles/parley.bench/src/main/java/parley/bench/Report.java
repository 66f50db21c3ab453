package parley.bench;

import java.util.Arrays;
import java.util.Locale;

/** What is printed, and the figures in it. */
public final class Report {

    private Report() {}

    public static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Whether a promise was kept, in a word. */
    public static String held(double measured, double most) {
        return measured <= most ? "held" : "MISSED";
    }

    public static double median(double... values) {
        return quantile(values, 0.5);
    }

    /** All but the first, which met what had not been started before. */
    public static double[] later(double[] values) {
        return Arrays.copyOfRange(values, 1, values.length);
    }

    /**
     * The value that {@code share} (0 to 1) of {@code values} are below; between two of them in proportion.
     *
     * @return NaN of none
     */
    public static double quantile(double[] values, double share) {
        if (values.length == 0) return Double.NaN;
        var sorted = values.clone();
        Arrays.sort(sorted);
        var at = share * (sorted.length - 1);
        var below = (int) at;
        var above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
