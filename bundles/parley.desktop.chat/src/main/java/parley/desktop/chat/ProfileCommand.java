package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Shows what one says of oneself. */
@Component
@CommandInfo(id = ProfileCommand.ID, label = "%profile.title", menu = 20)
public final class ProfileCommand implements CommandContribution {

    static final String ID = "parley.profile.show";

    private final Desk desk;

    @Activate
    public ProfileCommand(@Reference Desk desk) {
        this.desk = desk;
    }

    @Override
    public boolean enabled() {
        return desk.scene().account().isPresent();
    }

    @Override
    public void run() {
        desk.open(new Selected.Profile());
    }
}
