package parley.desktop;

import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.ChannelInfo;
import parley.desktop.api.Notification;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Theme;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Shows notifications in small windows of our own, where the system has no way for that. */
@Component
@ChannelInfo(id = "parley.popup", label = "%channel.popup")
@ServiceRanking(-1000)
public final class PopupChannel implements NotificationChannel {

    /** How many are shown at once: the oldest goes. */
    private static final int MOST = 3;

    private final UiQueue ui;
    private final Theme theme;

    /** By key, the oldest first. Touched on the UI thread only. */
    private final SequencedMap<String, Popup> popups = new LinkedHashMap<>();

    @Activate
    public PopupChannel(@Reference UiQueue ui, @Reference Theme theme) {
        this.ui = ui;
        this.theme = theme;
    }

    @Deactivate
    void close() {
        ui.execute(() -> {
            popups.values().forEach(Popup::close);
            popups.clear();
        });
    }

    @Override
    public boolean ready() {
        return ui.running();
    }

    @Override
    public void show(Notification notification) {
        ui.execute(() -> {
            remove(notification.key());
            if (popups.size() >= MOST) remove(popups.keySet().iterator().next());
            var key = notification.key();
            popups.put(key, new Popup(Display.getCurrent(), theme, notification, () -> remove(key)));
            place();
        });
    }

    @Override
    public void withdraw(String key) {
        ui.execute(() -> remove(key));
    }

    private void remove(String key) {
        var popup = popups.remove(key);
        if (popup == null) return;
        popup.close();
        place();
    }

    /** The newest stands at the top. */
    private void place() {
        int y = 0;
        for (var popup : popups.sequencedValues().reversed()) y = popup.place(y);
    }
}
