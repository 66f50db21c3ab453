/**
 * The frames between a client and its relay (docs/protocol.md, Frames). Start at {@link Frame}: its records are the
 * protocol. Nothing here can hold what people say except as sealed bytes.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.protocol.relay;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
