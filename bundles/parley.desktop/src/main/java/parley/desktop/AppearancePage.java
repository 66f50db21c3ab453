package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;

import java.util.LinkedHashMap;

/** Which theme, how large its letters are, and which language is spoken. */
@Component
@PreferencePageInfo(id = "parley.appearance", title = "%appearance.title", words = "%appearance.words")
@ServiceRanking(1000)
public final class AppearancePage implements PreferencePage {

    private static final Phrases T = Phrases.of(AppearancePage.class);

    private final Themes themes;
    private final Preferences preferences;

    @Activate
    public AppearancePage(@Reference Themes themes, @Reference Preferences preferences) {
        this.themes = themes;
        this.preferences = preferences;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.heading(T.get("appearance.theme"));
        var names = new LinkedHashMap<String, String>();
        names.put(Themes.SYSTEM, T.get("appearance.system"));
        for (var offer : themes.offers()) names.put(offer.id(), offer.name());
        if (!names.containsKey(themes.choice()))
            names.put(themes.choice(), T.get("appearance.gone", "theme", themes.choice()));
        sheet.choices("theme", names, themes.choice(), themes::choose);
        sheet.heading(T.get("appearance.size"));
        var size = sheet.sentence(text());
        var row = sheet.row();
        button(sheet, row, "smaller", T.get("appearance.smaller"), () -> themes.zoom(-Themes.STEP), size);
        button(sheet, row, "larger", T.get("appearance.larger"), () -> themes.zoom(Themes.STEP), size);
        button(sheet, row, "usual", T.get("appearance.usual"), themes::unzoom, size);
        languages(sheet);
    }

    /** Which language is spoken: each is called as those call it who speak it. */
    private void languages(Sheet sheet) {
        sheet.heading(T.get("appearance.language"));
        var names = new LinkedHashMap<String, String>();
        names.put(Language.SYSTEM, T.get("appearance.system"));
        for (var each : Language.values()) names.put(each.tag(), each.ownName());
        sheet.sentence(T.get("appearance.language.next"));
        sheet.choices("language", names, preferences.language(), tag -> preferences.set(Preferences.LANGUAGE, tag));
    }

    private void button(
            Sheet sheet,
            org.eclipse.swt.widgets.Composite row,
            String id,
            String name,
            Runnable change,
            org.eclipse.swt.widgets.Label size) {
        sheet.push(
                row,
                "zoom." + id,
                name,
                Rank.PLAIN,
                () -> {
                    change.run();
                    sheet.say(size, text());
                });
    }

    private String text() {
        return T.get("appearance.percent", "percent", themes.zoom());
    }
}
