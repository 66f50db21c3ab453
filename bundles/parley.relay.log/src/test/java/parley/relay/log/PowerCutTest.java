package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The journal over a disk that forgets what was not synced. {@code -Dparley.cuts=200} cuts the power so often, {@code
 * -Dparley.seed=...} repeats a run.
 */
final class PowerCutTest {

    /** Each cut is an error to the journal, which says so at length. */
    private static final Logger LOGGER = Logger.getLogger("parley.relay.log");

    @TempDir Path home;

    @BeforeEach
    void quiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        LOGGER.setLevel(null);
    }

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        var cuts = Integer.getInteger("parley.cuts", 40);
        var seed = Long.getLong("parley.seed", 20261120L);
        System.out.println("power cuts: " + cuts + ", seed: " + seed);
        var load = new PowerCutLoad(home, new Random(seed));
        for (int i = 0; i < cuts; i++) {
            try {
                load.runUntilTheCut();
                load.restart();
                load.verify();
            } catch (Throwable e) {
                throw new AssertionError("cut " + i + " of seed " + seed + ": " + e, e);
            }
        }
        load.close();
        System.out.println(load.summary());
        assertTrue(load.acknowledged() > 10L * cuts, "the load was no load");
    }
}
