package parley.desktop;

import org.eclipse.swt.widgets.Display;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.FinderSource;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real workbench without a framework: contributions are handed to it as SCR would. */
public final class Bench implements AutoCloseable {

    public final UiQueue ui = new UiQueue();
    private final Preferences preferences;
    private final Themes themes;
    private final Finder finder;
    private final Workbench workbench;
    private final Map<Object, ComponentServiceObjects<?>> bound = new HashMap<>();
    private final Thread thread;

    public Bench(Path preferencesFile) {
        preferences = new Preferences(preferencesFile);
        themes = new Themes(ui, preferences);
        var keys = new Keys(preferences);
        finder = new Finder(keys, themes, preferences);
        workbench = new Workbench(ui, themes, preferences, keys, finder, new Ending(), List.of());
        thread = new Thread(workbench::call, "ui");
        thread.start();
    }

    /** The display, once the window is there. */
    public Display display() {
        var found = new CompletableFuture<Display>();
        ui.execute(() -> found.complete(Display.getCurrent()));
        return found.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The processor time that the UI thread has used so far, in nanoseconds. */
    public long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    public UiThread ui() {
        return ui;
    }

    public Theme theme() {
        return themes;
    }

    public void theme(boolean dark) {
        ui.execute(() -> themes.choose(dark ? DarkPalette.ID : LightPalette.ID));
    }

    public void add(String id, String place, ViewContribution view) {
        workbench.addView(
                objects(view, Map.of("parley.view.id", id, "parley.view.title", id, "parley.view.place", place)));
    }

    @SuppressWarnings("unchecked")
    public void remove(ViewContribution view) {
        workbench.removeView((ComponentServiceObjects<ViewContribution>) bound.get(view));
    }

    public void add(String id, String key, CommandContribution command) {
        add(id, id, key, command);
    }

    public void add(String id, String label, String key, CommandContribution command) {
        workbench.addCommand(
                objects(
                        command,
                        Map.of("parley.command.id", id, "parley.command.label", label, "parley.command.key", key)));
    }

    public void add(FinderSource source) {
        finder.addSource(source, Map.of());
    }

    /** Adds the commands that are the window's own. */
    public void addOwnCommands() {
        add("parley.finder", "Find a conversation or a command", "M1+K", new FinderCommand(finder));
        add("parley.theme.toggle", "Light or dark", "M1+M2+L", new ToggleThemeCommand(themes));
    }

    public void add(StatusContribution status) {
        workbench.addStatus(objects(status, Map.of()));
    }

    @Override
    public void close() throws InterruptedException {
        workbench.close();
        thread.join(5_000);
    }

    @SuppressWarnings("unchecked")
    private <T> ComponentServiceObjects<T> objects(T service, Map<String, Object> properties) {
        var reference =
                (ServiceReference<T>)
                        Proxy.newProxyInstance(
                                Bench.class.getClassLoader(),
                                new Class<?>[] {ServiceReference.class},
                                (self, method, arguments) ->
                                        switch (method.getName()) {
                                            case "getProperty" -> properties.get(arguments[0]);
                                            case "hashCode" -> System.identityHashCode(self);
                                            case "equals" -> self == arguments[0];
                                            default -> null;
                                        });
        var objects =
                new ComponentServiceObjects<T>() {
                    @Override
                    public T getService() {
                        return service;
                    }

                    @Override
                    public void ungetService(T gone) {}

                    @Override
                    public ServiceReference<T> getServiceReference() {
                        return reference;
                    }
                };
        bound.put(service, objects);
        return objects;
    }
}
