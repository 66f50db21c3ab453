package parley.desktop.backup;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;

/** Where backups are made and checked. */
@Component
@PreferencePageInfo(id = BackupPage.ID, title = "%backup.title", words = "%backup.words")
@ServiceRanking(938)
public final class BackupPage implements PreferencePage {

    static final String ID = "parley.backup";

    private final BackupDesk desk;
    private final FileChoice files;

    @Activate
    public BackupPage(@Reference BackupDesk desk) {
        this(desk, FileChoice.dialog());
    }

    /** With another way to choose files than the dialog of the system. */
    public BackupPage(BackupDesk desk, FileChoice files) {
        this.desk = desk;
        this.files = files;
    }

    @Override
    public void fill(Sheet sheet) {
        new Start(sheet, desk, files).show("");
    }
}
