package parley.launcher;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A face that does what its one argument says: {@code status N} is given back, {@code throw} fails, {@code wait} waits
 * until it is stopped. It says so when it is {@linkplain #run run}, leaves a file in its home when it stops, and is
 * careful to be a class without companions.
 */
public final class FaceActivator implements BundleActivator, Callable<Integer>, Runnable {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private BundleContext context;

    @Override
    public void start(BundleContext framework) {
        context = framework;
        framework.registerService(Callable.class, this, new Hashtable<>(Map.of("main.thread", "true")));
    }

    @Override
    public void stop(BundleContext framework) throws Exception {
        stopped.countDown();
        Files.createFile(Path.of(framework.getProperty("launcher.home"), "stopped"));
    }

    @Override
    public Integer call() throws Exception {
        var arguments = arguments();
        System.out.println("{\"event\":\"ready\",\"thread\":\"" + Thread.currentThread().getName() + "\"}");
        if (arguments.length > 0 && arguments[arguments.length - 1].equals("throw"))
            throw new IllegalStateException("oh");
        if (arguments.length > 0 && arguments[arguments.length - 1].equals("wait")) stopped.await();
        return arguments.length > 1 && arguments[arguments.length - 2].equals("status")
                ? Integer.parseInt(arguments[arguments.length - 1])
                : 0;
    }

    @Override
    public void run() {
        System.out.println("{\"event\":\"raised\"}");
    }

    private String[] arguments() throws InvalidSyntaxException {
        var reference = context.getServiceReferences(Supplier.class, "(launcher.product=*)").iterator().next();
        return (String[]) context.getService(reference).get();
    }
}
