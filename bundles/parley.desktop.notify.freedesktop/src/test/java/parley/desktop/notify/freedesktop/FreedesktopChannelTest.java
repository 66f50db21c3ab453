package parley.desktop.notify.freedesktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Action;
import parley.desktop.api.Notification.Kind;
import parley.desktop.api.NotificationChannel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** On the bus of this session, with a server that notes what it is asked for. */
class FreedesktopChannelTest {

    private final BlockingQueue<String> chosen = new LinkedBlockingQueue<>();
    private FakeDesktop desktop;
    private NotificationChannel channel;

    @AfterEach
    void end() throws DBusException {
        if (desktop != null) desktop.close();
    }

    private void serve(String... can) throws DBusException {
        desktop = FakeDesktop.ofThisSession(can);
        channel = desktop.channel();
    }

    private Notification note(String text) {
        return new Notification(
                "a",
                "mira",
                text,
                List.of(
                        new Action("Open", Kind.OPEN, _ -> chosen.add("open")),
                        new Action("Reply", Kind.REPLY, words -> chosen.add("reply " + words)),
                        new Action("Mark as read", Kind.PRESS, _ -> chosen.add("read"))));
    }

    private String chosen() throws InterruptedException {
        return FakeDesktop.next(chosen);
    }

    @Test
    void showsReplacesAndTakesBack() throws Exception {
        serve("body", "actions", "body-markup", "inline-reply");
        assertTrue(channel.ready());
        channel.show(note("<b>one</b> & \"two\""));
        var first = desktop.shown();
        assertEquals("mira", first.summary());
        assertEquals("&lt;b&gt;one&lt;/b&gt; &amp; \"two\"", first.body());
        assertEquals(List.of("default", "Open", "inline-reply", "Reply", "press-2", "Mark as read"), first.actions());
        assertEquals(0, first.replaces());
        channel.show(note("two"));
        assertEquals(1, desktop.shown().replaces());
        channel.withdraw("a");
        assertEquals(1, desktop.takenBack());
        channel.withdraw("a");
        channel.show(note("three"));
        assertEquals(0, desktop.shown().replaces());
        assertTrue(desktop.isQuiet());
    }

    @Test
    void asksAServerForNoMoreThanItCan() throws Exception {
        serve("body");
        channel.show(note("1 < 2 & so on"));
        var asked = desktop.shown();
        assertEquals("1 < 2 & so on", asked.body());
        assertEquals(List.of(), asked.actions());
    }

    @Test
    void doesWhatWasChosen() throws Exception {
        serve("actions", "inline-reply");
        channel.show(note("one"));
        channel.show(
                new Notification(
                        "b", "ada", "another", List.of(new Action("Open", Kind.OPEN, _ -> chosen.add("open b")))));
        desktop.shown();
        desktop.shown();
        desktop.press(1, "press-2");
        assertEquals("read", chosen());
        desktop.press(1, "inline-reply");
        desktop.reply(1, "on my way");
        assertEquals("reply on my way", chosen());
        desktop.press(7, "default");
        desktop.reply(1, "x".repeat(10_001));
        desktop.press(1, "press-9");
        desktop.press(1, "default");
        assertEquals("open", chosen());
        desktop.dismiss(1);
        desktop.press(1, "press-2");
        desktop.press(2, "default");
        assertEquals("open b", chosen()); // signals come one after another: those before it have had their turn
        channel.show(note("two"));
        assertEquals(0, desktop.shown().replaces());
        assertTrue(chosen.isEmpty());
    }

    /** Anybody on the bus may send a signal; one of them carries words to be said in the person's name. */
    @Test
    void believesNobodyButTheServer() throws Exception {
        serve("actions", "inline-reply");
        channel.show(note("one"));
        desktop.shown();
        try (var mallory = FakeDesktop.connection()) {
            mallory.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(1), "send money"));
            mallory.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "press-2"));
            assertEquals(desktop.name(), mallory.getDBusOwnerName(Server.NAME)); // the bus has passed them on
        }
        desktop.press(1, "default");
        assertEquals("open", chosen());
        assertTrue(chosen.isEmpty());
    }

    @Test
    void isNotReadyWithoutAServerOrABus() throws Exception {
        var alone = new FreedesktopChannel(Optional.of(FakeDesktop.address()));
        assertFalse(alone.ready());
        assertThrows(IllegalStateException.class, () -> alone.show(note("one")));
        alone.withdraw("a");
        alone.close();
        for (var wrong : List.of("unix:path=/nowhere/at/all", "rubbish", "tcp:host=127.0.0.1,port=1")) {
            assertFalse(new FreedesktopChannel(Optional.of(wrong)).ready(), wrong);
        }
        assertFalse(new FreedesktopChannel(Optional.empty()).ready());
    }

    @Test
    void isNotReadyOnceTheServerHasGone() throws Exception {
        serve("actions");
        assertTrue(channel.ready());
        desktop.endServer();
        assertFalse(channel.ready());
    }
}
