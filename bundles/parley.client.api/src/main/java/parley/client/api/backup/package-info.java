/** What client bundles put into backups, and take out of them. */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api.backup;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
