package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says, by being there, that nothing may be shown of what is said: Parley is locked. For as long as at least one is
 * registered as a service no notification is shown, and those that are shown are taken back when the first comes; no
 * command is run, and finder and preferences are closed. Whoever registers one covers the window, too.
 */
@ConsumerType
public interface Locked {}
