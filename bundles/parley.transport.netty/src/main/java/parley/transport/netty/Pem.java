package parley.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

    /** A file that is there, but does not hold what it should. */
    static final class DamagedException extends IOException {

        @Serial private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    private static final int MAX_FILE = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private Pem() {}

    /**
     * The operator's certificate and key.
     *
     * @throws IOException with a sentence for a person: a file is missing, unreadable, damaged, of the wrong kind, or
     *     the certificate's time is over or still to come
     */
    static TlsIdentity operators(Path certificate, Path key, InstantSource clock) throws IOException {
        var identity = read(certificate, key);
        var now = clock.instant();
        var own = identity.chain().getFirst();
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw new IOException(
                    "the certificate "
                            + certificate
                            + " expired on "
                            + day(own.getNotAfter().toInstant())
                            + "; renew it and start again");
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw new IOException(
                    "the certificate "
                            + certificate
                            + " is valid from "
                            + day(own.getNotBefore().toInstant())
                            + " on only; check this computer's clock");
        }
        return identity;
    }

    static TlsIdentity read(Path certificate, Path key) throws IOException {
        var chain = certificates(certificate, text(certificate, "certificate"));
        var privateKey = privateKey(key, text(key, "key"));
        if (!fit(privateKey, chain.getFirst().getPublicKey())) {
            throw new DamagedException(
                    "the key "
                            + key
                            + " is not that of the certificate "
                            + certificate
                            + "; give the two files that belong together, the relay's own certificate first");
        }
        return new TlsIdentity(privateKey, chain);
    }

    /** The key and the certificate that {@code text}, out of {@code file}, holds; that they fit is known. */
    static TlsIdentity parse(Path file, String text) throws IOException {
        return new TlsIdentity(privateKey(file, text), certificates(file, text));
    }

    static String write(PrivateKey key, List<X509Certificate> chain) {
        try {
            var text = new StringBuilder(block("PRIVATE KEY", key.getEncoded()));
            for (var each : chain) text.append(block("CERTIFICATE", each.getEncoded()));
            return text.toString();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    private static String block(String label, byte[] content) {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    static String text(Path file, String what) throws IOException {
        try {
            if (Files.size(file) > MAX_FILE)
                throw new DamagedException("the " + what + " " + file + " is too large to be one");
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("the " + what + " " + file + " is missing; check its path", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "the " + what + " " + file + " may not be read by this program; check its permissions", e);
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) { // a directory, for one
            throw new IOException("the " + what + " " + file + " cannot be read; check its path", e);
        }
    }

    private static List<X509Certificate> certificates(Path file, String text) throws IOException {
        var chain = new ArrayList<X509Certificate>();
        var blocks = BLOCK.matcher(text);
        try {
            var factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                if (!blocks.group(1).equals("CERTIFICATE")) continue;
                Certificate read = factory.generateCertificate(new ByteArrayInputStream(decode(blocks.group(2))));
                chain.add((X509Certificate) read);
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new DamagedException("the certificate " + file + " is damaged; get it anew from who issued it");
        }
        if (chain.isEmpty()) {
            throw new DamagedException("the file " + file + " holds no certificate in PEM form; give one that does");
        }
        return chain;
    }

    private static PrivateKey privateKey(Path file, String text) throws IOException {
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("PRIVATE KEY")) return pkcs8(file, blocks.group(2));
            if (blocks.group(1).endsWith("PRIVATE KEY")) throw wrongForm(file);
        }
        // Older forms have lines in them that no block of PKCS #8 has.
        if (text.contains("PRIVATE KEY-----")) throw wrongForm(file);
        throw new DamagedException("the file " + file + " holds no private key in PEM form; give one that does");
    }

    private static DamagedException wrongForm(Path file) {
        return new DamagedException(
                "the key "
                        + file
                        + " is not in PKCS #8 form, or has a passphrase; convert it with: "
                        + "openssl pkcs8 -topk8 -nocrypt -in "
                        + file
                        + " -out NEW.pem");
    }

    private static PrivateKey pkcs8(Path file, String base64) throws IOException {
        try {
            var spec = new PKCS8EncodedKeySpec(decode(base64));
            for (var algorithm : List.of("EC", "RSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException e) {
                    continue; // of another kind
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new DamagedException("the key " + file + " is damaged; restore it, or make a new one");
        }
        throw new DamagedException(
                "the key " + file + " is damaged, or neither an EC nor an RSA key; make one of these");
    }

    private static boolean fit(PrivateKey key, PublicKey publicKey) {
        try {
            var algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            var signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) { // of different kinds
            return false;
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
