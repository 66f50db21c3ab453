package parley.protocol;

import parley.protocol.wire.Bytes;

import java.net.URI;
import java.util.Base64;

/** {@code parley://HOST:PORT/person/NAME?fp=FINGERPRINT#ACCOUNTKEY}: a person, with the account key to hold them to. */
public record ContactLink(RelayAddress relay, String name, AccountKey account) {

    /**
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static ContactLink parse(String text) {
        try {
            var uri = URI.create(text.strip());
            var path = String.valueOf(uri.getPath());
            var name = path.startsWith("/person/") ? path.substring("/person/".length()) : "";
            var query = String.valueOf(uri.getRawQuery());
            if (!"parley".equals(uri.getScheme()) || !Address.isName(name) || !query.startsWith("fp=")) {
                throw new IllegalArgumentException("not of the form");
            }
            var plain = query.endsWith("&plain=1");
            var fingerprint = query.substring(3, query.length() - (plain ? 8 : 0));
            var key = Base64.getUrlDecoder().decode(String.valueOf(uri.getRawFragment()));
            return new ContactLink(
                    new RelayAddress(URI.create((plain ? "ws://" : "wss://") + uri.getRawAuthority()), fingerprint),
                    name,
                    new AccountKey(Bytes.wrap(key)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "this is no contact link; it looks like parley://HOST:PORT/person/NAME?fp=…#…, copied whole", e);
        }
    }

    public String text() {
        return "parley://"
                + relay.url().getRawAuthority()
                + "/person/"
                + name
                + "?fp="
                + relay.fingerprint()
                + ("ws".equals(relay.url().getScheme()) ? "&plain=1" : "")
                + "#"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(account.bytes().shared());
    }
}
