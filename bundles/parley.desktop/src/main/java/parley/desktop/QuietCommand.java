package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Stops notifications, or lets them come again. */
@Component
@CommandInfo(id = "parley.notifications.quiet", label = "%command.quiet")
public final class QuietCommand implements CommandContribution {

    private final Preferences preferences;

    @Activate
    public QuietCommand(@Reference Preferences preferences) {
        this.preferences = preferences;
    }

    @Override
    public void run() {
        boolean quiet = preferences.get(Notifier.DISTURB, "yes").equals("no");
        preferences.set(Notifier.DISTURB, quiet ? "yes" : "no");
    }
}
