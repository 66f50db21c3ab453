package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/** A line at the foot of the window that is there only while it says something. May be called from any thread. */
@ProviderType
public interface StatusLine {

    /** How pressing it is. */
    enum Tone {
        /** Everything is as it should be. */
        GOOD,
        /** Something goes on by itself; nobody has to act. */
        BUSY,
        /** Somebody should know, and may have to act. */
        WARNING
    }

    /** Shows {@code text}, one short sentence, in place of what stood there. */
    void say(Tone tone, String text);

    /** Says nothing: the line takes no room. */
    void clear();
}
