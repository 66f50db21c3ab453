/** The transport on Netty: TCP, TLS 1.3, WebSocket binary frames and HTTP/1.1, all on one port. */
@NullMarked
package parley.transport.netty;

import org.jspecify.annotations.NullMarked;
