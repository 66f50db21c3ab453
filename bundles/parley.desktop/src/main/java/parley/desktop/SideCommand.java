package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Has the width of the side changed by keys. */
@Component
@CommandInfo(id = "parley.side.width", label = "%command.side", key = "F8")
public final class SideCommand implements CommandContribution {

    private final Views views;

    @Activate
    public SideCommand(@Reference Views views) {
        this.views = views;
    }

    @Override
    public boolean enabled() {
        return views.canWiden();
    }

    @Override
    public void run() {
        views.widen();
    }
}
