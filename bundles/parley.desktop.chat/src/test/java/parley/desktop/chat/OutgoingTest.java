package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Transfers.State;
import parley.desktop.api.Settings;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

/** Pictures go out without place and camera, from a copy, and nothing else is touched. */
class OutgoingTest {

    private static final String SECRET = "SECRET 48.137154 11.576124";

    @TempDir Path home;

    private final Map<String, String> chosen = new HashMap<>();
    private final FakeClient client = new FakeClient();
    private final Settings settings =
            new Settings() {
                @Override
                public String get(String key, String otherwise) {
                    return chosen.getOrDefault(key, otherwise);
                }

                @Override
                public void set(String key, String value) {
                    chosen.put(key, value);
                }
            };
    private Outgoing outgoing;

    @BeforeEach
    void open() {
        outgoing = new Outgoing(sent(), settings, client.transfers);
    }

    private Path sent() {
        return home.resolve("files/sent");
    }

    private static byte[] jpeg(int colour) throws IOException {
        var out = new ByteArrayOutputStream();
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private static byte[] told(byte[] jpeg) {
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) (SECRET.length() + 2)});
        out.writeBytes(SECRET.getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(home.resolve("mine")).resolve(name), bytes);
    }

    private List<String> copies() throws IOException {
        if (!Files.isDirectory(sent())) return List.of();
        try (var all = Files.list(sent())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void sendsACopyOfAPictureAndLeavesTheOriginal() throws Exception {
        var mine = file("lake.jpg", told(jpeg(0xFFFFFF)));
        var goes = outgoing.of(mine);
        assertEquals(sent().resolve("lake.jpg"), goes);
        assertArrayEquals(jpeg(0xFFFFFF), Files.readAllBytes(goes));
        assertArrayEquals(told(jpeg(0xFFFFFF)), Files.readAllBytes(mine));
        assertEquals(goes, outgoing.of(mine), "one copy is enough");
        assertEquals(goes, outgoing.of(goes), "of a copy none is made");
        var other = file("other.jpg", told(jpeg(0xFF0000)));
        Files.move(other, home.resolve("lake.jpg"));
        assertEquals(sent().resolve("lake (2).jpg"), outgoing.of(home.resolve("lake.jpg")));
        assertEquals(List.of("lake (2).jpg", "lake.jpg"), copies());
    }

    @Test
    void looksAtWhatAFileIsAndNotAtItsName() throws Exception {
        assertNotEquals(home.resolve("mine/notes.txt"), outgoing.of(file("notes.txt", told(jpeg(1)))));
        var text = file("text.jpg", SECRET.getBytes(StandardCharsets.US_ASCII));
        assertEquals(text, outgoing.of(text));
        var bare = file("bare.jpg", jpeg(1));
        assertEquals(bare, outgoing.of(bare));
        assertEquals(home, outgoing.of(home), "a folder is left to others");
        assertEquals(home.resolve("absent"), outgoing.of(home.resolve("absent")));
        assertEquals(List.of("notes.txt"), copies());
    }

    @Test
    void sendsPicturesAsTheyAreIfThePersonWantsThat() throws Exception {
        chosen.put(Outgoing.BARE, "no");
        var mine = file("lake.jpg", told(jpeg(1)));
        assertEquals(List.of(mine), outgoing.of(List.of(mine)));
        assertEquals(List.of(), copies());
    }

    @Test
    void sendsNothingOfADamagedPictureOrOneThatIsTooLarge() throws Exception {
        var damaged = file("da\u202Emaged.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, 9, 9});
        var why = assertThrows(CommandException.class, () -> outgoing.of(damaged));
        assertEquals(Code.REFUSED, why.code());
        assertTrue(why.getMessage().contains("Preferences, Pictures"), why.getMessage());
        assertFalse(why.getMessage().contains("\u202E"), why.getMessage());
        var large = file("large.jpg", jpeg(1));
        try (var sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1L);
        }
        var tooLarge = assertThrows(CommandException.class, () -> outgoing.of(List.of(large)));
        assertEquals(Code.TOO_LARGE, tooLarge.code());
        assertEquals(List.of(), copies());
    }

    @Test
    void saysThatACopyCouldNotBeKept() throws Exception {
        Files.createDirectories(home.resolve("files"));
        Files.writeString(sent(), "no folder");
        var mine = file("lake.jpg", told(jpeg(1)));
        var why = assertThrows(CommandException.class, () -> outgoing.of(mine));
        assertEquals(Code.DISK_FULL, why.code());
    }

    @Test
    void removesCopiesWhoseMessagesAreGone() throws Exception {
        client.signIn("lea");
        var mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        var used = outgoing.of(file("used.jpg", told(jpeg(1))));
        client.transfers.folder = sent();
        var transfer = client.transfers.send(mira, List.of(used)).getFirst();
        client.transfers.progress(transfer.id(), State.DONE, 1000);
        var unused = outgoing.of(file("unused.jpg", told(jpeg(2))));
        var young = outgoing.of(file("young.jpg", told(jpeg(3))));
        for (var each : List.of(used, unused))
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        var later = new Outgoing(sent(), settings, client.transfers);
        later.of(file("next.jpg", told(jpeg(4))));
        assertEquals(List.of("next.jpg", "used.jpg", "young.jpg"), copies());
        assertTrue(Files.exists(young));
    }
}
