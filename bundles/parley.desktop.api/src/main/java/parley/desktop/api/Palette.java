package parley.desktop.api;

import org.eclipse.swt.graphics.RGB;
import org.osgi.annotation.versioning.ConsumerType;

/** A colour theme. Register one as a service, with a {@link ThemeInfo}, to offer it to the person. */
@ConsumerType
public interface Palette {

    /** The colour for {@code token}: always the same answer. May be called from any thread. */
    RGB rgb(Token token);
}
