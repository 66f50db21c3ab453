package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * {@code parley://HOST:PORT/group/LOG?fp=FINGERPRINT#SECRET}: where a group's log is, and the secret that lets one ask
 * to join. A relay that speaks no TLS adds {@code &plain=1}.
 *
 * @param relay the log's hub
 * @param secret what {@code Policy.link} holds: every member can pass it on
 */
public record GroupLink(RelayAddress relay, LogId log, Token secret) {

    private static final String PATH = "/group/";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /** Whether {@code text} is meant as a group link, damaged or not. */
    public static boolean looksLike(String text) {
        return text.strip().startsWith("parley://") && text.contains(PATH);
    }

    /**
     * @throws IllegalArgumentException with a sentence for a person; it never repeats the secret
     */
    public static GroupLink parse(String text) {
        try {
            var uri = URI.create(text.strip());
            var path = String.valueOf(uri.getRawPath());
            var log = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
            var query = String.valueOf(uri.getRawQuery());
            if (!"parley".equals(uri.getScheme()) || !ID.matcher(log).matches() || !query.startsWith("fp="))
                throw new IllegalArgumentException("not of the form");
            var plain = query.endsWith("&plain=1");
            var fingerprint = query.substring(3, query.length() - (plain ? 8 : 0));
            return new GroupLink(
                    new RelayAddress(URI.create((plain ? "ws://" : "wss://") + uri.getRawAuthority()), fingerprint),
                    new LogId(Bytes.ofHex(log)),
                    Token.parse(String.valueOf(uri.getRawFragment())));
        } catch (IllegalArgumentException e) { // whose message may repeat what was typed
            throw new IllegalArgumentException(
                    "this is no group link; it looks like parley://HOST:PORT/group/ID?fp=…#…, copied whole");
        }
    }

    /** What {@link parley.protocol.relay.Frame.RequestJoin} shows the hub, which is not to learn the secret. */
    public Token token() {
        return token(secret);
    }

    /** SHA-256(text("Parley group link token 1") || secret). */
    public static Token token(Token secret) {
        var out = new WireWriter().text("Parley group link token 1");
        secret.write(out);
        return new Token(Hash.of(out.toBytes()).bytes());
    }

    /** The link, secret and all. */
    public String text() {
        return "parley://"
                + relay.url().getRawAuthority()
                + PATH
                + log.hex()
                + "?fp="
                + relay.fingerprint()
                + ("ws".equals(relay.url().getScheme()) ? "&plain=1" : "")
                + "#"
                + secret.text();
    }

    /** A relay and a log, without the secret. */
    @Override
    public String toString() {
        return "link to group " + log + " at " + relay.url();
    }
}
