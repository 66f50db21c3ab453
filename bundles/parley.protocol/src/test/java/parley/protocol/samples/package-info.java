/** One or more of everything that has bytes, and the vector files made of them. */
@NullMarked
package parley.protocol.samples;

import org.jspecify.annotations.NullMarked;
