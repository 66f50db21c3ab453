package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.relay.api.Relay;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

class OwnRelayTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final List<Relay.Settings> started = new CopyOnWriteArrayList<>();

    private CompletableFuture<Void> shown = CompletableFuture.completedFuture(null);

    private OwnRelay own(boolean wanted) {
        return new OwnRelay(client, new Notices(), new Direct(), shown, home, wanted);
    }

    private Relay relay() {
        var fake = new FakeRelay();
        return settings -> {
            started.add(settings);
            return fake.start(settings);
        };
    }

    @Test
    void signsUpOnAFreePortOfLoopbackWithAnInviteOfItsOwn() throws Exception {
        var own = own(true);
        own.setRelay(relay());
        assertTrue(own.possible());
        own.signUp("lea");
        assertEquals("lea", client.current().orElseThrow().address().name());
        assertEquals("127.0.0.1", started.getFirst().host());
        assertEquals(0, started.getFirst().port());
        assertEquals(Relay.Registration.INVITE, started.getFirst().registration());
        own.close();
        assertFalse(own.running());
    }

    @Test
    void isNotThereWithoutItsBundlesOrWhereNobodyWantsIt() {
        var without = own(true);
        assertFalse(without.possible());
        assertThrows(CommandException.class, () -> without.signUp("lea"));
        var unwanted = own(false);
        client.signIn("lea");
        unwanted.setRelay(relay());
        assertFalse(unwanted.possible());
        assertEquals(List.of(), started);
    }

    @Test
    void startsWhenALockedProfileIsOpened() throws Exception {
        Files.createDirectories(home);
        var own = own(true);
        own.setRelay(relay());
        Robot.until("nobody known yet", () -> started.isEmpty());
        client.signIn("lea");
        var unused = new OwnRelayStart(own);
        Robot.until("the relay", own::running);
        assertEquals(7463, started.getFirst().port());
    }

    @Test
    void withoutItsBundlesNothingStartsAndNothingIsSaid() throws Exception {
        Files.createDirectories(home);
        client.signIn("lea");
        var unused = new OwnRelayStart(own(true));
        assertEquals(List.of(), started);
    }

    @Test
    void startsAgainAtItsOldPortForTheAccountThatLivesOnIt() throws Exception {
        client.signIn("lea");
        Files.createDirectories(home);
        var own = own(true);
        own.setRelay(relay());
        Robot.until("the relay", own::running);
        assertEquals(7463, started.getFirst().port());
        Robot.until("the new address", () -> client.movedTo != null);
        assertEquals(URI.create("ws://127.0.0.1:7463"), client.movedTo);
    }

    /** It would slow what is seen first. */
    @Test
    void startsOnceTheWindowHasBeenPainted() throws Exception {
        shown = new CompletableFuture<>();
        client.signIn("lea");
        Files.createDirectories(home);
        var own = own(true);
        own.setRelay(relay());
        Robot.until("it waits", () -> shown.getNumberOfDependents() > 0);
        assertEquals(List.of(), started);
        shown.complete(null);
        Robot.until("the relay", own::running);
    }

    @Test
    void startsNoMoreWhenItHasEnded() throws Exception {
        shown = new CompletableFuture<>();
        client.signIn("lea");
        Files.createDirectories(home);
        var own = own(true);
        own.setRelay(relay());
        Robot.until("it waits", () -> shown.getNumberOfDependents() > 0);
        own.close();
        shown.complete(null);
        assertThrows(CommandException.class, () -> own.signUp("lea"));
        assertEquals(List.of(), started);
    }

    @Test
    void takesAnotherPortWhereSomebodyHasTheOldOne() {
        client.signIn("lea");
        var own = own(true);
        own.setRelay(settings -> {
            started.add(settings);
            if (settings.port() != 0) throw new BindException("in use");
            return new FakeRelay().start(settings);
        });
        Robot.until("the relay", own::running);
        assertEquals(List.of(7463, 0), started.stream().map(Relay.Settings::port).toList());
    }

    @Test
    void saysWhyItCannotStart() {
        var own = own(true);
        own.setRelay(_ -> {
            throw new IOException("the disk is full");
        });
        var e = assertThrows(CommandException.class, () -> own.signUp("lea"));
        assertEquals("your own relay cannot start: the disk is full", e.getMessage());
    }
}
