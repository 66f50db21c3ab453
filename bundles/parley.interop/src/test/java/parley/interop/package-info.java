/** Parley's MLS beside others', live: each understands what the other makes. */
@NullMarked
package parley.interop;

import org.jspecify.annotations.NullMarked;
