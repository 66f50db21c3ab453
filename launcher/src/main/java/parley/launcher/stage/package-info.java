/**
 * Products played as what they are, processes, by their lines and events (docs/commands.md).
 *
 * <p>The demo and the tests that need real processes share it.
 */
@NullMarked
package parley.launcher.stage;

import org.jspecify.annotations.NullMarked;
