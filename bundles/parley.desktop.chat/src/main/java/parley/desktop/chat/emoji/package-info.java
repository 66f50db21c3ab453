/** Emoji: which there are, what they are called, and windows to choose one from. */
@NullMarked
package parley.desktop.chat.emoji;

import org.jspecify.annotations.NullMarked;
