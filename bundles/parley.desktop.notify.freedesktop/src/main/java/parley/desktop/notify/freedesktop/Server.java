package parley.desktop.notify.freedesktop;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

import java.util.List;
import java.util.Map;

/** A server of notifications: Desktop Notifications Specification 1.2, and KDE's inline replies. */
@DBusInterfaceName(Server.NAME)
public interface Server extends DBusInterface {

    String NAME = "org.freedesktop.Notifications";
    String PATH = "/org/freedesktop/Notifications";

    /** What it can do, such as {@code actions}, {@code body-markup} and {@code inline-reply}. */
    List<String> GetCapabilities();

    /**
     * Shows a notification.
     *
     * @param replaces the id of the one whose place it takes, or 0
     * @param actions keys and labels in turn
     * @param expires in milliseconds; -1 leaves it to the server
     * @return its id
     */
    UInt32 Notify(
            String application,
            UInt32 replaces,
            String icon,
            String summary,
            String body,
            List<String> actions,
            Map<String, Variant<?>> hints,
            int expires);

    /** Takes the notification {@code id} away. */
    void CloseNotification(UInt32 id);

    /** A button was pressed, or the notification itself ({@code default}). */
    final class ActionInvoked extends DBusSignal {

        final long id;
        final String key;

        public ActionInvoked(String path, UInt32 id, String key) throws DBusException {
            super(path, id, key);
            this.id = id.longValue();
            this.key = key;
        }
    }

    /** An answer was written into the notification. */
    final class NotificationReplied extends DBusSignal {

        final long id;
        final String text;

        public NotificationReplied(String path, UInt32 id, String text) throws DBusException {
            super(path, id, text);
            this.id = id.longValue();
            this.text = text;
        }
    }

    /** The notification is gone. */
    final class NotificationClosed extends DBusSignal {

        final long id;

        public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
            super(path, id, reason);
            this.id = id.longValue();
        }
    }
}
