/** The list of messages: a canvas that lays out only what is seen. */
@NullMarked
package parley.desktop.chat.timeline;

import org.jspecify.annotations.NullMarked;
