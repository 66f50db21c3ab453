package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.text.Phrases;

import java.util.LinkedHashMap;

/** Whether, where and how much is shown of what comes in while the window is not in front. */
@Component
@PreferencePageInfo(id = "parley.notifications", title = "%notifications.title", words = "%notifications.words")
@ServiceRanking(950)
public final class NotificationsPage implements PreferencePage {

    private static final Phrases T = Phrases.of(NotificationsPage.class);

    private final Preferences preferences;
    private final Notifier notifier;
    private final Counter counter;

    @Activate
    public NotificationsPage(
            @Reference Preferences preferences, @Reference Notifier notifier, @Reference Counter counter) {
        this.counter = counter;
        this.preferences = preferences;
        this.notifier = notifier;
    }

    @Override
    public void fill(Sheet sheet) {
        boolean disturb = !preferences.get(Notifier.DISTURB, "yes").equals("no");
        sheet.tick(
                "notify.quiet",
                T.get("notifications.quiet"),
                T.get("notifications.quiet.detail"),
                !disturb,
                quiet -> preferences.set(Notifier.DISTURB, quiet ? "no" : "yes"));
        sheet.heading(T.get("notifications.seen"));
        var much = new LinkedHashMap<String, String>();
        much.put(Notifier.ALL, T.get("notifications.seen.all"));
        much.put(Notifier.SENDER, T.get("notifications.seen.sender"));
        much.put(Notifier.NOTHING, T.get("notifications.seen.nothing"));
        var now = preferences.get(Notifier.SHOW, Notifier.ALL);
        sheet.choices("notify.show", much, now, value -> preferences.set(Notifier.SHOW, value));
        sheet.heading(T.get("notifications.where"));
        sheet.sentence(T.get("notifications.where.detail"));
        for (var channel : notifier.channels()) {
            sheet.tick(
                    "notify.channel." + channel.id(),
                    channel.name(),
                    "",
                    notifier.on(channel.id()),
                    on -> preferences.set(Notifier.CHANNEL + channel.id(), on ? "on" : "off"));
        }
        sheet.tick(
                "notify.tray",
                T.get("notifications.tray"),
                T.get("notifications.tray.detail"),
                counter.wanted(),
                in -> {
                    preferences.set(Counter.TRAY, in ? "yes" : "no");
                    counter.tray(in);
                });
    }
}
