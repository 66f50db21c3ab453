package parley.desktop.chat;

import org.eclipse.swt.widgets.Label;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.client.api.CommandException;
import parley.client.api.Privacy;
import parley.client.api.Privacy.Told;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.Token;
import parley.desktop.api.UiThread;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TogglePush;
import parley.desktop.api.text.Phrases;

/** What others learn of what a person does. It is there while the desk is: not while the profile is locked. */
@Component
@PreferencePageInfo(id = "parley.privacy", title = "%privacy.title", words = "%privacy.words")
@ServiceRanking(945)
public final class PrivacyPage implements PreferencePage {

    private static final Phrases T = Phrases.of(PrivacyPage.class);

    private final Desk desk;
    private final Privacy privacy;
    private final UiThread ui;

    @Activate
    public PrivacyPage(@Reference Desk desk, @Reference Privacy privacy, @Reference UiThread ui) {
        this.desk = desk;
        this.privacy = privacy;
        this.ui = ui;
    }

    @Override
    public void fill(Sheet sheet) {
        sheet.sentence(T.get("privacy.about"));
        desk.attempt(
                () -> {
                    var told = privacy.told();
                    on(sheet, () -> new Ticks(sheet, told));
                },
                e -> on(sheet, () -> sheet.sentence(why(e))));
    }

    /** Does {@code task} on the UI thread, unless the person has turned to another page. */
    private void on(Sheet sheet, Runnable task) {
        ui.execute(() -> {
            if (sheet.column().isDisposed()) return;
            task.run();
            sheet.layout();
        });
    }

    private static String why(CommandException e) {
        return Texts.sentence(Errand.sentence(e));
    }

    /** What can be ticked, once it is known what is told. */
    private final class Ticks {

        /** A change of what is told. */
        @FunctionalInterface
        private interface Change {
            void make(boolean told) throws CommandException;
        }

        private final Sheet sheet;
        private final TogglePush delivered;
        private final TogglePush receipts;
        private final TogglePush typing;
        private final TogglePush presence;
        private final Label problem;
        private Told known;

        /** Presses of which nobody has heard yet what came. */
        private int pending;

        Ticks(Sheet sheet, Told told) {
            this.sheet = sheet;
            known = told;
            delivered =
                    sheet.tick(
                            "privacy.delivered",
                            T.get("privacy.delivered"),
                            T.get("privacy.delivered.detail"),
                            told.delivered(),
                            on -> change(privacy::delivered, on));
            receipts =
                    sheet.tick(
                            "privacy.receipts",
                            T.get("privacy.receipts"),
                            T.get("privacy.receipts.detail"),
                            told.receipts(),
                            on -> change(privacy::receipts, on));
            typing =
                    sheet.tick(
                            "privacy.typing",
                            T.get("privacy.typing"),
                            T.get("privacy.typing.detail"),
                            told.typing(),
                            on -> change(privacy::typing, on));
            sheet.sentence(T.get("privacy.again"));
            presence =
                    sheet.tick(
                            "privacy.presence",
                            T.get("privacy.presence"),
                            T.get("privacy.presence.detail"),
                            told.presence(),
                            on -> change(privacy::presence, on));
            problem = sheet.sentence("");
            problem.setData("test.id", "privacy.problem");
            sheet.theme().follow(problem, () -> problem.setForeground(sheet.theme().color(Token.BAD)));
        }

        /** The desk makes changes in the order of the presses, so the answer to the last one is how it stands. */
        private void change(Change change, boolean told) {
            pending++;
            sheet.say(problem, "");
            desk.attempt(
                    () -> {
                        change.make(told);
                        var now = privacy.told();
                        on(sheet, () -> heard(now, ""));
                    },
                    e -> on(sheet, () -> heard(known, why(e))));
        }

        private void heard(Told now, String sentence) {
            known = now;
            pending--;
            if (!sentence.isEmpty()) sheet.say(problem, sentence);
            if (pending > 0) return;
            show(delivered, now.delivered());
            show(receipts, now.receipts());
            show(typing, now.typing());
            show(presence, now.presence());
        }

        private static void show(TogglePush tick, boolean on) {
            if (tick.on() != on) tick.set(on);
        }
    }
}
