package parley.crypto;

import java.util.List;
import java.util.OptionalInt;

/** What the numbers of suites say (RFC 9420 §17.1): which signature scheme is theirs, and which comes first. */
final class Schemes {

    /** Ed25519 in RFC 8446 §4.2.3. */
    static final int ED25519 = 0x0807;

    /** X-Wing with AES-256-GCM, SHA-512 and Ed25519: a private-use number. */
    static final int X_WING = 0xF00D;

    /** Suites for a new conversation, the preferred first (docs/architecture.md, Wire). */
    static final List<Integer> ORDER = List.of(X_WING, 1, 3, 2, 7, 5, 4, 6);

    private Schemes() {}

    /** The signature scheme (RFC 8446 §4.2.3) of a suite that is known without its provider. */
    static OptionalInt of(int suite) {
        return switch (suite) {
            case 1, 3, X_WING -> OptionalInt.of(ED25519);
            case 2 -> OptionalInt.of(0x0403);
            case 4, 6 -> OptionalInt.of(0x0808);
            case 5 -> OptionalInt.of(0x0603);
            case 7 -> OptionalInt.of(0x0503);
            default -> OptionalInt.empty();
        };
    }

    /** Where {@code suite} stands in {@link #ORDER}; behind all of them if it does not. */
    static int rank(int suite) {
        var index = ORDER.indexOf(suite);
        return index < 0 ? ORDER.size() : index;
    }
}
