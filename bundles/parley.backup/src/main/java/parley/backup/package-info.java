/** Takes what a profile has out of it, to be kept elsewhere. */
@NullMarked
package parley.backup;

import org.jspecify.annotations.NullMarked;
