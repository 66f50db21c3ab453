package parley.desktop.spelling;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.control.Sheet;
import parley.desktop.spelling.Dictionaries.Found;

import java.util.Collection;

/** In which languages words are looked at, and which of them are right by a person's own word. */
@Component
@PreferencePageInfo(
        id = "parley.spelling",
        title = "Spelling",
        words = "spell check dictionary language words misspelt hunspell typing correct")
@ServiceRanking(940)
public final class SpellingPage implements PreferencePage {

    /** So many own words are shown, the newest first. */
    private static final int SHOWN = 100;

    private final HunspellSpelling spelling;

    @Activate
    public SpellingPage(@Reference HunspellSpelling spelling) {
        this.spelling = spelling;
    }

    @Override
    public void fill(Sheet sheet) {
        var choice = spelling.choice();
        var all = spelling.look(); // names of a few files: this page alone waits for them
        sheet.tick(
                "spelling.on",
                "Check spelling while I write",
                "On this computer alone: nothing you write is sent anywhere for it.",
                choice.on(),
                choice::on);
        sheet.heading("Languages");
        if (all.isEmpty()) sheet.sentence(missing(System.getProperty("os.name", "")));
        else languages(sheet, all);
        sheet.heading("Words");
        sheet.tick(
                "spelling.capitals",
                "Check words in CAPITALS too",
                "Many of them are short forms that no dictionary has.",
                choice.capitals(),
                choice::capitals);
        words(sheet);
    }

    private void languages(Sheet sheet, Collection<Found> all) {
        sheet.sentence("A word is right if it is so in any of these. More than " + Choice.MOST + " are not used.");
        var chosen = spelling.choice().of(all);
        for (var each : all) {
            sheet.tick(
                    "spelling.language." + each.id(),
                    each.label(),
                    spelling.trouble(each).map(why -> "It cannot be used: " + why + ". Install it anew.").orElse(""),
                    chosen.contains(each),
                    wanted -> spelling.choice().set(all, each, wanted));
        }
    }

    private void words(Sheet sheet) {
        var words = spelling.words().all();
        if (words.isEmpty()) {
            sheet.sentence("Words that you add while you write stand here. They are kept in your profile alone.");
            return;
        }
        sheet.sentence("Words that you have added. Untick one to have it marked again.");
        for (var each : words.subList(0, Math.min(SHOWN, words.size())))
            sheet.tick("spelling.word." + each, each, "", true, right -> spelling.words().set(each, right));
    }

    /** What somebody does who has no dictionary. */
    static String missing(String system) {
        var none = "There is no dictionary on this computer yet. ";
        if (system.startsWith("Windows") || system.startsWith("Mac"))
            return none
                    + "LibreOffice brings some; or put the two files of one, such as en_US.aff and en_US.dic, into the"
                    + " folder “dictionaries” of your profile.";
        return none
                + "Install one for each language that you write, for example: sudo apt install hunspell-en-us"
                + " hunspell-de-de. Then open this page again.";
    }
}
