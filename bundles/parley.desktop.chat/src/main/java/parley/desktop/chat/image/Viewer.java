package parley.desktop.chat.image;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Listener;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows pictures as large as the conversation: the wheel and the keys + - 0 change how near one looks, the pointer and
 * Shift with the arrows move it, the arrows alone lead to the next one, Ctrl+S saves a copy, Escape ends it. On the UI
 * thread.
 */
public final class Viewer {

    private static final Phrases T = Phrases.of(Viewer.class);
    private static final RGB GROUND = new RGB(0x10, 0x11, 0x14);
    private static final RGB WORDS = new RGB(0xE8, 0xE9, 0xEC);

    /** The largest side of a picture here, in pixels. */
    private static final int LARGEST = 2400;

    /** How many pictures of that size stay in the memory. */
    private static final int KEPT = 2;

    private static final int MARGIN = 24;
    private static final int FOOT = 44;
    private static final double STEP = 1.25;
    private static final double NEAREST = 8;

    /** How far an arrow moves the picture, in points. */
    private static final int PACE = 48;

    /** One picture. */
    public record Shot(String id, String name, Path file) {}

    private final Canvas canvas;
    private final Theme theme;
    private final List<Shot> shots;
    private final Control back;
    private final Gallery gallery;
    private int at;
    private double near = 1;
    private Point moved = new Point(0, 0);
    private @Nullable Point held;
    private String trouble = "";

    /**
     * @param parent is covered by it
     * @param shots all there are to look at
     * @param first the one that is shown
     * @param back has the keyboard afterwards
     */
    public Viewer(Composite parent, Theme theme, List<Shot> shots, int first, Control back) {
        this.theme = theme;
        this.shots = new ArrayList<>(shots);
        this.back = back;
        at = first;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData("test.id", "viewer");
        gallery = new Gallery(canvas, LARGEST, LARGEST, 0, KEPT, _ -> canvas.redraw());
        canvas.setBounds(parent.getClientArea());
        canvas.addListener(SWT.Paint, event -> paint(event.gc));
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.MouseVerticalWheel, event -> zoom(event.count > 0 ? STEP : 1 / STEP));
        canvas.addListener(SWT.MouseDown, event -> held = new Point(event.x - moved.x, event.y - moved.y));
        canvas.addListener(SWT.MouseUp, _ -> held = null);
        canvas.addListener(SWT.MouseMove, this::drag);
        canvas.addListener(SWT.MouseDoubleClick, _ -> close());
        canvas.addListener(SWT.Traverse, event -> event.doit = event.detail == SWT.TRAVERSE_ESCAPE);
        Spoken.as(canvas, this::spoken);
        Listener resized = _ -> canvas.setBounds(parent.getClientArea());
        parent.addListener(SWT.Resize, resized);
        canvas.addListener(SWT.Dispose, _ -> parent.removeListener(SWT.Resize, resized));
        canvas.moveAbove(null);
        canvas.setFocus();
    }

    private String spoken() {
        boolean there = gallery.image(shot().id(), shot().file()) != null;
        Object[] named = {"at", at + 1, "all", shots.size(), "name", shot().name()};
        if (there) return T.heard("viewer.spoken", named);
        return refused() ? T.heard("viewer.spoken.refused", named) : T.heard("viewer.spoken.reading", named);
    }

    private boolean refused() {
        return gallery.refused(shot().id());
    }

    private Shot shot() {
        return shots.get(at);
    }

    public boolean isOpen() {
        return !canvas.isDisposed();
    }

    /** Ends it and gives the keyboard back, unless that is elsewhere by now. */
    public void close() {
        if (canvas.isDisposed()) return;
        var focus = canvas.getDisplay().getFocusControl();
        canvas.dispose();
        if ((focus == null || focus == canvas) && !back.isDisposed()) back.setFocus();
    }

    /** The picture {@code id} is there no more: ends if it is the one that is shown, and leads to it never again. */
    public void gone(String id) {
        if (canvas.isDisposed()) return;
        var shown = shot();
        if (shown.id().equals(id)) {
            close();
        } else if (shots.removeIf(shot -> shot.id().equals(id))) {
            at = shots.indexOf(shown);
            canvas.redraw();
        }
    }

    private void key(Event event) {
        if (event.keyCode == SWT.ESC) close();
        else if ((event.stateMask & SWT.SHIFT) != 0 && arrow(event.keyCode)) move(event.keyCode);
        else if (Mirror.step(canvas, event.keyCode) != 0) turn(Mirror.step(canvas, event.keyCode));
        else if ((event.stateMask & SWT.MOD1) != 0 && event.keyCode == 's') save();
        else if (event.character == '+' || event.character == '=') zoom(STEP);
        else if (event.character == '-') zoom(1 / STEP);
        else if (event.character == '0') look(1, new Point(0, 0));
    }

    private void turn(int by) {
        int next = at + by;
        if (next < 0 || next >= shots.size()) return;
        at = next;
        trouble = "";
        look(1, new Point(0, 0));
        canvas.getAccessible().setFocus(org.eclipse.swt.accessibility.ACC.CHILDID_SELF);
    }

    private void zoom(double by) {
        double now = Math.clamp(near * by, 1, NEAREST);
        double change = now / near;
        look(now, now == 1 ? new Point(0, 0) : new Point((int) (moved.x * change), (int) (moved.y * change)));
    }

    private static boolean arrow(int keyCode) {
        return switch (keyCode) {
            case SWT.ARROW_LEFT, SWT.ARROW_RIGHT, SWT.ARROW_UP, SWT.ARROW_DOWN -> true;
            default -> false;
        };
    }

    /** Moves the picture a step, as one sees it. */
    private void move(int arrow) {
        if (near <= 1) return;
        int down = arrow == SWT.ARROW_DOWN ? 1 : arrow == SWT.ARROW_UP ? -1 : 0;
        look(near, new Point(moved.x + PACE * Mirror.step(canvas, arrow), moved.y + PACE * down));
    }

    private void drag(Event event) {
        if (held != null && near > 1) look(near, new Point(event.x - held.x, event.y - held.y));
    }

    private void look(double nearness, Point place) {
        near = nearness;
        moved = place;
        canvas.redraw();
    }

    private void save() {
        var dialog = new FileDialog(canvas.getShell(), SWT.SAVE);
        dialog.setFileName(shot().name());
        dialog.setOverwrite(true);
        copy(dialog.open());
    }

    /** Copies what is shown to where the person has {@code chosen}, if they have, and if it is still shown. */
    void copy(@Nullable String chosen) {
        if (chosen == null || canvas.isDisposed()) return; // the profile may have been locked meanwhile
        try {
            Files.copy(shot().file(), Path.of(chosen), StandardCopyOption.REPLACE_EXISTING);
            trouble = "";
        } catch (IOException e) {
            trouble = T.get("viewer.unsaved");
        }
        canvas.redraw();
    }

    private void paint(GC gc) {
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(GROUND));
        gc.fillRectangle(area);
        var image = gallery.image(shot().id(), shot().file());
        gc.setFont(theme.font(TextStyle.SMALL));
        if (image != null) {
            paint(gc, image, area.width, area.height - FOOT);
        } else {
            var why = refused() ? T.get("viewer.refused") : T.get("viewer.reading");
            say(gc, why, area.width, 0, area.height - FOOT);
        }
        gc.setBackground(theme.color(GROUND));
        gc.fillRectangle(0, area.height - FOOT, area.width, FOOT);
        say(gc, trouble.isEmpty() ? foot() : trouble, area.width, area.height - FOOT, FOOT);
    }

    private String foot() {
        if (shots.size() == 1) return T.get("viewer.foot.one", "name", shot().name());
        return T.get("viewer.foot", "at", at + 1, "all", shots.size(), "name", shot().name());
    }

    private void say(GC gc, String sentence, int wide, int y, int high) {
        var words = Words.fitted(gc, sentence, wide - 2 * MARGIN);
        var extent = gc.textExtent(words);
        gc.setForeground(theme.color(WORDS));
        gc.drawText(words, (wide - extent.x) / 2, y + (high - extent.y) / 2, SWT.DRAW_TRANSPARENT);
    }

    private void paint(GC gc, Image image, int wide, int high) {
        var size = image.getBounds();
        var fit = Pixels.fit(size.width, size.height, Math.max(1, wide - 2 * MARGIN), Math.max(1, high - 2 * MARGIN));
        int width = (int) (fit[0] * near), height = (int) (fit[1] * near);
        int x = (wide - width) / 2 + moved.x, y = (high - height) / 2 + moved.y;
        gc.setInterpolation(SWT.HIGH);
        gc.drawImage(image, 0, 0, size.width, size.height, x, y, width, height);
    }
}
