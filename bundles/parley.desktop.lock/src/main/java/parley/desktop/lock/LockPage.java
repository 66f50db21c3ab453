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
import parley.desktop.api.text.Phrases;
import parley.protocol.content.CheckWords;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The passphrase of the profile: given, changed and taken away, and when the profile locks itself. */
@Component
@PreferencePageInfo(id = LockPage.ID, title = "%lock.title", words = "%lock.words")
@ServiceRanking(940)
public final class LockPage implements PreferencePage {

    private static final Phrases T = Phrases.of(LockPage.class);

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
        sheet.sentence(T.get("lock.none"));
        sheet.heading(T.get("lock.ask"));
        sheet.sentence(T.get("lock.ask.about"));
        var wanted = field(sheet, "lock.new", T.get("lock.new"));
        var again = field(sheet, "lock.again", T.get("lock.again"));
        var row = sheet.row();
        var answer = answer(sheet);
        Runnable give = () -> change(sheet, Optional.empty(), wanted, again, answer);
        var push = sheet.push(row, "lock.set", T.get("lock.set"), Rank.MAIN, give);
        sheet.push(row, "lock.suggest", T.get("lock.suggest"), Rank.PLAIN, () -> suggest(sheet, answer));
        listen(give, push, wanted, again);
    }

    private void keep(Sheet sheet, Optional<Duration> idle) {
        sheet.sentence(T.get("lock.kept"));
        sheet.heading(T.get("lock.after"));
        sheet.choices(
                "lock.after",
                names(idle),
                idle.map(time -> String.valueOf(time.toMinutes())).orElse("never"),
                value -> lockAfter(sheet, value));
        sheet.heading(T.get("lock.other"));
        var current = field(sheet, "lock.current", T.get("lock.current"));
        var wanted = field(sheet, "lock.new", T.get("lock.new"));
        var again = field(sheet, "lock.again", T.get("lock.again.new"));
        var row = sheet.row();
        var answer = answer(sheet);
        Runnable change = () -> change(sheet, Optional.of(current), wanted, again, answer);
        var push = sheet.push(row, "lock.change", T.get("lock.change"), Rank.MAIN, change);
        var remove =
                sheet.push(row, "lock.remove", T.get("lock.remove"), Rank.DANGER, () -> remove(sheet, current, answer));
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
        names.put("never", T.get("lock.after.never"));
        var minutes = new java.util.TreeSet<Long>();
        MINUTES.forEach(each -> minutes.add((long) each));
        idle.ifPresent(time -> minutes.add(time.toMinutes()));
        for (var each : minutes) {
            names.put(String.valueOf(each), T.get("lock.after.minutes", "minutes", each));
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
        sheet.say(answer, T.get("lock.suggested", "words", String.join(" ", CheckWords.random(WORDS))));
    }

    private void change(
            Sheet sheet, Optional<SecretField> current, SecretField wanted, SecretField again, Label answer) {
        var first = wanted.characters();
        var second = again.characters();
        var same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            sheet.say(answer, T.get("lock.differ"));
            again.clear();
            again.setFocus();
            return;
        }
        var before = current.map(SecretField::characters).orElseGet(() -> new char[0]);
        begin(sheet, answer, () -> lock.change(before, first), T.get("lock.done"), before, first);
    }

    private void remove(Sheet sheet, SecretField current, Label answer) {
        var before = current.characters();
        begin(sheet, answer, () -> lock.remove(before), T.get("lock.removed"), before);
    }

    private void begin(Sheet sheet, Label answer, Errand errand, String done, char[]... secrets) {
        sheet.say(answer, T.get("lock.moment"));
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
