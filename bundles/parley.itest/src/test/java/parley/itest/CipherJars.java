package parley.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jdk.security.jarsigner.JarSigner;

import parley.launcher.Distribution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Other jars of the cipher bundle of the default suite (X-Wing), as somebody else could publish them. */
final class CipherJars {

    /** The suite. */
    static final int SUITE = 0xF00D;

    /** The bundle that comes with Parley. */
    static final String OWN = "parley.cipher.xwing";

    /** One that provides the same with a higher ranking. */
    static final String SECOND = "example.cipher.second";

    private static final String PASSWORD = "no secret";

    private final Path directory;
    private final KeyStore.PrivateKeyEntry key;
    private int version;

    /** Makes a publisher's key, and keeps jars in {@code directory}. */
    CipherJars(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        var store = directory.resolve("publisher.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "publisher",
                                "-dname",
                                "CN=Publisher",
                                "-keyalg",
                                "Ed25519",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) throw new IOException("keytool failed");
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        key =
                (KeyStore.PrivateKeyEntry)
                        keys.getEntry("publisher", new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    }

    /** What people compare before they accept the publisher. */
    String fingerprint() throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(key.getCertificate().getPublicKey().getEncoded()));
    }

    /** The jar that comes with Parley. */
    static Path own() throws IOException {
        var bundles = Distribution.current().root().resolve("bundles");
        try (var files = Files.walk(bundles)) {
            return files.filter(file -> file.getFileName().toString().startsWith(OWN + "-"))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The same bundle in a version that is higher than those before, signed. */
    Path update() throws IOException {
        return make(OWN, "");
    }

    /** Another bundle that provides the suite with a higher ranking, signed. */
    Path second() throws IOException {
        return make(SECOND, "<property name=\"service.ranking\" type=\"Integer\" value=\"100\"/>");
    }

    private Path make(String name, String property) throws IOException {
        var number = "0.1." + ++version;
        var unsigned = directory.resolve(name + "-" + number + ".unsigned");
        try (var in = new ZipInputStream(Files.newInputStream(own()));
                var out = new ZipOutputStream(Files.newOutputStream(unsigned))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                var bytes = in.readAllBytes();
                if (entry.getName().equals("META-INF/MANIFEST.MF")) bytes = manifest(bytes, name, number);
                if (entry.getName().startsWith("OSGI-INF/") && !entry.isDirectory())
                    bytes = new String(bytes, UTF_8).replace("<service>", property + "<service>").getBytes(UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(bytes);
            }
        }
        var jar = directory.resolve(name + "-" + number + ".jar");
        try (var zip = new ZipFile(unsigned.toFile());
                var out = Files.newOutputStream(jar)) {
            new JarSigner.Builder(key).build().sign(zip, out);
        }
        return jar;
    }

    private static byte[] manifest(byte[] bytes, String name, String version) throws IOException {
        var manifest = new Manifest(new ByteArrayInputStream(bytes));
        manifest.getMainAttributes().put(new Attributes.Name("Bundle-SymbolicName"), name);
        manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
        var out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }
}
