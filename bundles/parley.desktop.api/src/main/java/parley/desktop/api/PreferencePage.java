package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

import parley.desktop.api.control.Sheet;

/**
 * A page of the preferences. Register one as a service, with a {@link PreferencePageInfo}; its service ranking decides
 * where in the list it stands.
 */
@ConsumerType
public interface PreferencePage {

    /**
     * Fills {@code sheet}, which is empty and of this page alone. Called on the UI thread whenever a person turns to
     * the page; its widgets are disposed when they turn away. What is chosen counts at once: there is no "Apply".
     */
    void fill(Sheet sheet);
}
