/**
 * Messaging Layer Security (RFC 9420): groups of two to thousands that agree on keys, as values. Start at {@link
 * parley.mls.Group}.
 *
 * <p>Nothing here does I/O, reads a clock or keeps anything between calls: an operation takes a state and gives the
 * next one with what is to be sent. The primitives come from a {@link parley.cipher.api.CipherSuite} that is passed to
 * each operation and never kept.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.mls;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
