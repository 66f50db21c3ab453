package parley.terminal;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Search;
import parley.client.api.Search.Found;
import parley.client.api.Search.Query;
import parley.protocol.Address;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command that finds what was said. */
final class SearchCommands {

    /** How long older messages may still be read before what is known by then is shown. */
    private static final Duration READING = Duration.ofSeconds(30);

    private static final Pattern SPACE = Pattern.compile("\\s");

    private final Supplier<Optional<Search>> search;
    private final Conversations conversations;
    private final Accounts accounts;

    SearchCommands(Supplier<Optional<Search>> search, Conversations conversations, Accounts accounts) {
        this.search = search;
        this.conversations = conversations;
        this.accounts = accounts;
    }

    void addTo(Commands commands) {
        commands.add(
                "search",
                "finds what was said; words in quotes as they stand there",
                this::find,
                new Word.Option("--in", "CONVERSATION"),
                new Word.Option("--from", "ADDRESS"),
                new Word.Option("--since", "DATE"),
                new Word.Option("--before", "DATE"),
                new Word.Option("--last", "N"),
                new Word.Option("--next", "NUMBER"),
                new Word.Many("WORDS"));
    }

    private Answer find(ParseResult words) throws CommandException {
        var query = query(words);
        var next = number(words, "--next", Long.MAX_VALUE, Long.MAX_VALUE);
        var page = whole(query, next, (int) number(words, "--last", 20, Search.MAX_PAGE));
        var fields =
                Answer.fields(
                        "messages",
                        page.found().stream().map(SearchCommands::fields).toList(),
                        "next",
                        page.next().isPresent() ? Optional.of(page.next().getAsLong()) : Optional.empty());
        if (!page.complete()) fields.put("complete", false);
        if (page.cut()) fields.put("cut", true);
        return Answer.of(fields, text(page));
    }

    private String text(Search.Page page) throws CommandException {
        var lines = new StringBuilder();
        for (var found : page.found().reversed()) { // as read shows them: the newest last
            var title = conversations.find(found.message().conversation()).map(it -> Inert.line(it.title()));
            lines.append(title.map(it -> "[" + it + "] ").orElse(""))
                    .append(MessageLines.line(found.message(), Optional.empty()))
                    .append('\n');
        }
        if (page.found().isEmpty()) lines.append("Nothing was found.\n");
        if (page.cut()) lines.append("There are too many messages to search them all; the oldest were left out.\n");
        else if (!page.complete()) lines.append("Older messages are still being read; search again in a moment.\n");
        page.next().ifPresent(next -> lines.append("There is more: --next ").append(next).append('\n'));
        return lines.toString().stripTrailing();
    }

    private Query query(ParseResult words) throws CommandException {
        // A word with a space in it was quoted.
        var text =
                words.<List<String>>matchedPositionalValue(0, List.of()).stream()
                        .map(word -> SPACE.matcher(word).find() ? '"' + word + '"' : word)
                        .collect(Collectors.joining(" "));
        var in = words.<String>matchedOptionValue("--in", null);
        var from = words.<String>matchedOptionValue("--from", null);
        return new Query(
                text,
                in == null ? Optional.empty() : Optional.of(conversations.find(in).id()),
                from == null ? Optional.empty() : Optional.of(address(from)),
                date(words, "--since"),
                date(words, "--before"));
    }

    private Address address(String text) throws CommandException {
        try {
            return text.contains("@") ? Address.parse(text) : new Address(text, accounts.need().address().relay());
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, "--from takes an address: " + e.getMessage(), e);
        }
    }

    private static Optional<Instant> date(ParseResult words, String option) throws CommandException {
        var text = words.<String>matchedOptionValue(option, null);
        if (text == null) return Optional.empty();
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeException e) {
            throw new CommandException(Code.USAGE, option + " takes a date such as 2026-11-20", e);
        }
    }

    private static long number(ParseResult words, String option, long otherwise, long most) throws CommandException {
        var text = words.<String>matchedOptionValue(option, null);
        return text == null ? otherwise : Values.number(option, text, most);
    }

    private Search.Page whole(Query query, long next, int limit) throws CommandException {
        var searching =
                search.get()
                        .orElseThrow(() ->
                                new CommandException(Code.NOT_FOUND, "search is not running; start Parley again"));
        var until = System.nanoTime() + READING.toNanos();
        try {
            while (true) {
                var page = searching.find(query, next, limit);
                if (page.complete() || page.cut() || System.nanoTime() > until) return page;
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return searching.find(query, next, limit);
        }
    }

    private static Map<String, Object> fields(Found found) {
        var fields = EventFields.message(found.message());
        fields.put(
                "marks",
                found.marks().stream().map(it -> Answer.fields("start", it.start(), "end", it.end())).toList());
        return fields;
    }
}
