package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Label;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.Token;
import parley.desktop.api.UiThread;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The further profiles of the person at this computer, each of which is a window of its own in a process of its own: so
 * several are open at once, and what happens in one is told while one works in another. This window stays what it is;
 * nothing of it need be closed, and none of the profiles learns of the others. The launcher knows the names and starts
 * the processes; a profile that is open already says so in the window that comes.
 */
@Component
@PreferencePageInfo(id = ProfilesPage.ID, title = "%profiles.title", words = "%profiles.words")
@ServiceRanking(920)
public final class ProfilesPage implements PreferencePage {

    static final String ID = "parley.profiles";

    private static final Phrases T = Phrases.of(ProfilesPage.class);
    private static final System.Logger log = System.getLogger(ProfilesPage.class.getName());

    /** The longest name. */
    private static final int LONGEST = 32;

    private static final int GAP = 4;

    private final Supplier<List<String>> names;
    private final Function<String, Process> opening;
    private final UiThread ui;
    private final String own;

    @Activate
    public ProfilesPage(
            @Reference(target = "(launcher.profiles=*)") Supplier<List<String>> names,
            @Reference(target = "(launcher.profiles=*)") Function<String, Process> opening,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher,
            @Reference UiThread ui) {
        this(names, opening, String.valueOf(launcher.get("launcher.profile")), ui);
    }

    /**
     * @param own the name of this window's profile, empty if it has none; or else its directory
     */
    public ProfilesPage(Supplier<List<String>> names, Function<String, Process> opening, String own, UiThread ui) {
        this.names = names;
        this.opening = opening;
        this.own = own;
        this.ui = ui;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.sentence(T.get("profiles.about"));
        sheet.sentence(own.isEmpty() ? T.get("profiles.here.main") : T.get("profiles.here", "name", own));
        var answer = new Label[1];
        var others = others();
        if (!others.isEmpty()) {
            sheet.heading(T.get("profiles.open"));
            var row = sheet.row();
            for (var name : others) {
                sheet.push(
                        row,
                        "profiles.open." + name,
                        name.isEmpty() ? T.get("profiles.main") : name,
                        Rank.PLAIN,
                        () -> open(sheet, name, answer[0]));
            }
        }
        sheet.heading(T.get("profiles.new"));
        sheet.sentence(T.get("profiles.new.about"));
        var field =
                new Field(
                        sheet.column(),
                        sheet.theme(),
                        Token.BACKGROUND,
                        "profiles.name",
                        T.get("profiles.name"),
                        false,
                        LONGEST);
        var place = new GridData(SWT.FILL, SWT.CENTER, true, false);
        place.verticalIndent = GAP;
        field.setLayoutData(place);
        Runnable make = () -> open(sheet, field.text().getText(), answer[0]);
        var push = sheet.push(sheet.row(), "profiles.make", T.get("profiles.make"), Rank.MAIN, make);
        push.setEnabled(false);
        field.text().addVerifyListener(event -> event.text = event.text.toLowerCase(Locale.ROOT));
        field.text().addListener(SWT.Modify, _ -> push.setEnabled(field.text().getCharCount() > 0));
        field.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR && push.isEnabled()) make.run();
                        });
        answer[0] = sheet.sentence("");
        answer[0].setData("test.id", "profiles.answer");
    }

    /** The names of the others, first the one without. */
    private List<String> others() {
        var all = new ArrayList<String>();
        all.add("");
        try {
            all.addAll(names.get());
        } catch (UncheckedIOException e) {
            log.log(System.Logger.Level.WARNING, "Profiles cannot be listed", e);
        }
        all.remove(own);
        return all;
    }

    private void open(Sheet sheet, String name, Label answer) {
        if (!name.isEmpty() && name.equals(own)) {
            sheet.say(answer, T.get("profiles.this"));
            return;
        }
        sheet.say(answer, T.get("profiles.opening"));
        Thread.ofVirtual()
                .name("profile-window")
                .start(() -> {
                    try {
                        opening.apply(name)
                                .onExit()
                                .thenAccept(ended -> {
                                    if (ended.exitValue() != 0) say(sheet, answer, T.get("profiles.ended"));
                                });
                    } catch (IllegalArgumentException e) {
                        log.log(System.Logger.Level.DEBUG, "no name of a profile", e);
                        say(sheet, answer, T.get("profiles.noname"));
                    } catch (UncheckedIOException e) {
                        log.log(System.Logger.Level.WARNING, "The window of another profile cannot be opened", e);
                        say(sheet, answer, T.get("profiles.failed"));
                    }
                });
    }

    private void say(Sheet sheet, Label answer, String text) {
        ui.update(answer, () -> sheet.say(answer, text));
    }
}
