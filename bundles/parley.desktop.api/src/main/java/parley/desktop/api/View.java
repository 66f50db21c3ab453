package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/** A view as it stands open in the window. Everything here is called on the UI thread. */
@ConsumerType
public interface View {

    /** Gives the keyboard to the control of this view that a person would type into first. */
    void focus();

    /**
     * Ends the view: nothing it listens to may reach its widgets afterwards. The workbench disposes the widgets itself,
     * right after this call.
     */
    void close();
}
