package parley.protocol;

import java.util.regex.Pattern;

/**
 * {@code name@relay}: how people name an account. The relay part is a host name, optionally with a port, or base32 of
 * 16 bytes of SHA-256(relay key) for a relay without a name.
 */
public record Address(String name, String relay) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,32}");
    private static final Pattern RELAY = Pattern.compile("[a-z0-9.:\\[\\]-]{1,255}");

    public Address {
        if (!isName(name)) throw new IllegalArgumentException("a name has 1 to 32 of a-z 0-9 . _ -");
        if (!RELAY.matcher(relay).matches()) throw new IllegalArgumentException("no relay's name stands behind the @");
    }

    /**
     * @throws IllegalArgumentException with a sentence fit for a person
     */
    public static Address parse(String text) {
        var at = text.indexOf('@');
        if (at < 0) throw new IllegalArgumentException("an address looks like name@relay");
        return new Address(text.substring(0, at), text.substring(at + 1));
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String toString() {
        return name + "@" + relay;
    }
}
