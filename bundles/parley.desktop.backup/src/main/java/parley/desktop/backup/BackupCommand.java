package parley.desktop.backup;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;
import parley.desktop.api.PreferencePages;

/** Leads to where backups are made. */
@Component
@CommandInfo(id = "parley.backup", label = "%command.backup", menu = 75)
public final class BackupCommand implements CommandContribution {

    private final PreferencePages pages;

    /**
     * @param desk not needed here; without it there is nowhere to lead to
     */
    @Activate
    public BackupCommand(@Reference BackupDesk desk, @Reference PreferencePages pages) {
        this.pages = pages;
    }

    @Override
    public void run() {
        pages.open(BackupPage.ID);
    }
}
