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

    /** What RFC 9420 §17.1, and we, call a suite; {@code "suite"} and its number if nobody has given it a name. */
    static String name(int suite) {
        return switch (suite) {
            case 1 -> "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519";
            case 2 -> "MLS_128_DHKEMP256_AES128GCM_SHA256_P256";
            case 3 -> "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519";
            case 4 -> "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448";
            case 5 -> "MLS_256_DHKEMP521_AES256GCM_SHA512_P521";
            case 6 -> "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448";
            case 7 -> "MLS_256_DHKEMP384_AES256GCM_SHA384_P384";
            case X_WING -> "MLS_256_XWING_AES256GCM_SHA512_Ed25519";
            default -> "suite " + suite;
        };
    }

    /** Classes of strength (docs/adr/0003-generations.md); what is unknown is below all. */
    static int strength(int suite) {
        return switch (suite) {
            case X_WING -> 3;
            case 4, 5, 6, 7 -> 2;
            case 1, 2, 3 -> 1;
            default -> 0;
        };
    }
}
