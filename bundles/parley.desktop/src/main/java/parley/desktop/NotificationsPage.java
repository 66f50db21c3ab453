package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;

import java.util.LinkedHashMap;

/** Whether, where and how much is shown of what comes in while the window is not in front. */
@Component
@PreferencePageInfo(
        id = "parley.notifications",
        title = "Notifications",
        words = "notify tray icon count popup do not disturb quiet silence privacy hide sender banner")
@ServiceRanking(950)
public final class NotificationsPage implements PreferencePage {

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
                "Do not disturb",
                "Nothing is shown until you take this back. Messages still come in.",
                !disturb,
                quiet -> preferences.set(Notifier.DISTURB, quiet ? "no" : "yes"));
        sheet.heading("What others at your screen may see");
        var much = new LinkedHashMap<String, String>();
        much.put(Notifier.ALL, "Who writes, and what");
        much.put(Notifier.SENDER, "Who writes");
        much.put(Notifier.NOTHING, "Only that there is something new");
        var now = preferences.get(Notifier.SHOW, Notifier.ALL);
        sheet.choices("notify.show", much, now, value -> preferences.set(Notifier.SHOW, value));
        sheet.heading("Where it is shown");
        sheet.sentence("The first of these that works is used.");
        for (var channel : notifier.channels()) {
            sheet.tick(
                    "notify.channel." + channel.id(),
                    channel.label(),
                    "",
                    notifier.on(channel.id()),
                    on -> preferences.set(Notifier.CHANNEL + channel.id(), on ? "on" : "off"));
        }
        sheet.tick(
                "notify.tray",
                "Parley in the tray",
                "With the count of what is new, where your system has a tray.",
                counter.wanted(),
                in -> {
                    preferences.set(Counter.TRAY, in ? "yes" : "no");
                    counter.tray(in);
                });
    }
}
