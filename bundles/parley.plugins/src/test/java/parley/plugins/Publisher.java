package parley.plugins;

import jdk.security.jarsigner.JarSigner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** Somebody who signs jars, with a key made by {@code keytool} as people do. */
record Publisher(KeyStore.PrivateKeyEntry key) {

    private static final String PASSWORD = "no secret";

    static final Publisher ALICE;
    static final Publisher BOB;
    static final Publisher RSA;
    static final Publisher WEAK;
    static final Publisher ED448;

    static {
        try {
            var directory = Files.createTempDirectory("publishers");
            var processes = new ArrayList<Process>();
            var names = List.of("Ed25519", "EC", "RSA 3072", "RSA 2048", "Ed448");
            for (var name : names) processes.add(make(directory.resolve(name), name.split(" ")));
            for (var process : processes) if (process.waitFor() != 0) throw new IOException("keytool failed");
            var made = new ArrayList<Publisher>();
            for (var name : names) made.add(read(directory.resolve(name)));
            ALICE = made.get(0);
            BOB = made.get(1);
            RSA = made.get(2);
            WEAK = made.get(3);
            ED448 = made.get(4);
            for (var name : names) Files.delete(directory.resolve(name));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process make(Path store, String[] algorithm) throws IOException {
        var command =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-J-XX:+UseSerialGC",
                                "-genkeypair",
                                "-alias",
                                "publisher",
                                "-dname",
                                "CN=Publisher",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD,
                                "-keyalg",
                                algorithm[0]));
        if (algorithm.length > 1) command.addAll(List.of("-keysize", algorithm[1]));
        if (algorithm[0].equals("EC")) command.addAll(List.of("-groupname", "secp256r1"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Publisher read(Path store) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new Publisher(
                (KeyStore.PrivateKeyEntry)
                        keys.getEntry("publisher", new KeyStore.PasswordProtection(PASSWORD.toCharArray())));
    }

    /** What people compare. */
    String fingerprint() {
        return SignedJar.sha256(key.getCertificate().getPublicKey().getEncoded());
    }

    /** Signs the jar in its place. */
    Path sign(Path jar) throws IOException {
        return sign(jar, "SIGNER");
    }

    Path sign(Path jar, String name) throws IOException {
        var signed = new ByteArrayOutputStream();
        try (var zip = new ZipFile(jar.toFile())) {
            new JarSigner.Builder(key).signerName(name).build().sign(zip, signed);
        }
        Files.write(jar, signed.toByteArray());
        return jar;
    }
}
