package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.text.Inert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What words of commands stand for; a refusal says what they may be. */
final class Values {

    private Values() {}

    /**
     * Whether {@code text} is "on".
     *
     * @throws CommandException USAGE if it is not "off" either
     */
    static boolean isOn(String text) throws CommandException {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new CommandException(Code.USAGE, Inert.line(text) + " is neither on nor off; write one");
        };
    }

    /** "on" or "off". */
    static String word(boolean on) {
        return on ? "on" : "off";
    }

    /**
     * A number from 1 to {@code most}.
     *
     * @param what takes it, for the sentence of a refusal
     * @throws CommandException USAGE
     */
    static long number(String what, String text, long most) throws CommandException {
        return number(text, most)
                .orElseThrow(() -> new CommandException(Code.USAGE, what + " takes a number from 1 to " + most));
    }

    /** A number from 1 to {@code most}, if it is one. */
    static OptionalLong number(String text, long most) {
        try {
            var number = Long.parseLong(text);
            return number >= 1 && number <= most ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * What is in the file of a picture.
     *
     * @param most how many bytes it may have, in whole KiB
     * @throws CommandException NOT_FOUND if it cannot be read, TOO_LARGE
     */
    static byte[] picture(String name, int most) throws CommandException {
        try {
            var path = Path.of(name);
            if (!Files.isRegularFile(path)) throw new CommandException(Code.NOT_FOUND, "there is no file " + name);
            try (var in = Files.newInputStream(path)) {
                var bytes = in.readNBytes(most + 1);
                if (bytes.length <= most) return bytes;
            }
        } catch (IOException | InvalidPathException e) {
            throw new CommandException(
                    Code.NOT_FOUND, name + " cannot be read (" + e.getMessage() + "); check its name and rights", e);
        }
        var size = most % (1 << 20) == 0 ? (most >> 20) + " MiB" : (most >> 10) + " KiB";
        throw new CommandException(
                Code.TOO_LARGE, "a picture's file has at most " + size + "; make it smaller and try again");
    }
}
