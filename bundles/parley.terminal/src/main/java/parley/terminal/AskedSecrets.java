package parley.terminal;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks for secrets: from standard input where that was named and is no list of commands, else from the environment,
 * else of whoever sits there.
 *
 * @param json whether a script reads the output; it is never asked
 * @param single whether the process is one command, so that standard input holds none
 * @param prompt a person's, once there is one
 */
record AskedSecrets(
        boolean json,
        boolean single,
        LineInput input,
        Map<String, String> environment,
        Supplier<@Nullable Prompt> prompt,
        PrintStream complaints)
        implements PeopleCommands.Secrets {

    private static final String VARIABLE = "PARLEY_INVITE";

    @Override
    public String ask(String what, boolean fromInput) throws CommandException {
        return ask(what, VARIABLE, fromInput);
    }

    /** The same of a secret that another variable of the environment may hold. */
    String ask(String what, String variable, boolean fromInput) throws CommandException {
        if (fromInput && single) return fromInput(what, variable);
        var known = environment.get(variable);
        if (known != null && !known.isBlank()) return known;
        var asking = prompt.get();
        if (asking != null) {
            var given = asking.secret(what);
            if (given != null) return given;
        } else if (single && !json) {
            return fromInput(what, variable);
        }
        throw new CommandException(
                Code.PASSPHRASE_NEEDED,
                "the "
                        + what
                        + " is missing; give it in the environment variable "
                        + variable
                        + (single ? ", or write - in its place and give it on standard input" : ""));
    }

    @Override
    public boolean areSeenByOthers() {
        return single;
    }

    private String fromInput(String what, String variable) throws CommandException {
        var console = System.console();
        if (console != null && console.isTerminal()) {
            complaints.println("The " + what + ":");
            var typed = console.readPassword();
            if (typed != null && typed.length > 0) return String.valueOf(typed);
        }
        try {
            var line = input.next();
            if (line != null && !line.isBlank()) return line;
        } catch (IOException e) {
            throw new CommandException(
                    Code.INTERNAL, "the " + what + " could not be read from standard input; give it in " + variable, e);
        }
        throw new CommandException(
                Code.PASSPHRASE_NEEDED,
                "the " + what + " is missing on standard input; write it there in one line, or give it in " + variable);
    }
}
