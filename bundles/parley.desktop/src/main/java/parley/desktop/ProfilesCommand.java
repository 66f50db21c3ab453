package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

import java.util.function.Function;

/** Leads to the other profiles. */
@Component
@CommandInfo(id = "parley.profiles", label = "%command.profiles", menu = 88)
public final class ProfilesCommand implements CommandContribution {

    private final Pages pages;

    /**
     * @param opening not needed here; where nobody opens profiles there is nowhere to lead to
     */
    @Activate
    public ProfilesCommand(
            @Reference Pages pages, @Reference(target = "(launcher.profiles=*)") Function<String, Process> opening) {
        this.pages = pages;
    }

    @Override
    public void run() {
        pages.open(ProfilesPage.ID);
    }
}
