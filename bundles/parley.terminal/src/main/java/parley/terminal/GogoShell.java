package parley.terminal;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Runs lines of the framework's shell; used only where the terminal was started with {@code --gogo}. */
@Component(service = GogoShell.class)
public final class GogoShell implements Commands.Gogo {

    /** What Gogo says of words that fit none of a command's methods: its name, its words' types, the methods' types. */
    private static final Pattern MISFIT = Pattern.compile("Cannot coerce (\\S+?)\\(.*?\\) to any of \\[(.*)]");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final CommandProcessor processor;
    private final BundleNames bundles;

    @Activate
    public GogoShell(@Reference CommandProcessor processor, BundleContext framework) {
        this.processor = processor;
        this.bundles = new BundleNames(framework);
    }

    @Override
    public String run(String line) throws CommandException {
        var output = new ByteArrayOutputStream();
        var print = new PrintStream(output, true, StandardCharsets.UTF_8);
        try (var session = processor.createSession(new ByteArrayInputStream(new byte[0]), print, print)) {
            session.put("SCOPE", StartCommand.SCOPE + ":*");
            var result = session.execute(line);
            if (result != null) print.println(session.format(result, Converter.INSPECT));
            return output.toString(StandardCharsets.UTF_8);
        } catch (Exception e) { // Gogo's own signature: whatever the line's command throws
            throw refusal(line, e);
        }
    }

    private CommandException refusal(String line, Exception e) {
        var misfit = MISFIT.matcher(String.valueOf(e.getMessage()));
        if (!misfit.matches()) {
            return new CommandException(Code.USAGE, "the framework's shell says: " + e.getMessage(), e);
        }
        var command = misfit.group(1);
        var stranger = misfit.group(2).contains("Bundle") ? stranger(line, command) : Optional.<String>empty();
        return stranger.map(name ->
                        new CommandException(
                                Code.NOT_FOUND,
                                "there is no bundle of the name or number " + name + "; gogo lb lists those there are",
                                e))
                .orElseGet(() ->
                        new CommandException(
                                Code.USAGE,
                                "gogo " + command + " takes other words; gogo help " + command + " says which",
                                e));
    }

    /** The first word behind {@code command} that looks like a bundle's name or number and is none. */
    private Optional<String> stranger(String line, String command) {
        return Arrays.stream(line.split("[;|&\\n{}()]"))
                .map(part -> part.strip().split("\\s+"))
                .filter(words -> words[0].equals(command) || words[0].endsWith(":" + command))
                .flatMap(words -> Arrays.stream(words).skip(1))
                .map(word -> word.replaceAll("[\"']", ""))
                .filter(word -> NAME.matcher(word).matches() && bundles.find(word).isEmpty())
                .findFirst();
    }
}
