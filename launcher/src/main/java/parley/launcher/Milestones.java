package parley.launcher;

import static java.lang.System.Logger.Level.DEBUG;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

import java.lang.management.ManagementFactory;

/** Notes in the log how far a start has come, and when. */
final class Milestones {

    private static final System.Logger log = System.getLogger(Milestones.class.getName());

    private Milestones() {}

    static void passed(String what) {
        if (!log.isLoggable(DEBUG)) return;
        var since = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        log.log(DEBUG, "{0}, {1} ms after the JVM began", what, since);
    }

    /** Notes when the first component of Declarative Services offers its service. */
    static void watch(BundleContext context) {
        if (!log.isLoggable(DEBUG)) return;
        try {
            context.addServiceListener(
                    new ServiceListener() {
                        @Override
                        public void serviceChanged(ServiceEvent event) {
                            if (event.getType() != ServiceEvent.REGISTERED) return;
                            context.removeServiceListener(this);
                            passed("The first component is there");
                        }
                    },
                    "(component.id=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
