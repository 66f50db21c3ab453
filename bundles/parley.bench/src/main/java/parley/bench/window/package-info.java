/** What is measured within the window of a desktop that runs, as it was started and with its own profile. */
@NullMarked
package parley.bench.window;

import org.jspecify.annotations.NullMarked;
