package parley.launcher;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts once there is no file {@code hold} in its home, and not at all if there is a file {@code fail}. It leaves a
 * file there when it stops behind {@link FaceActivator}.
 */
public final class LateActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        var home = Path.of(context.getProperty("launcher.home"));
        while (Files.exists(home.resolve("hold"))) Thread.onSpinWait();
        if (Files.exists(home.resolve("fail"))) throw new IllegalStateException("as asked");
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        var home = Path.of(context.getProperty("launcher.home"));
        if (Files.exists(home.resolve("stopped"))) Files.createFile(home.resolve("stopped behind the face"));
    }
}
