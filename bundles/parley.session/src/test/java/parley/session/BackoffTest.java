package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

class BackoffTest {

    @Test
    void doublesUpToTheLongestLessUpToAHalf() {
        var backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), new Random(1));
        long[] whole = {200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000};
        for (int i = 0; i < 100; i++) {
            var millis = backoff.next().toMillis();
            var most = whole[Math.min(i, whole.length - 1)];
            assertTrue(millis >= most / 2 && millis <= most, i + ": " + millis);
            assertEquals(i + 1, backoff.failures());
        }
        backoff.reset();
        assertTrue(backoff.next().toMillis() <= 200);
    }
}
