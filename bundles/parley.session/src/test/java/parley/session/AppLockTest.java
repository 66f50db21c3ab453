package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event.LinkChanged.State;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.Optional;

/** The link while the profile is locked. */
class AppLockTest extends SessionTest {

    private static final CommandException LOCKED =
            new CommandException(Code.PASSPHRASE_NEEDED, "the profile is locked; give its passphrase to unlock it");

    @Test
    void goesDownWithTheProfileAndComesUpWithIt() throws Exception {
        var session = signedUp();
        store.broken = LOCKED;
        session.lockChanged(AppLock.State.LOCKED);
        Eventually.until("down", () -> session.up().isEmpty());
        assertTrue(session.current().isPresent(), "who one is stays known");
        store.broken = null;
        session.lockChanged(AppLock.State.UNLOCKED);
        Eventually.until("up", () -> session.up().isPresent());
        session.lockChanged(AppLock.State.OPEN);
        assertEquals(State.CONNECTED, session.linkState(), "a passphrase taken away changes nothing");
    }

    /** Who is gone, and not why, is the relay's business. */
    @Test
    void doesNotTellTheRelayThatTheProfileIsLocked() throws Exception {
        var session = signedUp();
        session.lockChanged(AppLock.State.LOCKED);
        assertEquals("the client is being closed", relay.last().goodbye);
        Eventually.until("down", () -> session.up().isEmpty());
        Eventually.until("said", () -> lastLinkChange().reason().equals(Optional.of("the profile is locked")));
    }

    @Test
    void findsItsAccountAtOnceWhenALockedProfileIsOpened() throws Exception {
        stop(signedUp());
        store.broken = LOCKED;
        var patient =
                new Timing(
                        QUICK.first(),
                        Duration.ofMinutes(5),
                        QUICK.steady(),
                        QUICK.stopped(),
                        QUICK.handshake(),
                        QUICK.answer());
        var session = start(patient);
        assertFalse(session.current().isPresent());
        store.broken = null;
        session.lockChanged(AppLock.State.UNLOCKED);
        assertTrue(session.current().isPresent());
        Eventually.until("up", () -> session.up().isPresent());
    }
}
