package parley.plugins;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Sentences;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

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

    /** What people are told of a file in the folder that is not used: why, and in a sentence of its own what to do. */
    static String unused(String file, CommandException why) {
        var text = String.valueOf(why.getMessage());
        var step = text.lastIndexOf("; ", text.endsWith("'") ? text.indexOf(" '") : text.length()); // no path's
        var said =
                "The file " + file + " in plugins/ is not used: " + text.substring(0, step < 0 ? text.length() : step);
        return step < 0 ? said : Sentences.of(said) + " " + Sentences.of(text.substring(step + 2));
    }

    static CommandException missing(Path file) {
        return new CommandException(Code.NOT_FOUND, "there is no file " + file + "; write its name as ls shows it");
    }

    /** Of a jar that a person names or drops, whatever is in it. */
    static CommandException unreadable(Path file, IOException e) {
        return refused(file + " cannot be read (" + why(e) + "); let this account read it, or " + GET_IT_ANEW, e);
    }

    static CommandException tooLarge(String name) {
        return new CommandException(
                Code.TOO_LARGE,
                name
                        + " is larger than a plug-in may be (16 MiB, 64 MiB unpacked, 10,000 files); "
                        + "ask its publisher for a smaller one");
    }

    /** What the system says, without the name of the file. */
    static String why(IOException e) {
        if (e instanceof AccessDeniedException) return "permission denied";
        if (e instanceof FileSystemException known && known.getReason() != null) return known.getReason();
        return String.valueOf(e.getMessage());
    }
}
