/** Chat in the window: the first start, the conversations and what is said in them. */
@NullMarked
package parley.desktop.chat;

import org.jspecify.annotations.NullMarked;
