package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Exports;
import parley.client.api.Exports.Format;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The command that writes a conversation into a file. */
final class ExportCommands {

    /** Of a title, in a file's name. */
    private static final int LONGEST = 40;

    private final Supplier<Optional<Exports>> exports;
    private final Conversations conversations;

    ExportCommands(Supplier<Optional<Exports>> exports, Conversations conversations) {
        this.exports = exports;
        this.conversations = conversations;
    }

    void addTo(Commands commands) {
        commands.add(
                "export",
                "writes a conversation into a file, readable by anybody",
                this::export,
                new Word.Option("--format", "json|html|text"),
                new Word.Option("--to", "FILE"),
                new Word.One("CONVERSATION"));
    }

    private Answer export(ParseResult words) throws CommandException {
        var format = format(words.matchedOptionValue("--format", ""));
        var conversation = conversations.find(word(words, 0));
        var to = words.<String>matchedOptionValue("--to", null);
        var writing =
                exports.get()
                        .orElseThrow(() ->
                                new CommandException(Code.NOT_FOUND, "export is not running; start Parley again"));
        var file = writing.export(conversation.id(), format, to == null ? free(conversation, format) : path(to));
        return Answer.of(
                Answer.fields("conversation", conversation.id().hex(), "path", file),
                "Written to " + Inert.line(file.toString()) + ". Nothing protects it there: keep it safe.");
    }

    private static Format format(String text) throws CommandException {
        for (var format : Format.values()) if (format.name().toLowerCase(Locale.ROOT).equals(text)) return format;
        throw new CommandException(Code.USAGE, "--format takes json, html or text");
    }

    private static Path path(String text) throws CommandException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandException(Code.USAGE, "--to takes the name of a file: " + e.getMessage(), e);
        }
    }

    /** A name that is not taken, in the working directory. */
    private static Path free(Conversation conversation, Format format) {
        var title = conversation.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var name = title.isEmpty() ? conversation.id().hex() : title.substring(0, Math.min(LONGEST, title.length()));
        var file = Path.of("parley-" + name + "." + format.ending());
        for (var i = 1; Files.exists(file); i++) file = Path.of("parley-" + name + "-" + i + "." + format.ending());
        return file;
    }
}
