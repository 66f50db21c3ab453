package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups;
import parley.client.api.Backups.Progress;
import parley.client.api.Backups.Summary;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Commands that write a backup, look at one, and make a new profile of one. A phrase never stands in a line. */
final class BackupCommands {

    static final String VARIABLE = "PARLEY_BACKUP_PHRASE";

    private static final String REPLACE = "--replace";

    /** How far it is, as a script hears it. */
    @FunctionalInterface
    interface Shown {
        void progress(String command, int percent);
    }

    private final Supplier<Optional<Backups>> backups;
    private final LockCommands.Asking asking;
    private final Shown shown;

    BackupCommands(Supplier<Optional<Backups>> backups, LockCommands.Asking asking, Shown shown) {
        this.backups = backups;
        this.asking = asking;
        this.shown = shown;
    }

    void addTo(Commands commands) {
        commands.add(
                "backup create",
                "keeps everything but files in a file that only a new phrase opens",
                this::create,
                new Word.Flag(REPLACE),
                new Word.One("FILE"));
        commands.add("backup check", "reads all of a backup", this::check, new Word.One("FILE"));
        commands.add(
                "backup restore", "makes a backup's account of this new profile", this::restore, new Word.One("FILE"));
    }

    private Backups backups() throws CommandException {
        return backups.get()
                .orElseThrow(() -> new CommandException(Code.NOT_FOUND, "backup is not running; start Parley again"));
    }

    private Answer create(ParseResult words) throws CommandException {
        var file = path(word(words, 0));
        var phrase = backups().newPhrase();
        var replace = words.matchedOptionValue(REPLACE, false);
        if (!replace && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // nothing else gives way
            throw new CommandException(
                    Code.REFUSED,
                    file + " is there already and is not overwritten; choose another name, or write " + REPLACE);
        }
        var summary = backups().create(file, replace, phrase, progress("backup create"));
        var fields = fields(file, summary);
        fields.put("phrase", phrase.words());
        return Answer.of(
                fields,
                "Written to "
                        + Inert.line(file.toString())
                        + ": "
                        + counts(summary)
                        + ".\nThese words open it; they are shown this once, and nobody can tell them to you again."
                        + " Write them down, and keep them where the file is not:\n"
                        + numbered(phrase.words()));
    }

    private static String numbered(List<String> words) {
        var lines = new StringBuilder();
        for (var i = 0; i < words.size(); i++) lines.append(String.format("%n%3d  %s", i + 1, words.get(i)));
        return lines.toString();
    }

    private Answer check(ParseResult words) throws CommandException {
        var file = path(word(words, 0));
        var summary = backups().check(file, phrase(), progress("backup check"));
        return Answer.of(
                fields(file, summary),
                "It is whole: "
                        + summary.account()
                        + ", made "
                        + summary.at()
                        + ", "
                        + counts(summary)
                        + later(summary)
                        + ".");
    }

    private Answer restore(ParseResult words) throws CommandException {
        var file = path(word(words, 0));
        backups().mayRestore();
        var summary = backups().restore(file, phrase(), progress("backup restore"));
        return Answer.of(
                fields(file, summary),
                "You are "
                        + summary.account()
                        + " here now: "
                        + counts(summary)
                        + later(summary)
                        + ". This device takes the place of those that the account had. Conversations go on when the"
                        + " others' devices have let this one in; until then what you say waits.");
    }

    private BackupPhrase phrase() throws CommandException {
        return BackupPhrase.parse(asking.ask("phrase of the backup", VARIABLE));
    }

    private static Map<String, Object> fields(Path file, Summary summary) {
        return Answer.fields(
                "path",
                file,
                "account",
                summary.account(),
                "at",
                summary.at(),
                "people",
                summary.people(),
                "conversations",
                summary.conversations(),
                "messages",
                summary.messages(),
                "unknown",
                summary.unknown() == 0 ? Optional.empty() : Optional.of(summary.unknown()));
    }

    private static String counts(Summary summary) {
        return summary.people()
                + " people, "
                + summary.conversations()
                + " conversations, "
                + summary.messages()
                + " messages";
    }

    private static String later(Summary summary) {
        if (summary.unknown() == 0) return "";
        return "; " + summary.unknown() + " things of a later version of Parley are passed over";
    }

    /** Each tenth once, but for the last, which the answer says. An interrupt of this thread ends it. */
    private Progress progress(String command) {
        var last = new int[] {0};
        return (done, whole) -> {
            var tenth = whole == 0 ? 0 : (int) (10 * (done / (double) whole));
            if (tenth > last[0] && tenth < 10) {
                last[0] = tenth;
                shown.progress(command, 10 * tenth);
            }
            return !Thread.currentThread().isInterrupted();
        };
    }

    private static Path path(String text) throws CommandException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new CommandException(Code.USAGE, "that is no name of a file: " + e.getMessage(), e);
        }
    }
}
