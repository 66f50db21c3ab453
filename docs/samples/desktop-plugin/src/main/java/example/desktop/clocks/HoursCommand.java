package example.desktop.clocks;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.api.Settings;

/**
 * A command: by its key, in the finder (Ctrl+K), in the menu of the window, and in the preferences, where people give
 * it another key.
 */
@Component
@CommandInfo(id = "example.desktop.clocks.hours", label = "Clocks of 12 or 24 hours", key = "M1+M2+H", menu = 500)
public final class HoursCommand implements CommandContribution {

    private final Settings settings;

    @Activate
    public HoursCommand(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        settings.set(Clocks.HOURS, Clocks.twelve(settings) ? "24" : "12");
    }
}
