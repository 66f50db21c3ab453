package parley.launcher;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** On Ctrl+C and SIGTERM stops the product's bundles in order, then ends the process with status 0. */
final class OrderlyStop {

    private final Thread hook = new Thread(this::onSignal, "orderly-stop");
    private final AtomicReference<@Nullable RunningProduct> product = new AtomicReference<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    private OrderlyStop() {}

    /** One that waits for the signal from now on. */
    static OrderlyStop armed() {
        var stop = new OrderlyStop();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** Says what to stop. */
    void stops(RunningProduct running) {
        product.set(running);
        if (isUnderWay()) running.close(); // the signal came while it was still starting
    }

    /** Says whether the signal has come. */
    boolean isUnderWay() {
        return underWay.get();
    }

    /** From now on the process ends as it likes: the product has stopped by itself. */
    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal has come too, as from whoever sends it and ends the input at once: the hook ends the process.
        }
    }

    private void onSignal() {
        underWay.set(true);
        try {
            var running = product.get();
            if (running != null) running.close();
            System.out.flush();
            Runtime.getRuntime().halt(0); // else the JVM would report the signal as its status
        } catch (RuntimeException | Error e) {
            e.printStackTrace(); // the log may be closed by now
            Runtime.getRuntime().halt(LaunchException.FAILED);
        }
    }
}
