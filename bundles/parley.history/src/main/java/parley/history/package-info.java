/** The profile on disk: one SQLite database whose values are sealed, and the events that faces have yet to show. */
@NullMarked
package parley.history;

import org.jspecify.annotations.NullMarked;
