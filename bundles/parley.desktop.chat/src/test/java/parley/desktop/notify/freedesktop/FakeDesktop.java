package parley.desktop.notify.freedesktop;

import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import parley.desktop.api.NotificationChannel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A desktop whose server of notifications notes what it is asked for, and the channel that asks it. */
public final class FakeDesktop implements AutoCloseable {

    /** What the server was asked to show. */
    public record Shown(long id, String summary, String body, List<String> actions) {}

    /** Public, because the bus calls it by reflection. */
    public static final class FakeServer implements Server {

        private final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> takenBack = new LinkedBlockingQueue<>();
        private long last;

        private FakeServer() {}

        @Override
        public List<String> GetCapabilities() {
            return List.of("body", "actions", "body-markup", "inline-reply");
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
            var id = replaces.longValue() == 0 ? new UInt32(++last) : replaces;
            shown.add(new Shown(id.longValue(), summary, body, List.copyOf(actions)));
            return id;
        }

        @Override
        public void CloseNotification(UInt32 id) {
            takenBack.add(id.longValue());
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

    private final FakeServer server = new FakeServer();
    private final DBusConnection bus;
    private final FreedesktopChannel channel;

    private FakeDesktop(String address) throws DBusException {
        bus = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        bus.exportObject(Server.PATH, server);
        bus.requestBusName(Server.NAME);
        channel = new FreedesktopChannel(Optional.of(address));
    }

    /** On the bus of this session, which is to be one for tests alone. */
    public static FakeDesktop ofThisSession() throws DBusException {
        var address = System.getenv("DBUS_SESSION_BUS_ADDRESS");
        if (address == null && "true".equals(System.getenv("CI"))) Assertions.fail("run under dbus-run-session");
        Assumptions.assumeTrue(address != null, "no session bus: run under dbus-run-session");
        return new FakeDesktop(String.valueOf(address));
    }

    public NotificationChannel channel() {
        return channel;
    }

    /** What is shown next. */
    public Shown shown() throws InterruptedException {
        return next(server.shown);
    }

    /** The id of what is taken back next. */
    public long takenBack() throws InterruptedException {
        return next(server.takenBack);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("waited in vain");
        return next;
    }

    /** Has the person write {@code text} into the notification {@code id}. */
    public void reply(long id, String text) throws DBusException {
        bus.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(id), text));
    }

    @Override
    public void close() {
        channel.close();
        bus.disconnect();
    }
}
