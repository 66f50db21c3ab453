package parley.relay.blobs;

import parley.protocol.Hash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names the time since the machine started. What a killed process has written is still in the system's memory while
 * this stays the same; after a power cut it may be gone although a note of it survived.
 */
final class Boot {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /**
     * Where the system does not say, every process counts as a start of the machine: nothing is claimed that may be
     * gone.
     */
    static Hash current() {
        String id;
        try {
            id = Files.readString(LINUX);
        } catch (IOException e) {
            id = UUID.randomUUID().toString();
        }
        return Hash.of(id.getBytes(StandardCharsets.UTF_8));
    }
}
