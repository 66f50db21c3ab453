/**
 * The TLS presentation language (RFC 8446 §3) with the variable-length vectors of RFC 9420 §2.1.2: the one codec for
 * frames, content and MLS.
 *
 * <p>Bundles that must import no other Parley bundle carry a private copy of this package (bnd's {@code
 * -conditionalpackage}), so it depends on nothing but the JDK.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.protocol.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
