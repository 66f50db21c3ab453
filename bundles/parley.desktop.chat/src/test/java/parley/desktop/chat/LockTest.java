package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.AppLock.State;
import parley.desktop.api.Locked;
import parley.desktop.api.ViewContribution;
import parley.desktop.lock.Guard;
import parley.desktop.lock.LockCommand;
import parley.desktop.lock.LockPage;
import parley.desktop.lock.LockedContribution;
import parley.desktop.lock.Touches;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A person gives the profile a passphrase, locks it and opens it again. */
class LockTest {

    private static final String PASSPHRASE = "four words of mine";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeLock lock = new FakeLock();
    private final AtomicBoolean covered = new AtomicBoolean();
    private Stage stage;
    private Robot robot;
    private Guard guard;
    private LockedContribution cover;
    private Touches touches;
    private ConversationId talk;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void open() {
        talk = Scripts.full(client);
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        var bench = stage.bench;
        cover = new LockedContribution(lock, bench.theme(), bench.ui());
        // As the framework does: the page comes and goes as a service, with it the quiet.
        guard =
                new Guard(
                        lock,
                        wanted -> {
                            if (covered.getAndSet(wanted) == wanted) return;
                            if (wanted) {
                                bench.addCover("parley.locked", cover);
                                bench.add(cover);
                            } else {
                                bench.remove((Locked) cover);
                                bench.remove((ViewContribution) cover);
                            }
                        });
        lock.listeners.add(new BeforeLock(stage.desk, bench.ui(), 30_000)); // as long as a busy machine may take
        lock.listeners.add(guard);
        touches = new Touches(lock, bench.ui());
        bench.add("parley.lock", "Lock", 940, new LockPage(lock, bench.ui()));
        bench.add(
                "parley.lock",
                "Lock Parley",
                "M1+L",
                85,
                new LockCommand(lock, guard, bench.preferencePages(), bench.ui()));
        stage.open(talk);
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private void has(String passphrase) {
        lock.passphrase = passphrase;
        lock.state = State.UNLOCKED;
        guard.lockChanged(State.UNLOCKED);
    }

    private void lockByKey() {
        robot.chord(SWT.MOD1, 'l');
        robot.waitFor("the lock", () -> robot.shows("locked.passphrase"));
        robot.waitFor("the keyboard", () -> robot.isAt("locked.passphrase"));
    }

    @Test
    void coversTheWindowUntilThePassphraseIsTyped() throws Exception {
        has(PASSPHRASE);
        lockByKey();
        robot.settle();
        assertFalse(robot.shows("timeline"));
        assertFalse(robot.shows("conversations"));
        for (var dark : new boolean[] {false, true}) {
            stage.bench.theme(dark);
            robot.settle();
            robot.picture("locked-" + (dark ? "dark" : "light"));
        }
        robot.size(480, 420);
        robot.picture("locked-narrow-dark");
        robot.type(PASSPHRASE + "\r");
        robot.waitFor("the window as it was", () -> robot.shows("timeline"));
        assertEquals(State.UNLOCKED, lock.state);
        assertFalse(robot.shows("locked.passphrase"));
    }

    /** Once it is locked the profile keeps nothing any more: what was typed last has to be there by then. */
    @Test
    void keepsWhatIsHalfWrittenBeforeItLocks() {
        has(PASSPHRASE);
        var kept = new AtomicReference<String>();
        lock.listeners.add(state -> {
            if (state == State.LOCKED) kept.set(draft());
        });
        robot.run(() -> robot.find(StyledText.class, "compose").setText("half a sentence"));
        lockByKey();
        assertEquals("half a sentence", kept.get());
    }

    private String draft() {
        return client.conversations.find(talk).orElseThrow().settings().draft().text();
    }

    @Test
    void aWrongPassphraseIsSaidAndCostsTime() throws Exception {
        has(PASSPHRASE);
        lock.nextPause = Duration.ofHours(1); // it is not to pass by itself, however slow the machine is
        lockByKey();
        robot.type("something else\r");
        robot.waitFor(
                "the answer", () -> robot.words("parley.locked").contains("That is not the passphrase. Try again in"));
        robot.picture("locked-wrong");
        assertEquals("", robot.ui(() -> robot.find(Text.class, "locked.passphrase").getText()));
        robot.type(PASSPHRASE + "\r");
        robot.settle();
        assertEquals(State.LOCKED, lock.state, "not yet");
        lock.endPause();
        robot.waitFor("the pause is over", () -> robot.words("parley.locked").contains("Try again."));
        robot.type("\r");
        robot.waitFor("open", () -> lock.state == State.UNLOCKED);
    }

    @Test
    void aFaultInsideIsSaidAndCanBeTriedAgain() throws Exception {
        has(PASSPHRASE);
        for (var fault : List.of(new IllegalStateException("on purpose"), new NoSuchMethodError("on purpose"))) {
            lockByKey();
            lock.fault = fault;
            robot.type(PASSPHRASE + "\r");
            robot.waitFor("the answer", () -> robot.words("parley.locked").contains("Something failed inside"));
            assertEquals(State.LOCKED, lock.state);
            robot.type(PASSPHRASE + "\r");
            robot.waitFor("open", () -> lock.state == State.UNLOCKED);
            robot.waitFor("the window as it was", () -> robot.shows("timeline"));
        }
    }

    @Test
    void whileLockedNothingElseIsDoneOrOpen() {
        has(PASSPHRASE);
        robot.chord(SWT.MOD1, 'k');
        robot.waitFor("the finder", () -> robot.shows("finder"));
        robot.run(() -> guard.lockChanged(State.LOCKED));
        robot.waitFor("the lock", () -> robot.shows("locked.passphrase"));
        robot.waitFor("the finder gone", () -> !robot.shows("finder"));
        for (var key : "kn,".toCharArray()) robot.chord(SWT.MOD1, key);
        robot.settle();
        assertFalse(robot.shows("finder"));
        assertFalse(robot.shows("preferences.search"));
        assertTrue(robot.shows("locked.passphrase"));
        robot.run(() -> stage.bench.commands().run("parley.preferences"));
        robot.settle();
        assertFalse(robot.shows("preferences.search"));
    }

    @Test
    void thePreferencesCloseWithTheLock() {
        has(PASSPHRASE);
        robot.chord(SWT.MOD1, ',');
        robot.waitFor("the preferences", () -> robot.shows("preferences.search"));
        lockByKey();
        assertFalse(robot.shows("preferences.search"));
        robot.type(PASSPHRASE + "\r");
        robot.waitFor("the window", () -> robot.shows("timeline"));
        assertFalse(robot.shows("preferences.search"));
    }

    @Test
    void theKeyLeadsToWhereAPassphraseIsGiven() throws Exception {
        robot.chord(SWT.MOD1, 'l');
        robot.waitFor("the page", () -> robot.shows("lock.new"));
        stage.bench.theme(false);
        robot.picture("lock-page-light");
        robot.click("lock.suggest");
        robot.waitFor(
                "five words",
                () -> robot.words("preferences.body").matches("(?s).*Write it down.*: [a-z]+( [a-z]+){4}\n"));
        robot.picture("lock-page-suggested");
        robot.click("lock.new");
        robot.type(PASSPHRASE);
        robot.click("lock.again");
        robot.type("four words of his\r");
        robot.waitFor("the answer", () -> robot.words("preferences.body").contains("The two are not the same"));
        assertEquals(State.OPEN, lock.state);
        robot.type(PASSPHRASE + "\r");
        robot.waitFor("set", () -> robot.shows("lock.change"));
        assertEquals(PASSPHRASE, lock.passphrase);
        stage.bench.theme(true);
        robot.picture("lock-page-dark");
        robot.click("lock.after.15");
        robot.waitFor("15 minutes", () -> lock.idle.equals(Optional.of(Duration.ofMinutes(15))));
        robot.click("lock.after.never");
        robot.waitFor("never", () -> lock.idle.isEmpty());
        robot.click("lock.current");
        robot.type("not it");
        robot.click("lock.remove");
        robot.waitFor("why", () -> robot.words("preferences.body").contains("That is not the passphrase"));
        robot.click("lock.current");
        robot.chord(SWT.MOD1, 'a');
        robot.type(PASSPHRASE);
        robot.click("lock.remove");
        robot.waitFor("removed", () -> robot.shows("lock.set"));
        assertEquals(State.OPEN, lock.state);
    }

    @Test
    void whoeverIsAtTheWindowKeepsItOpen() {
        robot.waitFor("settled", () -> stage.bench.commands() != null);
        var before = lock.touches.get();
        robot.type("x");
        robot.waitFor("touched", () -> lock.touches.get() > before);
    }
}
