/**
 * What a cipher bundle provides: the suites of RFC 9420 §17.1, each a service that holds no state.
 *
 * <p>A suite is contributed by its own bundle and may be installed, updated or removed while conversations run. Users
 * ask for a provider once per operation and keep none.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.cipher.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
