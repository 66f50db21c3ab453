package parley.protocol;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a relay is reached and which key it must prove.
 *
 * @param url {@code wss://host:port}, or {@code ws://host:port} without TLS
 * @param fingerprint SHA-256 of the relay key, 64 lower-case hex digits
 */
public record RelayAddress(URI url, String fingerprint) {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    public RelayAddress {
        if (!"wss".equals(url.getScheme()) && !"ws".equals(url.getScheme())) {
            throw new IllegalArgumentException("a relay's address begins with wss:// (or ws:// on this machine)");
        }
        if (url.getHost() == null || url.getPort() < 1 || url.getPort() > 65535) {
            throw new IllegalArgumentException("a relay's address names host and port, as in wss://relay.example:7463");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a relay's address has nothing but host and port before the #");
        }
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw new IllegalArgumentException(
                    "the relay's fingerprint is missing or not 64 hex digits; copy the address whole");
        }
    }

    /**
     * Reads {@code wss://HOST:PORT#FINGERPRINT}.
     *
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static RelayAddress parse(String text) {
        var hash = text.indexOf('#');
        if (hash < 0) throw new IllegalArgumentException("a relay's address ends in # and its fingerprint");
        URI url;
        try {
            url = URI.create(text.substring(0, hash).strip());
        } catch (IllegalArgumentException e) { // whose message would repeat what was typed
            throw new IllegalArgumentException(
                    "a relay's address looks like wss://HOST:PORT#FINGERPRINT, copied whole");
        }
        return new RelayAddress(url, text.substring(hash + 1).strip());
    }

    public static String fingerprint(RelayKey key) {
        return Hash.of(key.bytes()).hex();
    }
}
