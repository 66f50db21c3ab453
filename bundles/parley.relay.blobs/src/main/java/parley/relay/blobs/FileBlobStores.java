package parley.relay.blobs;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import parley.relay.api.BlobStore;
import parley.relay.api.BlobStores;
import parley.relay.api.StoreException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Keeps a relay's blobs as files on the local disk. */
@Component
public final class FileBlobStores implements BlobStores {

    /** How much room the disk has. */
    @FunctionalInterface
    interface Room {
        long bytes(Path directory) throws IOException;

        /** What is to be left of it for everything else. */
        default long headroom(Path directory) throws IOException {
            return FileBlobStore.HEADROOM;
        }
    }

    /** Leaves more than the journal does, so that files alone never stop messages. */
    private static final class DiskRoom implements Room {

        private static final long PLENTY = 512 << 20;

        @Override
        public long bytes(Path directory) throws IOException {
            return Files.getFileStore(directory).getUsableSpace();
        }

        @Override
        public long headroom(Path directory) throws IOException {
            return Math.clamp(Files.getFileStore(directory).getTotalSpace() / 4, FileBlobStore.HEADROOM, PLENTY);
        }
    }

    private final InstantSource clock;
    private final Room room;

    @Activate
    public FileBlobStores() {
        this(InstantSource.system(), new DiskRoom());
    }

    FileBlobStores(InstantSource clock, Room room) {
        this.clock = clock;
        this.room = room;
    }

    @Override
    public BlobStore open(Path directory, long quota) throws StoreException {
        return FileBlobStore.open(
                directory, quota, FileBlobStore.MAX_BLOBS, FileBlobStore.MAX_RANGES_OF_ACCOUNT, clock, room);
    }
}
