package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

import parley.desktop.api.Locked;
import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Action;
import parley.desktop.api.Notification.Kind;
import parley.desktop.api.NotificationChannel;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

class NotifierTest {

    @TempDir Path home;

    private Preferences preferences;
    private Notifier notifier;

    /** Notes what it is asked for. */
    private static final class Noted implements NotificationChannel {

        final LinkedBlockingQueue<Notification> shown = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> withdrawn = new LinkedBlockingQueue<>();
        volatile boolean ready = true;
        volatile boolean fails;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void show(Notification notification) {
            if (fails) throw new IllegalStateException("on purpose");
            shown.add(notification);
        }

        @Override
        public void withdraw(String key) {
            withdrawn.add(key);
        }

        Notification next() throws InterruptedException {
            var next = shown.poll(30, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nothing was shown");
            return next;
        }
    }

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final Noted system = new Noted();
    private final Noted popup = new Noted();

    @BeforeEach
    void start() {
        preferences = new Preferences(home.resolve("p"));
        notifier = new Notifier(preferences, new PatientContributions(new UiQueue()), worker);
        notifier.add(popup, Map.of("parley.channel.id", "popup", "service.ranking", -1));
        notifier.add(system, Map.of("parley.channel.id", "system"));
    }

    @AfterEach
    void end() {
        notifier.close();
    }

    private static Notification note(String key, String text) {
        return new Notification(
                key,
                "mira",
                text,
                List.of(new Action("Open", Kind.OPEN, _ -> {}), new Action("Reply", Kind.REPLY, _ -> {})));
    }

    /** Waits until everything asked for by now was done, and says what was shown. */
    private List<String> shown() throws Exception {
        worker.schedule(() -> {}, Notifier.MOMENT + 1, TimeUnit.MILLISECONDS).get();
        var texts = new ArrayList<Notification>();
        system.shown.drainTo(texts);
        return texts.stream().map(Notification::text).toList();
    }

    @Test
    void usesTheFirstChannelThatIsOnAndReadyAndWorks() throws Exception {
        notifier.show(note("a", "one"));
        assertEquals("one", system.next().text());
        system.ready = false;
        notifier.show(note("a", "two"));
        assertEquals("two", popup.next().text());
        assertEquals("a", system.withdrawn.poll(30, TimeUnit.SECONDS));
        system.ready = true;
        system.fails = true;
        notifier.show(note("a", "three"));
        assertEquals("three", popup.next().text());
        system.fails = false;
        preferences.set("notify.channel.system", "off");
        notifier.show(note("a", "four"));
        assertEquals("four", popup.next().text());
    }

    /** Counts the moments that begin, and lets none pass by itself. */
    private static final class Moments extends ScheduledThreadPoolExecutor {

        final List<Runnable> begun = new ArrayList<>();

        Moments() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (delay == 0) return super.schedule(task, delay, unit); // no moment, but what is to be done at once
            begun.add(task);
            return super.schedule(() -> {}, 0, unit);
        }
    }

    private Notifier collecting(Moments moments) {
        var collecting = new Notifier(preferences, new PatientContributions(new UiQueue()), moments);
        collecting.add(system, Map.of("parley.channel.id", "system"));
        return collecting;
    }

    @Test
    void makesOneOfManyWithTheSameKey() throws Exception {
        var moments = new Moments();
        var collecting = collecting(moments);
        for (int i = 0; i < 1000; i++) collecting.show(note("a", "message " + i));
        moments.begun.getFirst().run();
        assertEquals("message 999", system.next().text());
        assertEquals(0, system.shown.size());
        collecting.close();
    }

    @Test
    void waitsOneMomentForABurst() throws Exception {
        var moments = new Moments();
        var collecting = collecting(moments);
        for (int i = 0; i < 3; i++) collecting.show(note("a", "message " + i));
        collecting.withdraw("a");
        collecting.show(note("a", "one"));
        collecting.show(note("b", "two"));
        assertEquals(1, moments.begun.size());
        moments.begun.getFirst().run();
        assertEquals(List.of("one", "two"), List.of(system.next().text(), system.next().text()));
        collecting.show(note("a", "three"));
        assertEquals(2, moments.begun.size(), "the next one waits for a moment of its own");
        moments.begun.getLast().run();
        assertEquals("three", system.next().text());
        collecting.close();
    }

    @Test
    void showsTheNewestFiftyOfAFlood() throws Exception {
        var moments = new Moments();
        var collecting = collecting(moments);
        for (int i = 0; i < 1000; i++) collecting.show(note("k" + i, "message " + i));
        moments.begun.getFirst().run();
        for (int i = 950; i < 1000; i++) assertEquals("message " + i, system.next().text());
        collecting.close();
    }

    @Test
    void hidesWhatThePersonWantsHidden() throws Exception {
        preferences.set(Notifier.SHOW, Notifier.SENDER);
        notifier.show(note("a", "secret"));
        var sender = system.next();
        assertEquals("mira", sender.title());
        assertEquals("Something new", sender.text());
        assertEquals(List.of(Kind.OPEN), sender.actions().stream().map(Action::kind).toList());
        preferences.set(Notifier.SHOW, Notifier.NOTHING);
        notifier.show(note("a", "secret"));
        var nothing = system.next();
        assertEquals("Parley", nothing.title());
        assertEquals("Something new", nothing.text());
    }

    @Test
    void takesControlsAndTurnsOutOfWhatOthersWrote() throws Exception {
        notifier.show(
                new Notification("a", "mi\u202Era\u0007\n", "x\u001b[2J\u2066y\n" + "z".repeat(100_000), List.of()));
        var shown = system.next();
        assertEquals("mira", shown.title());
        assertTrue(shown.text().startsWith("x [2Jy z"), shown.text());
        assertTrue(shown.text().length() <= 401);
    }

    @Test
    void isSilentWhileLockedAndTakesBackWhatWasShown() throws Exception {
        notifier.show(note("a", "one"));
        system.next();
        var quiet = anyLock();
        notifier.addLocked(quiet);
        assertEquals("a", system.withdrawn.poll(30, TimeUnit.SECONDS));
        notifier.show(note("a", "two"));
        assertEquals(List.of(), shown());
        notifier.removeLocked(quiet);
        notifier.show(note("b", "three"));
        assertEquals(List.of("three"), shown());
    }

    /** Says that it is there, and nothing else: it cannot be made. */
    @SuppressWarnings("unchecked")
    private static ServiceReference<Locked> anyLock() {
        return (ServiceReference<Locked>)
                Proxy.newProxyInstance(
                        NotifierTest.class.getClassLoader(),
                        new Class<?>[] {ServiceReference.class},
                        (self, method, arguments) ->
                                switch (method.getName()) {
                                    case "hashCode" -> System.identityHashCode(self);
                                    case "equals" -> self == arguments[0];
                                    default -> throw new AssertionError(method);
                                });
    }

    /** Whoever goes leaves nothing on the screen that nobody could take away any more. */
    @Test
    void aChannelThatGoesTakesBackWhatItShows() throws Exception {
        var third = new Noted();
        var going = notifier.add(third, Map.of("parley.channel.id", "third", "service.ranking", 1));
        notifier.show(note("a", "one"));
        third.next();
        going.run();
        assertEquals("a", third.withdrawn.poll(30, TimeUnit.SECONDS));
        notifier.show(note("a", "two"));
        assertEquals("two", system.next().text());
        assertEquals(0, third.withdrawn.size());
    }

    @Test
    void isSilentWhileAWindowIsInFrontOrNobodyWantsToBeDisturbed() throws Exception {
        notifier.inFront(true);
        notifier.show(note("a", "one"));
        assertEquals(List.of(), shown());
        notifier.inFront(false);
        preferences.set(Notifier.DISTURB, "no");
        notifier.show(note("a", "two"));
        assertEquals(List.of(), shown());
        preferences.set(Notifier.DISTURB, "yes");
        notifier.show(note("a", "three"));
        assertEquals(List.of("three"), shown());
    }

    @Test
    void takesBackWhatWasRead() throws Exception {
        notifier.show(note("a", "one"));
        system.next();
        notifier.withdraw("a");
        assertEquals("a", system.withdrawn.poll(30, TimeUnit.SECONDS));
        notifier.withdraw("a");
        assertEquals(List.of(), shown());
        assertEquals(0, system.withdrawn.size());
    }
}
