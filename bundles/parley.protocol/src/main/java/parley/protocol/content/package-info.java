/**
 * What clients say to one another inside the encryption (docs/protocol.md, Content). No bundle of a relay imports this
 * package: a relay has no code that could read it.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.protocol.content;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
