package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Caret;

/**
 * A caret that stands where it was placed in a text that runs from right to left. GTK's SWT counts x from the right for
 * everything there but for what it paints as the caret, which would blink at the other side of the field.
 */
final class TurnedCaret extends Caret {

    private final StyledText text;

    /** Where the text has placed it, counted from the right. */
    private Rectangle placed = new Rectangle(0, 0, 1, 0);

    private TurnedCaret(StyledText text) {
        super(text, SWT.NONE);
        this.text = text;
        text.addListener(SWT.Resize, _ -> turn());
    }

    /** Gives {@code text} one, where that is needed. */
    static void give(StyledText text) {
        if (!Mirror.of(text) || !SWT.getPlatform().equals("gtk")) return;
        var caret = new TurnedCaret(text);
        caret.setSize(1, text.getLineHeight());
        text.setCaret(caret);
    }

    @Override
    protected void checkSubclass() {} // whom SWT would keep from being one

    private void turn() {
        if (isDisposed()) return;
        boolean turned = Mirror.of(text); // a text may have been set to run from left to right since
        int x = turned ? text.getClientArea().width - placed.x - placed.width : placed.x;
        super.setBounds(x, placed.y, placed.width, placed.height);
    }

    @Override
    public void setBounds(int x, int y, int width, int height) {
        placed = new Rectangle(x, y, width, height);
        turn();
    }

    @Override
    public void setLocation(int x, int y) {
        setBounds(x, y, placed.width, placed.height);
    }

    @Override
    public void setSize(int width, int height) {
        setBounds(placed.x, placed.y, width, height);
    }

    @Override
    public Rectangle getBounds() {
        return new Rectangle(placed.x, placed.y, placed.width, placed.height);
    }

    @Override
    public Point getLocation() {
        return new Point(placed.x, placed.y);
    }

    @Override
    public Point getSize() {
        return new Point(placed.width, placed.height);
    }
}
