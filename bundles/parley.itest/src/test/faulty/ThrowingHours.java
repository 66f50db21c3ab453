package example.desktop.clocks;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.CommandContribution;
import parley.desktop.api.CommandInfo;

/** A command that fails while it is made. */
@Component
@CommandInfo(id = "example.desktop.clocks.throwing", label = "Hours that throw", key = "M1+M2+J", menu = 501)
public final class ThrowingHours implements CommandContribution {

    @Activate
    public ThrowingHours() {
        System.setProperty("example.desktop.clocks.ThrowingHours", "made"); // so that a test sees it
        throw new IllegalStateException("no hour strikes");
    }

    @Override
    public void run() {}
}
