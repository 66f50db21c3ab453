package parley.desktop.notify.freedesktop;

import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import parley.desktop.api.ChannelInfo;
import parley.desktop.api.Notification;
import parley.desktop.api.NotificationChannel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows notifications by the desktop's own server, for as long as there is a session bus with one. */
@Component
@ChannelInfo(id = "parley.freedesktop", label = "%channel.freedesktop")
public final class FreedesktopChannel implements NotificationChannel {

    private static final System.Logger log = System.getLogger(FreedesktopChannel.class.getName());

    /** For how long nobody is asked again after there was no server, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Optional<String> address;
    private @Nullable Bus bus;
    private long failedAt;
    private boolean failed;

    @Activate
    public FreedesktopChannel() {
        this(sessionBus());
    }

    FreedesktopChannel(Optional<String> address) {
        this.address = address;
    }

    /** Where the session's bus listens: what the session says, or else where it does on today's systems. */
    private static Optional<String> sessionBus() {
        var said = System.getenv("DBUS_SESSION_BUS_ADDRESS");
        if (said != null && !said.isBlank()) return Optional.of(said);
        var runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime == null || runtime.isBlank()) return Optional.empty();
        var socket = Path.of(runtime).resolve("bus");
        return Files.exists(socket) ? Optional.of("unix:path=" + socket) : Optional.empty();
    }

    @Deactivate
    synchronized void close() {
        if (bus != null) bus.close();
        bus = null;
    }

    @Override
    public synchronized boolean ready() {
        return connected() != null;
    }

    @Override
    public synchronized void show(Notification notification) {
        var open = connected();
        if (open == null) throw new IllegalStateException("there is no server of notifications");
        try {
            open.show(notification);
        } catch (DBusExecutionException e) {
            lost(e);
            throw new IllegalStateException("the server of notifications did not take it", e);
        }
    }

    @Override
    public synchronized void withdraw(String key) {
        if (bus == null) return;
        try {
            bus.withdraw(key);
        } catch (DBusExecutionException e) {
            lost(e);
        }
    }

    private @Nullable Bus connected() {
        if (bus != null && bus.connected()) return bus;
        close();
        if (address.isEmpty() || (failed && System.nanoTime() - failedAt < PATIENCE)) return null;
        try {
            bus = new Bus(address.get());
            failed = false;
        } catch (DBusException | RuntimeException e) { // the library has many, for an address that is none too
            lost(e);
        }
        return bus;
    }

    private void lost(Exception e) {
        log.log(System.Logger.Level.DEBUG, "no server of notifications", e);
        close();
        failed = true;
        failedAt = System.nanoTime();
    }
}
