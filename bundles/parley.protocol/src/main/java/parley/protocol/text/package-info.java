/**
 * The one rule for showing what others wrote: no control, no direction trick, nothing hidden.
 *
 * <p>Bundles that must import no other Parley bundle carry a private copy of this package (bnd's {@code
 * -conditionalpackage}), so it depends on nothing but the JDK.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.protocol.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
