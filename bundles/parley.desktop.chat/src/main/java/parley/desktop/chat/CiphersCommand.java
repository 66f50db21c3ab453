package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** Shows the ciphers. Not in the menu of the window: nobody needs that word who does not look for it. */
@Component
@CommandInfo(id = "parley.ciphers.show", label = "%ciphers.title")
public final class CiphersCommand implements CommandContribution {

    private final Desk desk;

    @Activate
    public CiphersCommand(@Reference Desk desk) {
        this.desk = desk;
    }

    @Override
    public boolean enabled() {
        return desk.ciphers().changes();
    }

    @Override
    public void run() {
        desk.open(new Selected.Ciphers());
    }
}
