package parley.desktop;

import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.StatusLine;
import parley.desktop.api.ViewContribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Owns the window, and opens in it whatever is contributed, for as long as it is. Its {@link #call} is the program: it
 * runs on the process's main thread, as SWT asks on macOS, until the window is closed.
 */
@Component(service = Callable.class, property = "main.thread:Boolean=true")
public final class Workbench implements Callable<Integer> {

    private static final System.Logger log = System.getLogger(Workbench.class.getName());

    /** For how long a notice stands, in milliseconds. */
    private static final int READABLE = 30_000;

    private final UiQueue ui;
    private final Themes themes;
    private final Preferences preferences;
    private final Ending ending;
    private final List<String> arguments;
    private final Keys keys;
    private final Finder finder;
    private final Pages pages;
    private final Notifier notifier;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread running;

    /** What is open, by what was bound. Touched on the UI thread only. */
    private final Map<Object, Runnable> closers = new HashMap<>();

    private @Nullable Window window;
    private @Nullable FirstPaint firstPaint;

    @Activate
    public Workbench(
            @Reference UiQueue ui,
            @Reference Themes themes,
            @Reference Preferences preferences,
            @Reference Keys keys,
            @Reference Finder finder,
            @Reference Pages pages,
            @Reference Notifier notifier,
            @Reference Ending ending,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(
                ui,
                themes,
                preferences,
                keys,
                finder,
                pages,
                notifier,
                ending,
                launcher.get("launcher.arguments") instanceof String[] given ? List.of(given) : List.of());
    }

    Workbench(
            UiQueue ui,
            Themes themes,
            Preferences preferences,
            Keys keys,
            Finder finder,
            Pages pages,
            Notifier notifier,
            Ending ending,
            List<String> arguments) {
        this.ui = ui;
        this.themes = themes;
        this.preferences = preferences;
        this.ending = ending;
        this.arguments = arguments;
        this.keys = keys;
        this.finder = finder;
        this.pages = pages;
        this.notifier = notifier;
    }

    @Override
    public Integer call() {
        running = Thread.currentThread();
        try {
            Display display;
            try {
                Display.setAppName(Window.TITLE);
                display = new Display();
            } catch (SWTError | UnsatisfiedLinkError e) {
                log.log(System.Logger.Level.DEBUG, "SWT found no display", e);
                System.err.println(NoDisplay.sentence(arguments.contains("--json")));
                return 1;
            }
            run(display);
            return ending.status();
        } finally {
            ended.countDown();
        }
    }

    private void run(Display display) {
        display.setRuntimeExceptionHandler(e -> log.log(System.Logger.Level.ERROR, "a listener failed", e));
        display.setErrorHandler(e -> log.log(System.Logger.Level.ERROR, "a listener failed", e));
        themes.open(display);
        keys.listen(display);
        var opened = new Window(display, themes, preferences);
        window = opened;
        finder.over(opened.shell());
        pages.in(opened.frame());
        opened.watch(notifier::inFront);
        notifier.raising(() -> ui.execute(opened::raise));
        preferences.damage().ifPresent(sentence -> notice(display, opened.frame().foot(), sentence));
        var paint = new FirstPaint(display);
        firstPaint = paint;
        ui.open(display);
        opened.show();
        while (!opened.isDisposed()) {
            if (display.readAndDispatch()) continue;
            paint.idle();
            display.sleep();
        }
        ui.close();
        window = null;
        List.copyOf(closers.values()).forEach(Runnable::run);
        closers.clear();
        preferences.save();
        themes.close();
        display.dispose();
    }

    /** Says {@code sentence} at the foot of the window, for as long as it takes to read. */
    private static void notice(Display display, Foot foot, String sentence) {
        var line = foot.add(Integer.MAX_VALUE);
        foot.say(line, StatusLine.Tone.WARNING, sentence);
        display.timerExec(READABLE, () -> foot.remove(line));
    }

    /** Closes the window and waits until everything in it is gone, at most five seconds. */
    @Deactivate
    void close() throws InterruptedException {
        if (running == null || running == Thread.currentThread()) return;
        ui.execute(() -> {
            if (window != null) window.close();
        });
        if (!ended.await(5, TimeUnit.SECONDS)) log.log(System.Logger.Level.WARNING, "the window did not close");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addView(ComponentServiceObjects<ViewContribution> views) {
        var reference = views.getServiceReference();
        ui.execute(() -> {
            var contribution = window == null ? null : views.getService();
            if (contribution == null || window == null) return; // gone again already
            var part =
                    window.frame()
                            .open(
                                    text(reference, "parley.view.id"),
                                    text(reference, "parley.view.title"),
                                    Places.of(reference.getProperty("parley.view.place")),
                                    rank(reference),
                                    contribution::create);
            if (firstPaint != null) firstPaint.contributed();
            var frame = window.frame();
            closers.put(
                    reference,
                    () -> {
                        frame.close(part);
                        release(views, contribution);
                    });
        });
    }

    void removeView(ComponentServiceObjects<ViewContribution> views) {
        remove(views.getServiceReference());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(ComponentServiceObjects<CommandContribution> commands) {
        var reference = commands.getServiceReference();
        ui.execute(() -> {
            var command = commands.getService();
            if (command == null) return;
            var id = text(reference, "parley.command.id");
            keys.add(id, text(reference, "parley.command.label"), text(reference, "parley.command.key"), command);
            closers.put(
                    reference,
                    () -> {
                        keys.remove(id, command);
                        release(commands, command);
                    });
        });
    }

    void removeCommand(ComponentServiceObjects<CommandContribution> commands) {
        remove(commands.getServiceReference());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addStatus(ComponentServiceObjects<StatusContribution> statuses) {
        var reference = statuses.getServiceReference();
        ui.execute(() -> {
            var status = window == null ? null : statuses.getService();
            if (status == null || window == null) return;
            var line = new FootLine(ui, window.frame().foot(), rank(reference));
            closers.put(
                    reference,
                    () -> {
                        line.close();
                        release(statuses, status);
                    });
            status.speakOn(line);
        });
    }

    void removeStatus(ComponentServiceObjects<StatusContribution> statuses) {
        remove(statuses.getServiceReference());
    }

    /** Closes what {@code reference} brought: its widgets first, then the hold on its service. */
    private void remove(ServiceReference<?> reference) {
        ui.execute(() -> {
            var closer = closers.remove(reference);
            if (closer != null) closer.run();
        });
    }

    private static <T> void release(ComponentServiceObjects<T> objects, T service) {
        try {
            objects.ungetService(service);
        } catch (IllegalStateException | IllegalArgumentException e) { // its bundle has stopped: nothing is held
            log.log(System.Logger.Level.DEBUG, "already released", e);
        }
    }

    private static String text(ServiceReference<?> reference, String key) {
        return reference.getProperty(key) instanceof String text ? text : "";
    }

    private static int rank(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
    }
}
