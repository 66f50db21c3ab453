package parley.itest;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

import parley.launcher.Distribution;
import parley.launcher.RunningProduct;
import parley.launcher.stage.Actor;
import parley.testing.VolatileDisk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The desktop product as it is, with a robot before its window. */
final class SeenDesktop implements AutoCloseable {

    private final Screen screen;
    private final RunningProduct product;
    private final Thread ui;
    private final Function<List<String>, String> robot;

    /** Starts the desktop and waits for its window. */
    SeenDesktop(Path home, String... arguments) throws Exception {
        screen = Screen.take();
        product = RunningProduct.start(Distribution.current(), "desktop", home, List.of(arguments));
        var face = product.face(Actor.PATIENCE);
        ui =
                Thread.ofPlatform()
                        .name("ui")
                        .start(() -> {
                            try {
                                product.run(face);
                            } catch (Exception e) {
                                throw new IllegalStateException("the desktop ended", e);
                            }
                        });
        robot = robot();
    }

    /** The robot lives in the framework, beside the one SWT that the window is made with. */
    @SuppressWarnings("unchecked")
    private Function<List<String>, String> robot() throws Exception {
        var jar = Path.of(VolatileDisk.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (var content = Files.newInputStream(jar)) {
            var bundle = product.framework().getBundleContext().installBundle("robot", content);
            return (Function<List<String>, String>)
                    bundle.loadClass("parley.testing.desktop.SpokenRobot").getConstructor().newInstance();
        }
    }

    /** Has the robot do something ({@code parley.testing.desktop.SpokenRobot} lists what it can). */
    String robot(String... words) {
        return robot.apply(Arrays.asList(words));
    }

    void awaitShown(String id) {
        until(id, () -> robot("shows", id).equals("true"));
    }

    /** Waits until {@code text} is among what a screen reader would say of the control. */
    void awaitSpoken(String id, String text) {
        until(text, () -> robot("spoken", id).contains(text), () -> robot("spoken", id));
    }

    /** Waits until {@code text} is no more among what a screen reader would say of the control. */
    void awaitUnspoken(String id, String text) {
        until("the end of " + text, () -> !robot("spoken", id).contains(text), () -> robot("spoken", id));
    }

    /** Waits until the sentences in view within the control have {@code text} among them. */
    void awaitSaid(String id, String text) {
        until(
                text,
                () -> robot("shows", id).equals("true") && robot("says", id).contains(text),
                () -> robot("says", id));
    }

    /** Waits until a screen reader would call the control something that begins with {@code name}. */
    void awaitNamed(String id, String name) {
        until(
                name,
                () -> robot("shows", id).equals("true") && robot("name", id).startsWith(name),
                () -> robot("name", id));
    }

    /** Waits until the control is not in view. */
    void awaitGone(String id) {
        until("the end of " + id, () -> robot("shows", id).equals("false"));
    }

    /** Presses the row of the list of conversations that a screen reader begins with {@code text}. */
    void open(String text) {
        press("conversations", text, 8, 70);
    }

    /** Presses the row of the list of things {@code id} that a screen reader begins with {@code text}. */
    void choose(String id, String text) {
        press(id, text, 0, 60);
    }

    /** Goes by keys to the message that a screen reader would say with {@code text} in it. */
    void walk(String text) {
        robot("click at", "timeline", "4", "4");
        robot("press", "home");
        var rows = robot("spoken", "timeline").lines().toList();
        var row = IntStream.range(0, rows.size()).filter(at -> rows.get(at).contains(text)).findFirst();
        for (var step = 0; step < row.orElseThrow(); step++) robot("press", "down");
    }

    private void press(String id, String text, int margin, int height) {
        awaitShown(id);
        until(text, () -> row(id, text) >= 0, () -> robot("spoken", id));
        robot("click at", id, "100", Integer.toString(margin + height * row(id, text) + height / 2));
    }

    private int row(String id, String text) {
        var rows = robot("spoken", id).lines().toList();
        for (int row = 0; row < rows.size(); row++) if (rows.get(row).startsWith(text)) return row;
        return -1;
    }

    /** Closes the window as its button does, and waits until the program that it is has come to its end. */
    void closeWindow() throws InterruptedException {
        robot("close");
        awaitEnd();
    }

    /** Stops a bundle, as an operator would. */
    void stop(String name) throws BundleException {
        bundle(name).stop();
    }

    void start(String name) throws BundleException {
        bundle(name).start();
    }

    Bundle bundle(String name) {
        return Arrays.stream(product.framework().getBundleContext().getBundles())
                .filter(it -> name.equals(it.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a bundle is there. */
    boolean has(String name) {
        return Arrays.stream(product.framework().getBundleContext().getBundles())
                .anyMatch(it -> name.equals(it.getSymbolicName()));
    }

    private static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** Waits for {@code condition}; says what is there {@code instead} if that is in vain. */
    static void until(String what, BooleanSupplier condition, Supplier<String> instead) {
        var end = System.nanoTime() + Actor.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("waited in vain for " + what + "; " + instead.get());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Override
    public void close() throws Exception {
        try (screen) {
            ((AutoCloseable) robot).close();
            product.close();
            awaitEnd();
        }
    }

    private void awaitEnd() throws InterruptedException {
        ui.join(TimeUnit.SECONDS.toMillis(60));
        if (ui.isAlive()) throw new AssertionError("the window's thread did not end");
    }
}
