package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.MessageId;

import java.util.Collection;

/** Ids as people write them: the whole, or a beginning that only one has. */
final class Ids {

    private Ids() {}

    /** Whether it is written as an id or a beginning of one. */
    static boolean isOne(String text) {
        return text.matches("[0-9a-f]{4,32}");
    }

    /**
     * The id that {@code text} begins.
     *
     * @param what has such ids
     * @param command shows them
     */
    static MessageId find(String text, Collection<MessageId> known, String what, String command)
            throws CommandException {
        if (!isOne(text)) {
            throw new CommandException(
                    Code.USAGE,
                    "a " + what + "'s id has 32 hex digits, or at least its first 4; " + command + " lists them");
        }
        var found = known.stream().filter(id -> id.hex().startsWith(text)).toList();
        if (found.size() == 1) return found.getFirst();
        throw found.isEmpty()
                ? new CommandException(
                        Code.NOT_FOUND, "there is no " + what + " " + text + "; " + command + " lists those there are")
                : new CommandException(
                        Code.AMBIGUOUS, "more than one " + what + "'s id begins with " + text + "; write more of it");
    }
}
