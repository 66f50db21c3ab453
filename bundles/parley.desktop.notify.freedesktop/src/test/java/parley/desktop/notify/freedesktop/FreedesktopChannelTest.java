package parley.desktop.notify.freedesktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Action;
import parley.desktop.api.Notification.Kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** On a bus of its own, with a server that notes what it is asked for. */
class FreedesktopChannelTest {

    private record Asked(
            long replaces, String summary, String body, List<String> actions, Map<String, Variant<?>> hints) {}

    /** A server of notifications. Public, because the bus calls it by reflection. */
    public static final class FakeServer implements Server {

        private final List<String> can;
        private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
        private long last;

        FakeServer(List<String> can) {
            this.can = can;
        }

        @Override
        public List<String> GetCapabilities() {
            return can;
        }

        @Override
        public UInt32 Notify(
                String application,
                UInt32 replaces,
                String icon,
                String summary,
                String body,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int expires) {
            asked.add(new Asked(replaces.longValue(), summary, body, List.copyOf(actions), Map.copyOf(hints)));
            return replaces.longValue() == 0 ? new UInt32(++last) : replaces;
        }

        @Override
        public void CloseNotification(UInt32 id) {
            closed.add(id.longValue());
        }

        @Override
        public boolean isRemote() {
            return false;
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }

    private final BlockingQueue<String> chosen = new LinkedBlockingQueue<>();
    private String address;
    private DBusConnection desktop;
    private FreedesktopChannel channel;

    @BeforeEach
    void bus() {
        address = System.getenv("DBUS_SESSION_BUS_ADDRESS");
        if (address == null && "true".equals(System.getenv("CI"))) Assertions.fail("run under dbus-run-session");
        Assumptions.assumeTrue(address != null, "no session bus: run under dbus-run-session");
        channel = new FreedesktopChannel(Optional.of(address));
    }

    @AfterEach
    void end() {
        if (channel != null) channel.close();
        if (desktop != null) desktop.disconnect();
    }

    private FakeServer serve(String... can) throws DBusException {
        var server = new FakeServer(List.of(can));
        desktop = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        desktop.exportObject(Server.PATH, server);
        desktop.requestBusName(Server.NAME);
        return server;
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

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("waited in vain");
        return next;
    }

    @Test
    void showsReplacesAndTakesBack() throws Exception {
        var server = serve("body", "actions", "body-markup", "inline-reply");
        assertTrue(channel.ready());
        channel.show(note("<b>one</b> & \"two\""));
        var first = next(server.asked);
        assertEquals("mira", first.summary());
        assertEquals("&lt;b&gt;one&lt;/b&gt; &amp; \"two\"", first.body());
        assertEquals(List.of("default", "Open", "inline-reply", "Reply", "press-2", "Mark as read"), first.actions());
        assertEquals(0, first.replaces());
        channel.show(note("two"));
        assertEquals(1, next(server.asked).replaces());
        channel.withdraw("a");
        assertEquals(1L, next(server.closed));
        channel.withdraw("a");
        channel.show(note("three"));
        assertEquals(0, next(server.asked).replaces());
        assertTrue(server.closed.isEmpty());
    }

    @Test
    void asksAServerForNoMoreThanItCan() throws Exception {
        var server = serve("body");
        channel.show(note("1 < 2 & so on"));
        var asked = next(server.asked);
        assertEquals("1 < 2 & so on", asked.body());
        assertEquals(List.of(), asked.actions());
    }

    @Test
    void doesWhatWasChosen() throws Exception {
        var server = serve("actions", "inline-reply");
        channel.show(note("one"));
        channel.show(
                new Notification(
                        "b", "ada", "another", List.of(new Action("Open", Kind.OPEN, _ -> chosen.add("open b")))));
        next(server.asked);
        next(server.asked);
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "press-2"));
        assertEquals("read", next(chosen));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "inline-reply"));
        desktop.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(1), "on my way"));
        assertEquals("reply on my way", next(chosen));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(7), "default"));
        desktop.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(1), "x".repeat(10_001)));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "press-9"));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "default"));
        assertEquals("open", next(chosen));
        desktop.sendMessage(new Server.NotificationClosed(Server.PATH, new UInt32(1), new UInt32(2)));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "press-2"));
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(2), "default"));
        assertEquals("open b", next(chosen)); // signals come one after another: those before it have had their turn
        channel.show(note("two"));
        assertEquals(0, next(server.asked).replaces());
        assertTrue(chosen.isEmpty());
    }

    /** Anybody on the bus may send a signal; one of them carries words to be said in the person's name. */
    @Test
    void believesNobodyButTheServer() throws Exception {
        var server = serve("actions", "inline-reply");
        channel.show(note("one"));
        next(server.asked);
        try (var mallory = DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
            mallory.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(1), "send money"));
            mallory.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "press-2"));
            assertEquals(desktop.getUniqueName(), mallory.getDBusOwnerName(Server.NAME)); // the bus has passed them on
        }
        desktop.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(1), "default"));
        assertEquals("open", next(chosen));
        assertTrue(chosen.isEmpty());
    }

    @Test
    void isNotReadyWithoutAServerOrABus() throws Exception {
        assertFalse(channel.ready());
        assertThrows(IllegalStateException.class, () -> channel.show(note("one")));
        channel.withdraw("a");
        for (var wrong : List.of("unix:path=/nowhere/at/all", "rubbish", "tcp:host=127.0.0.1,port=1")) {
            assertFalse(new FreedesktopChannel(Optional.of(wrong)).ready(), wrong);
        }
        assertFalse(new FreedesktopChannel(Optional.empty()).ready());
    }

    @Test
    void isNotReadyOnceTheServerHasGone() throws Exception {
        serve("actions");
        assertTrue(channel.ready());
        desktop.disconnect();
        desktop = null;
        assertFalse(channel.ready());
    }
}
