package parley.desktop;

import org.eclipse.swt.widgets.Display;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.api.Attention;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.Commands;
import parley.desktop.api.Contributions;
import parley.desktop.api.FinderSource;
import parley.desktop.api.Locked;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Notifications;
import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePages;
import parley.desktop.api.Settings;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.Theme;
import parley.desktop.api.UiThread;
import parley.desktop.api.ViewContribution;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The real workbench without a framework: contributions are handed to it as SCR would. */
public final class Bench implements AutoCloseable {

    /**
     * Nanoseconds of processor time, ten times what is wanted: a test finds what grows with its input, and not how fast
     * it is.
     */
    public static final long TOO_LONG = 1_000_000_000;

    public final UiQueue ui = new UiQueue();
    private final PatientContributions contributions = new PatientContributions(ui);
    private final Preferences preferences;
    private final Themes themes;
    private final Keys keys;
    private final Finder finder;
    private final Pages pages;
    private final Views views;
    private final LogKeeper log = new LogKeeper("/home/robin/.parley", "/home/robin");
    private final Counter counter;
    private final ScheduledExecutorService bells =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final Notifier notifier;
    private final Workbench workbench;
    private final Map<Object, ComponentServiceObjects<?>> bound = new HashMap<>();
    private final Set<Object> released = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /** Done once the window has been painted. */
    public final CompletableFuture<Void> shown = new CompletableFuture<>();

    public Bench(Path preferencesFile) {
        preferences = new Preferences(preferencesFile);
        themes = new Themes(ui, preferences, contributions);
        keys = new Keys(preferences);
        finder = new Finder(ui, keys, themes, preferences, contributions);
        pages = new Pages(ui, themes, contributions);
        views = new Views(keys, preferences);
        counter = new Counter(ui, preferences);
        notifier = new Notifier(preferences, contributions, bells);
        add("parley.popup", "%channel.popup", new PopupChannel(ui, themes));
        add("parley.notifications", "%notifications.title", 950, new NotificationsPage(preferences, notifier, counter));
        add("parley.appearance", "%appearance.title", 1000, new AppearancePage(themes, preferences));
        add("parley.log", "%log.title", 10, new LogPage(log));
        add("parley.views", "%views.title", 925, new ViewsPage(views));
        add("parley.keys", "%keys.title", 900, new KeysPage(keys));
        workbench =
                new Workbench(
                        ui,
                        themes,
                        preferences,
                        keys,
                        finder,
                        pages,
                        views,
                        counter,
                        notifier,
                        new Ending(),
                        contributions,
                        shown,
                        List.of());
        thread = new Thread(workbench::call, "ui");
        thread.start();
    }

    /** The display, once the window is there. */
    public Display display() {
        var found = new CompletableFuture<Display>();
        ui.execute(() -> found.complete(Display.getCurrent()));
        return found.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The processor time that this thread has used so far, in nanoseconds. */
    public static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The processor time that the UI thread has used so far, in nanoseconds. */
    public long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    public UiThread ui() {
        return ui;
    }

    public Settings settings() {
        return preferences;
    }

    public Theme theme() {
        return themes;
    }

    public void theme(boolean dark) {
        ui.execute(() -> themes.choose(dark ? DarkPalette.ID : LightPalette.ID));
    }

    public void add(String id, String place, ViewContribution view) {
        made(ViewContribution.class, view, placed(id, place), workbench::addView);
    }

    private static Map<String, Object> placed(String id, String place) {
        return Map.of("parley.view.id", id, "parley.view.title", id, "parley.view.place", place);
    }

    /** Adds a view that covers all others. */
    public void addCover(String id, ViewContribution view) {
        Map<String, Object> properties =
                Map.of(
                        "parley.view.id",
                        id,
                        "parley.view.title",
                        id,
                        "parley.view.place",
                        "COVER",
                        "service.ranking",
                        Integer.MAX_VALUE);
        workbench.addView(objects(ViewContribution.class, view, properties));
    }

    /** Adds a view that cannot be made before {@code release}. */
    public void addLate(String id, String place, ViewContribution view, CountDownLatch release) {
        workbench.addView(objects(ViewContribution.class, view, placed(id, place), release));
    }

    /** Whether the window holds {@code service} no more. */
    public boolean released(Object service) {
        return released.contains(service);
    }

    /** Has this bench itself hold nothing of what was given back. */
    public void forget() {
        released.clear();
    }

    public void remove(ViewContribution view) {
        workbench.removeView(taken(ViewContribution.class, view));
    }

    public void add(String id, String key, CommandContribution command) {
        add(id, id, key, command);
    }

    public void add(String id, String label, String key, CommandContribution command) {
        add(id, label, key, 0, command);
    }

    public void add(String id, String label, String key, int menu, CommandContribution command) {
        Map<String, Object> properties =
                Map.of(
                        "parley.command.id", id,
                        "parley.command.label", label,
                        "parley.command.key", key,
                        "parley.command.menu", menu);
        made(CommandContribution.class, command, properties, workbench::addCommand);
    }

    public void remove(CommandContribution command) {
        workbench.removeCommand(taken(CommandContribution.class, command));
    }

    /** Whether there is a command {@code id}. On the UI thread. */
    public boolean offers(String id) {
        return keys.all().stream().anyMatch(each -> each.id().equals(id));
    }

    public Commands commands() {
        return keys;
    }

    public void add(FinderSource source) {
        made(FinderSource.class, source, Map.of(), finder::addSource);
    }

    public void remove(FinderSource source) {
        finder.removeSource(taken(FinderSource.class, source));
    }

    public void add(String id, String title, int rank, PreferencePage page) {
        made(
                PreferencePage.class,
                page,
                Map.of("parley.preferences.id", id, "parley.preferences.title", title, "service.ranking", rank),
                pages::addPage);
    }

    public void remove(PreferencePage page) {
        pages.removePage(taken(PreferencePage.class, page));
    }

    public void add(String id, boolean dark, Palette palette) {
        made(
                Palette.class,
                palette,
                Map.of("parley.theme.id", id, "parley.theme.label", id, "parley.theme.dark", dark),
                themes::addPalette);
    }

    public void remove(Palette palette) {
        themes.removePalette(taken(Palette.class, palette));
    }

    /** Changes to the theme {@code id}. */
    public void theme(String id) {
        ui.execute(() -> themes.choose(id));
    }

    /** The id of the theme a person wants. */
    public String wantedTheme() {
        return themes.choice();
    }

    /** Has the view {@code id} stand as is written, when it comes. */
    public void arranged(String id, String written) {
        preferences.put("layout.view." + id, written);
    }

    public Attention attention() {
        return counter;
    }

    public Notifications notifications() {
        return notifier;
    }

    public void add(Locked lock) {
        var reference = objects(Locked.class, lock, Map.of()).getServiceReference();
        notifier.addLocked(reference);
        workbench.addLocked(reference);
    }

    public void remove(Locked lock) {
        var reference = taken(Locked.class, lock).getServiceReference();
        notifier.removeLocked(reference);
        workbench.removeLocked(reference);
    }

    public PreferencePages preferencePages() {
        return pages;
    }

    /** Waits until whatever notification was asked for by now has been shown, if it is to be. */
    public void notified() throws Exception {
        bells.schedule(() -> {}, Notifier.MOMENT + 1, TimeUnit.MILLISECONDS).get();
    }

    public void add(String id, String label, NotificationChannel channel) {
        made(
                NotificationChannel.class,
                channel,
                Map.of("parley.channel.id", id, "parley.channel.label", label),
                notifier::addChannel);
    }

    /** The window stands behind others, as far as it knows. */
    public void behind() {
        ui.execute(() -> notifier.inFront(false));
    }

    /** Adds the commands that are the window's own. */
    public void addOwnCommands() {
        add("parley.finder", "%command.finder", "M1+K", 80, new FinderCommand(finder));
        add("parley.preferences", "%command.preferences", "M1+,", 90, new PreferencesCommand(pages));
        add("parley.side.width", "%command.side", "F8", new SideCommand(views));
        add("parley.zoom.in", "%command.zoom.in", "M1++", new ZoomCommands.In(themes));
        add("parley.zoom.out", "%command.zoom.out", "M1+-", new ZoomCommands.Out(themes));
        add("parley.zoom.usual", "%command.zoom.usual", "M1+0", new ZoomCommands.Usual(themes));
        add("parley.theme.toggle", "%command.theme", "M1+M2+L", new ToggleThemeCommand(themes));
    }

    public void add(StatusContribution status) {
        made(StatusContribution.class, status, Map.of(), workbench::addStatus);
    }

    @Override
    public void close() throws InterruptedException {
        workbench.close();
        log.close();
        notifier.close();
        thread.join(30_000);
    }

    /** What contributions are handed over to, for whoever has a place of their own for them. */
    public Contributions contributions() {
        return contributions;
    }

    /** {@code service} as it is handed over to what takes in contributions. */
    public <T> ComponentServiceObjects<T> objects(Class<T> kind, T service, Map<String, Object> properties) {
        return objects(kind, service, properties, new CountDownLatch(0));
    }

    /** As {@link #objects}; it cannot be made before {@code release}. */
    public <T> ComponentServiceObjects<T> late(
            Class<T> kind, T service, Map<String, Object> properties, CountDownLatch release) {
        return objects(kind, service, properties, release);
    }

    /** The same that {@link #objects} made for {@code service}, of which nothing is known any more. */
    @SuppressWarnings("unchecked")
    public <T> ComponentServiceObjects<T> taken(Class<T> kind, T service) {
        return (ComponentServiceObjects<T>) bound.remove(List.of(kind, service));
    }

    private <T> Lent<T> objects(Class<T> kind, T service, Map<String, Object> properties, CountDownLatch release) {
        var objects = new Lent<T>(service, properties, release);
        bound.put(List.of(kind, service), objects); // one object may be several things
        return objects;
    }

    /** Hands {@code service} over, and waits until it is made: it is opened before whatever is asked for after. */
    private <T> void made(
            Class<T> kind, T service, Map<String, Object> properties, Consumer<ComponentServiceObjects<T>> add) {
        var lent = objects(kind, service, properties, new CountDownLatch(0));
        add.accept(lent);
        try {
            lent.maker.join().join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A service that can be made once it is released. */
    private final class Lent<T> implements ComponentServiceObjects<T> {

        private final CompletableFuture<Thread> maker = new CompletableFuture<>();
        private final T service;
        private final CountDownLatch release;
        private final ServiceReference<T> reference;

        @SuppressWarnings("unchecked")
        Lent(T service, Map<String, Object> properties, CountDownLatch release) {
            this.service = service;
            this.release = release;
            reference =
                    (ServiceReference<T>)
                            Proxy.newProxyInstance(
                                    Bench.class.getClassLoader(),
                                    new Class<?>[] {ServiceReference.class},
                                    (self, method, arguments) ->
                                            switch (method.getName()) {
                                                case "getProperties" -> FrameworkUtil.asDictionary(properties);
                                                case "hashCode" -> System.identityHashCode(self);
                                                case "equals" -> self == arguments[0];
                                                default -> null;
                                            });
        }

        @Override
        public T getService() {
            maker.complete(Thread.currentThread());
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return service;
        }

        @Override
        public void ungetService(T gone) {
            released.add(gone);
        }

        @Override
        public ServiceReference<T> getServiceReference() {
            return reference;
        }
    }
}
