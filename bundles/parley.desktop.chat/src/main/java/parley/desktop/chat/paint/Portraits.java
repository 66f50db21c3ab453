package parley.desktop.chat.paint;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * The pictures that people and groups have of themselves, by the key under which {@link Avatar} paints them. There is
 * one of these for a display, which holds it: every list, head and bubble paints people, and none is handed them. For
 * the UI thread.
 */
public final class Portraits {

    /** So many are held; whoever is beyond is shown by initials. */
    static final int MOST = 500;

    private static final String KEY = Portraits.class.getName();

    private final Display display;
    private final Map<String, Image> images = new HashMap<>();
    private long changes;

    private Portraits(Display display) {
        this.display = display;
        display.disposeExec(this::clear);
    }

    /** Nobody has a picture any more. */
    public void clear() {
        images.values().forEach(Image::dispose);
        images.clear();
        changes++;
    }

    /** How often any of them has changed: as often as before, and everybody looks as before. */
    public long changes() {
        return changes;
    }

    /** Those of {@code display}. */
    public static Portraits of(Display display) {
        if (display.getData(KEY) instanceof Portraits there) return there;
        var made = new Portraits(display);
        display.setData(KEY, made);
        return made;
    }

    /** Has {@code key} be shown as {@code round}, a square with what is outside the circle left out; null for none. */
    public void put(String key, @Nullable ImageData round) {
        var before = images.remove(key);
        if (before != null) before.dispose();
        if (round != null && images.size() < MOST) images.put(key, new Image(display, round));
        changes++;
    }

    /** Whether {@code key} has a picture. */
    public boolean has(String key) {
        return images.containsKey(key);
    }

    /** Paints the picture of {@code key} into the square of {@code size} at (x, y), if it has one. */
    static boolean paint(GC gc, String key, int x, int y, int size) {
        if (!(gc.getDevice() instanceof Display display)) return false;
        var image = of(display).images.get(key);
        if (image == null) return false;
        var bounds = image.getBounds();
        gc.setAdvanced(true);
        gc.setAntialias(SWT.ON);
        gc.setInterpolation(SWT.HIGH);
        gc.drawImage(image, 0, 0, bounds.width, bounds.height, x, y, size, size);
        return true;
    }
}
