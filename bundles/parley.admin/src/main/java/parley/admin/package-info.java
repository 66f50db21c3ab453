/** What an operator sees of a relay: the command {@code parley relay}. */
@NullMarked
package parley.admin;

import org.jspecify.annotations.NullMarked;
