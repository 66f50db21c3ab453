/** What every view of chat is painted with: avatars, marks, emoji and the wording of times and sizes. */
@NullMarked
package parley.desktop.chat.paint;

import org.jspecify.annotations.NullMarked;
