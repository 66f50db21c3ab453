package parley.desktop;

import org.osgi.service.component.annotations.Component;

import parley.desktop.api.ExitStatus;

import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the status that the process is to end with. */
@Component(service = {ExitStatus.class, Ending.class})
public final class Ending implements ExitStatus {

    private final AtomicInteger status = new AtomicInteger();

    @Override
    public void set(int changed) {
        status.set(changed);
    }

    int status() {
        return status.get();
    }
}
