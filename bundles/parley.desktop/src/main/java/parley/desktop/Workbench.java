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
import parley.desktop.api.Contributions;
import parley.desktop.api.Locked;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.StatusLine;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Owns the window, and opens in it whatever is contributed, for as long as it is. Its {@link #call} is the program: it
 * runs on the process's main thread, as SWT asks on macOS, until the window is closed.
 */
@Component(service = Callable.class, property = "main.thread:Boolean=true")
public final class Workbench implements Callable<Integer>, Runnable {

    private static final Phrases T = Phrases.of(Workbench.class);
    private static final System.Logger log = System.getLogger(Workbench.class.getName());

    /** For how long a notice stands, in milliseconds. */
    private static final int READABLE = 30_000;

    /** For how long a second start waits for the window, which may be about to open, in seconds. */
    private static final int RAISING = 20;

    private final UiQueue ui;
    private final Themes themes;
    private final Preferences preferences;
    private final Ending ending;
    private final CompletableFuture<Void> shown;
    private final List<String> arguments;
    private final Keys keys;
    private final Finder finder;
    private final Pages pages;
    private final Views views;
    private final Counter counter;
    private final Notifier notifier;
    private final PatientContributions contributions;
    private final Contributions.Intake<ViewContribution> viewIntake;
    private final Contributions.Intake<CommandContribution> commandIntake;
    private final Contributions.Intake<StatusContribution> statusIntake;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread running;

    /** Touched on the UI thread only. */
    private final Set<ServiceReference<Locked>> locked = new HashSet<>();

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
            @Reference Views views,
            @Reference Counter counter,
            @Reference Notifier notifier,
            @Reference Ending ending,
            @Reference PatientContributions contributions,
            @Reference(target = "(launcher.shown=*)") CompletableFuture<Void> shown,
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher) {
        this(
                ui,
                themes,
                preferences,
                keys,
                finder,
                pages,
                views,
                counter,
                notifier,
                ending,
                contributions,
                shown,
                launcher.get("launcher.arguments") instanceof String[] given ? List.of(given) : List.of());
    }

    Workbench(
            UiQueue ui,
            Themes themes,
            Preferences preferences,
            Keys keys,
            Finder finder,
            Pages pages,
            Views views,
            Counter counter,
            Notifier notifier,
            Ending ending,
            PatientContributions contributions,
            CompletableFuture<Void> shown,
            List<String> arguments) {
        this.ui = ui;
        this.themes = themes;
        this.preferences = preferences;
        this.ending = ending;
        this.shown = shown;
        this.arguments = arguments;
        this.keys = keys;
        this.finder = finder;
        this.pages = pages;
        this.views = views;
        this.counter = counter;
        this.notifier = notifier;
        this.contributions = contributions;
        this.viewIntake = contributions.intake(this::open);
        this.commandIntake = contributions.intake(this::open);
        this.statusIntake = contributions.intake(this::open);
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
            show(display);
            return ending.status();
        } finally {
            ended.countDown();
        }
    }

    /**
     * Brings the window in front, for who starts the desktop a second time. Blocks; never called on the UI thread.
     *
     * @throws IllegalStateException if there is no window (yet, or any more) or it does not answer
     */
    @Override
    public void run() {
        var raised = new CompletableFuture<Boolean>().completeOnTimeout(false, RAISING, TimeUnit.SECONDS);
        ui.execute(() -> {
            var opened = window;
            if (opened != null) opened.raise();
            raised.complete(opened != null);
        });
        if (!raised.join()) throw new IllegalStateException("no window");
    }

    private void show(Display display) {
        Faults.watch(display, fault -> ui.execute(() -> failed(fault)));
        themes.open(display);
        keys.listen(display);
        var opened = new Window(display, themes, views.arrangement(), preferences.title());
        window = opened;
        finder.over(opened.shell());
        pages.in(opened.frame());
        views.in(opened.frame());
        counter.on(opened);
        opened.watch(notifier::inFront);
        opened.ending(() -> end(opened.frame()));
        notifier.raising(() -> ui.execute(opened::raise));
        for (var damage : List.of(preferences.damage(), views.arrangement().damage())) {
            damage.ifPresent(sentence -> notice(display, opened.frame().foot(), sentence));
        }
        contributions.missing(this::missing);
        var paint = new FirstPaint(display, shown);
        firstPaint = paint;
        ui.open(display);
        opened.show();
        Slumber.begin(display);
        while (!opened.isDisposed()) {
            if (display.readAndDispatch()) continue;
            paint.idle();
            display.sleep();
        }
        preferences.save();
        themes.close();
        display.dispose();
    }

    /** Closes what is open, the newest first, while its widgets are still there: it may ask them something. */
    private void end(Frame frame) {
        ui.close();
        counter.close();
        window = null;
        frame.end();
        contributions.close();
    }

    /**
     * Says {@code sentence} at the foot of the window, for as long as it takes to read or until what it answers is run.
     */
    private static Runnable notice(Display display, Foot foot, String sentence) {
        var line = foot.add(Integer.MAX_VALUE);
        foot.say(line, StatusLine.Tone.WARNING, sentence);
        Runnable end = () -> foot.remove(line);
        display.timerExec(READABLE, end);
        return end;
    }

    /** Says that something which {@code bundle} contributes is not there, until it is or as other notices do. */
    private Runnable missing(String bundle) {
        if (window == null) return () -> {};
        var sentence = T.get("contribution.missing", "plugin", Words.line(bundle));
        return notice(Display.getCurrent(), window.frame().foot(), sentence);
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
    void addView(ComponentServiceObjects<ViewContribution> view) {
        viewIntake.add(view);
    }

    void removeView(ComponentServiceObjects<ViewContribution> view) {
        viewIntake.remove(view);
    }

    private Runnable open(ViewContribution contribution, Map<String, Object> properties) {
        if (window == null) return () -> {};
        var frame = window.frame();
        var spec =
                new Part.Spec(
                        text(properties, "parley.view.id"),
                        Phrases.of(contribution.getClass()).label(text(properties, "parley.view.title")),
                        Places.of(properties.get("parley.view.place")),
                        rank(properties),
                        order(properties));
        var part = frame.open(spec, contribution::create);
        views.opened(part);
        if (firstPaint != null) firstPaint.contributed();
        return () -> {
            views.closed(part);
            frame.close(part);
        };
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(ComponentServiceObjects<CommandContribution> command) {
        commandIntake.add(command);
    }

    void removeCommand(ComponentServiceObjects<CommandContribution> command) {
        commandIntake.remove(command);
    }

    private Runnable open(CommandContribution command, Map<String, Object> properties) {
        var id = text(properties, "parley.command.id");
        var label = Phrases.of(command.getClass()).label(text(properties, "parley.command.label"));
        var key = text(properties, "parley.command.key");
        int menu = properties.get("parley.command.menu") instanceof Integer given ? given : 0;
        keys.add(new Keys.Known(id, label, key, menu, order(properties), command));
        return () -> keys.remove(id, command);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addStatus(ComponentServiceObjects<StatusContribution> status) {
        statusIntake.add(status);
    }

    void removeStatus(ComponentServiceObjects<StatusContribution> status) {
        statusIntake.remove(status);
    }

    private Runnable open(StatusContribution status, Map<String, Object> properties) {
        if (window == null) return () -> {};
        var line = new FootLine(ui, window.frame().foot(), rank(properties));
        try {
            status.speakOn(line);
        } catch (RuntimeException | LinkageError e) {
            line.close();
            throw e;
        }
        return line::close;
    }

    /**
     * While Parley is locked nothing is done but by what covers the window. That the service is there is all it says:
     * it is never made, so that nothing is unlocked by one that cannot be.
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addLocked(ServiceReference<Locked> lock) {
        ui.execute(() -> {
            locked.add(lock);
            if (window != null) window.frame().veil(true);
            finder.close();
            pages.close();
            keys.rest(true);
        });
    }

    void removeLocked(ServiceReference<Locked> lock) {
        ui.execute(() -> {
            locked.remove(lock);
            if (window != null) window.frame().veil(!locked.isEmpty());
            keys.rest(!locked.isEmpty());
        });
    }

    /** A listener of some view has failed: a card takes its place, or the foot of the window says so. */
    private void failed(Faults.Fault fault) {
        var opened = window;
        if (opened == null || fault.control().isDisposed()) return;
        var part = opened.frame().partOf(fault.control()).orElse(null);
        if (part == null || part.failed(fault.cause(), fault.always()) || part.broken()) return;
        var sentence = T.get("view.failed", "view", part.title());
        notice(fault.control().getDisplay(), opened.frame().foot(), sentence);
    }

    private static String text(Map<String, Object> properties, String key) {
        return properties.get(key) instanceof String text ? text : "";
    }

    private static int rank(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
    }

    /** The bundle's id, which is the lower the longer it is installed: Parley's own come first. */
    private static long order(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_BUNDLEID) instanceof Long bundle ? bundle : Long.MAX_VALUE;
    }
}
