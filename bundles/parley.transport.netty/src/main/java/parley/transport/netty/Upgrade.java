package parley.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The WebSocket opening handshake's words (RFC 6455 §4). */
final class Upgrade {

    /** Where links are taken. */
    static final String PATH = "/link";

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // of §1.3, the same for all

    private Upgrade() {}

    static String newKey() {
        var nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce); // only tells answers apart from other requests' (§1.3)
        return Base64.getEncoder().encodeToString(nonce);
    }

    static boolean isKey(@Nullable String key) {
        if (key == null || key.length() != 24) return false;
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What a server answers to {@code key}. */
    static String accept(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1"); // the RFC's; nothing's safety rests on it
            return Base64.getEncoder().encodeToString(sha1.digest((key + SALT).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /**
     * Whether a page of {@code origin} (RFC 6454 §7), null outside of browsers, is one of {@code host}: else any page
     * that a browser here shows could reach a relay on loopback.
     */
    static boolean isFromHere(@Nullable String origin, @Nullable String host) {
        return origin == null
                || origin.equalsIgnoreCase("https://" + host)
                || origin.equalsIgnoreCase("http://" + host);
    }

    /** Whether {@code list}, separated by commas, names {@code word}. */
    static boolean names(@Nullable String list, String word) {
        return list != null && Arrays.stream(list.split(",", -1)).anyMatch(each -> each.strip().equalsIgnoreCase(word));
    }
}
