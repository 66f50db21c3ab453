package parley.desktop.spelling;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.text.Phrases;
import parley.desktop.spelling.Dictionaries.Found;

import java.util.Collection;

/** In which languages words are looked at, and which of them are right by a person's own word. */
@Component
@PreferencePageInfo(id = "parley.spelling", title = "%spelling.title", words = "%spelling.words")
@ServiceRanking(940)
public final class SpellingPage implements PreferencePage {

    private static final Phrases T = Phrases.of(SpellingPage.class);

    /** So many own words are shown, the newest first. */
    private static final int SHOWN = 100;

    private static final String INSTALL = "sudo apt install hunspell-en-us hunspell-de-de";

    private final HunspellSpelling spelling;

    @Activate
    public SpellingPage(@Reference HunspellSpelling spelling) {
        this.spelling = spelling;
    }

    @Override
    public void fill(Sheet sheet) {
        var choice = spelling.choice();
        var all = spelling.look(); // names of a few files: this page alone waits for them
        sheet.tick("spelling.on", T.get("spelling.check"), T.get("spelling.check.detail"), choice.on(), choice::on);
        sheet.heading(T.get("spelling.languages"));
        if (all.isEmpty()) sheet.sentence(missing(System.getProperty("os.name", "")));
        else languages(sheet, all);
        sheet.heading(T.get("spelling.own"));
        sheet.tick(
                "spelling.capitals",
                T.get("spelling.upper"),
                T.get("spelling.upper.detail"),
                choice.capitals(),
                choice::capitals);
        words(sheet);
    }

    private void languages(Sheet sheet, Collection<Found> all) {
        sheet.sentence(T.get("spelling.languages.about", "most", Choice.MOST));
        var chosen = spelling.choice().of(all);
        for (var each : all) {
            sheet.tick(
                    "spelling.language." + each.id(),
                    each.label(),
                    spelling.trouble(each).map(UnusableException::words).orElse(""),
                    chosen.contains(each),
                    wanted -> spelling.choice().set(all, each, wanted));
        }
    }

    private void words(Sheet sheet) {
        var words = spelling.words().all();
        if (words.isEmpty()) {
            sheet.sentence(T.get("spelling.own.none"));
            return;
        }
        sheet.sentence(T.get("spelling.own.about"));
        for (var each : words.subList(0, Math.min(SHOWN, words.size())))
            sheet.tick("spelling.word." + each, each, "", true, right -> spelling.words().set(each, right));
    }

    /** What somebody does who has no dictionary. */
    static String missing(String system) {
        return system.startsWith("Windows") || system.startsWith("Mac")
                ? T.get("spelling.none", "rules", "en_US.aff", "words", "en_US.dic")
                : T.get("spelling.none.install", "command", INSTALL);
    }
}
