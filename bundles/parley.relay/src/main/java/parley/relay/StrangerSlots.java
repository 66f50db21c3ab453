package parley.relay;

import parley.protocol.AccountKey;
import parley.protocol.LogId;

import java.util.HashMap;
import java.util.Map;

/**
 * The one letter that somebody without a token may have waiting in an inbox. Kept in memory: after a restart of the
 * relay a stranger may write once more, which is cheaper than a write to disk per letter. Thread-safe; never blocks.
 */
final class StrangerSlots {

    /** The largest letter of a stranger, in bytes. */
    static final int MAX_LETTER = 64 * 1024;

    /** Unread letters of strangers in one inbox. */
    static final int MAX_PER_INBOX = 64;

    /** Unread letters of strangers at this relay. */
    static final int MAX = 50_000;

    private final Map<LogId, Map<AccountKey, Long>> inboxes = new HashMap<>();
    private int taken;

    /** Takes {@code sender}'s slot in {@code inbox}; false while an earlier letter is unread, or there are too many. */
    synchronized boolean take(AccountKey sender, LogId inbox) {
        var senders = inboxes.get(inbox);
        if (taken >= MAX || senders != null && (senders.size() >= MAX_PER_INBOX || senders.containsKey(sender))) {
            return false;
        }
        inboxes.computeIfAbsent(inbox, _ -> new HashMap<>()).put(sender, Long.MAX_VALUE);
        taken++;
        return true;
    }

    /** The letter lies at {@code position}. */
    synchronized void stored(AccountKey sender, LogId inbox, long position) {
        var senders = inboxes.get(inbox);
        if (senders != null) senders.replace(sender, position);
    }

    /** The letter was not stored. */
    synchronized void release(AccountKey sender, LogId inbox) {
        var senders = inboxes.get(inbox);
        if (senders == null || senders.remove(sender) == null) return;
        taken--;
        if (senders.isEmpty()) inboxes.remove(inbox);
    }

    /** A device of the inbox has read up to {@code position}. */
    synchronized void reached(LogId inbox, long position) {
        var senders = inboxes.get(inbox);
        if (senders == null) return;
        var before = senders.size();
        senders.values().removeIf(at -> at <= position);
        taken -= before - senders.size();
        if (senders.isEmpty()) inboxes.remove(inbox);
    }
}
