package parley.cipher.primitives;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite.KeyPair;

import java.io.IOException;
import java.math.BigInteger;

/** ECDSA (FIPS 186-5) with the nonce of RFC 6979 and signatures in DER. */
public enum Ecdsa implements SignatureScheme {
    P256_SHA256(0x0403, NistCurve.P256, Hash.SHA256),
    P384_SHA384(0x0503, NistCurve.P384, Hash.SHA384),
    P521_SHA512(0x0603, NistCurve.P521, Hash.SHA512);

    private final int id;
    private final NistCurve curve;
    private final Hash hash;

    Ecdsa(int id, NistCurve curve, Hash hash) {
        this.id = id;
        this.curve = curve;
        this.hash = hash;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public KeyPair generate() {
        var privateKey = curve.randomPrivateKey();
        return new KeyPair(privateKey, curve.publicKey(privateKey));
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] message) {
        var signer = new ECDSASigner(nonces());
        signer.init(true, new ECPrivateKeyParameters(curve.scalar(privateKey), curve.domain()));
        var signature = signer.generateSignature(hash.hash(message));
        try {
            return StandardDSAEncoding.INSTANCE.encode(curve.domain().getN(), signature[0], signature[1]);
        } catch (IOException e) {
            throw new IllegalStateException("two integers have no DER encoding", e);
        }
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length > maxLength()) return false; // before anything is computed from it
        BigInteger[] numbers;
        try {
            // Takes the one DER encoding of two numbers below the order and nothing else.
            numbers = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), signature);
        } catch (IOException | RuntimeException e) { // Bouncy Castle throws either for malformed DER
            return false;
        }
        try {
            var signer = new ECDSASigner();
            signer.init(false, new ECPublicKeyParameters(curve.point(publicKey), curve.domain()));
            return signer.verifySignature(hash.hash(message), numbers[0], numbers[1]);
        } catch (CipherException e) {
            return false;
        }
    }

    /** The most bytes that two numbers below the order take in DER: each with a head and a zero, both with a head. */
    private int maxLength() {
        return 3 + 2 * (2 + 1 + curve.privateKeyLength());
    }

    private HMacDSAKCalculator nonces() {
        return new HMacDSAKCalculator(
                switch (hash) {
                    case SHA256 -> new SHA256Digest();
                    case SHA384 -> new SHA384Digest();
                    case SHA512 -> new SHA512Digest();
                });
    }
}
