package parley.chat;

import parley.protocol.wire.Bytes;

import java.security.SecureRandom;

/** Bytes that nobody can foretell. */
final class Nonces {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Nonces() {}

    static Bytes random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
