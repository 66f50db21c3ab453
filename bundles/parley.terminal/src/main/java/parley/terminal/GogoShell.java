package parley.terminal;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs lines of the framework's shell; used only where the terminal was started with {@code --gogo}. */
@Component(service = GogoShell.class)
public final class GogoShell implements Commands.Gogo {

    private final CommandProcessor processor;

    @Activate
    public GogoShell(@Reference CommandProcessor processor) {
        this.processor = processor;
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
            throw new CommandException(Code.USAGE, "the framework's shell says: " + e.getMessage(), e);
        }
    }
}
