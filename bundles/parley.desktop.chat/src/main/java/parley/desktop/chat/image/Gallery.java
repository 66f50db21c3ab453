package parley.desktop.chat.image;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageDataProvider;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The pictures that a view shows: read one after the other off the UI thread, and kept as long as they are among the
 * most recent. Called on the UI thread.
 */
public final class Gallery {

    private static final System.Logger log = System.getLogger(Gallery.class.getName());

    private final Display display;
    private final Control owner;
    private final int wide;
    private final int high;
    private final int radius;
    private final int kept;
    private final Consumer<String> ready;
    private final int zoom;

    /** A thread of the system: to unpack what somebody has made large must not hold up virtual ones. */
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pictures").factory());

    private final Map<String, Image> images = new LinkedHashMap<>(32, 0.75f, true);
    private final Map<String, Point> sizes = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    /**
     * @param owner ends it when it is disposed
     * @param wide how large pictures may be, in points
     * @param radius of their corners
     * @param kept how many stay unpacked
     * @param ready hears of each that is there now, or that cannot be read
     */
    public Gallery(Control owner, int wide, int high, int radius, int kept, Consumer<String> ready) {
        this.owner = owner;
        this.wide = wide;
        this.high = high;
        this.radius = radius;
        this.kept = kept;
        this.ready = ready;
        display = owner.getDisplay();
        zoom = owner.getMonitor().getZoom() > 125 ? 2 : 1;
        owner.addListener(SWT.Dispose, _ -> close());
    }

    /** How large the picture {@code id} is, in points; nothing while it was not read, or if it cannot be. */
    public @Nullable Point size(String id, Path file) {
        var size = sizes.get(id);
        if (size == null) ask(id, file);
        return size;
    }

    /** The picture {@code id}; nothing while it is read, or if it cannot be. */
    public @Nullable Image image(String id, Path file) {
        var image = images.get(id);
        if (image == null) ask(id, file);
        return image;
    }

    private void ask(String id, Path file) {
        if (refused.contains(id) || !asked.add(id)) return;
        reader.execute(() -> {
            try {
                var pixels = ImageFile.read(file, wide * zoom, high * zoom);
                later(() -> put(id, pixels));
            } catch (IOException e) {
                log.log(System.Logger.Level.DEBUG, "a picture is not shown", e);
                later(() -> refuse(id));
            }
        });
    }

    private void later(Runnable task) {
        if (display.isDisposed()) return;
        display.asyncExec(() -> {
            if (!owner.isDisposed()) task.run();
        });
    }

    private void refuse(String id) {
        asked.remove(id);
        refused.add(id);
        ready.accept(id);
    }

    /** Whether the picture {@code id} cannot be read. */
    boolean refused(String id) {
        return refused.contains(id);
    }

    private void put(String id, Pixels pixels) {
        asked.remove(id);
        var large = pixels.data(radius * zoom);
        int width = Math.max(1, pixels.width() / zoom), height = Math.max(1, pixels.height() / zoom);
        ImageDataProvider at =
                asked -> asked == 100 * zoom ? large : asked == 100 ? large.scaledTo(width, height) : null;
        var before = images.put(id, new Image(display, at));
        if (before != null) before.dispose();
        sizes.put(id, new Point(width, height));
        if (images.size() > kept) {
            var oldest = images.entrySet().iterator().next();
            images.remove(oldest.getKey());
            oldest.getValue().dispose();
        }
        ready.accept(id);
    }

    /** Forgets all pictures. */
    public void clear() {
        images.values().forEach(Image::dispose);
        images.clear();
        sizes.clear();
        refused.clear();
    }

    private void close() {
        reader.shutdownNow();
        clear();
    }
}
