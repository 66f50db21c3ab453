/**
 * Measures Parley's main job from outside, through the products as people start them: many messages, a large file, a
 * large group. Part of no product; {@code launcher/bench} runs it.
 */
@NullMarked
package parley.bench;

import org.jspecify.annotations.NullMarked;
