package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.time.Duration;
import java.time.Instant;

/** Says a fault that lasts once, and not with every try. Confined to one thread. */
final class Faults {

    private static final System.Logger log = System.getLogger(Faults.class.getName());

    /** The same again is said again after so long. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final String where;
    private final Chat chat;
    private String last = "";
    private Instant said = Instant.EPOCH;

    Faults(String where, Chat chat) {
        this.where = where;
        this.chat = chat;
    }

    /** It was met; what is told to the person is a sentence already. */
    void met(Throwable fault) {
        if (fault instanceof CommandException command
                && (command.code() == Code.NOT_REACHABLE || command.code() == Code.PASSPHRASE_NEEDED)) {
            log.log(DEBUG, "{0}: {1}", where, fault.getMessage()); // everyday life; the link's state says so
            return;
        }
        if (!isNew(String.valueOf(fault))) return;
        if (!(fault instanceof CommandException command)) {
            log.log(WARNING, where + " cannot go on and tries again", fault);
            return;
        }
        log.log(WARNING, "{0} cannot go on and tries again: {1}", where, fault.getMessage());
        if (command.code() == Code.DISK_FULL || command.code() == Code.DAMAGED) {
            chat.warn(String.valueOf(fault.getMessage()));
        }
    }

    /** Something that the person is to know, as a sentence. */
    void tell(String sentence) {
        if (isNew(sentence)) chat.warn(sentence);
    }

    private boolean isNew(String reason) {
        var now = chat.now();
        if (reason.equals(last) && now.isBefore(said.plus(PATIENCE))) {
            log.log(DEBUG, "{0}, again: {1}", where, reason);
            return false;
        }
        last = reason;
        said = now;
        return true;
    }
}
