/** Locks the desktop with the profile. */
@NullMarked
package parley.desktop.lock;

import org.jspecify.annotations.NullMarked;
