/** The suite whose key agreement also withstands a quantum computer: X-Wing, ML-KEM-768 and X25519 in one. */
@NullMarked
package parley.cipher.xwing;

import org.jspecify.annotations.NullMarked;
