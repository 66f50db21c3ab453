package parley.terminal;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Component;

/**
 * The framework's shell starts bundles by number only, although it stops them by name; this command takes both, as
 * {@link BundleNames} understands them.
 */
@Component(
        service = StartCommand.class,
        property = {"osgi.command.scope=" + StartCommand.SCOPE, "osgi.command.function=start"})
public final class StartCommand {

    /** Searched before the shell's own commands. */
    static final String SCOPE = "parley";

    /** Starts {@code bundles}, in their order. */
    public void start(Bundle... bundles) throws BundleException {
        for (var bundle : bundles) bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
}
