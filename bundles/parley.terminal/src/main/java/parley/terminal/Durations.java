package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.time.Duration;
import java.util.List;

/** Durations as people write them: a number and s, m, h, d or w. */
final class Durations {

    private record Unit(char sign, Duration length, String name) {}

    /** The longest first. */
    private static final List<Unit> UNITS =
            List.of(
                    new Unit('w', Duration.ofDays(7), "week"),
                    new Unit('d', Duration.ofDays(1), "day"),
                    new Unit('h', Duration.ofHours(1), "hour"),
                    new Unit('m', Duration.ofMinutes(1), "minute"),
                    new Unit('s', Duration.ofSeconds(1), "second"));

    private Durations() {}

    /**
     * @param what takes it, for the sentence of a refusal
     * @throws CommandException USAGE if it is none, or of no length
     */
    static Duration parse(String what, String text) throws CommandException {
        if (text.matches("[1-9][0-9]{0,8}[a-z]")) {
            var sign = text.charAt(text.length() - 1);
            for (var unit : UNITS) {
                if (unit.sign == sign) {
                    return unit.length.multipliedBy(Long.parseLong(text.substring(0, text.length() - 1)));
                }
            }
        }
        throw new CommandException(Code.USAGE, what + " takes a number and s, m, h, d or w, such as 8h or 2d");
    }

    /** Such as {@code 2 days}; in the longest unit that it is some of. */
    static String words(Duration duration) {
        for (var unit : UNITS) {
            var count = duration.dividedBy(unit.length);
            if (count > 0 && duration.equals(unit.length.multipliedBy(count))) {
                return count + " " + unit.name + (count == 1 ? "" : "s");
            }
        }
        return duration.toSeconds() + " seconds";
    }
}
