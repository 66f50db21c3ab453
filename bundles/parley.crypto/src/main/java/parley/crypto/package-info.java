/**
 * State to state: who somebody is, which suites are present and honest, and what MLS makes of a message. Stores
 * nothing.
 */
@NullMarked
package parley.crypto;

import org.jspecify.annotations.NullMarked;
