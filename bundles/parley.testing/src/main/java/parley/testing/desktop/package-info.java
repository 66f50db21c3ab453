/** Somebody who sits before a window: for tests of the desktop, inside its process. */
@NullMarked
package parley.testing.desktop;

import org.jspecify.annotations.NullMarked;
