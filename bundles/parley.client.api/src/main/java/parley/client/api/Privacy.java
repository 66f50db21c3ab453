package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What others may learn of what we do, in all conversations; whoever does not tell is not told. Blocks (on the
 * profile's disk only); call it from a virtual thread.
 */
@ProviderType
public interface Privacy {

    /**
     * What is told.
     *
     * @param delivered that a message has come; who is told that it was read is told this in any case
     * @param receipts what we have read, where a conversation does not say otherwise ({@link
     *     ConversationSettings#receipts})
     * @param typing that we are writing something
     * @param presence that we are there
     */
    record Told(boolean delivered, boolean receipts, boolean typing, boolean presence) {}

    Told told() throws CommandException;

    /** Switched on again, authors learn with our next receipt what has come by then. */
    void delivered(boolean told) throws CommandException;

    /** Switched on again, authors learn with our next receipt how far we have read by then. */
    void receipts(boolean told) throws CommandException;

    void typing(boolean told) throws CommandException;

    /** Switched off, it is told once more: that we are gone. */
    void presence(boolean told) throws CommandException;
}
