package parley.terminal;

import static parley.terminal.Commands.word;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins;
import parley.client.api.Plugins.Plugin;
import parley.protocol.text.Inert;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Commands about plug-ins. */
final class PluginCommands {

    private static final Word ACCEPT = new Word.Option("--accept", "FINGERPRINT");
    private static final Word JAR = new Word.One("JAR");

    /** Asks a person. */
    @FunctionalInterface
    interface Question {
        /** Whether they say yes; empty where nobody can be asked. */
        Optional<Boolean> ask(String question);
    }

    /** What is done with a jar. */
    private interface Step {
        Plugin run(Plugins plugins, Path jar, Optional<String> acceptedPublisher) throws CommandException;
    }

    private final Supplier<Optional<Plugins>> plugins;
    private final Question question;

    PluginCommands(Supplier<Optional<Plugins>> plugins, Question question) {
        this.plugins = plugins;
        this.question = question;
    }

    void addTo(Commands commands) {
        commands.add("plugin list", "lists plug-ins", _ -> list());
        commands.add("plugin install", "adds a signed jar", words -> put(words, Plugins::install, false), ACCEPT, JAR);
        commands.add(
                "plugin update",
                "replaces one, or a part of Parley",
                words -> put(words, Plugins::update, true),
                ACCEPT,
                JAR);
        commands.add("plugin remove", "takes one away", this::remove, new Word.One("NAME"));
    }

    private Plugins plugins() throws CommandException {
        return plugins.get()
                .orElseThrow(() ->
                        new CommandException(
                                Code.REFUSED,
                                "the bundle parley.plugins is not running; start it, or start Parley anew"));
    }

    private Answer list() throws CommandException {
        var all = plugins().list();
        return Answer.of(
                Answer.fields("plugins", all.stream().map(PluginCommands::fields).toList()),
                all.isEmpty()
                        ? "There are no plug-ins."
                        : all.stream().map(PluginCommands::text).collect(Collectors.joining("\n")));
    }

    private Answer put(ParseResult words, Step step, boolean update) throws CommandException {
        var jar = FileCommands.path(word(words, 0));
        @Nullable String given = words.matchedOptionValue("--accept", (String) null);
        var accepted = Optional.ofNullable(given);
        if (accepted.isEmpty()) accepted = asked(jar, update);
        var plugin = step.run(plugins(), jar, accepted);
        return Answer.of(fields(plugin), text(plugin));
    }

    /** The publisher, if it is new and the person says yes to it; empty leaves it to be refused. */
    private Optional<String> asked(Path jar, boolean update) throws CommandException {
        var offer = plugins().inspect(jar);
        var fits = offer.replaces() == update; // else it is refused, whatever they would say
        if (offer.accepted() || !fits) return Optional.empty();
        var answer =
                question.ask(
                        Inert.text(
                                offer.name()
                                        + " "
                                        + offer.version()
                                        + "\nsays of itself:  "
                                        + offer.declares().description()
                                        + "\nsays it uses:    "
                                        + String.join(", ", offer.declares().uses())
                                        + "\npublished by:    "
                                        + offer.publisher()
                                        + "\n"
                                        + "Nothing holds it to what it says: it can do all that Parley can, and read"
                                        + " all you write.\n"
                                        + "Compare the publisher's fingerprint with what they tell elsewhere."
                                        + " Do you accept them?"));
        if (answer.isPresent() && !answer.get()) {
            throw new CommandException(
                    Code.REFUSED, "nothing was installed; ask the publisher for their fingerprint if you are in doubt");
        }
        return answer.map(_ -> offer.publisher());
    }

    private Answer remove(ParseResult words) throws CommandException {
        var name = word(words, 0);
        plugins().remove(name);
        return Answer.of(Answer.fields("name", name), Inert.line(name) + " is gone.");
    }

    private static Map<String, Object> fields(Plugin plugin) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", plugin.name());
        plugin.version().ifPresent(it -> fields.put("version", it));
        plugin.publisher().ifPresent(it -> fields.put("publisher", it));
        fields.put("state", plugin.state().word());
        fields.put("installed", plugin.installed());
        plugin.reason().ifPresent(it -> fields.put("reason", it));
        fields.put(
                "declares",
                Answer.fields("description", plugin.declares().description(), "uses", plugin.declares().uses()));
        return fields;
    }

    private static String text(Plugin plugin) {
        var text =
                plugin.name()
                        + plugin.version().map(it -> " " + it).orElse("")
                        + "  "
                        + plugin.state().word()
                        + plugin.publisher()
                                .map(it -> "  by " + it.substring(0, Math.min(16, it.length())) + "…")
                                .orElse("");
        return Inert.line(text) + plugin.reason().map(it -> "\n    " + Inert.line(it)).orElse("");
    }
}
