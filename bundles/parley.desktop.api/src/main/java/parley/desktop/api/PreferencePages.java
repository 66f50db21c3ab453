package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/** Opens the preferences for whoever sends a person there. Called on the UI thread. */
@ProviderType
public interface PreferencePages {

    /** Opens them at the page {@code id} ({@link PreferencePageInfo#id}), or at the first if it is not there. */
    void open(String id);
}
