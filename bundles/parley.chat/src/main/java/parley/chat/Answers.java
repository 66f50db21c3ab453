package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.relay.Frame;

/** What to make of a relay's answers that fit no question. */
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
}
