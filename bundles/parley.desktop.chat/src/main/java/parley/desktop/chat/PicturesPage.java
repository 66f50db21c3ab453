package parley.desktop.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.Settings;
import parley.desktop.api.control.Sheet;

/** What goes out with pictures. */
@Component
@PreferencePageInfo(
        id = "parley.pictures",
        title = "Pictures",
        words = "photo image camera place location gps exif metadata privacy jpeg png webp")
@ServiceRanking(935)
public final class PicturesPage implements PreferencePage {

    private final Settings settings;

    @Activate
    public PicturesPage(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.tick(
                "pictures.bare",
                "Remove place and camera from pictures I send",
                "A copy without them goes out; your own file stays as it is.",
                !settings.get(Outgoing.BARE, "yes").equals("no"),
                bare -> settings.set(Outgoing.BARE, bare ? "yes" : "no"));
        sheet.sentence(
                "Cameras write into each picture where and when it was taken and by which device. This holds for JPEG,"
                        + " PNG and WebP. Other files, such as films, HEIC pictures and what is in folders, go out as"
                        + " they are.");
    }
}
