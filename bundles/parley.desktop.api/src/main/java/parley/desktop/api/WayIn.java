package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

import parley.desktop.api.control.Sheet;

/**
 * One more way to begin, offered by the page of the first start besides its own. Register one as a service, with a
 * {@link WayInInfo}; its service ranking decides where among the others it stands.
 */
@ConsumerType
public interface WayIn {

    /**
     * Fills {@code sheet}, which is empty and of this way alone. Called on the UI thread when a person has chosen it;
     * its widgets are disposed when they turn back.
     *
     * @param in to be run, on the UI thread, once the person is in: the first start is over then
     */
    void fill(Sheet sheet, Runnable in);
}
