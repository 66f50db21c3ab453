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
    public record Shown(long id, long replaces, String summary, String body, List<String> actions) {}

    /** Public, because the bus calls it by reflection. */
    public static final class FakeServer implements Server {

        private final List<String> can;
        private final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> takenBack = new LinkedBlockingQueue<>();
        private long last;

        private FakeServer(List<String> can) {
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
            var id = replaces.longValue() == 0 ? new UInt32(++last) : replaces;
            shown.add(new Shown(id.longValue(), replaces.longValue(), summary, body, List.copyOf(actions)));
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

    private final FakeServer server;
    private final DBusConnection bus = connection();
    private final FreedesktopChannel channel = new FreedesktopChannel(Optional.of(address()));

    private FakeDesktop(List<String> can) throws DBusException {
        server = new FakeServer(can);
        bus.exportObject(Server.PATH, server);
        bus.requestBusName(Server.NAME);
    }

    /**
     * On the bus of this session, which is to be one for tests alone.
     *
     * @param can what its server says that it can do
     */
    public static FakeDesktop ofThisSession(String... can) throws DBusException {
        return new FakeDesktop(List.of(can));
    }

    /** The bus of this session; what needs one is skipped without. */
    static String address() {
        var address = System.getenv("DBUS_SESSION_BUS_ADDRESS");
        if (address == null && "true".equals(System.getenv("CI"))) Assertions.fail("run under dbus-run-session");
        Assumptions.assumeTrue(address != null, "no session bus: run under dbus-run-session");
        return String.valueOf(address);
    }

    /** Somebody on that bus. */
    static DBusConnection connection() throws DBusException {
        return DBusConnectionBuilder.forAddress(address()).withShared(false).build();
    }

    public NotificationChannel channel() {
        return channel;
    }

    /** Under which name the bus knows it. */
    String name() {
        return bus.getUniqueName();
    }

    /** What is shown next. */
    public Shown shown() throws InterruptedException {
        return next(server.shown);
    }

    /** The id of what is taken back next. */
    public long takenBack() throws InterruptedException {
        return next(server.takenBack);
    }

    /** Whether nothing else was shown or taken back. */
    boolean isQuiet() {
        return server.shown.isEmpty() && server.takenBack.isEmpty();
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(30, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("waited in vain");
        return next;
    }

    /** Has the person write {@code text} into the notification {@code id}. */
    public void reply(long id, String text) throws DBusException {
        bus.sendMessage(new Server.NotificationReplied(Server.PATH, new UInt32(id), text));
    }

    /** Has the person press the button {@code key} of the notification {@code id}. */
    void press(long id, String key) throws DBusException {
        bus.sendMessage(new Server.ActionInvoked(Server.PATH, new UInt32(id), key));
    }

    /** Has the person put the notification {@code id} away. */
    void dismiss(long id) throws DBusException {
        bus.sendMessage(new Server.NotificationClosed(Server.PATH, new UInt32(id), new UInt32(2)));
    }

    /** Ends the server. */
    void endServer() throws DBusException {
        if (!bus.isConnected()) return;
        bus.releaseBusName(Server.NAME); // the bus hears of who is gone a moment later, and of this at once
        bus.disconnect();
    }

    @Override
    public void close() throws DBusException {
        channel.close();
        endServer();
    }
}
