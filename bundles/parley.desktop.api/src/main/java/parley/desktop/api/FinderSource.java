package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

import java.util.List;

/**
 * Offers things to jump to in the finder, besides the commands: conversations, people, pages. Register one as a
 * service; its service ranking decides which of several stands first where nothing else does.
 */
@ConsumerType
public interface FinderSource {

    /** The most entries that are taken of one source. */
    int MOST = 1_000;

    /**
     * What it offers, in the language of the window and as it follows "Find": {@code "a conversation"}. Empty if that
     * need not be said. Called on the UI thread.
     */
    default String kind() {
        return "";
    }

    /**
     * What there is to jump to at this moment, the most likely first. Called on the UI thread each time the finder
     * opens: answers from memory. The finder matches titles and details with what is typed.
     */
    List<FinderEntry> entries();
}
