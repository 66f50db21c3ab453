/**
 * What cipher bundles are composed of: hashes, AEADs, KEMs, HPKE and signatures, each on its own, and the suite that
 * joins them. Each cipher bundle carries its own copy, so that one can be replaced without touching another.
 *
 * <p>Everything here is stateless and may be called from any thread. Symmetric primitives come from the JDK, which has
 * them in hardware; curves come from Bouncy Castle's lightweight API, which is two to ten times faster at them.
 */
@NullMarked
package parley.cipher.primitives;

import org.jspecify.annotations.NullMarked;
