package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class SingleInstanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path home;

    private final CountDownLatch hanging = new CountDownLatch(1);

    @Test
    void runsTheFaceForEachSecondStart() {
        var runs = new AtomicInteger();
        try (var instance = SingleInstance.listen(socket(), (Runnable) runs::incrementAndGet)) {
            assertNotNull(instance);
            assertTrue(SingleInstance.answers(socket(), PATIENCE));
            assertTrue(SingleInstance.answers(socket(), PATIENCE));
            assertEquals(2, runs.get());
        }
        assertFalse(Files.exists(socket()));
        assertFalse(SingleInstance.answers(socket(), PATIENCE));
        assertEquals(2, runs.get());
    }

    @Test
    void aFaceThatCannotBeRunLeavesTheOtherToStartByItself() {
        assertNull(SingleInstance.listen(socket(), (Callable<Integer>) () -> 0));
        assertFalse(SingleInstance.answers(socket(), PATIENCE));
        Runnable none =
                () -> {
                    throw new IllegalStateException("no window");
                };
        try (var instance = SingleInstance.listen(socket(), none)) {
            assertNotNull(instance);
            assertFalse(SingleInstance.answers(socket(), PATIENCE));
            assertFalse(SingleInstance.answers(socket(), PATIENCE)); // it is still listened to
        }
    }

    @Test
    void aFaceThatHangsIsNotWaitedForLongerThanSaid() {
        try (var instance = SingleInstance.listen(socket(), (Runnable) this::hang)) {
            assertNotNull(instance);
            assertFalse(SingleInstance.answers(socket(), Duration.ofMillis(200)));
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void whoConnectsAndGoesIsNoHarm() throws Exception {
        try (var instance = SingleInstance.listen(socket(), (Runnable) () -> {})) {
            assertNotNull(instance);
            for (var i = 0; i < 100; i++) SocketChannel.open(UnixDomainSocketAddress.of(socket())).close();
            assertTrue(SingleInstance.answers(socket(), PATIENCE));
        }
    }

    @Test
    void whereMoreWaitThanHaveRoomASecondStartGoesOnByItself() throws Exception {
        var waiting = new ArrayList<SocketChannel>();
        try (var instance = SingleInstance.listen(socket(), (Runnable) this::hang)) {
            assertNotNull(instance);
            while (waiting.size() < 10_000) {
                var one = SocketChannel.open(StandardProtocolFamily.UNIX);
                waiting.add(one);
                one.configureBlocking(false);
                try {
                    one.connect(UnixDomainSocketAddress.of(socket()));
                } catch (SocketException e) {
                    break; // no room
                }
            }
            assertTrue(waiting.size() < 10_000);
            assertFalse(SingleInstance.answers(socket(), PATIENCE));
        } finally {
            hanging.countDown();
            for (var each : waiting) each.close();
        }
    }

    @Test
    void onlyItsOwnerMayConnect() throws Exception {
        try (var instance = SingleInstance.listen(socket(), (Runnable) () -> {})) {
            assertNotNull(instance);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
        }
    }

    @Test
    void theSocketOfAProcessThatWasKilledIsReplaced() throws Exception {
        var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        killed.bind(UnixDomainSocketAddress.of(socket()));
        killed.close(); // which leaves the file
        assertTrue(Files.exists(socket()));
        assertFalse(SingleInstance.answers(socket(), PATIENCE));
        try (var instance = SingleInstance.listen(socket(), (Runnable) () -> {})) {
            assertNotNull(instance);
            assertTrue(SingleInstance.answers(socket(), PATIENCE));
        }
    }

    @Test
    void aDirectoryWhoseNameIsTooLongHasNone() throws Exception {
        var far = Files.createDirectories(home.resolve("x".repeat(120))).resolve("socket");
        assertNull(SingleInstance.listen(far, (Runnable) () -> {}));
        Files.createFile(far);
        assertFalse(SingleInstance.answers(far, PATIENCE));
    }

    private void hang() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path socket() {
        return home.resolve("socket");
    }
}
