package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.wire.WireWriter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Sixty digits that two people compare another way: they are the same for both exactly if each has the other's account
 * key (docs/protocol.md, Verification).
 *
 * @param digits of 0 to 9, 60 of them
 */
public record SafetyNumber(String digits) {

    /** How often the hash is taken: so many times dearer is it to look for keys whose numbers are nearly the same. */
    public static final int ROUNDS = 5200;

    private static final int GROUPS = 12;
    private static final int DIGITS = 5;
    private static final int BYTES = 5;
    private static final long GROUP = 100_000;

    public SafetyNumber {
        if (digits.length() != GROUPS * DIGITS) {
            throw new IllegalArgumentException(digits.length() + " digits of a safety number: not 60");
        }
    }

    /** That of two accounts, in either order. Takes some milliseconds. */
    public static SafetyNumber of(AccountKey one, AccountKey other) {
        var keys = sorted(one, other);
        var hash = sha512(new WireWriter().text("Parley safety number 1").toArray(), keys);
        for (var round = 1; round < ROUNDS; round++) hash = sha512(hash, keys);
        var digits = new StringBuilder();
        for (var group = 0; group < GROUPS; group++) {
            var value = 0L;
            for (var i = 0; i < BYTES; i++) value = value << 8 | hash[group * BYTES + i] & 0xFF;
            digits.append(String.format("%05d", value % GROUP));
        }
        return new SafetyNumber(digits.toString());
    }

    /** Both keys, the smaller first. */
    static byte[] sorted(AccountKey one, AccountKey other) {
        var ordered = one.bytes().compareTo(other.bytes()) <= 0;
        var first = ordered ? one.bytes() : other.bytes();
        var second = ordered ? other.bytes() : one.bytes();
        return new WireWriter(2 * AccountKey.LENGTH).fixed(first).fixed(second).toArray();
    }

    private static byte[] sha512(byte[] first, byte[] second) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    /** As people read it aloud: twelve groups of five digits, a space between them. */
    public String text() {
        return digits.replaceAll("(.{5})(?!$)", "$1 ");
    }

    /** The first group: it goes into logs, where all of it is nobody's business. */
    @Override
    public String toString() {
        return digits.substring(0, DIGITS);
    }
}
