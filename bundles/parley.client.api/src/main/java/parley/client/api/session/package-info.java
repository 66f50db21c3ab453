/** The account's link to its home relay, as client bundles use it. */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
