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
    }

    private final InstantSource clock;
    private final Room room;

    @Activate
    public FileBlobStores() {
        this(InstantSource.system(), directory -> Files.getFileStore(directory).getUsableSpace());
    }

    FileBlobStores(InstantSource clock, Room room) {
        this.clock = clock;
        this.room = room;
    }

    @Override
    public BlobStore open(Path directory, long quota) throws StoreException {
        return FileBlobStore.open(directory, quota, FileBlobStore.MAX_BLOBS, clock, room);
    }
}
