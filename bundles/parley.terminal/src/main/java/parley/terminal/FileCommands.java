package parley.terminal;

import static parley.terminal.Commands.word;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Pictures;
import parley.client.api.Transfers;
import parley.client.api.Transfers.Transfer;
import parley.protocol.MessageId;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Commands about files. */
final class FileCommands {

    private static final Word ID = new Word.One("ID");

    /** Sends pictures with all that their cameras wrote into them. */
    private static final String AS_IS = "--as-is";

    private final Conversations conversations;
    private final Transfers transfers;
    private final Pictures pictures;

    FileCommands(Conversations conversations, Transfers transfers, Pictures pictures) {
        this.conversations = conversations;
        this.transfers = transfers;
        this.pictures = pictures;
    }

    void addTo(Commands commands) {
        commands.add(
                "send",
                "offers files; of pictures, copies without place and camera",
                this::send,
                new Word.Flag(AS_IS),
                new Word.One("CONVERSATION"),
                new Word.Many("PATH"));
        commands.add("files", "lists files", _ -> files());
        commands.add("accept", "takes an offered file", this::accept, new Word.Option("--to", "DIR"), ID);
        commands.add("decline", "refuses an offered file", words -> answer(transfers.decline(id(word(words, 0)))), ID);
        commands.add("cancel", "ends a file's way", words -> answer(transfers.cancel(id(word(words, 0)))), ID);
        commands.add("pause", "lets a file rest", words -> answer(transfers.pause(id(word(words, 0)))), ID);
        commands.add("resume", "lets a paused file move on", words -> answer(transfers.resume(id(word(words, 0)))), ID);
    }

    private Answer send(ParseResult words) throws CommandException {
        var conversation = conversations.find(word(words, 0)).id();
        var paths = new ArrayList<Path>();
        for (var path : words.matchedPositionalValue(1, List.<String>of())) paths.add(path(path));
        var sent = transfers.send(conversation, words.hasMatchedOption(AS_IS) ? paths : pictures.bare(paths, AS_IS));
        var files =
                sent.stream()
                        .map(file -> Answer.fields("id", file.id().hex(), "name", file.name(), "size", file.size()))
                        .toList();
        return new Answer(
                Answer.fields("files", files), "", false, List.of(), sent.stream().map(Transfer::id).toList());
    }

    private Answer files() throws CommandException {
        var all = transfers.all();
        return Answer.of(
                Answer.fields("files", all.stream().map(EventFields::file).toList()),
                all.stream()
                        .map(file ->
                                file.id().hex().substring(0, 8)
                                        + "  "
                                        + file.state().word()
                                        + "  "
                                        + Quotes.quoted(file.name())
                                        + "  "
                                        + EventFields.size(file.size()))
                        .collect(Collectors.joining("\n")));
    }

    private Answer accept(ParseResult words) throws CommandException {
        @Nullable String to = words.matchedOptionValue("--to", (String) null);
        Optional<Path> directory = to == null ? Optional.empty() : Optional.of(path(to));
        return answer(transfers.accept(id(word(words, 0)), directory));
    }

    private static Answer answer(Transfer transfer) {
        return Answer.of(Answer.fields("id", transfer.id().hex()), "");
    }

    /** A path as it was typed. */
    static Path path(String text) throws CommandException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new CommandException(
                    Code.NOT_FOUND, "no file can have the name " + Inert.line(text) + "; write it as ls shows it", e);
        }
    }

    /** A file's id, or the beginning of one that only one has. */
    private MessageId id(String text) throws CommandException {
        return Ids.find(text, transfers.all().stream().map(Transfer::id).toList(), "file", "files");
    }
}
