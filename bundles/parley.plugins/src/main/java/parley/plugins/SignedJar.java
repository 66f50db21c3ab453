package parley.plugins;

import static parley.plugins.Refusals.GET_IT_ANEW;
import static parley.plugins.Refusals.missing;
import static parley.plugins.Refusals.refused;
import static parley.plugins.Refusals.tooLarge;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A jar every byte of which one publisher signed, in the way of {@code jarsigner}.
 *
 * <p>The JDK's own check leaves some things to the caller: entries that nobody signed, several signers, a manifest with
 * more in it than the signature covers. Here there is one signature, and it is over the whole manifest.
 *
 * @param publisher SHA-256 of the signer's SubjectPublicKeyInfo, in hex
 * @param digest SHA-256 of the jar, in hex
 * @param entries the names of all entries, those of jars inside it behind {@code outer.jar!/}
 */
record SignedJar(String publisher, String digest, Manifest manifest, List<String> entries) {

    /** Of a jar, in bytes. */
    static final long MAX_JAR = 16L << 20;

    /** Of what a jar unpacks to, jars inside it included, in bytes. */
    static final long MAX_UNPACKED = 64L << 20;

    static final int MAX_ENTRIES = 10_000;

    /** Of a manifest, a signature file, a signature block, in bytes. */
    static final int MAX_SIGNATURE_FILE = 1 << 20;

    /** Of an RSA key, in bits. */
    static final int MIN_RSA = 3072;

    /** Of an elliptic curve, in bits. */
    static final int MIN_EC = 256;

    private static final List<String> DIGESTS = List.of("SHA-256", "SHA-384", "SHA-512");
    private static final String META = "META-INF/";

    /** What the first look at a jar finds, which trusts nothing. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of two fresh arrays
    private record Contents(List<String> entries, byte[] signature, byte[] manifest) {}

    /**
     * Reads {@code jar} wholly and checks it.
     *
     * @throws CommandException NOT_FOUND, TOO_LARGE, REFUSED
     */
    static SignedJar read(Path jar) throws CommandException {
        var name = jar.getFileName().toString();
        try {
            if (Files.size(jar) > MAX_JAR) throw tooLarge(name);
            var contents = look(jar, name);
            var publisher = publisher(jar, name, contents);
            return new SignedJar(
                    publisher,
                    sha256(Files.readAllBytes(jar)),
                    new Manifest(new ByteArrayInputStream(contents.manifest)),
                    contents.entries);
        } catch (NoSuchFileException e) {
            throw missing(jar);
        } catch (SecurityException e) {
            throw refused(name + " was altered after its publisher signed it; " + GET_IT_ANEW, e);
        } catch (ZipException | IllegalArgumentException e) {
            throw refused(name + " is no jar, or a damaged one; " + GET_IT_ANEW, e);
        } catch (IOException e) {
            throw refused(name + " cannot be read (" + e.getMessage() + "); " + GET_IT_ANEW, e);
        }
    }

    private static CommandException forbidden(String name) {
        return refused(name + " has an entry of a forbidden name, or two of one; " + GET_IT_ANEW);
    }

    /** Reads every entry as it is, within limits, so that nothing later meets more than it can bear. */
    private static Contents look(Path jar, String name) throws IOException, CommandException {
        var found = new HashMap<String, byte[]>();
        var entries = new LinkedHashSet<String>();
        var left = MAX_UNPACKED;
        try (var zip = new ZipFile(jar.toFile())) {
            if (zip.size() > MAX_ENTRIES) throw tooLarge(name);
            for (var all = zip.entries(); all.hasMoreElements(); ) {
                var entry = all.nextElement();
                if (!isPlain(entry.getName()) || !entries.add(entry.getName())) {
                    throw forbidden(name);
                }
                var inner = entry.getName().toLowerCase(Locale.ROOT).endsWith(".jar");
                var wanted = inner || isOfSignature(entry.getName()) || entry.getName().equals(JarFile.MANIFEST_NAME);
                try (var in = zip.getInputStream(entry)) {
                    var bytes = new ByteArrayOutputStream();
                    var length = copy(in, left, wanted ? bytes : null, name);
                    left -= length;
                    if (entry.isDirectory() && length > 0) throw forbidden(name);
                    if (inner) left = lookInside(entry.getName(), bytes.toByteArray(), entries, left, name);
                    else if (wanted) found.put(entry.getName(), bytes.toByteArray());
                }
            }
        }
        var manifest = found.remove(JarFile.MANIFEST_NAME);
        var signatures = found.keySet().stream().filter(it -> upper(it).endsWith(".SF")).toList();
        if (manifest == null || found.isEmpty()) {
            throw refused(name + " is not signed; ask its publisher for a signed one, or sign your own with jarsigner");
        }
        if (signatures.size() != 1 || found.size() != 2) {
            throw refused(name + " has more or less than one signature; sign it once, with one key");
        }
        var signatureFile = signatures.getFirst();
        var signature = Objects.requireNonNull(found.get(signatureFile));
        if (manifest.length > MAX_SIGNATURE_FILE || signature.length > MAX_SIGNATURE_FILE) throw tooLarge(name);
        return new Contents(List.copyOf(entries), signature, manifest);
    }

    /** Adds the names in a jar inside the jar; says how many bytes may still be unpacked. */
    private static long lookInside(String outer, byte[] bytes, Set<String> entries, long limit, String name)
            throws IOException, CommandException {
        var left = limit;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                entries.add(outer + "!/" + entry.getName());
                if (entries.size() > MAX_ENTRIES) throw tooLarge(name);
                left -= copy(zip, left, null, name);
            }
        }
        return left;
    }

    private static long copy(InputStream in, long limit, @Nullable OutputStream to, String name)
            throws IOException, CommandException {
        var buffer = new byte[1 << 14];
        var count = 0L;
        for (int read; (read = in.read(buffer)) >= 0; ) {
            count += read;
            if (count > limit) throw tooLarge(name);
            if (to != null) to.write(buffer, 0, read);
        }
        return count;
    }

    private static boolean isPlain(String entry) {
        return !entry.isEmpty()
                && entry.length() <= 1024
                && !entry.startsWith("/")
                && entry.indexOf('\\') < 0
                && entry.chars().noneMatch(Character::isISOControl)
                && !Arrays.asList(entry.split("/", -1)).contains("..");
    }

    /** What the JDK takes for part of a signature and therefore does not ask a signature of. */
    private static boolean isOfSignature(String entry) {
        var upper = upper(entry);
        if (!upper.startsWith(META) || upper.indexOf('/', META.length()) >= 0) return false;
        return upper.startsWith(META + "SIG-")
                || upper.endsWith(".SF")
                || upper.endsWith(".RSA")
                || upper.endsWith(".DSA")
                || upper.endsWith(".EC")
                || upper.equals(JarFile.MANIFEST_NAME) && !entry.equals(JarFile.MANIFEST_NAME);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** Reads all entries through the JDK's check, and says who signed every single one. */
    private static String publisher(Path jar, String name, Contents contents) throws IOException, CommandException {
        if (!coversManifest(contents)) {
            throw refused(name + " has a manifest other than the one that was signed; " + GET_IT_ANEW);
        }
        Optional<PublicKey> key = Optional.empty();
        try (var file = new JarFile(jar.toFile(), true)) {
            var sections = file.getManifest().getEntries();
            if (!contents.entries.containsAll(sections.keySet())) {
                throw refused(name + " lacks files that its publisher signed; " + GET_IT_ANEW);
            }
            for (var all = file.entries(); all.hasMoreElements(); ) {
                var entry = all.nextElement();
                try (var in = file.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (entry.getName().equals(JarFile.MANIFEST_NAME) || isOfSignature(entry.getName())) continue;
                if (entry.isDirectory()) continue; // has nothing that could be signed
                var signers = entry.getCodeSigners();
                if (signers == null || signers.length != 1 || !hasStrongDigest(sections.get(entry.getName()))) {
                    throw refused(
                            name + " holds " + entry.getName() + ", which its publisher did not sign; " + GET_IT_ANEW);
                }
                var signer = signers[0].getSignerCertPath().getCertificates().getFirst().getPublicKey();
                if (key.isPresent() && !key.get().equals(signer)) {
                    throw refused(name + " is signed by more than one; sign it once, with one key");
                }
                key = Optional.of(signer);
            }
        }
        var signer = key.orElseThrow(() -> refused(name + " is empty; " + GET_IT_ANEW));
        if (!isStrong(signer)) {
            throw refused(
                    name
                            + " is signed with a key that is too weak, or of another kind than Ed25519, EC and RSA of "
                            + MIN_RSA
                            + " bits; ask its publisher to sign it anew");
        }
        return sha256(signer.getEncoded());
    }

    /** Whether the signature is over these very bytes of the manifest, not only over parts of it. */
    private static boolean coversManifest(Contents contents) throws IOException {
        var attributes = new Manifest(new ByteArrayInputStream(contents.signature)).getMainAttributes();
        var covered = false;
        for (var digest : DIGESTS) {
            var stated = attributes.getValue(digest + "-Digest-Manifest");
            if (stated == null) continue;
            if (!Arrays.equals(Base64.getDecoder().decode(stated), hash(digest, contents.manifest))) return false;
            covered = true;
        }
        return covered;
    }

    private static boolean hasStrongDigest(@Nullable Attributes section) {
        return section != null && DIGESTS.stream().anyMatch(digest -> section.getValue(digest + "-Digest") != null);
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case EdECPublicKey edwards -> edwards.getParams().getName().equals("Ed25519");
            case ECPublicKey curve -> curve.getParams().getCurve().getField().getFieldSize() >= MIN_EC;
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= MIN_RSA;
            default -> false;
        };
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(hash("SHA-256", bytes));
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }
}
