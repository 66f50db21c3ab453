@NullMarked
package parley.transport.netty;

import org.jspecify.annotations.NullMarked;
