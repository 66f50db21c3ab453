/** Bundles that a person adds while Parley runs: checked, kept, started, watched, taken away again. */
@NullMarked
package parley.plugins;

import org.jspecify.annotations.NullMarked;
