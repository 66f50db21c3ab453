package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.protocol.samples.Fixed.ACCOUNT;
import static parley.protocol.samples.Fixed.LOG;
import static parley.protocol.samples.Fixed.OTHER_TOKEN;
import static parley.protocol.samples.Fixed.RELAY;
import static parley.protocol.samples.Fixed.TOKEN;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Random;
import java.util.function.Function;

/** Links and addresses, which people paste from anywhere. */
class LinksTest {

    private static final String FP = "0123456789abcdef".repeat(4);
    private static final String SECRET = TOKEN.text();
    private static final String KEY = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w";
    private static final String CUT = "the invite link is cut short; copy it whole, with all that follows the #";
    private static final String NO_CONTACT =
            "this is no contact link; it looks like parley://HOST:PORT/person/NAME?fp=…#…, copied whole";
    private static final String HOST_AND_PORT = "a relay's address names host and port, as in wss://relay.example:7463";
    private static final String FINGERPRINT =
            "the relay's fingerprint is missing or not 64 hex digits; copy the address whole";

    private static String refusal(Function<String, ?> parse, String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> parse.apply(text), text).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.example:7463", "127.0.0.1:1", "[::1]:65535"})
    void invitesComeBackEqual(String host) {
        for (var plain : new String[] {"", "&plain=1"}) {
            var text = "parley://" + host + "/join?fp=" + FP + plain + "#" + SECRET;
            var link = InviteLink.parse(text);
            assertEquals(text, link.text());
            assertEquals(TOKEN, link.secret());
            assertEquals((plain.isEmpty() ? "wss://" : "ws://") + host, link.relay().url().toString());
            assertEquals(link, InviteLink.parse("  " + text + "\n"));
            assertFalse(link.toString().contains(SECRET));
        }
    }

    @Test
    void invitesThatAreNone() {
        var start = "parley://h:1/join?fp=" + FP;
        assertEquals(CUT, refusal(InviteLink::parse, start));
        assertEquals(CUT, refusal(InviteLink::parse, start + "#"));
        assertEquals(CUT, refusal(InviteLink::parse, start + "#" + SECRET.substring(1)));
        assertEquals(CUT, refusal(InviteLink::parse, start + "#" + SECRET + "AAAA"));
        assertEquals(CUT, refusal(InviteLink::parse, start + "#" + SECRET.substring(1) + "+"));
        assertEquals(FINGERPRINT, refusal(InviteLink::parse, "parley://h:1/join#" + SECRET));
        assertEquals(
                FINGERPRINT,
                refusal(
                        InviteLink::parse,
                        "parley://h:1/join?fp=" + FP.toUpperCase(java.util.Locale.ROOT) + "#" + SECRET));
        assertEquals(HOST_AND_PORT, refusal(InviteLink::parse, "parley://h/join?fp=" + FP + "#" + SECRET));
        assertEquals(HOST_AND_PORT, refusal(InviteLink::parse, "parley://h:0/join?fp=" + FP + "#" + SECRET));
        assertEquals(HOST_AND_PORT, refusal(InviteLink::parse, "parley://h:65536/join?fp=" + FP + "#" + SECRET));
        var form = "this is no invite link; it looks like parley://HOST:PORT/join?fp=…#…";
        for (var other :
                new String[] {
                    "", "x", "https://h:1/join?fp=" + FP, "parley://h:1/person/a", "parley:join", "parley:///join"
                }) {
            assertEquals(form, refusal(InviteLink::parse, other.isEmpty() ? "" : other + "#" + SECRET));
        }
        assertEquals(
                "this is no invite link; it begins with parley:// and is copied whole",
                refusal(InviteLink::parse, "my link: parley://h:1/join#" + SECRET));
        assertEquals(
                "a relay's address has nothing but host and port before the #",
                refusal(InviteLink::parse, "parley://bank.example@h:1/join?fp=" + FP + "#" + SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.example:7463", "127.0.0.1:1", "[::1]:65535"})
    void groupLinks(String host) {
        for (var plain : new String[] {"", "&plain=1"}) {
            var text = "parley://" + host + "/group/" + LOG.hex() + "?fp=" + FP + plain + "#" + SECRET;
            var link = GroupLink.parse(text);
            assertEquals(LOG, link.log());
            assertEquals(TOKEN, link.secret());
            assertEquals(text, link.text());
            assertEquals((plain.isEmpty() ? "wss://" : "ws://") + host, link.relay().url().toString());
            assertEquals(link, GroupLink.parse("  " + text + "\n"));
            assertFalse(link.toString().contains(SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "parley://h:1/join?fp=F#S",
                "parley://h:1/group/?fp=F#S",
                "parley://h:1/group/L0?fp=F#S",
                "parley://h:1/group/g0111213141516171819a1b1c1d1e1f1?fp=F#S",
                "parley://h:1/group/ABCDEF13141516171819A1B1C1D1E1F1?fp=F#S",
                "parley://h:1/group/L/?fp=F#S",
                "parley://h:1/group/%31L?fp=F#S",
                "parley://h:1/group/L#S",
                "parley://h:1/group/L?fp=F",
                "parley://h:1/group/L?fp=F#",
                "parley://h:1/group/L?fp=F#SAAAA",
                "parley://h:1/group/L?fp=F&plain=2#S",
                "parley://h:1/group/L?fp=F&more=1&plain=1#S",
                "parley://h:1/group/L?fp=&plain=1#S",
                "parley://h/group/L?fp=F#S",
                "parley://h:65536/group/L?fp=F#S",
                "parley://bank.example@h:1/group/L?fp=F#S",
                "https://h:1/group/L?fp=F#S",
            })
    void groupLinksThatAreNone(String text) {
        assertEquals(
                "this is no group link; it looks like parley://HOST:PORT/group/ID?fp=…#…, copied whole",
                refusal(GroupLink::parse, text.replace("S", SECRET).replace("F", FP).replace("L", LOG.hex())));
    }

    /** What the hub is shown tells it nothing of the secret, and is another for another secret. */
    @Test
    void groupLinksShowATokenOfTheirOwn() {
        var link = new GroupLink(RelayAddress.parse("wss://h:1#" + FP), LOG, TOKEN);
        assertFalse(link.token().equals(TOKEN));
        assertFalse(link.token().equals(new GroupLink(link.relay(), LOG, OTHER_TOKEN).token()));
        assertEquals(
                Hash.of("\u0019Parley group link token 1".getBytes(US_ASCII), TOKEN.bytes().shared()).bytes(),
                link.token().bytes());
    }

    /** Whatever happens to a link on its way, what is said of it holds nothing of the secret. */
    @Test
    void refusalsNeverRepeatTheSecret() {
        var text = "parley://relay.example:7463/join?fp=" + FP + "#" + SECRET;
        var random = new Random(7463);
        var odd = " \u0000%#?&/@:[]{}|\\^~é\uD83D\"<>+=";
        for (int i = 0; i < 5000; i++) {
            var changed = new StringBuilder(text);
            for (int n = random.nextInt(3); n >= 0; n--) {
                var at = random.nextInt(changed.length());
                var c = odd.charAt(random.nextInt(odd.length()));
                if (random.nextBoolean()) changed.insert(at, c);
                else changed.setCharAt(at, c);
            }
            silent(InviteLink::parse, changed.toString());
            silent(RelayAddress::parse, changed.toString().replace("parley", "wss"));
            silent(ContactLink::parse, changed.toString());
            silent(GroupLink::parse, changed.toString().replace("/join?", "/group/" + LOG.hex() + "?"));
        }
    }

    private static void silent(Function<String, ?> parse, String text) {
        try {
            assertNotNull(parse.apply(text));
        } catch (IllegalArgumentException e) {
            var message = String.valueOf(e.getMessage());
            for (int i = 0; i + 8 <= SECRET.length(); i++) {
                assertFalse(message.contains(SECRET.substring(i, i + 8)), message);
            }
        }
    }

    @Test
    void relayAddresses() {
        var address = RelayAddress.parse("wss://relay.example:7463#" + FP);
        assertEquals(URI.create("wss://relay.example:7463"), address.url());
        assertEquals(FP, address.fingerprint());
        assertEquals(address, RelayAddress.parse(" wss://relay.example:7463#" + FP + "\n"));
        assertEquals("ws", RelayAddress.parse("ws://127.0.0.1:65535#" + FP).url().getScheme());
        assertEquals("a relay's address ends in # and its fingerprint", refusal(RelayAddress::parse, "wss://h:1"));
        assertEquals(
                "a relay's address begins with wss:// (or ws:// on this machine)",
                refusal(RelayAddress::parse, "https://h:1#" + FP));
        assertEquals(
                "a relay's address looks like wss://HOST:PORT#FINGERPRINT, copied whole",
                refusal(RelayAddress::parse, "wss://a b:1#" + FP));
        assertEquals(HOST_AND_PORT, refusal(RelayAddress::parse, "wss://h#" + FP));
        assertEquals(HOST_AND_PORT, refusal(RelayAddress::parse, "wss://h:65536#" + FP));
        assertEquals(FINGERPRINT, refusal(RelayAddress::parse, "wss://h:1#" + FP.substring(1)));
        assertEquals(FINGERPRINT, refusal(RelayAddress::parse, "wss://h:1#" + FP + "0"));
        assertEquals(FINGERPRINT, refusal(RelayAddress::parse, "wss://h:1#" + "g".repeat(64)));
        for (var more : new String[] {"wss://user:word@h:1", "wss://h:1?x=1"}) {
            assertEquals(
                    "a relay's address has nothing but host and port before the #",
                    refusal(RelayAddress::parse, more + "#" + FP));
        }
        assertEquals(Hash.of(RELAY.bytes()).hex(), RelayAddress.fingerprint(RELAY));
    }

    @Test
    void contactLinks() {
        for (var plain : new String[] {"", "&plain=1"}) {
            var text = "parley://relay.example:7463/person/alice?fp=" + FP + plain + "#" + KEY;
            var link = ContactLink.parse(text);
            assertEquals("alice", link.name());
            assertEquals(ACCOUNT, link.account());
            assertEquals(text, link.text());
            assertEquals(plain.isEmpty() ? "wss" : "ws", link.relay().url().getScheme());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice@relay.example",
                "parley://h:1/person/?fp=F#K",
                "parley://h:1/person/Alice?fp=F#K",
                "parley://h:1/person/../../x?fp=F#K",
                "parley://h:1/person/a/b?fp=F#K",
                "parley://h:1/person/a#K",
                "parley://h:1/person/a?fp=F",
                "parley://h:1/person/a?fp=F#",
                "parley://h:1/person/a?fp=F#short",
                "parley://h:1/person/a?fp=F&plain=2#K",
                "parley://h:1/person/a?fp=&plain=1#K",
                "parley://h/person/a?fp=F#K",
                "parley://x@h:1/person/a?fp=F#K",
                "parley:person/a?fp=F#K",
                "https://h:1/person/a?fp=F#K",
            })
    void contactLinksThatAreNone(String text) {
        assertEquals(NO_CONTACT, refusal(ContactLink::parse, text.replace("F", FP).replace("K", KEY)));
    }

    @Test
    void addresses() {
        assertEquals("alice@relay.example", Address.parse("alice@relay.example").toString());
        assertEquals("[::1]:7463", Address.parse("a@[::1]:7463").relay());
        assertDoesNotThrow(() -> new Address("a".repeat(32), "r".repeat(255)));
        var name = "a name has 1 to 32 of a-z 0-9 . _ -";
        for (var bad : new String[] {"@r", "A@r", "a b@r", "a".repeat(33) + "@r", "ä@r", "a/b@r"}) {
            assertEquals(name, refusal(Address::parse, bad));
        }
        var relay = "no relay's name stands behind the @";
        for (var bad : new String[] {"a@", "a@R", "a@r/x", "a@r@r", "a@" + "r".repeat(256), "a@r\n"}) {
            assertEquals(relay, refusal(Address::parse, bad));
        }
        assertEquals("an address looks like name@relay", refusal(Address::parse, "alice"));
    }

    @Test
    void tokens() {
        assertEquals(TOKEN, Token.parse(SECRET));
        assertEquals("token of 31 bytes: not 32", refusal(Token::parse, SECRET.substring(1)));
        assertTrue(refusal(Token::parse, "!").length() < 80);
        assertEquals(Hash.of(TOKEN.bytes()), TOKEN.hash());
    }
}
