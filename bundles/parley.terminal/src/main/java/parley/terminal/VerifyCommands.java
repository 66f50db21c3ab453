package parley.terminal;

import static parley.terminal.Commands.word;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Verification;
import parley.client.api.Verification.Check;
import parley.client.api.Verification.Standing;
import parley.protocol.Address;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands by which people find out whether each has the other's key. */
final class VerifyCommands {

    private static final Word ADDRESS = new Word.One("ADDRESS");

    private final Verification verification;

    VerifyCommands(Verification verification) {
        this.verification = verification;
    }

    void addTo(Commands commands) {
        commands.add(
                "verify",
                "shows what to compare with somebody, and remembers what you found",
                this::verify,
                new Word.Flag("--ok"),
                new Word.Flag("--no"),
                new Word.Option("--scan", "CODE"),
                new Word.Flag("--accept-new"),
                new Word.Flag("--keep"),
                ADDRESS);
        commands.add(
                "check",
                "asks somebody to compare three words now, or agrees to it",
                this::check,
                new Word.Flag("--match"),
                new Word.Flag("--differ"),
                new Word.Flag("--end"),
                ADDRESS);
    }

    private static boolean has(ParseResult words, String flag) {
        return words.hasMatchedOption(flag);
    }

    private static void one(ParseResult words, String... options) throws CommandException {
        if (Stream.of(options).filter(words::hasMatchedOption).count() > 1) {
            throw new CommandException(Code.USAGE, "only one of " + String.join(", ", options) + " at a time");
        }
    }

    private Answer verify(ParseResult words) throws CommandException {
        one(words, "--ok", "--no", "--scan", "--accept-new", "--keep");
        var people = verification;
        var who = word(words, 0);
        if (has(words, "--accept-new")) return PeopleCommands.answer(people.accept(who));
        if (has(words, "--keep")) return PeopleCommands.answer(people.keep(who));
        if (has(words, "--scan")) return answer(people.scan(who, words.matchedOptionValue("--scan", "")));
        var marks = has(words, "--ok") || has(words, "--no");
        return answer(marks ? people.mark(who, has(words, "--ok")) : people.of(who));
    }

    private static Answer answer(Standing standing) {
        var fields =
                Answer.fields(
                        "account",
                        standing.address(),
                        "key",
                        standing.account().hex(),
                        "number",
                        standing.number().text(),
                        "code",
                        standing.code().text(),
                        "verified",
                        standing.verified().map(EventFields::time),
                        "newKey",
                        standing.changed().map(changed -> changed.account().hex()),
                        "newNumber",
                        standing.changed().map(changed -> changed.number().text()));
        standing.check().ifPresent(check -> fields.putAll(fields(check)));
        return Answer.of(fields, text(standing));
    }

    private static String text(Standing standing) {
        var who = standing.address();
        var text = new StringBuilder();
        text.append("Compare this number with ").append(who).append(", by voice or in person:\n");
        lines(text, standing.number().text());
        text.append("or let them scan ").append(standing.code().text()).append('\n');
        text.append(
                standing.verified().isPresent()
                        ? "You have found it the same on " + standing.verified().get().toString().substring(0, 10) + "."
                        : "If it is the same on their side: /verify " + who + " --ok");
        if (standing.changed().isEmpty()) return text.toString();
        text.append("\nTheir address has come with another key. Its number is:\n");
        lines(text, standing.changed().get().number().text());
        text.append("If that one is theirs: /verify ").append(who).append(" --accept-new, else --keep");
        return text.toString();
    }

    /** Four groups to a line, as both sides have it. */
    private static void lines(StringBuilder text, String number) {
        var groups = List.of(number.split(" "));
        for (var i = 0; i < groups.size(); i += 4) {
            text.append("  ").append(String.join(" ", groups.subList(i, i + 4))).append('\n');
        }
    }

    private Answer check(ParseResult words) throws CommandException {
        one(words, "--match", "--differ", "--end");
        var people = verification;
        var who = word(words, 0);
        Check check;
        if (has(words, "--end")) check = people.end(who);
        else if (has(words, "--match") || has(words, "--differ")) check = people.compared(who, has(words, "--match"));
        else check = people.check(who);
        var address = people.of(who).address();
        var fields = Answer.fields("account", address);
        fields.putAll(fields(check));
        return Answer.told(fields, line(address, check));
    }

    /** A check as scripts see it. */
    static Map<String, Object> fields(Check check) {
        return Answer.fields(
                "check",
                check.state().word(),
                "words",
                Optional.of(String.join(" ", check.words())).filter(words -> !words.isEmpty()),
                "why",
                check.why());
    }

    /** A check as a person reads it. */
    static String line(Address address, Check check) {
        return switch (check.state()) {
            case WAITING -> "— " + address + " is asked to compare three words with you now";
            case ASKED -> "— " + address + " asks you to compare three words now: /check " + address;
            case ANSWERED -> "— the words to compare with " + address + " are on their way";
            case COMPARE ->
                    "— tell each other the words, by voice or in person: "
                            + String.join(" ", check.words())
                            + ". The same with "
                            + address
                            + "? /check "
                            + address
                            + " --match or --differ";
            case MATCHED -> "— the words are the same"; // that they are verified is told for itself
            case DIFFERED ->
                    "— the words differ: somebody may be between you and "
                            + address
                            + "; do not trust this conversation";
            case ENDED -> "— the check with " + address + " is over" + check.why().map(why -> ": " + why).orElse("");
        };
    }
}
