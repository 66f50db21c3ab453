/** Pictures that others have sent: read within bounds, and shown. */
@NullMarked
package parley.desktop.chat.image;

import org.jspecify.annotations.NullMarked;
