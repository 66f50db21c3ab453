package parley.session;

import java.time.Duration;

/**
 * How long the session waits for what.
 *
 * @param first before it connects again after the first failure; doubled with every further one
 * @param longest between two attempts
 * @param steady how long a link must have been up to count as no failure when it goes down
 * @param stopped between two attempts where only somebody's doing could help: a wrong key, a device not let in
 * @param handshake for the relay's hello, and for its answer to a sign-in
 * @param answer for a link and the answer to a request together
 */
record Timing(
        Duration first, Duration longest, Duration steady, Duration stopped, Duration handshake, Duration answer) {

    static final Timing DEFAULT =
            new Timing(
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30));
}
