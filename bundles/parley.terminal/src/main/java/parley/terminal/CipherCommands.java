package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.SuiteChanges;
import parley.client.api.SuiteChanges.Changed;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.SuiteChanges.Waiting;
import parley.client.api.Suites;
import parley.client.api.Suites.Suite;
import parley.protocol.Address;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands about cipher suites, and about who uses which. */
final class CipherCommands {

    static final String WEAKER = "--weaker";
    private static final String WAIT = "--wait";
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,4}|[0-9]{1,5}");

    private final Conversations conversations;
    private final Suites suites;
    private final SuiteChanges changes;

    CipherCommands(Conversations conversations, Suites suites, SuiteChanges changes) {
        this.conversations = conversations;
        this.suites = suites;
        this.changes = changes;
    }

    void addTo(Commands commands) {
        commands.add("cipher list", "lists cipher suites", _ -> list());
        commands.add(
                "cipher use",
                "changes a conversation's, or what new ones use",
                this::use,
                new Word.Flag(WEAKER),
                new Word.Flag(WAIT),
                new Word.One("SUITE"),
                new Word.Maybe("CONVERSATION"));
    }

    private Answer list() throws CommandException {
        var present = suites.awaitPresent();
        var preferred = forNew(present);
        return Answer.of(
                Answer.fields("suites", present.stream().map(suite -> fields(suite, preferred)).toList()),
                present.isEmpty()
                        ? "No cipher bundle is installed or started: messages wait."
                        : present.stream().map(suite -> line(suite, preferred)).collect(Collectors.joining("\n")));
    }

    /** What the conversations that are begun now use: what the person prefers if it is there, else the strongest. */
    private Optional<Integer> forNew(List<Suite> present) throws CommandException {
        var ids = present.stream().map(Suite::id).toList();
        return changes.preferred().filter(ids::contains).or(() -> ids.stream().findFirst());
    }

    private static Object fields(Suite suite, Optional<Integer> preferred) {
        return Answer.fields(
                "suite",
                suite.id(),
                "name",
                suite.name(),
                "provider",
                suite.provider(),
                "preferred",
                preferred.filter(it -> it == suite.id()).map(_ -> true));
    }

    private static String line(Suite suite, Optional<Integer> preferred) {
        var mark = preferred.filter(it -> it == suite.id()).map(_ -> "  (for new conversations)").orElse("");
        return suite.id() + "  " + suite.name() + "  " + suite.provider() + mark;
    }

    private Answer use(ParseResult words) throws CommandException {
        var suite = suite(word(words, 0));
        var named = word(words, 1);
        var weaker = words.hasMatchedOption(WEAKER);
        var waiting = words.hasMatchedOption(WAIT);
        try {
            return named.isEmpty()
                    ? prefer(suite, weaker, waiting)
                    : change(suite, named, new Consent(weaker, waiting));
        } catch (CommandException e) {
            throw hinted(e);
        }
    }

    /** A person's yes is an option here. */
    static CommandException hinted(CommandException e) {
        return e.lacks()
                .map(yes ->
                        switch (yes) {
                            case WEAKER -> WEAKER;
                            case WAITING -> WAIT;
                        })
                .map(option -> new CommandException(e.code(), e.getMessage() + " by " + option, e))
                .orElse(e);
    }

    private Answer prefer(int suite, boolean weaker, boolean waiting) throws CommandException {
        if (waiting) {
            throw new CommandException(
                    Code.USAGE, WAIT + " is for a conversation there is; name it, or leave " + WAIT + " out");
        }
        changes.prefer(suite, weaker);
        return Answer.of(
                Answer.fields("suite", suite, "state", "preferred"),
                "Conversations that you begin use " + name(suite) + " from now on, where everybody in them has it.");
    }

    private Answer change(int suite, String named, Consent consent) throws CommandException {
        var conversation = conversations.find(named);
        return switch (changes.use(conversation.id(), suite, consent)) {
            case Changed() -> {
                var fields = Answer.fields("suite", suite, "conversation", conversation.id().hex(), "state", "changed");
                var text = Inert.line(conversation.title()) + " uses " + name(suite) + " now.";
                // A notice tells of a change, and of none where it was in use already.
                yield conversation.suite() == suite ? Answer.of(fields, text) : Answer.told(fields, text);
            }
            case Waiting(var lacking) ->
                    Answer.of(
                            Answer.fields(
                                    "suite",
                                    suite,
                                    "conversation",
                                    conversation.id().hex(),
                                    "state",
                                    "waiting",
                                    "lacking",
                                    lacking),
                            Inert.line(conversation.title())
                                    + " uses "
                                    + name(suite)
                                    + " as soon as these have it: "
                                    + Inert.line(
                                            lacking.stream().map(Address::toString).collect(Collectors.joining(", ")))
                                    + ".");
        };
    }

    private String name(int suite) {
        return Inert.line(suites.name(suite));
    }

    /** A suite by number, decimal or {@code 0x}, or by the name of one that is present. */
    private int suite(String text) throws CommandException {
        if (NUMBER.matcher(text).matches()) {
            var number = Integer.decode(text.startsWith("0x") || text.startsWith("0X") ? text : decimal(text));
            if (number > 0 && number <= 0xFFFF) return number;
        }
        List<Suite> named =
                suites.awaitPresent().stream().filter(suite -> suite.name().equalsIgnoreCase(text)).toList();
        if (!named.isEmpty()) return named.getFirst().id();
        throw new CommandException(
                Code.NOT_FOUND, "there is no cipher " + Inert.line(text) + "; cipher list shows those there are");
    }

    /** Without the zeros that would make it octal. */
    private static String decimal(String text) {
        var digits = text.replaceFirst("^0+", "");
        return digits.isEmpty() ? "0" : digits;
    }
}
