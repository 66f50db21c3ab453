package parley.cipher.primitives;

import static java.nio.charset.StandardCharsets.US_ASCII;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.KeyPair;

/** The KEM that RFC 9180 §4.1 makes of a Diffie-Hellman group, in the five forms of its §7.1. */
public enum DhKem implements Kem {
    P256(0x0010, NistCurve.P256, Hash.SHA256),
    P384(0x0011, NistCurve.P384, Hash.SHA384),
    P521(0x0012, NistCurve.P521, Hash.SHA512),
    X25519(0x0020, MontgomeryCurve.CURVE25519, Hash.SHA256),
    X448(0x0021, MontgomeryCurve.CURVE448, Hash.SHA512);

    private final int id;
    private final DhGroup group;
    private final int secretLength;
    private final LabeledKdf kdf;

    DhKem(int id, DhGroup group, Hash hash) {
        this.id = id;
        this.group = group;
        this.secretLength = hash.length();
        this.kdf = new LabeledKdf(hash, Octets.concat("KEM".getBytes(US_ASCII), Octets.u16(id)));
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public KeyPair generate() {
        return derive(Octets.random(group.privateKeyLength()));
    }

    @Override
    public KeyPair derive(byte[] ikm) {
        var privateKey = group.derivePrivateKey(kdf, kdf.extract(Octets.NONE, "dkp_prk", ikm));
        return new KeyPair(privateKey, group.publicKey(privateKey));
    }

    @Override
    public Encapsulation encapsulate(byte[] publicKey) throws CipherException {
        return encapsulate(publicKey, generate());
    }

    /** Encapsulates with a key pair that is used for nothing else. */
    Encapsulation encapsulate(byte[] publicKey, KeyPair ephemeral) throws CipherException {
        var dh = group.agree(ephemeral.privateKey(), publicKey);
        return new Encapsulation(sharedSecret(dh, ephemeral.publicKey(), publicKey), ephemeral.publicKey());
    }

    @Override
    public byte[] decapsulate(byte[] encapsulated, byte[] privateKey) throws CipherException {
        var dh = group.agree(privateKey, encapsulated);
        return sharedSecret(dh, encapsulated, group.publicKey(privateKey));
    }

    /** {@code ExtractAndExpand}. */
    private byte[] sharedSecret(byte[] dh, byte[] encapsulated, byte[] publicKey) {
        var prk = kdf.extract(Octets.NONE, "eae_prk", dh);
        return kdf.expand(prk, "shared_secret", Octets.concat(encapsulated, publicKey), secretLength);
    }
}
