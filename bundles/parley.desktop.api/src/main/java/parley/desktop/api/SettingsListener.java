package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what a person chooses. Register one as a service. */
@ConsumerType
public interface SettingsListener {

    /** Something else is remembered under {@code key} now. Called on the thread that set it: returns soon. */
    void changed(String key);
}
