package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Opens the finder. */
@Component
@CommandInfo(id = FinderCommand.ID, label = "%command.finder", key = "M1+K", menu = 80)
public final class FinderCommand implements CommandContribution {

    static final String ID = "parley.finder";

    private final Finder finder;

    @Activate
    public FinderCommand(@Reference Finder finder) {
        this.finder = finder;
    }

    @Override
    public void run() {
        finder.toggle();
    }
}
