package parley.desktop.chat.timeline;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds web addresses in a text. Only these two schemes: others start programs. */
final class Links {

    private static final Pattern LINK =
            Pattern.compile("\\bhttps?://[^\\s<>\"'“”«»]{3,2000}", Pattern.CASE_INSENSITIVE);
    private static final String NOT_AT_END = ".,;:!?)]}…";

    /** The letters from {@code start} up to {@code end} are the address {@code target}. */
    record Link(int start, int end, String target) {}

    private Links() {}

    static List<Link> in(String text) {
        var found = new ArrayList<Link>();
        var matcher = LINK.matcher(text);
        while (matcher.find()) {
            int end = matcher.end();
            while (end > matcher.start() && NOT_AT_END.indexOf(text.charAt(end - 1)) >= 0) end--;
            var target = text.substring(matcher.start(), end);
            if (!host(target).isEmpty()) found.add(new Link(matcher.start(), end, target));
        }
        return found;
    }

    /** The host that {@code target} leads to, in ASCII as a resolver sees it; empty if it leads nowhere. */
    static String host(String target) {
        try {
            var host = URI.create(target).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
