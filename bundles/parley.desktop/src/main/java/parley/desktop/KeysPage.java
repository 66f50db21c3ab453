package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;

/** Which key runs which command. */
@Component
@PreferencePageInfo(id = "parley.keys", title = "%keys.title", words = "%keys.words")
@ServiceRanking(900)
public final class KeysPage implements PreferencePage {

    private final Keys keys;

    @Activate
    public KeysPage(@Reference Keys keys) {
        this.keys = keys;
    }

    @Override
    public void fill(Sheet sheet) {
        new KeyList(sheet, keys);
    }
}
