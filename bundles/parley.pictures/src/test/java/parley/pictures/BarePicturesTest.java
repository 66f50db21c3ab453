package parley.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Transfers;
import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.testing.PictureSamples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

/** Pictures go out without place and camera, from a copy, and nothing else is touched. */
class BarePicturesTest {

    private static final String HOW = "--so";

    @TempDir Path home;

    private final List<Transfer> sent = new ArrayList<>();
    private boolean locked;

    private BarePictures pictures() {
        return new BarePictures(Map.of("launcher.home", home.toString()), transfers());
    }

    private Path bare(Path file) throws CommandException {
        return bare(pictures(), file);
    }

    private static Path bare(BarePictures pictures, Path file) throws CommandException {
        return pictures.bare(List.of(file), HOW).getFirst();
    }

    /** What was sent so far; asked for nothing else. */
    private Transfers transfers() {
        return (Transfers)
                Proxy.newProxyInstance(
                        Transfers.class.getClassLoader(),
                        new Class<?>[] {Transfers.class},
                        (_, method, _) -> {
                            assertEquals("all", method.getName());
                            if (locked) throw new CommandException(Code.PASSPHRASE_NEEDED, "it is locked");
                            return List.copyOf(sent);
                        });
    }

    private static Transfer transfer(Path path) {
        return new Transfer(
                new MessageId(Bytes.ofHex("ab".repeat(16))),
                new ConversationId(Bytes.ofHex("cd".repeat(16))),
                new AccountKey(Bytes.ofHex("ef".repeat(32))),
                Address.parse("alice@relay.example"),
                true,
                String.valueOf(path.getFileName()),
                1000,
                State.DONE,
                1000,
                Optional.of(path),
                Optional.empty(),
                Optional.empty());
    }

    private Path folder() {
        return home.resolve("files/sent");
    }

    private static byte[] jpeg(int colour) throws IOException {
        var out = new ByteArrayOutputStream();
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private static boolean has(Path file, byte[] part) throws IOException {
        var latin = StandardCharsets.ISO_8859_1;
        return new String(Files.readAllBytes(file), latin).contains(new String(part, latin));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(home.resolve("mine")).resolve(name), bytes);
    }

    private List<String> copies() throws IOException {
        if (!Files.isDirectory(folder())) return List.of();
        try (var all = Files.list(folder())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void sendsACopyOfAPictureAndLeavesTheOriginal() throws Exception {
        var mine = file("lake.jpg", PictureSamples.told(jpeg(0xFFFFFF)));
        var goes = bare(mine);
        assertEquals(folder().resolve("lake.jpg"), goes);
        assertTrue(has(mine, PictureSamples.north()));
        assertFalse(has(goes, PictureSamples.north()));
        assertArrayEquals(jpeg(0xFFFFFF), Files.readAllBytes(goes));
        assertArrayEquals(PictureSamples.told(jpeg(0xFFFFFF)), Files.readAllBytes(mine));
        assertEquals(goes, bare(mine), "one copy is enough");
        assertEquals(goes, bare(goes), "of a copy none is made");
        var other = file("other.jpg", PictureSamples.told(jpeg(0xFF0000)));
        Files.move(other, home.resolve("lake.jpg"));
        assertEquals(folder().resolve("lake (2).jpg"), bare(home.resolve("lake.jpg")));
        assertEquals(List.of("lake (2).jpg", "lake.jpg"), copies());
    }

    @Test
    void makesAPictureBareThatIsNoFileToOthers() throws Exception {
        assertArrayEquals(jpeg(0xFFFFFF), pictures().bare(PictureSamples.told(jpeg(0xFFFFFF))));
        var none = "no picture".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(none, pictures().bare(none));
        var half = Arrays.copyOf(PictureSamples.told(jpeg(0xFFFFFF)), 40);
        var refused = assertThrows(CommandException.class, () -> pictures().bare(half));
        assertEquals(Code.REFUSED, refused.code());
        assertEquals(List.of(), copies());
    }

    @Test
    void keepsCopiesForTheirOwnerAlone() throws Exception {
        var goes = bare(file("lake.jpg", PictureSamples.told(jpeg(0xFFFFFF))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(goes)));
        var folder = Files.getPosixFilePermissions(goes.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(folder));
    }

    @Test
    void looksAtWhatAFileIsAndNotAtItsName() throws Exception {
        assertNotEquals(home.resolve("mine/notes.txt"), bare(file("notes.txt", PictureSamples.told(jpeg(1)))));
        var text = file("text.jpg", PictureSamples.north());
        assertEquals(text, bare(text));
        var bare = file("bare.jpg", jpeg(1));
        assertEquals(bare, bare(bare));
        assertEquals(home, bare(home), "a folder is left to others");
        assertEquals(home.resolve("absent"), bare(home.resolve("absent")));
        assertEquals(List.of("notes.txt"), copies());
    }

    @Test
    void leavesTheOrderOfFilesAsItIs() throws Exception {
        var text = file("a.txt", new byte[] {1});
        var lake = file("lake.jpg", PictureSamples.told(jpeg(1)));
        assertEquals(
                List.of(text, folder().resolve("lake.jpg"), text), pictures().bare(List.of(text, lake, text), HOW));
        assertEquals(List.of(), pictures().bare(List.of(), HOW));
    }

    @Test
    void sendsNothingOfADamagedPictureOrOneThatIsTooLarge() throws Exception {
        var damaged = file("da\u202Emaged.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, 9, 9});
        var why = assertThrows(CommandException.class, () -> bare(damaged));
        assertEquals(Code.REFUSED, why.code());
        assertTrue(why.getMessage().endsWith("have pictures sent as they are (--so)"), why.getMessage());
        assertFalse(why.getMessage().contains("\u202E"), why.getMessage());
        var large = file("large.jpg", jpeg(1));
        try (var sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1L);
        }
        var tooLarge = assertThrows(CommandException.class, () -> bare(large));
        assertEquals(Code.TOO_LARGE, tooLarge.code());
        var fine = file("fine.jpg", PictureSamples.told(jpeg(1)));
        assertThrows(CommandException.class, () -> pictures().bare(List.of(damaged, fine), HOW));
        assertEquals(List.of(), copies());
    }

    @Test
    void saysThatACopyCouldNotBeKept() throws Exception {
        Files.createDirectories(home.resolve("files"));
        Files.writeString(folder(), "no folder");
        var mine = file("lake.jpg", PictureSamples.told(jpeg(1)));
        var why = assertThrows(CommandException.class, () -> bare(mine));
        assertEquals(Code.DISK_FULL, why.code());
    }

    @Test
    void readsPicturesUpToTheBoundAndNotBeyond() throws Exception {
        var most = file("most.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        try (var sparse = new RandomAccessFile(most.toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, () -> bare(most)).code(), "read, and damaged");
        try (var sparse = new RandomAccessFile(most.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1L);
        }
        assertEquals(Code.TOO_LARGE, assertThrows(CommandException.class, () -> bare(most)).code());
    }

    @Test
    void removesCopiesWhoseMessagesAreGone() throws Exception {
        var used = bare(file("used.jpg", PictureSamples.told(jpeg(0x102030))));
        sent.add(transfer(used));
        var unused = bare(file("unused.jpg", PictureSamples.told(jpeg(2))));
        var young = bare(file("young.jpg", PictureSamples.told(jpeg(3))));
        for (var each : List.of(used, unused))
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        locked = true;
        bare(file("locked.jpg", PictureSamples.told(jpeg(4))));
        assertEquals(List.of("locked.jpg", "unused.jpg", "used.jpg", "young.jpg"), copies(), "nobody can tell");
        locked = false;
        var later = pictures();
        bare(later, file("next.jpg", PictureSamples.told(jpeg(5))));
        assertEquals(List.of("locked.jpg", "next.jpg", "used.jpg", "young.jpg"), copies());
        assertTrue(Files.exists(young));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        bare(later, file("last.jpg", PictureSamples.told(jpeg(6))));
        assertTrue(Files.exists(young), "once a start is enough");
    }
}
