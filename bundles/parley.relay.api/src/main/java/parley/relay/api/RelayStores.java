package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import java.nio.file.Path;

/** Opens what a relay keeps on disk. */
@ProviderType
public interface RelayStores {

    /**
     * Opens logs and directory in {@code directory}, recovering what a crash left: a torn tail is cut off, an
     * acknowledged record never. Blocks; call it from a virtual thread.
     *
     * @throws StoreException if the directory is damaged, in use, or cannot be written
     */
    Opened open(Path directory) throws StoreException;

    /** The stores of one directory; they share one journal. */
    interface Opened extends AutoCloseable {

        LogStore logs();

        Directory directory();

        /** Finishes what was handed over, makes it durable and closes. Blocks. */
        @Override
        void close();
    }
}
