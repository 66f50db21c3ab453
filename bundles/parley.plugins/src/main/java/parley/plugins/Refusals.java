package parley.plugins;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

/** Sentences about jars that are not used. */
final class Refusals {

    /** What those are told whose jar is not what its publisher signed. */
    static final String GET_IT_ANEW = "get it anew from its publisher";

    private Refusals() {}

    static CommandException refused(String sentence) {
        return new CommandException(Code.REFUSED, sentence);
    }

    static CommandException refused(String sentence, Throwable cause) {
        return new CommandException(Code.REFUSED, sentence, cause);
    }
}
