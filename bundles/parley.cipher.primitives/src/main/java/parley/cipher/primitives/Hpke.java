package parley.cipher.primitives;

import static java.nio.charset.StandardCharsets.US_ASCII;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.Exported;
import parley.cipher.api.CipherSuite.Sealed;
import parley.cipher.primitives.Kem.Encapsulation;

/** HPKE in base mode, one message per encapsulation (RFC 9180 §6). */
public final class Hpke {

    private static final byte[] MODE_BASE = {0};

    private final Kem kem;
    private final Hash hash;
    private final Aead aead;
    private final LabeledKdf kdf;

    public Hpke(Kem kem, Hash hash, Aead aead) {
        this.kem = kem;
        this.hash = hash;
        this.aead = aead;
        var suiteId =
                Octets.concat(
                        "HPKE".getBytes(US_ASCII),
                        Octets.u16(kem.id()),
                        Octets.u16(hash.kdfId()),
                        Octets.u16(aead.id()));
        this.kdf = new LabeledKdf(hash, suiteId);
    }

    /** {@code SealBase}. */
    public Sealed seal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain) throws CipherException {
        return seal(kem.encapsulate(publicKey), info, aad, plain);
    }

    Sealed seal(Encapsulation to, byte[] info, byte[] aad, byte[] plain) {
        var context = schedule(to.sharedSecret(), info);
        return new Sealed(to.encapsulated(), aead.seal(context.key, context.baseNonce, aad, plain));
    }

    /** {@code OpenBase}. */
    public byte[] open(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
            throws CipherException {
        var context = schedule(kem.decapsulate(encapsulated, privateKey), info);
        return aead.open(context.key, context.baseNonce, aad, sealed);
    }

    /** {@code SendExportBase}. */
    public Exported sendExport(byte[] publicKey, byte[] info, byte[] exporterContext, int length)
            throws CipherException {
        var to = kem.encapsulate(publicKey);
        return new Exported(to.encapsulated(), export(to.sharedSecret(), info, exporterContext, length));
    }

    /** {@code ReceiveExportBase}. */
    public byte[] receiveExport(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] exporterContext, int length)
            throws CipherException {
        return export(kem.decapsulate(encapsulated, privateKey), info, exporterContext, length);
    }

    /** {@code KeySchedule} of the base mode (§5.1): no PSK. */
    Context schedule(byte[] sharedSecret, byte[] info) {
        var pskIdHash = kdf.extract(Octets.NONE, "psk_id_hash", Octets.NONE);
        var infoHash = kdf.extract(Octets.NONE, "info_hash", info);
        var about = Octets.concat(MODE_BASE, pskIdHash, infoHash);
        var secret = kdf.extract(sharedSecret, "secret", Octets.NONE);
        return new Context(
                kdf.expand(secret, "key", about, aead.keyLength()),
                kdf.expand(secret, "base_nonce", about, Aead.NONCE),
                kdf.expand(secret, "exp", about, hash.length()));
    }

    private byte[] export(byte[] sharedSecret, byte[] info, byte[] exporterContext, int length) {
        return kdf.expand(schedule(sharedSecret, info).exporterSecret, "sec", exporterContext, length);
    }

    /** What an encapsulation leads to; its first message's nonce is {@code baseNonce} (§5.2). */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of fresh arrays, compared and logged by nobody
    record Context(byte[] key, byte[] baseNonce, byte[] exporterSecret) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Context";
        }
    }
}
