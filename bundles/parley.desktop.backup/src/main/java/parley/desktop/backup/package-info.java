/** Backups by the window: made and checked on a page of the preferences, restored at the first start. */
@NullMarked
package parley.desktop.backup;

import org.jspecify.annotations.NullMarked;
