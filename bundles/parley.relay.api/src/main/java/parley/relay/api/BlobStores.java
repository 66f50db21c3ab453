package parley.relay.api;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Opens what a relay keeps of blobs. */
@ProviderType
public interface BlobStores {

    /** @param quota the most bytes kept for one account. Blocks */
    BlobStore open(Path directory, long quota) throws StoreException;
}
