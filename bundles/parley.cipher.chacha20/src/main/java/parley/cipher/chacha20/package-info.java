/** The suites of RFC 9420 §17.1 that encrypt with ChaCha20-Poly1305 (RFC 8439). */
@NullMarked
package parley.cipher.chacha20;

import org.jspecify.annotations.NullMarked;
