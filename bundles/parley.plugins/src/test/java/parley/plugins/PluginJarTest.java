package parley.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Which jars may be plug-ins, and which may not. */
class PluginJarTest {

    @TempDir Path directory;

    private Jar plain() {
        return new Jar("sample.plugin", "1.2.3");
    }

    private Path jar() {
        return directory.resolve("sample.jar");
    }

    private Path signed(Jar jar) throws IOException {
        return Publisher.ALICE.sign(jar.write(jar()));
    }

    // ---- What is taken ----

    @Test
    void readsWhatASignedJarSays() throws Exception {
        var file =
                signed(
                        plain().header("Bundle-SymbolicName", "sample.plugin;singleton:=true")
                                .header("Parley-Plugin-Description", "A sample.")
                                .header("Parley-Plugin-Uses", "ciphers, network ,not a word,files"));
        var jar = PluginJar.read(file);
        assertEquals("sample.plugin", jar.name());
        assertEquals(new Version(1, 2, 3), jar.version());
        assertEquals(Publisher.ALICE.fingerprint(), jar.publisher());
        assertEquals(SignedJar.sha256(Files.readAllBytes(file)), jar.digest());
        assertEquals("A sample.", jar.declares().description());
        assertEquals(List.of("ciphers", "network", "files"), jar.declares().uses());
    }

    @Test
    void takesTheKeysOfToday() throws Exception {
        for (var publisher : List.of(Publisher.ALICE, Publisher.BOB, Publisher.RSA)) {
            assertEquals(publisher.fingerprint(), PluginJar.read(publisher.sign(plain().write(jar()))).publisher());
        }
    }

    @Test
    void showsNothingThatATerminalObeys() throws Exception {
        var file = signed(plain().header("Parley-Plugin-Description", "a\u001b[2Jb\u202ec" + "d".repeat(300)));
        var text = PluginJar.read(file).declares().description();
        assertTrue(text.startsWith("a [2Jb c"), text);
        assertEquals(200, text.length());
    }

    @Test
    void takesAPrivateCopyOfWhatOnlyCipherBundlesUse() throws Exception {
        PluginJar.read(
                signed(
                        plain().entry("parley/cipher/primitives/Hpke.class", "x")
                                .entry("parley/cipher/apiary/X.class", "x")));
    }

    // ---- Signatures ----

    @Test
    void refusesWhatNobodySigned() throws Exception {
        refused("is not signed", plain().write(jar()));
    }

    @Test
    void refusesKeysThatAreWeakOrUnknown() throws Exception {
        refused("too weak", Publisher.WEAK.sign(plain().write(jar())));
        refused("of another kind", Publisher.ED448.sign(plain().write(jar())));
    }

    @Test
    void refusesAChangedEntry() throws Exception {
        var file = signed(plain());
        Jar.spoil(file, (name, bytes) -> name.equals("plugin.txt") ? new byte[] {1} : bytes, Map.of());
        refused("was altered", file);
    }

    @Test
    void refusesAnEntryThatNobodySigned() throws Exception {
        for (var extra : List.of("more.txt", "META-INF/more.txt", "META-INF/services/x")) {
            var file = signed(plain());
            Jar.spoil(file, (_, bytes) -> bytes, Map.of(extra, "x"));
            refused("did not sign", file);
        }
    }

    @Test
    void refusesAMissingEntry() throws Exception {
        var file = signed(plain());
        Jar.spoil(file, (name, bytes) -> name.equals("plugin.txt") ? null : bytes, Map.of());
        refused("lacks files", file);
    }

    @Test
    void refusesAChangedManifest() throws Exception {
        // of the main section, and behind the signed sections, where jarsigner itself minds nothing
        for (var change : List.of("Bundle-Version: 1.2.3\r\n>Bundle-Version: 9\r\n", "$>Name: x\r\n\r\n")) {
            var file = signed(plain());
            var parts = change.split(">", 2);
            Jar.spoil(
                    file,
                    (name, bytes) -> {
                        if (!name.equals("META-INF/MANIFEST.MF")) return bytes;
                        var text = new String(bytes, ISO_8859_1);
                        return (parts[0].equals("$") ? text + parts[1] : text.replace(parts[0], parts[1]))
                                .getBytes(ISO_8859_1);
                    },
                    Map.of());
            refused("manifest other than", file);
        }
    }

    @Test
    void refusesASignatureOfSomebodyElsesManifest() throws Exception {
        var other = directory.resolve("other.jar");
        Publisher.BOB.sign(plain().header("Bundle-Version", "9").write(other));
        var file = signed(plain());
        try (var zip = new java.util.zip.ZipFile(other.toFile())) {
            var block = zip.getInputStream(zip.getEntry("META-INF/SIGNER.EC")).readAllBytes();
            Jar.spoil(file, (name, bytes) -> name.endsWith("SIGNER.EC") ? block : bytes, Map.of());
        }
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, () -> PluginJar.read(file)).code());
    }

    @Test
    void refusesTwoSignatures() throws Exception {
        refused("one signature", Publisher.BOB.sign(signed(plain()), "ANOTHER"));
        var file = signed(plain());
        Jar.spoil(file, (_, bytes) -> bytes, Map.of("META-INF/SIG-X", "x"));
        refused("one signature", file);
        Jar.spoil(file, (name, bytes) -> name.endsWith(".EC") || name.contains("SIG-") ? null : bytes, Map.of());
        refused("one signature", file);
    }

    // ---- Shapes and sizes ----

    @Test
    void refusesWhatIsNoJar() throws Exception {
        for (var bytes : List.of(new byte[0], new byte[100], plain().bytes())) {
            Files.write(jar(), java.util.Arrays.copyOf(bytes, Math.max(0, bytes.length - 30)));
            refused("no jar", jar());
        }
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(CommandException.class, () -> PluginJar.read(directory.resolve("none.jar"))).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/x", "a\\x", "a\nx"})
    void refusesNamesThatLeadElsewhere(String name) throws Exception {
        refused("forbidden name", signed(plain().entry(name, "x")));
    }

    @Test
    void refusesTwoEntriesOfOneName() throws Exception {
        var file = signed(plain().entry("twin-a", "x").entry("twin-b", "x"));
        var text = new String(Files.readAllBytes(file), ISO_8859_1).replace("twin-b", "twin-a");
        Files.write(file, text.getBytes(ISO_8859_1));
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, () -> PluginJar.read(file)).code());
    }

    @Test
    void refusesTooManyEntries() throws Exception {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar()))) {
            for (int i = 0; i < SignedJar.MAX_ENTRIES; i++) out.putNextEntry(new ZipEntry("e" + i));
        }
        refused("is not signed", jar());
        try (var out = new ZipOutputStream(Files.newOutputStream(jar()))) {
            for (int i = 0; i <= SignedJar.MAX_ENTRIES; i++) out.putNextEntry(new ZipEntry("e" + i));
        }
        tooLarge(jar());
    }

    @Test
    void refusesTooLargeAJar() throws Exception {
        Files.write(jar(), new byte[(int) SignedJar.MAX_JAR]);
        refused("no jar", jar());
        Files.write(jar(), new byte[(int) SignedJar.MAX_JAR + 1]);
        tooLarge(jar());
    }

    @Test
    void refusesAJarThatUnpacksToTooMuch() throws Exception {
        unpacksTo(SignedJar.MAX_UNPACKED);
        refused("is not signed", jar());
        unpacksTo(SignedJar.MAX_UNPACKED + 1);
        tooLarge(jar());
        // inside a jar inside
        var inner = Files.readAllBytes(jar());
        Files.write(jar(), plain().entry("inner.jar", inner).bytes());
        tooLarge(jar());
    }

    private void unpacksTo(long bytes) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar()))) {
            out.setLevel(java.util.zip.Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("zeros"));
            var chunk = new byte[1 << 20];
            for (var left = bytes; left > 0; left -= chunk.length) {
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        }
    }

    // ---- Manifests ----

    @ParameterizedTest
    @CsvSource({
        "Bundle-ManifestVersion, 1",
        "Bundle-ManifestVersion,",
        "Bundle-SymbolicName,",
        "Bundle-SymbolicName, ../up",
        "Bundle-SymbolicName, .hidden",
        "Bundle-SymbolicName, two words",
        "Bundle-Version,",
        "Bundle-Version, one",
        "Bundle-Version, 1.2.3.4.5",
        "Bundle-Version, 99999999999"
    })
    void refusesWhatIsNoBundle(String header, String value) throws Exception {
        refused("no bundle", signed(value == null ? plain().without(header) : plain().header(header, value)));
    }

    @Test
    void refusesFragments() throws Exception {
        refused("fragment", signed(plain().header("Fragment-Host", "parley.crypto")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley/cipher/api/CipherSuite.class",
                "parley/client/api/store/Store.class",
                "parley/mls/Group.class",
                "parley/protocol/wire/Bytes.class",
                "parley/desktop/api/View.class",
                "META-INF/versions/25/parley/cipher/api/CipherSuite.class"
            })
    void refusesCopiesOfWhatAllShare(String entry) throws Exception {
        refused("its own copy of the package parley.", signed(plain().entry(entry, "x")));
        var inner = new Jar("inner", "1").entry(entry, "x").bytes();
        refused("its own copy of the package parley.", signed(plain().entry("lib/inner.jar", inner)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley.cipher.api",
                "a.b;version=\"1,2\",parley.mls;version=\"1.0\"",
                "a;parley.transport.api;x:=\"a,b\""
            })
    void refusesToExportWhatAllShare(String exports) throws Exception {
        refused("its own copy of the package parley.", signed(plain().header("Export-Package", exports)));
    }

    private static void refused(String because, Path file) {
        var refused = assertThrows(CommandException.class, () -> PluginJar.read(file));
        assertTrue(refused.getMessage().contains(because), refused.getMessage());
        assertTrue(refused.getMessage().contains("; "), "no next step: " + refused.getMessage());
        assertEquals(Code.REFUSED, refused.code());
    }

    private static void tooLarge(Path file) {
        assertEquals(Code.TOO_LARGE, assertThrows(CommandException.class, () -> PluginJar.read(file)).code());
    }
}
