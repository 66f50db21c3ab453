package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins;
import parley.client.api.Plugins.Offer;
import parley.client.api.Plugins.Plugin;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what a person asks for about plug-ins. What keeps them may come and go. */
@Component(service = PluginDesk.class)
public final class PluginDesk {

    private static final Phrases T = Phrases.of(PluginDesk.class);

    private final UiThread ui;
    private volatile @Nullable Plugins plugins;
    private volatile Runnable changed = () -> {};

    @Activate
    public PluginDesk(@Reference UiThread ui) {
        this.ui = ui;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setPlugins(Plugins there) {
        plugins = there;
        ui.execute(() -> changed.run());
    }

    void unsetPlugins(Plugins gone) {
        if (plugins == gone) plugins = null;
        ui.execute(() -> changed.run());
    }

    /** Runs {@code watcher} on the UI thread whenever {@link #there} changes. */
    void watch(Runnable watcher) {
        changed = watcher;
    }

    boolean there() {
        return plugins != null;
    }

    void list(Consumer<List<Plugin>> found, Consumer<String> failed) {
        Errand<List<Plugin>> errand = () -> needed().list();
        errand.start(ui, found, failed);
    }

    /**
     * What {@code jar} would be.
     *
     * @param before the plug-in it would take the place of, which may be one that does not run
     */
    record Found(Path jar, Offer offer, Optional<Plugin> before) {

        /** Whether it would take the place of a part of Parley. */
        boolean replacesOwn() {
            return before.isEmpty() && offer.replaces();
        }
    }

    void inspect(Path jar, Consumer<Found> found, Consumer<String> failed) {
        Errand<Found> errand =
                () -> {
                    var offer = needed().inspect(jar);
                    var before =
                            needed().list().stream()
                                    .filter(plugin -> plugin.installed() && plugin.name().equals(offer.name()))
                                    .findFirst();
                    return new Found(jar, offer, before);
                };
        errand.start(ui, found, failed);
    }

    /** Installs what was found, or updates what is there, after the person's yes to it and to its publisher. */
    void put(Found found, Consumer<Plugin> done, Consumer<String> failed) {
        Errand<Plugin> errand = () -> needed().put(found.jar(), found.offer());
        errand.start(ui, done, failed);
    }

    /** Removes what is installed; what was not taken in is only forgotten. */
    void remove(Plugin plugin, Runnable done, Consumer<String> failed) {
        Errand<Boolean> errand =
                () -> {
                    if (plugin.installed()) needed().remove(plugin.name());
                    else needed().forget(plugin.name());
                    return true;
                };
        errand.start(ui, _ -> done.run(), failed);
    }

    private Plugins needed() throws CommandException {
        var there = plugins;
        if (there != null) return there;
        throw new CommandException(Code.REFUSED, T.get("plugins.off"));
    }
}
