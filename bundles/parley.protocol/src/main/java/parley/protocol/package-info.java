/**
 * The words of Parley: ids, addresses and the signed values that clients and relays share. Pure values.
 *
 * <p>Frames between a client and its relay stand in {@code parley.protocol.relay}; what only clients may read stands in
 * {@code parley.protocol.content}, which no relay bundle imports. The bytes of each are specified in docs/protocol.md.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.protocol;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
