package parley.desktop;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;

import java.util.LinkedHashMap;

/** Which theme, and how large its letters are. */
@Component
@PreferencePageInfo(
        id = "parley.appearance",
        title = "Appearance",
        words = "theme colour color dark light night high contrast text size zoom large letters font")
@ServiceRanking(1000)
public final class AppearancePage implements PreferencePage {

    private final Themes themes;

    @Activate
    public AppearancePage(@Reference Themes themes) {
        this.themes = themes;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.heading("Theme");
        var names = new LinkedHashMap<String, String>();
        names.put(Themes.SYSTEM, "As the system");
        for (var offer : themes.offers()) names.put(offer.id(), Words.line(offer.label()));
        if (!names.containsKey(themes.choice())) names.put(themes.choice(), themes.choice() + " (not there now)");
        sheet.choices("theme", names, themes.choice(), themes::choose);
        sheet.heading("Text size");
        var size = sheet.sentence(text());
        var row = sheet.row();
        button(sheet, row, "smaller", "Smaller", () -> themes.zoom(-Themes.STEP), size);
        button(sheet, row, "larger", "Larger", () -> themes.zoom(Themes.STEP), size);
        button(sheet, row, "usual", "Usual size", themes::unzoom, size);
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
        return "Letters are shown at " + themes.zoom() + " % of their usual size.";
    }
}
