/**
 * Targets for Jazzer, which finds inputs by the code they reach: {@code launcher/fuzz}. Each target throws nothing for
 * any input, or it has found something.
 */
@NullMarked
package parley.fuzz;

import org.jspecify.annotations.NullMarked;
