package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Base64;

/**
 * What a person shows, as a QR code, for another to scan: whose it is, and whom they take the other for
 * (docs/protocol.md, Verification). It holds no secret.
 *
 * @param own the key of whoever shows it
 * @param other the key that they know of whoever scans it
 */
public record VerificationCode(AccountKey own, AccountKey other) {

    private static final String PREFIX = "parley-verify:";
    private static final int VERSION = 1;

    /** The longest text that is looked at. */
    private static final int MAX_TEXT = 256;

    /** What a scan has shown. */
    public enum Finding {
        /** Each has the other's key. */
        SAME,
        /** It is the code of this very account: theirs is to be scanned. */
        OWN,
        /** Whoever shows it has another key than this account knows of them. */
        ANOTHER_SHOWS,
        /** They know another key of this account than it has. */
        ANOTHER_MEANT,
        /** It is between two other people. */
        FOREIGN
    }

    /** What it says to the account {@code self} that knows {@code them} by that key. */
    public Finding scannedBy(AccountKey self, AccountKey them) {
        if (own.equals(them) && other.equals(self)) return Finding.SAME;
        if (own.equals(self)) return Finding.OWN;
        if (own.equals(them)) return Finding.ANOTHER_MEANT;
        return other.equals(self) ? Finding.ANOTHER_SHOWS : Finding.FOREIGN;
    }

    /** The text in the QR code. */
    public String text() {
        var out = new WireWriter(1 + 2 * AccountKey.LENGTH).u8(VERSION);
        own.write(out);
        other.write(out);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toArray());
    }

    /**
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static VerificationCode parse(String text) {
        var stripped = text.strip();
        if (!stripped.startsWith(PREFIX) || stripped.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "this is no code to compare keys by; it begins with " + PREFIX + ", copied whole");
        }
        try {
            return decode(Bytes.wrap(Base64.getUrlDecoder().decode(stripped.substring(PREFIX.length()))));
        } catch (IllegalArgumentException | MalformedException e) {
            throw new IllegalArgumentException(
                    "this code to compare keys by is damaged, or of a newer Parley; scan it again, or update", e);
        }
    }

    private static VerificationCode decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version != VERSION) throw new MalformedException("code of version " + version);
                    return new VerificationCode(AccountKey.read(in), AccountKey.read(in));
                });
    }
}
