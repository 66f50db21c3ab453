package parley.protocol;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code parley://HOST:PORT/join?fp=FINGERPRINT#SECRET}: where a relay is, what it is, and a token to sign up with. A
 * relay that speaks no TLS adds {@code &plain=1}.
 */
public record InviteLink(RelayAddress relay, Token secret) {

    /**
     * @throws IllegalArgumentException with a sentence for a person; it never repeats the secret
     */
    public static InviteLink parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("this is no invite link; it begins with parley:// and is copied whole");
        }
        if (!"parley".equals(uri.getScheme()) || !"/join".equals(uri.getPath()) || uri.getHost() == null) {
            throw new IllegalArgumentException("this is no invite link; it looks like parley://HOST:PORT/join?fp=…#…");
        }
        var query = query(uri.getRawQuery());
        var plain = "1".equals(query.get("plain"));
        var relay =
                new RelayAddress(
                        URI.create((plain ? "ws://" : "wss://") + uri.getRawAuthority()), query.getOrDefault("fp", ""));
        try {
            return new InviteLink(relay, Token.parse(String.valueOf(uri.getRawFragment())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the invite link is cut short; copy it whole, with all that follows the #");
        }
    }

    /** The link, secret and all. */
    public String text() {
        var plain = "ws".equals(relay.url().getScheme());
        return "parley://"
                + relay.url().getRawAuthority()
                + "/join?fp="
                + relay.fingerprint()
                + (plain ? "&plain=1" : "")
                + "#"
                + secret.text();
    }

    private static Map<String, String> query(@Nullable String raw) {
        var map = new HashMap<String, String>();
        for (var part : (raw == null ? "" : raw).split("&", -1)) {
            var equals = part.indexOf('=');
            if (equals > 0) map.putIfAbsent(part.substring(0, equals), part.substring(equals + 1));
        }
        return map;
    }

    /** A relay and its key, without the secret. */
    @Override
    public String toString() {
        return "invite to " + relay.url();
    }
}
