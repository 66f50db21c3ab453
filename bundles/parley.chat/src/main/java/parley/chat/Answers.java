package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.relay.Frame;

/** What a person is told where several parts meet the same. */
final class Answers {

    private Answers() {}

    static CommandException unexpected(Frame.Answer answer) {
        return new CommandException(
                Code.INTERNAL,
                "the relay's answer ("
                        + answer.getClass().getSimpleName()
                        + ") does not fit the question; update Parley, or tell whoever runs the relay");
    }

    /** A relay's sentence in the midst of one of ours: without the stop at its end. */
    static String clause(String text) {
        var end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ' ')) end--;
        return text.substring(0, end);
    }

    /** Of a person's command that needs a suite which is not there. */
    static CommandException missing(SuiteMissingException e) {
        return new CommandException(
                Code.REFUSED,
                "the cipher that this needs is not installed or stopped; start its bundle and try again",
                e);
    }
}
