package parley.desktop.chat;

import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Control;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A page that is built when it is first needed: most are never looked at, and a start would build them all. For the UI
 * thread.
 */
final class Later<P> {

    private final Supplier<P> builder;
    private final Function<P, Control> control;
    private @Nullable P built;

    Later(Supplier<P> builder, Function<P, Control> control) {
        this.builder = builder;
        this.control = control;
    }

    P get() {
        if (built == null) built = builder.get();
        return built;
    }

    Control control() {
        return control.apply(get());
    }

    /** Shows it at {@code bounds}, or not at all; what was never shown need not be hidden. */
    void place(boolean shown, Rectangle bounds) {
        if (!shown && built == null) return;
        control().setBounds(bounds);
        control().setVisible(shown);
    }
}
