/** Fixtures that tests of several bundles share. In no product. */
@Export
@Version("1.0.0")
@NullMarked
package parley.testing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
