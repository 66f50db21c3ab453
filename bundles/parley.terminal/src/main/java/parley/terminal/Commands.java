package parley.terminal;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Membership;
import parley.client.api.Pictures;
import parley.client.api.Presences;
import parley.client.api.SuiteChanges;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.protocol.text.Inert;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The commands there are, by name; each section of them adds its own. Blocks; called in order. */
final class Commands {

    /** Which whoever reads the lines obeys. */
    private static final String EXIT = "exit";

    /** Runs a Gogo line; absent unless it was asked for at the start. */
    @FunctionalInterface
    interface Gogo {
        String run(String line) throws CommandException;
    }

    /** What a command does with its words. */
    @FunctionalInterface
    interface Action {
        Answer run(ParseResult words) throws CommandException;
    }

    /** What stands in a command's usage behind its name, in order. */
    sealed interface Word {
        /** An option with a value, such as {@code --to DIR}. */
        record Option(String name, String label) implements Word {}

        /** An option without a value, such as {@code --wait}. */
        record Flag(String name) implements Word {}

        record One(String label) implements Word {}

        /** One or none, at the end. */
        record Maybe(String label) implements Word {}

        /** One or more, at the end. */
        record Many(String label) implements Word {}

        /** Text to be taken as it stands, even if it looks like an option. */
        record Text(String label) implements Word {}

        /** The same, or none. */
        record MaybeText(String label) implements Word {}
    }

    private record Command(CommandSpec spec, boolean verbatim, String help, Action action) {}

    /** Ends the options of commands that take text, which may be a bare {@code --}: a word that nobody says. */
    private static final String NEVER = "\0";

    private final Map<String, Command> commands = new LinkedHashMap<>();

    Commands(
            Accounts accounts,
            Contacts contacts,
            Conversations conversations,
            Membership membership,
            Transfers transfers,
            Pictures pictures,
            Suites suites,
            SuiteChanges changes,
            Presences presences,
            Optional<Gogo> gogo,
            PeopleCommands.Secrets secrets) {
        new PeopleCommands(accounts, contacts, presences, secrets).addTo(this);
        var named = new AtNames(contacts, membership);
        new PresenceCommands(presences).addTo(this);
        new TalkCommands(conversations, named).addTo(this);
        new MessageCommands(conversations, transfers, named).addTo(this);
        new GroupCommands(conversations, membership, secrets).addTo(this);
        new FileCommands(conversations, transfers, pictures).addTo(this);
        new CipherCommands(conversations, suites, changes).addTo(this);
        if (gogo.isPresent()) {
            add(
                    "gogo",
                    "runs a line of the framework's shell",
                    words -> output(gogo.get().run(word(words, 0))),
                    new Word.Text("LINE"));
        }
        add(
                "help",
                "shows this, or what it says of one command",
                words -> help(word(words, 0), word(words, 1)),
                new Word.Maybe("COMMAND"),
                new Word.Maybe("WORD"));
    }

    /** Adds a command of one or two words. */
    void add(String name, String help, Action action, Word... words) {
        var spec = CommandSpec.create().name(name);
        var verbatim = false;
        var index = 0;
        for (var word : words) {
            switch (word) {
                case Word.Option(var option, var label) ->
                        spec.addOption(OptionSpec.builder(option).type(String.class).paramLabel(label).build());
                case Word.Flag(var option) ->
                        spec.addOption(OptionSpec.builder(option).type(boolean.class).arity("0").build());
                case Word.One(var label) -> spec.addPositional(one(index++, label, true));
                case Word.Maybe(var label) -> spec.addPositional(one(index++, label, false));
                case Word.Text(var label) -> {
                    spec.addPositional(one(index++, label, true));
                    verbatim = true;
                }
                case Word.MaybeText(var label) -> {
                    spec.addPositional(one(index++, label, false));
                    verbatim = true;
                }
                case Word.Many(var label) ->
                        spec.addPositional(
                                PositionalParamSpec.builder()
                                        .index(index + "..*")
                                        .arity("1..*")
                                        .required(true)
                                        .type(List.class)
                                        .auxiliaryTypes(String.class)
                                        .paramLabel(label)
                                        .build());
            }
        }
        commands.put(name, new Command(spec, verbatim, help, action));
    }

    private static PositionalParamSpec one(int index, String label, boolean required) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .arity(required ? "1" : "0..1")
                .required(required)
                .type(String.class)
                .paramLabel(label)
                .build();
    }

    /** The word at {@code index} behind the name, options not counted. */
    static String word(ParseResult words, int index) {
        return words.matchedPositionalValue(index, "");
    }

    /**
     * Runs a line.
     *
     * @throws CommandException with the code and the sentence for its answer
     */
    Answer run(Line line) throws CommandException {
        var command = commands.get(line.command());
        if (command == null && line.command().startsWith("parley:")) {
            throw new CommandException(
                    Code.UNKNOWN_COMMAND, "that is a link and no command; write " + taking(line.command()));
        }
        if (command == null && line.command().equals("gogo")) {
            throw new CommandException(
                    Code.UNKNOWN_COMMAND, "there is no gogo here; start the terminal anew with --gogo for it");
        }
        if (command == null) throw unknown(line.command());
        ParseResult words;
        try {
            var parser =
                    new CommandLine(command.spec)
                            .setInterpolateVariables(false)
                            .setExpandAtFiles(false)
                            .setUnmatchedOptionsArePositionalParams(true);
            if (command.verbatim) parser.setEndOfOptionsDelimiter(NEVER);
            words = parser.parseArgs(line.words().toArray(String[]::new));
        } catch (ParameterException e) {
            throw new CommandException(Code.USAGE, "usage: " + usage(line.command(), command.spec), e);
        }
        try {
            return command.action.run(words);
        } catch (RuntimeException e) {
            System.getLogger(Commands.class.getName()).log(System.Logger.Level.ERROR, "A command failed", e);
            throw new CommandException(
                    Code.INTERNAL,
                    "the command met a fault in Parley, which standard error shows; try again, or report it",
                    e);
        }
    }

    /** What takes a link; it never repeats the link. */
    private static String taking(String link) {
        if (link.contains("/person/")) return "connect and the link behind it";
        var command = link.contains("/group/") ? "group join" : "account create NAME";
        return command + ", and give the link when it is asked for";
    }

    private static String usage(String name, CommandSpec spec) {
        var usage = new StringBuilder(name);
        for (var option : spec.options()) {
            var value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            usage.append(" [").append(option.longestName()).append(value).append(']');
        }
        for (var positional : spec.positionalParameters()) {
            var label = positional.paramLabel();
            usage.append(' ').append(positional.required() ? label : "[" + label + "]");
            if (positional.isMultiValue()) usage.append('…');
        }
        return usage.toString();
    }

    private static Answer output(String text) {
        return Answer.of(Answer.fields("output", text), Inert.text(text).stripTrailing());
    }

    /** Of the command of that name, or of all that begin with that word. */
    private Answer help(String first, String second) throws CommandException {
        if (first.isEmpty()) return Answer.of(help(_ -> true) + "\n" + EXIT);
        var command = first.startsWith("/") ? first.substring(1) : first;
        var name = second.isEmpty() ? command : command + " " + second;
        var found = help(one -> one.equals(name) || one.startsWith(name + " "));
        if (found.isEmpty() && !name.equals(EXIT)) throw unknown(name);
        return Answer.of(found.isEmpty() ? EXIT : found);
    }

    private String help(Predicate<String> wanted) {
        return commands.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(entry ->
                        String.format("%-44s %s", usage(entry.getKey(), entry.getValue().spec), entry.getValue().help))
                .collect(Collectors.joining("\n"));
    }

    private static CommandException unknown(String name) {
        return new CommandException(
                Code.UNKNOWN_COMMAND, "there is no command " + Inert.line(name) + "; help lists those there are");
    }
}
