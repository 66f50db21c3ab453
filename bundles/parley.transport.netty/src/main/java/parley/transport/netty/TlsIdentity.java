package parley.transport.netty;

import parley.protocol.wire.Bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a listener proves itself with in TLS: a private key and its certificate, with those that vouch for it. */
final class TlsIdentity {

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    PrivateKey key() {
        return key;
    }

    /** The key's certificate first. */
    List<X509Certificate> chain() {
        return chain;
    }

    Bytes hash() {
        return hash(chain.getFirst());
    }

    /** SHA-256 of the certificate's DER. */
    static Bytes hash(Certificate certificate) {
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
