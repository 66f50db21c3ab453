/**
 * What a relay is made of: logs, a directory and blobs, each kept by a bundle that may be replaced, and the relay that
 * serves them. Nothing here can read what people say.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.relay.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
