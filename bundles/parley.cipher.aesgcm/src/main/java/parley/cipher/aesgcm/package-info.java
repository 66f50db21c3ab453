/** The suites of RFC 9420 §17.1 that encrypt with AES in Galois/counter mode (NIST SP 800-38D). */
@NullMarked
package parley.cipher.aesgcm;

import org.jspecify.annotations.NullMarked;
