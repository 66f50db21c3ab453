package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.api.Theme;

/** Changes from light to dark, or back. */
@Component
@CommandInfo(id = "parley.theme.toggle", label = "%command.theme", key = "M1+M2+L")
public final class ToggleThemeCommand implements CommandContribution {

    private final Theme theme;

    @Activate
    public ToggleThemeCommand(@Reference Theme theme) {
        this.theme = theme;
    }

    @Override
    public void run() {
        theme.toggle();
    }
}
