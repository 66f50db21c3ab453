package parley.desktop.chat.timeline;

import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.net.IDN;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds web addresses in a text. Only these two schemes: others start programs. */
final class Links {

    private static final Phrases T = Phrases.of(Links.class);

    private static final Pattern LINK =
            Pattern.compile("\\bhttps?://[^\\s<>\"'“”«»]{3,2000}", Pattern.CASE_INSENSITIVE);
    private static final String NOT_AT_END = ".,;:!?)]}…";

    /** The most letters of a host (RFC 1035 §2.3.4). */
    private static final int MOST_LETTERS = 253;

    /** Above this the end of a host, which says whose it is, is easily overlooked. */
    private static final int MANY_LETTERS = 60;

    /** How many letters of that end are said again. */
    private static final int END = 30;

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
        var authority = authority(target);
        var host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.lastIndexOf(':');
        if (port >= 0 && !host.endsWith("]")) host = host.substring(0, port);
        if (host.length() > MOST_LETTERS) return "";
        try {
            var ascii = host.startsWith("[") ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
            var named = URI.create("https://" + ascii + "/").getHost();
            return named == null ? "" : named;
        } catch (RuntimeException e) { // one letter may become eighteen, and of too many IDN throws just that
            return "";
        }
    }

    private static String authority(String target) {
        int start = target.indexOf("://") + 3, end = start;
        while (end < target.length() && "/?#\\".indexOf(target.charAt(end)) < 0) end++;
        return start < 3 ? "" : target.substring(start, end);
    }

    /** {@code target} with its host in ASCII and nothing that a browser could read in another way. */
    static String opened(String target) {
        int end = target.indexOf("://") + 3 + authority(target).length();
        var named = authority(target);
        var user = named.substring(0, named.lastIndexOf('@') + 1);
        int port = named.lastIndexOf(':');
        var number = port > named.lastIndexOf('@') && port > named.lastIndexOf(']') ? named.substring(port) : "";
        var scheme = target.regionMatches(true, 0, "https", 0, 5) ? "https://" : "http://";
        return scheme + user + host(target) + number + target.substring(end);
    }

    /**
     * What somebody should know before they open {@code target}, as sentences.
     *
     * @param words those that led there
     */
    static List<String> warnings(String target, String words) {
        var warnings = new ArrayList<String>();
        var host = host(target);
        if (host.startsWith("xn--") || host.contains(".xn--")) {
            var shown = Words.plain(IDN.toUnicode(host));
            warnings.add(T.get("link.letters", "host", shown));
        }
        if (host.length() > MANY_LETTERS) {
            warnings.add(T.get("link.long", "end", "\u2066…" + host.substring(host.length() - END) + "\u2069"));
        }
        if (authority(target).indexOf('@') >= 0) {
            warnings.add(T.get("link.name"));
        }
        if (!words.equals(target)) {
            for (var link : in(words.contains("://") ? words : "https://" + words.strip())) {
                var pretended = host(link.target());
                boolean other = pretended.contains(".") && !pretended.equals(host);
                if (other) warnings.add(T.get("link.other", "host", pretended));
            }
        }
        return warnings;
    }
}
