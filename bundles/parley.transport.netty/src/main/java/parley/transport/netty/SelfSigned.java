package parley.transport.netty;

import static parley.transport.netty.Der.of;
import static parley.transport.netty.Der.oid;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A certificate made by its holder: EC P-256, for ten years. Nobody trusts it as such; the relay's signed hello covers
 * it. Written in DER by hand, because the library for it would bring three jars to every relay.
 */
final class SelfSigned {

    /** The key and certificate in one file, so that one move puts both in place. */
    static final String FILE = "tls.pem";

    /** Before the SHA-256 of all that precedes it, at the file's end. */
    private static final String SUM = "SHA-256: ";

    private static final Duration VALID = Duration.ofDays(3653);

    /** A certificate that begins now would be refused by whoever's clock is slow. */
    private static final Duration BACK_DATED = Duration.ofDays(30);

    private static final byte[] ECDSA_WITH_SHA256 = of(Der.SEQUENCE, oid("1.2.840.10045.4.3.2"));

    private SelfSigned() {}

    /**
     * The certificate kept in {@code directory}, which is made at first.
     *
     * @param name the host's name or address, for whoever looks at the certificate
     * @throws IOException with a sentence for a person; a damaged file is never replaced
     */
    static TlsIdentity in(Path directory, String name, InstantSource clock) throws IOException {
        var file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                var made = make(name, clock);
                var text = Pem.write(made.key(), made.chain());
                write(directory, file, text + SUM + sum(text) + "\n");
                return made;
            }
            ownOnly(file);
            return Pem.parse(file, undamaged(file));
        } catch (Pem.DamagedException e) {
            throw new IOException(
                    "the relay's certificate " + file + " is damaged; restore it, or delete it and a new one is made",
                    e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be opened; check who may read and write in " + directory, e);
        } catch (FileSystemException e) {
            var why = e.getReason() == null ? "" : " (" + e.getReason() + ")";
            throw new IOException(
                    "the relay's certificate cannot be kept in " + directory + why + "; check that place", e);
        }
    }

    /** A sum finds any damage, and sooner than signing and verifying with the key would. */
    private static String undamaged(Path file) throws IOException {
        var text = Pem.text(file, "certificate");
        var at = text.lastIndexOf(SUM);
        if (at < 0 || !text.substring(at + SUM.length()).strip().equals(sum(text.substring(0, at)))) {
            throw new Pem.DamagedException("the sum of " + file + " is wrong");
        }
        return text.substring(0, at);
    }

    private static String sum(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static TlsIdentity make(String name, InstantSource clock) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var der = certificate(pair, name.isBlank() ? "parley" : name.strip(), clock);
            var certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            certificate.verify(pair.getPublic());
            return new TlsIdentity(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes P-256 keys and reads certificates", e);
        }
    }

    /** RFC 5280 §4.1. */
    private static byte[] certificate(KeyPair pair, String name, InstantSource clock) throws GeneralSecurityException {
        var ascii = ascii(name);
        var shown = ascii.length() > 64 ? ascii.substring(0, 64) : ascii; // the most that a common name has
        var subject =
                of(
                        Der.SEQUENCE,
                        of(Der.SET, of(Der.SEQUENCE, oid("2.5.4.3"), of(Der.UTF8_STRING, shown.getBytes(UTF_8)))));
        var begin = clock.instant().minus(BACK_DATED);
        var toSign =
                of(
                        Der.SEQUENCE,
                        of(0xA0, Der.integer(BigInteger.TWO)), // version 3
                        Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                        ECDSA_WITH_SHA256,
                        subject, // as issuer
                        of(Der.SEQUENCE, Der.time(begin), Der.time(begin.plus(VALID))),
                        subject,
                        pair.getPublic().getEncoded(),
                        of(0xA3, of(Der.SEQUENCE, extensions(ascii))));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(toSign);
        return of(Der.SEQUENCE, toSign, ECDSA_WITH_SHA256, of(Der.BIT_STRING, new byte[] {0}, signature.sign()));
    }

    private static byte[][] extensions(String name) {
        var address = address(name);
        var alternative =
                address != null
                        ? of(0x87, address.getAddress()) // iPAddress
                        : of(0x82, name.getBytes(US_ASCII)); // dNSName
        return new byte[][] {
            extension("2.5.29.17", false, of(Der.SEQUENCE, alternative)),
            extension("2.5.29.19", true, of(Der.SEQUENCE)), // no authority
            extension("2.5.29.15", true, of(Der.BIT_STRING, new byte[] {7, (byte) 0x80})), // digitalSignature
            extension("2.5.29.37", false, of(Der.SEQUENCE, oid("1.3.6.1.5.5.7.3.1"))), // serverAuth
        };
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        var flag = critical ? of(Der.BOOLEAN, new byte[] {(byte) 0xFF}) : new byte[0];
        return of(Der.SEQUENCE, oid(oid), flag, of(Der.OCTET_STRING, value));
    }

    private static String ascii(String name) {
        var bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        try {
            return IDN.toASCII(bare);
        } catch (IllegalArgumentException e) { // not a host's name; the certificate serves all the same
            return bare.chars().allMatch(c -> c > ' ' && c < 0x7F) ? bare : "parley";
        }
    }

    private static @Nullable InetAddress address(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void write(Path directory, Path file, String text) throws IOException {
        Files.createDirectories(directory);
        var part = directory.resolve(FILE + ".part");
        Files.deleteIfExists(part); // of a start that was cut short
        try (var channel = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), mode600())) {
            var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] mode600() {
        if (!hasModes()) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    /** Takes from others what a copy or a backup may have given them. */
    private static void ownOnly(Path file) throws IOException {
        var wanted = PosixFilePermissions.fromString("rw-------");
        if (hasModes() && !wanted.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, wanted);
        }
    }

    private static boolean hasModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
