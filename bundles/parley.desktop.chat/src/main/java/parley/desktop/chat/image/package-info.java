/** Pictures: those of others, read within bounds and shown, and the part that is taken of an own one. */
@NullMarked
package parley.desktop.chat.image;

import org.jspecify.annotations.NullMarked;
