/** Finds messages by their words: an index in memory, kept in step with the profile's texts and sealed to disk. */
@NullMarked
package parley.search;

import org.jspecify.annotations.NullMarked;
