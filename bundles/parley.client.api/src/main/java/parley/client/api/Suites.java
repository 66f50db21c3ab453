package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;

/** The cipher suites that can be used at this moment. Called from any thread; returns at once unless said. */
@ProviderType
public interface Suites {

    /**
     * @param provider the symbolic name of the bundle that provides it
     */
    record Suite(int id, String name, String provider) {}

    /** Those that passed their self-tests, in the order in which a new conversation prefers them. */
    List<Suite> present();

    /**
     * {@link #present} once each self-test under way is over. Blocks for a second or so, once; call it from a virtual
     * thread.
     */
    default List<Suite> awaitPresent() {
        return present();
    }
}
