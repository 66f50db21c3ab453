package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A capability: 32 random bytes made by its granter. Whoever shows it has the one right that the relay noted beside its
 * {@link #hash()}; the relay keeps no token itself. A secret, so it is no record and prints nothing.
 */
public final class Token {

    /** In bytes. */
    public static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Bytes bytes;

    public Token(Bytes bytes) {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("token of " + bytes.length() + " bytes: not " + LENGTH);
        this.bytes = bytes;
    }

    public static Token random() {
        var bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new Token(Bytes.wrap(bytes));
    }

    /**
     * @throws IllegalArgumentException if {@code base64url} is not 32 bytes in base64url without padding
     */
    public static Token parse(String base64url) {
        return new Token(Bytes.wrap(Base64.getUrlDecoder().decode(base64url)));
    }

    public static Token read(WireReader in) throws MalformedException {
        return new Token(in.fixedBytes(LENGTH));
    }

    public void write(WireWriter out) {
        out.fixed(bytes);
    }

    /** SHA-256 of the token: what a relay stores and compares. */
    public Hash hash() {
        return Hash.of(bytes);
    }

    /** Base64url without padding, for a link or a header. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.shared());
    }

    public Bytes bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bytes.shared(), token.bytes.shared());
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return "Token";
    }
}
