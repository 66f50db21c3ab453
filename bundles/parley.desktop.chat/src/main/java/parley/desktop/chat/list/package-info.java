/** The list of conversations. */
@NullMarked
package parley.desktop.chat.list;

import org.jspecify.annotations.NullMarked;
