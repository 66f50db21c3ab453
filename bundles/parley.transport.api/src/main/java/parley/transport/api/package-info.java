/**
 * Moves frames between endpoints. A transport knows neither who the other end is nor what the bytes mean: people and
 * relays prove themselves in the frames, and messages are sealed above.
 *
 * <p>Nothing here blocks an event loop: a link hands over each frame as it comes, says when it is full, and can be told
 * to stop reading.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.transport.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
