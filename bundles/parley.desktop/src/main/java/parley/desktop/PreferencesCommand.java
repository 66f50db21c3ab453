package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Opens the preferences. */
@Component
@CommandInfo(id = "parley.preferences", label = "%command.preferences", key = "M1+,", menu = 90)
public final class PreferencesCommand implements CommandContribution {

    private final Pages pages;

    @Activate
    public PreferencesCommand(@Reference Pages pages) {
        this.pages = pages;
    }

    @Override
    public void run() {
        pages.open();
    }
}
