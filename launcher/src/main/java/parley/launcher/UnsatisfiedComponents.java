package parley.launcher;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Components of Declarative Services that wait for something.
 *
 * <p>By reflection, for the reason {@link Configurations} gives.
 */
final class UnsatisfiedComponents {

    private static final String SERVICE = "org.osgi.service.component.runtime.ServiceComponentRuntime";

    /** {@code ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION} and {@code UNSATISFIED_REFERENCE}. */
    private static final int UNSATISFIED = 2;

    /** {@code ComponentConfigurationDTO.FAILED_ACTIVATION}. */
    private static final int FAILED = 16;

    private UnsatisfiedComponents() {}

    /** Names each component that cannot run, with the references it lacks. Empty without Declarative Services. */
    static List<String> in(BundleContext context) {
        var reference = context.getServiceReference(SERVICE);
        if (reference == null) return List.of();
        try {
            return describe(context.getService(reference));
        } catch (ReflectiveOperationException e) {
            return List.of("components cannot be asked: " + e);
        } finally {
            context.ungetService(reference);
        }
    }

    private static List<String> describe(Object runtime) throws ReflectiveOperationException {
        var found = new ArrayList<String>();
        var descriptions =
                (Collection<?>)
                        runtime.getClass()
                                .getMethod("getComponentDescriptionDTOs", Bundle[].class)
                                .invoke(runtime, (Object) new Bundle[0]);
        for (var description : descriptions) {
            var configurations =
                    (Collection<?>)
                            runtime.getClass()
                                    .getMethod("getComponentConfigurationDTOs", description.getClass())
                                    .invoke(runtime, description);
            var name = (String) description.getClass().getField("name").get(description);
            for (var configuration : configurations) {
                var state = configuration.getClass().getField("state").getInt(configuration);
                if (state <= UNSATISFIED) found.add(name + " lacks " + missing(configuration));
                if (state == FAILED) found.add(name + " failed: " + cause(configuration));
            }
            if (configurations.isEmpty() && needsConfiguration(description))
                found.add(name + " lacks its configuration");
        }
        return found;
    }

    private static boolean needsConfiguration(Object description) throws ReflectiveOperationException {
        return "require".equals(description.getClass().getField("configurationPolicy").get(description));
    }

    private static String missing(Object configuration) throws ReflectiveOperationException {
        var references = configuration.getClass().getField("unsatisfiedReferences").get(configuration);
        var names = new ArrayList<String>();
        for (var i = 0; references != null && i < Array.getLength(references); i++) {
            var reference = Array.get(references, i);
            names.add(
                    reference.getClass().getField("name").get(reference)
                            + " "
                            + reference.getClass().getField("target").get(reference));
        }
        return names.isEmpty() ? "its configuration" : String.join(", ", names);
    }

    private static String cause(Object configuration) throws ReflectiveOperationException {
        var failure = String.valueOf(configuration.getClass().getField("failure").get(configuration));
        return failure.lines().findFirst().orElse("");
    }
}
