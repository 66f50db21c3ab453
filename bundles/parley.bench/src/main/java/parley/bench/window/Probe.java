package parley.bench.window;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.jspecify.annotations.Nullable;

import parley.testing.desktop.Robot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Measures the one window of this process. What it answers are milliseconds, in threes: the time that passed, the UI
 * thread's processor time in it, and how long it could have run and had no processor. Called from one thread at a time,
 * which is not the UI thread.
 */
public final class Probe implements Function<List<String>, double[]> {

    private static final String LIST = "conversations";
    private static final String TIMELINE = "timeline";

    private static final int SCROLLS = 300;

    /** GTK paints with the screen's clock. */
    private static final long FRAME = 17_000_000;

    private static final int PATIENCE = 120;

    /** Of the thread that reads it: processor time, time in the queue for a processor, turns; Linux only. */
    private static final Path SCHEDULED = Path.of("/proc/thread-self/schedstat");

    /** A moment on the UI thread, in nanoseconds: by the clock, by its processor time and by what it has queued. */
    private record Moment(long clock, long processor, long queued) {

        static Moment now() {
            return new Moment(
                    System.nanoTime(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(), readQueued());
        }

        private static long readQueued() {
            try {
                return Long.parseLong(Files.readString(SCHEDULED).split(" ", -1)[1]);
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        double[] since(Moment before) {
            return new double[] {
                (clock - before.clock) / 1e6, (processor - before.processor) / 1e6, (queued - before.queued) / 1e6
            };
        }
    }

    private final Display display;
    private final Robot robot;
    private @Nullable Turns turns;

    public Probe() {
        display =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Display::findDisplay)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow();
        robot = new Robot(display);
    }

    @Override
    public double[] apply(List<String> words) {
        switch (words.getFirst()) {
            case "size" -> robot.size(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
            case "show" -> show(words.get(1), words.get(2));
            case "open" -> {
                return open(words.get(1), words.get(2));
            }
            case "scroll" -> {
                return scroll();
            }
            case "await" -> await(words.get(1), words.get(2));
            case "begin" -> robot.run(() -> (turns = new Turns()).run());
            case "end" -> {
                return robot.ui(() -> Objects.requireNonNull(turns).end());
            }
            default -> throw new IllegalArgumentException("the probe cannot " + words);
        }
        return new double[0];
    }

    /** Presses the row of the list that begins with {@code row}, and waits until {@code text} is among what is said. */
    private void show(String row, String text) {
        var list = robot.find(Control.class, LIST);
        until(row, () -> row(list, row) >= 0);
        var press = press(list, row);
        robot.run(() -> list.notifyListeners(SWT.MouseDown, press));
        var timeline = robot.find(Control.class, TIMELINE);
        until(text, () -> says(timeline, text));
        robot.settle();
    }

    /** How long that takes, from pressing the row to the end of the first paint that has it. */
    private double[] open(String row, String text) {
        var list = robot.find(Control.class, LIST);
        var press = press(list, row);
        var timeline = robot.find(Control.class, TIMELINE);
        var painted = new CompletableFuture<Moment>();
        Listener behind =
                _ -> { // the timeline has painted itself before
                    var now = Moment.now();
                    if (!painted.isDone() && says(timeline, text)) painted.complete(now);
                };
        robot.run(() -> timeline.addListener(SWT.Paint, behind));
        var pressed =
                robot.ui(() -> {
                    var now = Moment.now();
                    list.notifyListeners(SWT.MouseDown, press);
                    return now;
                });
        var end = painted.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
        robot.run(() -> timeline.removeListener(SWT.Paint, behind));
        robot.settle();
        return end.since(pressed);
    }

    private Event press(Control list, String row) {
        var place = robot.place(list, robot.ui(() -> row(list, row)));
        var event = new Event();
        event.button = 1;
        event.x = place.width / 2;
        event.y = place.y + place.height / 2;
        return event;
    }

    /** Where the row of the list is that begins so; negative if nowhere. */
    private static int row(Control list, String begins) {
        var none = Robot.spoken(list, ACC.CHILDID_SELF);
        for (int row = 0; ; row++) {
            var said = Robot.spoken(list, row);
            if (said.isEmpty() || said.equals(none)) return -1;
            if (said.startsWith(begins)) return row;
        }
    }

    /** Whether a screen reader would say {@code text} of an entry. */
    private static boolean says(Control timeline, String text) {
        var none = Robot.spoken(timeline, ACC.CHILDID_SELF);
        for (int entry = 0; ; entry++) {
            var said = Robot.spoken(timeline, entry);
            if (said.contains(text)) return true;
            if (said.isEmpty() || said.equals(none)) return false;
        }
    }

    /** Waits until the list's first row begins with {@code row} and has {@code text}. */
    private void await(String row, String text) {
        var list = robot.find(Control.class, LIST);
        until(
                row + ": " + text,
                () -> {
                    var said = Robot.spoken(list, 0);
                    return said.startsWith(row) && said.contains(text);
                });
    }

    private void until(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!robot.<Boolean>ui(condition::getAsBoolean)) {
            if (System.nanoTime() > end) throw new IllegalStateException("waited in vain for " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** How long each paint takes while somebody scrolls up. */
    private double[] scroll() {
        var timeline = robot.find(Control.class, TIMELINE);
        var paints = new ArrayList<double[]>();
        var begun = new Moment[1];
        Listener before =
                event -> {
                    if (event.widget == timeline) begun[0] = Moment.now();
                };
        Listener behind = _ -> paints.add(Moment.now().since(begun[0]));
        robot.run(() -> {
            display.addFilter(SWT.Paint, before);
            timeline.addListener(SWT.Paint, behind);
        });
        for (int step = 0; step < SCROLLS; step++) {
            robot.run(() -> {
                var wheel = new Event();
                wheel.count = 9;
                timeline.notifyListeners(SWT.MouseVerticalWheel, wheel);
            });
            LockSupport.parkNanos(FRAME);
        }
        robot.run(() -> {
            display.removeFilter(SWT.Paint, before);
            timeline.removeListener(SWT.Paint, behind);
        });
        return flat(paints);
    }

    private static double[] flat(List<double[]> threes) {
        return threes.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** From one turn of the UI thread's loop to the next: for as long the window hears nobody. */
    private final class Turns implements Runnable {

        private final List<double[]> all = new ArrayList<>();
        private Moment last = Moment.now();
        private boolean over;

        @Override
        public void run() {
            if (over) return;
            turn();
            display.timerExec(1, this);
        }

        private void turn() {
            var now = Moment.now();
            all.add(now.since(last));
            last = now;
        }

        double[] end() {
            turn();
            over = true;
            return flat(all);
        }
    }
}
