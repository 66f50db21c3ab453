/** Echo, who lives on this computer and says what is said to them. */
@NullMarked
package parley.echo;

import org.jspecify.annotations.NullMarked;
