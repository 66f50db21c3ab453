/** The MLS of Parley beside Bouncy Castle's, measured by JMH. Everything in suite 1. */
@NullMarked
package parley.bench.mls;

import org.jspecify.annotations.NullMarked;
