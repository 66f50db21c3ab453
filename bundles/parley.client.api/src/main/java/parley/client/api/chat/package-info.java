/** How other client bundles speak in a conversation and hear what is theirs. */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api.chat;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
