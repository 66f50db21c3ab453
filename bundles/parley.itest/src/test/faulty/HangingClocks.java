package example.desktop.clocks;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Theme;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;

import java.util.concurrent.CountDownLatch;

/** The clocks, which wait for ever while they are made. */
@Component
@ViewInfo(id = "example.desktop.clocks", title = "Clocks", place = ViewInfo.Place.BOTTOM)
public final class HangingClocks implements ViewContribution {

    private final Theme theme;

    @Activate
    public HangingClocks(@Reference Theme theme) {
        this.theme = theme;
        System.setProperty("example.desktop.clocks.HangingClocks", "made"); // so that a test sees it
        Never.comes();
    }

    @Override
    public View create(Composite parent) {
        return new ClocksView(parent, theme, () -> false, _ -> {});
    }

    /** Waits while it is initialised, which keeps a virtual thread on the one that carries it. */
    private static final class Never {

        static {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static void comes() {}
    }
}
