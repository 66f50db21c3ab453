package parley.desktop.notify.freedesktop;

import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Action;
import parley.desktop.api.Notification.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to the bus, and the server of notifications on it. Signals come on threads of its own. */
final class Bus {

    private static final System.Logger log = System.getLogger(Bus.class.getName());
    private static final String DEFAULT = "default";
    private static final String REPLY = "inline-reply";
    private static final int LONGEST_REPLY = 10_000;

    private final DBusConnection connection;
    private final Server server;
    private final String owner;
    private final Set<String> can;
    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Map<Long, Notification> shown = new ConcurrentHashMap<>();

    /**
     * Connects to the bus at {@code address} and asks its server what it can do.
     *
     * @throws DBusException if there is no bus
     * @throws DBusExecutionException if there is no server on it
     */
    Bus(String address) throws DBusException {
        connection = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        try {
            server = connection.getRemoteObject(Server.NAME, Server.PATH, Server.class);
            can = Set.copyOf(server.GetCapabilities()); // starts the server where the bus knows how
            owner = connection.getDBusOwnerName(Server.NAME);
            connection.addSigHandler(
                    Server.ActionInvoked.class,
                    signal -> {
                        if (trusted(signal)) invoked(signal.id, signal.key);
                    });
            connection.addSigHandler(
                    Server.NotificationReplied.class,
                    signal -> {
                        if (trusted(signal)) replied(signal.id, signal.text);
                    });
            connection.addSigHandler(
                    Server.NotificationClosed.class,
                    signal -> {
                        if (trusted(signal)) closed(signal.id);
                    });
        } catch (DBusException | RuntimeException e) {
            connection.disconnect();
            throw e;
        }
    }

    boolean connected() {
        try {
            return connection.isConnected() && owner.equals(connection.getDBusOwnerName(Server.NAME));
        } catch (DBusExecutionException e) { // nobody has the name
            return false;
        }
    }

    void close() {
        connection.disconnect();
    }

    void show(Notification notification) {
        long before = ids.getOrDefault(notification.key(), 0L);
        var text = can.contains("body-markup") ? escaped(notification.text()) : notification.text();
        var id =
                server.Notify(
                                "Parley",
                                new UInt32(before),
                                "",
                                notification.title(),
                                text,
                                actions(notification),
                                hints(notification),
                                -1)
                        .longValue();
        shown.remove(before);
        ids.put(notification.key(), id);
        shown.put(id, notification);
    }

    void withdraw(String key) {
        var id = ids.remove(key);
        if (id == null) return;
        shown.remove(id);
        server.CloseNotification(new UInt32(id));
    }

    private List<String> actions(Notification notification) {
        var all = new ArrayList<String>();
        if (!can.contains("actions")) return all;
        for (int at = 0; at < notification.actions().size(); at++) {
            var action = notification.actions().get(at);
            switch (action.kind()) {
                case OPEN -> add(all, DEFAULT, action);
                case PRESS -> add(all, "press-" + at, action);
                case REPLY -> {
                    if (can.contains(REPLY)) add(all, REPLY, action);
                }
            }
        }
        return all;
    }

    private static void add(List<String> all, String key, Action action) {
        all.add(key);
        all.add(action.label());
    }

    private static Map<String, Variant<?>> hints(Notification notification) {
        var hints = new HashMap<String, Variant<?>>();
        hints.put("category", new Variant<>("im.received"));
        hints.put("desktop-entry", new Variant<>("parley"));
        notification.actions().stream()
                .filter(action -> action.kind() == Kind.REPLY)
                .findFirst()
                .ifPresent(reply -> hints.put("x-kde-reply-placeholder-text", new Variant<>(reply.label())));
        return hints;
    }

    /** {@code text} as the markup of the specification (§ Markup) that shows just that. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Whether {@code signal} comes from the server: anybody on the bus may send one. */
    private boolean trusted(DBusSignal signal) {
        return owner.equals(signal.getSource());
    }

    private void invoked(long id, String key) {
        var notification = shown.get(id);
        if (notification == null || key.equals(REPLY)) return; // KDE tells of the press, then of the words
        var actions = notification.actions();
        for (int at = 0; at < actions.size(); at++) {
            var action = actions.get(at);
            boolean meant = action.kind() == Kind.OPEN ? key.equals(DEFAULT) : key.equals("press-" + at);
            if (meant && action.kind() != Kind.REPLY) {
                choose(action, "");
                return;
            }
        }
    }

    private void replied(long id, String text) {
        var notification = shown.get(id);
        if (notification == null || text.length() > LONGEST_REPLY) return;
        notification.actions().stream()
                .filter(action -> action.kind() == Kind.REPLY)
                .findFirst()
                .ifPresent(action -> choose(action, text));
    }

    private void closed(long id) {
        var notification = shown.remove(id);
        if (notification != null) ids.remove(notification.key(), id);
    }

    private static void choose(Action action, String text) {
        try {
            action.chosen().accept(text);
        } catch (RuntimeException e) { // a view's mistake must not end the bus's thread
            log.log(System.Logger.Level.ERROR, "an action of a notification failed", e);
        }
    }
}
