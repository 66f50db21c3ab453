package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;

/** The commands that are there, for views that offer them by pointer. Called on the UI thread. */
@ProviderType
public interface Commands {

    /**
     * A command as it stands in a menu.
     *
     * @param key what runs it, as this system writes keys; empty for none
     * @param enabled whether it can be done at this moment
     */
    record Entry(String id, String label, String key, boolean enabled) {}

    /** The commands that want to stand in the menu of the window, in their order ({@link CommandInfo#menu}). */
    List<Entry> menu();

    /** Does the command {@code id}, if it is there and can be done. */
    void run(String id);
}
