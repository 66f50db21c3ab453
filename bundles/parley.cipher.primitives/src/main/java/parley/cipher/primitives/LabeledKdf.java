package parley.cipher.primitives;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** {@code LabeledExtract} and {@code LabeledExpand} (RFC 9180 §4) of one HPKE suite or KEM. */
final class LabeledKdf {

    private static final byte[] VERSION = "HPKE-v1".getBytes(US_ASCII);

    private final Hash hash;
    private final byte[] suiteId;

    /**
     * @param suiteId what separates this KDF's outputs from those of others (RFC 9180 §4.1, §5.1)
     */
    LabeledKdf(Hash hash, byte[] suiteId) {
        this.hash = hash;
        this.suiteId = suiteId.clone();
    }

    byte[] extract(byte[] salt, String label, byte[] ikm) {
        return hash.extract(salt, Octets.concat(VERSION, suiteId, label.getBytes(US_ASCII), ikm));
    }

    byte[] expand(byte[] prk, String label, byte[] info, int length) {
        return hash.expand(
                prk, Octets.concat(Octets.u16(length), VERSION, suiteId, label.getBytes(US_ASCII), info), length);
    }
}
