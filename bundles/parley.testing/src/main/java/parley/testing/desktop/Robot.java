package parley.testing.desktop;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.Accessible;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleControlListener;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.accessibility.AccessibleListener;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.DropTargetListener;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A person at the window: finds controls by their {@code test.id}, types and clicks for real, takes pictures. */
public final class Robot implements AutoCloseable {

    /** As long as a busy machine may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For how long virtual threads may be busy until no more is expected of waiting for them. */
    private static final Duration RESTLESS = Duration.ofSeconds(2);

    private static final VirtualThreadSchedulerMXBean SCHEDULER =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    /** So many times a window is looked at until it stands still: a caret that blinks never does. */
    private static final int STILL = 6;

    private final Display display;
    private final Pointer pointer = new Pointer();
    private final AtomicInteger pointed = new AtomicInteger();

    public Robot(Display display) {
        this.display = display;
        for (var kind : new int[] {SWT.MouseDown, SWT.MouseVerticalWheel, SWT.DragDetect})
            run(() -> display.addFilter(kind, _ -> pointed.incrementAndGet()));
    }

    /** How often the window has heard of the pointer's buttons or its wheel, since the robot is here. */
    public int pointed() {
        return pointed.get();
    }

    /** What {@code asked} answers on the UI thread. */
    public <T extends @Nullable Object> T ui(Supplier<T> asked) {
        var answer = new ArrayList<T>(1);
        display.syncExec(() -> answer.add(asked.get()));
        return answer.getFirst();
    }

    public void run(Runnable task) {
        display.syncExec(task);
    }

    /** Waits until {@code true} on the UI thread. */
    public void waitFor(String what, BooleanSupplier condition) {
        until(what, () -> ui(condition::getAsBoolean));
    }

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("waited in vain for " + what);
            var here = Display.getCurrent(); // on its thread, what is waited for comes by nobody else
            if (here == null || !here.readAndDispatch()) LockSupport.parkNanos(5_000_000);
        }
    }

    public Shell shell() {
        waitFor("a window", () -> display.getShells().length > 0 && display.getShells()[0].isVisible());
        return ui(() -> display.getShells()[0]);
    }

    public <T extends Control> T find(Class<T> type, String id) {
        var shell = shell();
        var found = new AtomicReference<@Nullable Control>();
        waitFor(
                id,
                () -> {
                    found.set(search(shell, id));
                    return found.get() != null;
                });
        return type.cast(Objects.requireNonNull(found.get()));
    }

    public boolean shows(String id) {
        var shell = shell();
        return ui(() -> {
            var found = search(shell, id);
            return found != null && found.isVisible();
        });
    }

    /** Whether the control {@code id} is there and has the keyboard. */
    public boolean isAt(String id) {
        var shell = shell();
        return ui(() -> {
            var found = search(shell, id);
            return found != null && found.isFocusControl();
        });
    }

    private static @Nullable Control search(Composite parent, String id) {
        for (var child : parent.getChildren()) {
            if (id.equals(child.getData("test.id"))) return child;
            if (child instanceof Composite composite) {
                var found = search(composite, id);
                if (found != null) return found;
            }
        }
        return null;
    }

    /** What a screen reader is told of {@code child} of {@code control}; empty if nothing. On the UI thread. */
    public static String spoken(Control control, int child) {
        if (control instanceof Label label) return label.getText();
        var event = new AccessibleEvent(control);
        event.childID = child;
        for (var listener : listeners(control.getAccessible())) listener.getName(event);
        return Objects.requireNonNullElse(event.result, "");
    }

    /** The control that has the keyboard. On the UI thread. */
    public Optional<Control> focus() {
        return Optional.ofNullable(display.getFocusControl());
    }

    /** What a screen reader says of {@code control} when the keyboard comes to it, or to an item in it. */
    static String spokenAt(Control control) {
        var event = new AccessibleControlEvent(control);
        event.childID = ACC.CHILDID_SELF;
        for (var listener : controlListeners(control.getAccessible())) listener.getFocus(event);
        return spoken(control, event.childID);
    }

    /** Has {@code what} on the clipboard, as another program would leave it there. */
    void copy(Object what, Transfer kind) {
        run(() -> {
            var clipboard = new Clipboard(display);
            clipboard.setContents(new Object[] {what}, new Transfer[] {kind});
            clipboard.dispose();
        });
    }

    /** Where a screen reader is told that {@code child} of {@code control} is, in the control. */
    public Rectangle place(Control control, int child) {
        return ui(() -> {
            var event = new AccessibleControlEvent(control);
            event.childID = child;
            for (var listener : controlListeners(control.getAccessible())) listener.getLocation(event);
            var at = control.toControl(event.x, event.y);
            return new Rectangle(at.x, at.y, event.width, event.height);
        });
    }

    private static Collection<AccessibleListener> listeners(Accessible accessible) {
        return listeners(accessible, "accessibleListeners");
    }

    private static Collection<AccessibleControlListener> controlListeners(Accessible accessible) {
        return listeners(accessible, "accessibleControlListeners");
    }

    @SuppressWarnings("unchecked")
    private static <T> Collection<T> listeners(Accessible accessible, String kind) {
        try {
            var field = Accessible.class.getDeclaredField(kind); // SWT has no way to ask
            field.setAccessible(true);
            var listeners = (Collection<T>) field.get(accessible);
            return listeners == null ? List.of() : listeners;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** All sentences in view within the control {@code id}, one a line. */
    public String words(String id) {
        var parent = find(Composite.class, id);
        return ui(() -> words(parent));
    }

    private static String words(Composite parent) {
        var all = new StringBuilder();
        for (var child : parent.getChildren()) {
            if (!child.isVisible()) continue;
            if (child instanceof Label label) all.append(label.getText()).append('\n');
            else if (child instanceof Composite inner) all.append(words(inner));
        }
        return all.toString();
    }

    public void click(String id) {
        hold(id);
        release();
    }

    public void click(Control control, int x, int y) {
        hold(control, x, y);
        release();
    }

    /** Presses the pointer's button on the control {@code id}, until {@link #release}. */
    public void hold(String id) {
        moveTo(() -> middle(id));
        hold();
    }

    private void hold(Control control, int x, int y) {
        move(control, x, y);
        hold();
    }

    private void hold() {
        pointer.button(1, true);
        settle();
    }

    /** The middle of the control {@code id} on the screen, once it is in view. */
    private Point middle(String id) {
        var shell = shell();
        var found = new AtomicReference<@Nullable Point>();
        waitFor(
                id + " visible",
                () -> {
                    var control = search(shell, id);
                    if (control == null || !control.isVisible()) return false;
                    var size = control.getSize();
                    found.set(control.toDisplay(size.x / 2, size.y / 2));
                    return true;
                });
        return Objects.requireNonNull(found.get());
    }

    public void release() {
        pointer.button(1, false);
        settle();
    }

    /** Drags from one place of {@code control} to another. */
    public void drag(Control control, int x, int y, int toX, int toY) {
        hold(control, x, y);
        move(control, toX, toY);
        release();
    }

    /** Drops a file from elsewhere onto the control {@code id}. */
    public void drop(String id, String file) {
        dragging(id, file, DropTargetListener::drop);
    }

    /** Drags a file from elsewhere over the control {@code id}, without dropping it. */
    public void dragIn(String id, String file) {
        dragging(id, file, DropTargetListener::dragEnter);
    }

    /** Drags it away again. */
    public void dragOut(String id) {
        dragging(id, "", DropTargetListener::dragLeave);
    }

    private void dragging(String id, String file, BiConsumer<DropTargetListener, DropTargetEvent> done) {
        var control = find(Control.class, id);
        waitFor(id + " visible", control::isVisible);
        run(() -> {
            var target = (DropTarget) control.getData(DND.DROP_TARGET_KEY);
            for (var listener : target.getDropListeners()) done.accept(listener, dropped(target, new String[] {file}));
        });
        settle();
    }

    private static DropTargetEvent dropped(DropTarget target, Object data) {
        try {
            var kind = Class.forName("org.eclipse.swt.dnd.DNDEvent", true, DropTarget.class.getClassLoader());
            var made = kind.getDeclaredConstructor(); // SWT has no way to drop something by program
            made.setAccessible(true);
            var event = (Event) made.newInstance();
            event.widget = target;
            var wrapped = DropTargetEvent.class.getDeclaredConstructor(kind);
            wrapped.setAccessible(true);
            var drop = (DropTargetEvent) wrapped.newInstance(event);
            drop.data = data;
            drop.detail = DND.DROP_COPY;
            return drop;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Turns the wheel over {@code control}, upwards if positive. */
    public void wheel(Control control, int notches) {
        move(control, 100, 100);
        for (int notch = 0; notch < Math.abs(notches); notch++) {
            pointer.button(notches > 0 ? 4 : 5, true);
            pointer.button(notches > 0 ? 4 : 5, false);
        }
        settle();
    }

    /** Presses the pointer's other button, the one for menus. */
    public void clickRight(Control control, int x, int y) {
        move(control, x, y);
        pointer.button(3, true);
        pointer.button(3, false);
        settle();
    }

    /** Moves the pointer onto a place of {@code control}. */
    public void move(Control control, int x, int y) {
        moveTo(() -> ui(() -> control.toDisplay(x, y)));
    }

    private void moveTo(Supplier<Point> place) {
        var at = place.get();
        moveTo(at);
        for (var now = place.get(); !now.equals(at); now = place.get()) { // it was placed anew meanwhile
            at = now;
            moveTo(at);
        }
    }

    private void moveTo(Point at) {
        pointer.moveTo(at.x, at.y);
        settle();
    }

    public void type(String text) {
        for (char letter : text.toCharArray()) key(letter, letter == '\r' ? SWT.CR : 0);
        settle();
    }

    /** Presses {@code letter} while one or more modifiers, such as {@code SWT.MOD1 | SWT.MOD2}, are held. */
    public void chord(int modifiers, char letter) {
        holding(modifiers, () -> key(letter, 0));
    }

    public void press(int keyCode) {
        press(0, keyCode);
    }

    /** Presses a key that writes nothing while modifiers are held. */
    public void press(int modifiers, int keyCode) {
        holding(
                modifiers,
                () -> {
                    post(SWT.KeyDown, event -> event.keyCode = keyCode);
                    post(SWT.KeyUp, event -> event.keyCode = keyCode);
                });
    }

    /** Presses Enter while modifiers are held. */
    public void holdingEnter(int modifiers) {
        holding(modifiers, () -> key('\r', SWT.CR));
    }

    private void holding(int modifiers, Runnable pressing) {
        var held = IntStream.of(SWT.MOD1, SWT.MOD2, SWT.MOD3).filter(each -> (modifiers & each) != 0).toArray();
        for (var each : held) post(SWT.KeyDown, event -> event.keyCode = each);
        pressing.run();
        for (var each : held) post(SWT.KeyUp, event -> event.keyCode = each);
        settle();
    }

    private void key(char letter, int keyCode) {
        post(
                SWT.KeyDown,
                event -> {
                    event.character = letter;
                    event.keyCode = keyCode;
                });
        post(
                SWT.KeyUp,
                event -> {
                    event.character = letter;
                    event.keyCode = keyCode;
                });
    }

    private void post(int type, Consumer<Event> filled) {
        var event = new Event();
        event.type = type;
        filled.accept(event);
        waitFor("the keyboard in a window", () -> display.post(event)); // taken by none before that
    }

    /**
     * Lets everything that waits to be done or painted be so: what the screen still has to say, what virtual threads
     * are at, what came of that. Whatever never rests is not waited for.
     */
    public void settle() {
        long end = System.nanoTime() + RESTLESS.toNanos();
        for (int round = 0; round < 2; round++) {
            dispatch();
            while (isBusy() && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
                dispatch();
            }
            LockSupport.parkNanos(15_000_000);
        }
    }

    private void dispatch() {
        run(() -> {
            display.getCursorLocation(); // asks the screen: whatever it said before that is here now
            while (display.readAndDispatch()) {}
            display.update();
        });
    }

    /** Whether a virtual thread runs, or could. */
    private static boolean isBusy() {
        return SCHEDULER.getMountedVirtualThreadCount() > 0 || SCHEDULER.getQueuedVirtualThreadCount() > 0;
    }

    public void size(int width, int height) {
        var shell = shell();
        run(() -> shell.setBounds(0, 0, width, height));
        settle();
    }

    /** Takes a picture of the window. */
    public void picture(String name) throws IOException {
        picture(name, shell());
    }

    /** Takes a picture of {@code shell}, with all the points that the screen has, once it stands still. */
    public void picture(String name, Shell shell) throws IOException {
        var folder = Files.createDirectories(Path.of("target", "screenshots"));
        settle();
        var before = look(shell);
        var now = before;
        for (int again = 0; again < STILL; again++) { // what is shown anew is placed and painted in some frames
            settle();
            now = look(shell);
            if (Arrays.equals(before.data, now.data)) break;
            before = now;
        }
        var loader = new ImageLoader();
        loader.data = new ImageData[] {now};
        loader.save(folder.resolve(name + ".png").toString(), SWT.IMAGE_PNG);
    }

    private ImageData look(Shell shell) {
        return ui(() -> {
            var area = shell.getClientArea();
            var image = new Image(display, area.width, area.height);
            var gc = new GC(shell);
            gc.copyArea(image, 0, 0);
            gc.dispose();
            var seen = image.getImageData(shell.getMonitor().getZoom());
            image.dispose();
            return seen;
        });
    }

    /** The colour of the point (x, y) of {@code control}, as six hex digits. */
    public String colour(Control control, int x, int y) {
        settle();
        return ui(() -> {
            var image = new Image(display, 1, 1);
            var gc = new GC(control);
            gc.copyArea(image, x, y);
            gc.dispose();
            var data = image.getImageData();
            image.dispose();
            var rgb = data.palette.getRGB(data.getPixel(0, 0));
            return String.format("%02x%02x%02x", rgb.red, rgb.green, rgb.blue);
        });
    }

    @Override
    public void close() {
        pointer.close();
    }
}
