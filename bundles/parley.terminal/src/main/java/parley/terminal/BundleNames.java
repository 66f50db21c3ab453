package parley.terminal;

import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import java.util.Arrays;
import java.util.Optional;

/** Lets lines of the framework's shell name a bundle by its number or its symbolic name: {@code stop parley.chat}. */
@Component(property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleNames implements Converter {

    private final BundleContext framework;

    @Activate
    public BundleNames(BundleContext framework) {
        this.framework = framework;
    }

    @Override
    public @Nullable Object convert(Class<?> wanted, Object given) {
        return wanted == Bundle.class ? find(given.toString()).orElse(null) : null;
    }

    /** The bundle of this number or symbolic name. */
    Optional<Bundle> find(String name) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()) || name.equals("" + bundle.getBundleId()))
                .findFirst();
    }

    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
        return target instanceof Bundle bundle ? bundle.getSymbolicName() + " " + bundle.getVersion() : null;
    }
}
