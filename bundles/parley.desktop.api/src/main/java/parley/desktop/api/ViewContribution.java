package parley.desktop.api;

import org.eclipse.swt.widgets.Composite;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes views for the window. Register one as a service, with a {@link ViewInfo}, and the workbench opens it at its
 * place; when the service goes, its view is closed.
 */
@ConsumerType
public interface ViewContribution {

    /**
     * Opens a view that fills {@code parent}. Called on the UI thread.
     *
     * @param parent empty, and of this view alone; it has a fill layout until the view sets another
     */
    View create(Composite parent);
}
