/**
 * A relay's logs and directory over one journal. Start at {@link parley.relay.log.JournalStores}; {@code Journal} is
 * the bytes on disk, {@code Writer} the one thread that decides, {@code Projection} the directory's tables.
 */
@NullMarked
package parley.relay.log;

import org.jspecify.annotations.NullMarked;
