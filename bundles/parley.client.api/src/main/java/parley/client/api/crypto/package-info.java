/**
 * Cryptography from state to state: it stores nothing, and nothing leaves before the caller has stored what it
 * returned.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api.crypto;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
