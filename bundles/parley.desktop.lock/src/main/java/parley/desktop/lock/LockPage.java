package parley.desktop.lock;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Label;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

import parley.client.api.AppLock;
import parley.client.api.AppLock.State;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.UiThread;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.protocol.content.CheckWords;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The passphrase of the profile: given, changed and taken away, and when the profile locks itself. */
@Component
@PreferencePageInfo(
        id = LockPage.ID,
        title = "Lock",
        words = "passphrase password lock screen idle minutes encrypt protect profile secret")
@ServiceRanking(940)
public final class LockPage implements PreferencePage {

    static final String ID = "parley.lock";

    /** Words of a suggestion: 55 bits, which Argon2id makes dear to guess. */
    private static final int WORDS = 5;

    /** Points between fields. */
    private static final int GAP = 4;

    private static final List<Integer> MINUTES = List.of(1, 5, 15, 60);

    private final AppLock lock;
    private final UiThread ui;

    @Activate
    public LockPage(@Reference AppLock lock, @Reference UiThread ui) {
        this.lock = lock;
        this.ui = ui;
    }

    @Override
    public void fill(Sheet sheet) {
        look(sheet, "");
    }

    /** Fills it anew with how it is by then, and {@code done} to say. */
    private void look(Sheet sheet, String done) {
        var found = new ArrayList<Runnable>(1);
        Errand looking =
                () -> {
                    var state = lock.state();
                    var idle = state == State.UNLOCKED ? lock.lockAfter() : Optional.<Duration>empty();
                    found.add(() -> show(sheet, state, idle, done));
                };
        looking.start(
                ui,
                () -> {
                    if (!sheet.column().isDisposed()) found.getFirst().run();
                },
                why -> {
                    if (!sheet.column().isDisposed()) sheet.sentence(why);
                });
    }

    private void show(Sheet sheet, State state, Optional<Duration> idle, String done) {
        sheet.clear();
        if (!done.isEmpty()) sheet.sentence(done).setData("test.id", "lock.done");
        if (state == State.OPEN) give(sheet);
        else if (state == State.UNLOCKED) keep(sheet, idle);
        sheet.layout();
    }

    private void give(Sheet sheet) {
        sheet.sentence(
                "Parley asks for no passphrase. Whoever copies its files from this computer can read everything in"
                        + " them.");
        sheet.heading("Ask for a passphrase");
        sheet.sentence(
                "It asks for it when it starts, and when you lock it. Nobody can tell it to you if you forget it.");
        var wanted = field(sheet, "lock.new", "New passphrase");
        var again = field(sheet, "lock.again", "The same again");
        var row = sheet.row();
        var answer = answer(sheet);
        Runnable give = () -> change(sheet, Optional.empty(), wanted, again, answer);
        var push = sheet.push(row, "lock.set", "Ask for it from now on", Rank.MAIN, give);
        sheet.push(row, "lock.suggest", "Suggest one", Rank.PLAIN, () -> suggest(sheet, answer));
        listen(give, push, wanted, again);
    }

    private void keep(Sheet sheet, Optional<Duration> idle) {
        sheet.sentence("Parley asks for your passphrase when it starts, and when you have locked it.");
        sheet.heading("Lock by itself");
        sheet.choices(
                "lock.after",
                names(idle),
                idle.map(time -> String.valueOf(time.toMinutes())).orElse("never"),
                value -> lockAfter(sheet, value));
        sheet.heading("Another passphrase, or none");
        var current = field(sheet, "lock.current", "Your passphrase");
        var wanted = field(sheet, "lock.new", "New passphrase");
        var again = field(sheet, "lock.again", "The new one again");
        var row = sheet.row();
        var answer = answer(sheet);
        Runnable change = () -> change(sheet, Optional.of(current), wanted, again, answer);
        var push = sheet.push(row, "lock.change", "Change it", Rank.MAIN, change);
        var remove =
                sheet.push(
                        row, "lock.remove", "Ask for none any more", Rank.DANGER, () -> remove(sheet, current, answer));
        listen(change, push, current, wanted, again);
        listen(() -> {}, remove, current);
    }

    private static SecretField field(Sheet sheet, String id, String hint) {
        var field = new SecretField(sheet.column(), sheet.theme(), id, hint);
        var data = new GridData();
        data.verticalIndent = GAP;
        field.setLayoutData(data);
        return field;
    }

    private static Label answer(Sheet sheet) {
        var answer = sheet.sentence("");
        answer.setData("test.id", "lock.answer");
        return answer;
    }

    /** Lets {@code push} be pressed once there is something in each of {@code fields}. */
    private static void listen(Runnable entered, TextPush push, SecretField... fields) {
        Runnable refresh =
                () -> {
                    push.setEnabled(Arrays.stream(fields).noneMatch(SecretField::isEmpty));
                    push.redraw();
                };
        for (var field : fields) field.listen(refresh, push::isEnabled, entered);
        refresh.run();
    }

    private static LinkedHashMap<String, String> names(Optional<Duration> idle) {
        var names = new LinkedHashMap<String, String>();
        names.put("never", "Never");
        var minutes = new java.util.TreeSet<Long>();
        MINUTES.forEach(each -> minutes.add((long) each));
        idle.ifPresent(time -> minutes.add(time.toMinutes()));
        for (var each : minutes) {
            names.put(
                    String.valueOf(each),
                    "When nobody has used it for " + (each == 1 ? "a minute" : each + " minutes"));
        }
        return names;
    }

    private void lockAfter(Sheet sheet, String value) {
        var wanted =
                value.equals("never")
                        ? Optional.<Duration>empty()
                        : Optional.of(Duration.ofMinutes(Long.parseLong(value)));
        Errand setting = () -> lock.lockAfter(wanted);
        setting.start(ui, () -> {}, why -> look(sheet, why));
    }

    private static void suggest(Sheet sheet, Label answer) {
        sheet.say(answer, "Write it down and type it above: " + String.join(" ", CheckWords.random(WORDS)));
    }

    private void change(
            Sheet sheet, Optional<SecretField> current, SecretField wanted, SecretField again, Label answer) {
        var first = wanted.characters();
        var second = again.characters();
        var same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            sheet.say(answer, "The two are not the same. Type the new one again.");
            again.clear();
            again.setFocus();
            return;
        }
        var before = current.map(SecretField::characters).orElseGet(() -> new char[0]);
        begin(sheet, answer, () -> lock.change(before, first), "The passphrase is set.", before, first);
    }

    private void remove(Sheet sheet, SecretField current, Label answer) {
        var before = current.characters();
        begin(sheet, answer, () -> lock.remove(before), "Parley asks for no passphrase any more.", before);
    }

    private void begin(Sheet sheet, Label answer, Errand errand, String done, char[]... secrets) {
        sheet.say(answer, "A moment…");
        Errand wiping =
                () -> {
                    try {
                        errand.run();
                    } finally {
                        for (var secret : secrets) Arrays.fill(secret, '\0');
                    }
                };
        wiping.start(
                ui,
                () -> {
                    if (!sheet.column().isDisposed()) look(sheet, done);
                },
                why -> {
                    if (!answer.isDisposed()) sheet.say(answer, why);
                });
    }
}
