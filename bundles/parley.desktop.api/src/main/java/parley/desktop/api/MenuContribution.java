package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An entry in the menu of something that is shown, such as a message. Register one as a service, with a {@link
 * MenuInfo}: it stands in each such menu, behind what is there already, from the next time one opens. Its service
 * ranking decides where among those of others.
 *
 * @param <T> what the menu is of: which there are, the bundle says that shows them
 */
@ConsumerType
public interface MenuContribution<T> {

    /** Does it to {@code chosen}. Called on the UI thread: longer work goes to a thread of its own. */
    void run(T chosen);
}
