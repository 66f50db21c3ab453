package parley.desktop.chat.image;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Path;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture under a circle: the pointer and the arrows move it, the wheel and the keys + and - change how near one
 * looks, Enter takes what is in the circle. Buttons do the same. On the UI thread.
 */
public final class PartChooser extends Composite {

    private static final Phrases T = Phrases.of(PartChooser.class);

    private static final double NEARER = 1.25;

    /** Of the circle's width, for a press of an arrow. */
    private static final double STEP = 1.0 / 16;

    private static final int MARGIN = 12;
    private static final int WIDEST = 360;
    private static final int ROUND = 14;

    /** How wide it is said how near one looks. */
    private static final int VALUE = 58;

    /** How much of the ground covers what is not taken, of 255. */
    private static final int VEIL = 175;

    private final Theme theme;
    private final Runnable take;
    private final Canvas canvas;
    private final Label zoom;
    private final List<Runnable> renamed = new ArrayList<>();
    private final List<Control> saidAnew = new ArrayList<>();
    private @Nullable Image image;
    private Part part = Part.middle(1, 1);
    private @Nullable Point held;

    /**
     * @param take what Enter does
     */
    public PartChooser(Composite parent, Theme theme, Runnable take) {
        super(parent, SWT.NONE);
        this.theme = theme;
        this.take = take;
        theme.follow(this, () -> setBackground(theme.color(Token.BACKGROUND)));
        var column = new GridLayout(1, false);
        column.marginWidth = 0;
        column.marginHeight = 0;
        setLayout(column);
        // Left is where left is, whatever the language: a picture does not turn.
        canvas = new Canvas(this, SWT.DOUBLE_BUFFERED | SWT.LEFT_TO_RIGHT);
        canvas.setData("test.id", "part.picture");
        canvas.setCursor(getDisplay().getSystemCursor(SWT.CURSOR_SIZEALL));
        GridDataFactory.fillDefaults().grab(true, true).applyTo(canvas);
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.MouseDown, event -> held = event.button == 1 ? new Point(event.x, event.y) : null);
        canvas.addListener(SWT.MouseUp, _ -> held = null);
        canvas.addListener(SWT.MouseMove, this::drag);
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.FocusIn, _ -> canvas.redraw());
        canvas.addListener(SWT.FocusOut, _ -> canvas.redraw());
        Spoken.as(canvas, () -> said("part.spoken"));
        keys(canvas);

        var pushes = row(this, SWT.NONE);
        ((RowLayout) pushes.getLayout()).justify = true; // in the middle also where it takes two lines
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.CENTER, SWT.CENTER).applyTo(pushes);
        var arrows = row(pushes, SWT.LEFT_TO_RIGHT);
        push(arrows, "part.left", Icons.LEFT, () -> move(-1, 0));
        push(arrows, "part.up", Icons.UP, () -> move(0, -1));
        push(arrows, "part.down", Icons.DOWN, () -> move(0, 1));
        push(arrows, "part.right", Icons.RIGHT, () -> move(1, 0));
        var nearness = row(pushes, SWT.NONE);
        push(nearness, "part.farther", Icons.MINUS, () -> zoom(1 / NEARER));
        zoom = new Label(nearness, SWT.CENTER);
        theme.follow(
                zoom,
                () -> {
                    zoom.setLayoutData(new RowData(theme.scaled(VALUE), SWT.DEFAULT));
                    zoom.setFont(theme.font(TextStyle.BODY));
                    zoom.setForeground(theme.color(Token.TEXT));
                    zoom.setBackground(theme.color(Token.BACKGROUND));
                });
        push(nearness, "part.nearer", Icons.PLUS, () -> zoom(NEARER));
        addListener(SWT.Dispose, _ -> clear());
    }

    private Composite row(Composite parent, int style) {
        var row = new Composite(parent, style);
        var layout = new RowLayout();
        layout.center = true;
        layout.marginTop = 0;
        layout.marginBottom = 0;
        row.setLayout(layout);
        theme.follow(row, () -> row.setBackground(theme.color(Token.BACKGROUND)));
        return row;
    }

    /** A button called by the phrase {@code id}, in which how it stands now is said as well. */
    private void push(Composite row, String id, Icon icon, Runnable pressed) {
        var push = IconPush.quiet(row, theme, Token.BACKGROUND, id, "", icon, pressed);
        keys(push);
        renamed.add(() -> push.name(said(id)));
    }

    private void keys(Control control) {
        saidAnew.add(control);
        control.addListener(SWT.KeyDown, this::key);
        control.addListener(
                SWT.Traverse,
                event ->
                        event.doit =
                                event.detail == SWT.TRAVERSE_TAB_NEXT
                                        || event.detail == SWT.TRAVERSE_TAB_PREVIOUS
                                        || event.detail == SWT.TRAVERSE_ESCAPE);
    }

    private String said(String phrase) {
        return T.get(phrase, "zoom", part.percent(), "across", part.across(), "down", part.down());
    }

    /** Shows {@code pixels}, with the middle in the circle. */
    public void show(Pixels pixels) {
        clear();
        image = new Image(getDisplay(), pixels.data(0));
        look(Part.middle(pixels.width(), pixels.height()));
    }

    /** Forgets the picture. */
    public void clear() {
        if (image != null) image.dispose();
        image = null;
        held = null;
    }

    /** What is in the circle. */
    public Part part() {
        return part;
    }

    private void key(Event event) {
        boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
        if (enter && event.widget == canvas) take.run();
        else if (event.keyCode == SWT.ARROW_LEFT) move(-1, 0);
        else if (event.keyCode == SWT.ARROW_RIGHT) move(1, 0);
        else if (event.keyCode == SWT.ARROW_UP) move(0, -1);
        else if (event.keyCode == SWT.ARROW_DOWN) move(0, 1);
        else if (event.character == '+' || event.character == '=') zoom(NEARER);
        else if (event.character == '-') zoom(1 / NEARER);
    }

    /** Moves the picture a step, as one sees it: what is taken moves the other way. */
    private void move(int right, int down) {
        double step = part.side() * STEP;
        look(part.moved(-right * step, -down * step));
    }

    private void zoom(double by) {
        look(part.nearer(by));
    }

    private void wheel(Event event) {
        event.doit = false; // the page stays where it is
        zoom(event.count > 0 ? NEARER : 1 / NEARER);
    }

    private void drag(Event event) {
        var from = held;
        if (from == null) return;
        held = new Point(event.x, event.y);
        double point = part.side() / circle();
        look(part.moved((from.x - event.x) * point, (from.y - event.y) * point));
    }

    private void look(Part changed) {
        part = changed;
        zoom.setText(said("part.zoom"));
        renamed.forEach(Runnable::run);
        canvas.redraw();
        saidAnew.stream().filter(Control::isFocusControl).forEach(it -> it.getAccessible().setFocus(ACC.CHILDID_SELF));
    }

    /** How wide the circle is. */
    private int circle() {
        var area = canvas.getClientArea();
        return Math.clamp(Math.min(area.width, area.height) - 2 * MARGIN, 1, WIDEST);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.RAISED));
        gc.fillRectangle(area);
        int circle = circle(), x = (area.width - circle) / 2, y = (area.height - circle) / 2;
        if (image != null) paint(gc, image, x, y, circle);
        var around = new Path(gc.getDevice());
        around.addRectangle(0, 0, area.width, area.height);
        around.addArc(x, y, circle, circle, 0, 360);
        gc.setFillRule(SWT.FILL_EVEN_ODD);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.setAlpha(VEIL);
        gc.fillPath(around);
        gc.setAlpha(255);
        around.dispose();
        var ring = theme.color(canvas.isFocusControl() ? Token.FOCUS : Token.MUTED);
        Shapes.stroke(gc, ring, 2, x - 2, y - 2, circle + 4, circle + 4, circle);
        var ground = theme.color(Token.BACKGROUND); // which the corners are, beyond what is round
        Shapes.stroke(
                gc, ground, ROUND, -ROUND, -ROUND, area.width + 2 * ROUND, area.height + 2 * ROUND, 3 * ROUND / 2);
    }

    private void paint(GC gc, Image shown, int x, int y, int circle) {
        double point = circle / part.side();
        int left = (int) Math.round(x - part.x() * point), top = (int) Math.round(y - part.y() * point);
        int wide = (int) Math.round(part.wide() * point), high = (int) Math.round(part.high() * point);
        gc.drawImage(shown, 0, 0, part.wide(), part.high(), left, top, wide, high);
    }
}
