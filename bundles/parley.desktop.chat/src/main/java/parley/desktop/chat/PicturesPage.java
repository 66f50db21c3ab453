package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.Settings;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.text.Phrases;

/** What goes out with pictures. */
@Component
@PreferencePageInfo(id = "parley.pictures", title = "%pictures.title", words = "%pictures.words")
@ServiceRanking(935)
public final class PicturesPage implements PreferencePage {

    private static final Phrases T = Phrases.of(PicturesPage.class);

    private final Settings settings;

    @Activate
    public PicturesPage(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.tick(
                "pictures.bare",
                T.get("pictures.strip"),
                T.get("pictures.strip.detail"),
                !settings.get(Outgoing.BARE, "yes").equals("no"),
                bare -> settings.set(Outgoing.BARE, bare ? "yes" : "no"));
        sheet.sentence(T.get("pictures.about"));
    }
}
