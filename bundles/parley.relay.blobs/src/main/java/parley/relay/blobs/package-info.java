/** A relay's blobs in files: start at {@link parley.relay.blobs.FileBlobStores}. */
@NullMarked
package parley.relay.blobs;

import org.jspecify.annotations.NullMarked;
