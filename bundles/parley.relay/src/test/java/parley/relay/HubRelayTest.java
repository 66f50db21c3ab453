package parley.relay;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.relay.api.Relay;
import parley.relay.blobs.FileBlobStores;
import parley.relay.log.JournalStores;

import java.io.IOException;
import java.nio.file.Path;

class HubRelayTest {

    @TempDir Path home;

    /** Whoever starts a relay and is interrupted while it waits for a cipher bundle still knows of it. */
    @Test
    void keepsAnInterruptWhileItWaitsForACipher() {
        var relay =
                new HubRelay(
                        RelayFixture.TRANSPORT,
                        new JournalStores(Defaults.of(JournalStores.Config.class)),
                        new FileBlobStores(),
                        1L << 30,
                        5000,
                        5000,
                        RelayFixture.PATIENCE);
        Thread.currentThread().interrupt();
        try {
            assertThrows(
                    IOException.class, () -> relay.start(RelayFixture.settings(home, Relay.Registration.INVITE, true)));
        } finally {
            assertTrue(Thread.interrupted());
            relay.close();
        }
    }
}
