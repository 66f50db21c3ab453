package parley.launcher;

import org.osgi.framework.BundleContext;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;

/**
 * Puts a feature's configurations into Configuration Admin.
 *
 * <p>By reflection: the service's classes belong to its bundle, and a second copy on the launcher's class path would be
 * another type.
 */
final class Configurations {

    /** The bundle that must run before configurations can be applied. */
    static final String PROVIDER = "org.apache.felix.configadmin";

    private static final String SERVICE = "org.osgi.service.cm.ConfigurationAdmin";

    private Configurations() {}

    static void apply(BundleContext context, Map<String, Map<String, Object>> configurations)
            throws IOException, LaunchException {
        var reference = context.getServiceReference(SERVICE);
        if (reference == null) {
            throw LaunchException.failed(
                    "The product has configurations but no " + PROVIDER + ": install Parley again.");
        }
        var admin = context.getService(reference);
        try {
            for (var entry : configurations.entrySet()) {
                var configuration = configuration(admin, entry.getKey());
                configuration
                        .getClass()
                        .getMethod("update", Dictionary.class)
                        .invoke(configuration, new Hashtable<>(entry.getValue()));
            }
        } catch (InvocationTargetException e) {
            throw new IOException("a configuration could not be stored", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException("Configuration Admin is not as expected", e);
        } finally {
            context.ungetService(reference);
        }
    }

    private static Object configuration(Object admin, String pid) throws ReflectiveOperationException {
        var name = pid.indexOf('~');
        return name < 0
                ? admin.getClass().getMethod("getConfiguration", String.class, String.class).invoke(admin, pid, "?")
                : admin.getClass()
                        .getMethod("getFactoryConfiguration", String.class, String.class, String.class)
                        .invoke(admin, pid.substring(0, name), pid.substring(name + 1), "?");
    }
}
