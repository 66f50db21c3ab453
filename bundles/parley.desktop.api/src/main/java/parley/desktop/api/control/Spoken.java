package parley.desktop.api.control;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Control;

import java.util.function.Supplier;

/** Gives painted things a name for screen readers. */
public final class Spoken {

    private Spoken() {}

    /**
     * Has screen readers say {@code words}, asked for anew each time, for the picture or text that {@code control}
     * paints.
     */
    public static void as(Control control, Supplier<String> words) {
        control.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = words.get();
                            }
                        });
        control.getAccessible()
                .addAccessibleControlListener(
                        new AccessibleControlAdapter() {
                            @Override
                            public void getRole(AccessibleControlEvent event) {
                                event.detail = ACC.ROLE_LABEL;
                            }
                        });
    }
}
