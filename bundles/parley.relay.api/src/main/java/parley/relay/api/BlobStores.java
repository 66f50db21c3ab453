package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import java.nio.file.Path;

/** Opens what a relay keeps of blobs. */
@ProviderType
public interface BlobStores {

    /**
     * @param quota the most bytes kept for one account. Blocks
     */
    BlobStore open(Path directory, long quota) throws StoreException;
}
