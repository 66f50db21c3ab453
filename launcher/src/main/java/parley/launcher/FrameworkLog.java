package parley.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Sends what the framework has to say to the log; its own logger would write to standard output, among the events. */
final class FrameworkLog extends Logger {

    private static final System.Logger log = System.getLogger("org.apache.felix.framework");

    @Override
    protected void doLog(
            @Nullable Bundle bundle,
            @SuppressWarnings("rawtypes") @Nullable ServiceReference service,
            int level,
            String message,
            @Nullable Throwable cause) {
        doLog(level, bundle == null ? message : bundle.getSymbolicName() + ": " + message, cause);
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable cause) {
        log.log(
                switch (level) {
                    case LOG_ERROR -> System.Logger.Level.ERROR;
                    case LOG_WARNING -> System.Logger.Level.DEBUG; // mostly about optional imports
                    default -> System.Logger.Level.TRACE;
                },
                message,
                cause);
    }
}
