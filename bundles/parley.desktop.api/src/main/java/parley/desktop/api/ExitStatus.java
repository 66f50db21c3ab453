package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/** What the process ends with once the window has been closed: 0 unless somebody says otherwise. */
@ProviderType
public interface ExitStatus {

    /** Makes {@code status} the one to end with; 0 takes it back. Called from any thread. */
    void set(int status);
}
