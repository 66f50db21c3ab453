/** The profile on disk: one encrypted database, one transaction contract. */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
