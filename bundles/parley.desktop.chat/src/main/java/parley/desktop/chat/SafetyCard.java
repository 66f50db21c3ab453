package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Qr;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.VerificationCode;

import java.util.Optional;

/** A safety number to be read aloud, with the code to be scanned beside it, or above where it is narrow. */
final class SafetyCard extends Canvas {

    private static final Phrases T = Phrases.of(SafetyCard.class);

    private static final int PAD = 18;
    private static final int GAP = 24;
    private static final int LINE = 8;

    private final Theme theme;
    private String[] groups = {};
    private @Nullable Qr code;
    private @Nullable VerificationCode coded;

    SafetyCard(Composite parent, Theme theme, String id) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        this.theme = theme;
        setData("test.id", id);
        addListener(SWT.Paint, this::paint);
        theme.follow(this, this::redraw);
        Spoken.as(this, this::spoken);
    }

    private String spoken() {
        if (groups.length == 0) return T.get("proofs.number");
        return T.heard("proofs.number.spoken", "number", String.join(", ", groups));
    }

    /** Shows {@code number}, and {@code shown} to be scanned if there is one. */
    void show(SafetyNumber number, Optional<VerificationCode> shown) {
        groups = number.text().split(" ");
        var wanted = shown.orElse(null);
        if (wanted == null) code = null;
        else if (!wanted.equals(coded)) code = new Qr(wanted.text());
        coded = wanted;
        redraw();
    }

    /** Columns of digits, and where they stand. */
    private record Place(int columns, int x, int y, int step, int row, int high) {}

    private Place place(GC gc, int width) {
        gc.setFont(theme.font(TextStyle.TITLE));
        int wide = gc.textExtent("00000").x, line = gc.getFontMetrics().getHeight() + LINE;
        var beside = code;
        int side = beside == null ? 0 : beside.least();
        int step = wide + GAP, room = width - 2 * PAD;
        boolean next = beside == null || room - side - 2 * GAP >= 3 * step - GAP;
        int free = next ? room - (side == 0 ? 0 : side + GAP) : room;
        int columns = free >= 4 * step - GAP ? 4 : free >= 3 * step - GAP ? 3 : 2;
        int rows = 12 / columns, digits = rows * line - LINE;
        int x = next && side > 0 ? PAD + side + GAP : PAD;
        if (next) {
            int high = Math.max(side, digits);
            return new Place(columns, x, PAD + (high - digits) / 2, step, line, high + 2 * PAD);
        }
        return new Place(columns, x, PAD + side + GAP, step, line, side + GAP + digits + 2 * PAD);
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int wide = width == SWT.DEFAULT ? 480 : width;
        var gc = new GC(this);
        int high = place(gc, wide).high();
        gc.dispose();
        return new Point(wide, high);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 16);
        if (groups.length == 0) return;
        var place = place(gc, area.width);
        if (code != null) code.paint(gc, theme, PAD, PAD, code.least());
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        for (int at = 0; at < groups.length; at++) {
            int x = place.x() + at % place.columns() * place.step();
            gc.drawText(groups[at], x, place.y() + at / place.columns() * place.row(), SWT.DRAW_TRANSPARENT);
        }
    }
}
