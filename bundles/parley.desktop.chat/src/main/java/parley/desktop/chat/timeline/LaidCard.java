package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;

import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;

/** A file's card, laid out for one width: a mark, its name, how it stands, and what can be done. */
final class LaidCard {

    /** How high it is with one line below the name, and without buttons, where letters have their usual size. */
    static final int HEIGHT = 76;

    private static final int WIDE = 340;
    private static final int PAD = Laid.PAD_X;
    private static final int BADGE = 42;
    private static final int LINES = 6;

    /** The least room for what stands beside the time; with less, the time stands below. */
    private static final int LEAST = 130;

    /** Where the first line below the name stands, without and with a bar above it. */
    private static final int DETAIL = 39;

    private static final int DETAIL_BELOW_BAR = 48;
    private static final int BAR = 37;
    private static final int BUTTON = 34;
    private static final int BUTTON_ROW = 42;
    private static final int BUTTON_PAD = 6;
    private static final int GAP = 8;

    /** Has a line run so whatever it begins and ends with: the list itself runs from left to right. */
    private static final String RIGHT_TO_LEFT = "\u200F";

    private record Line(String text, int wide) {}

    private record Button(String label, Rectangle at) {}

    final int width;
    final int height;

    /** Where its time stands, relative to its top left, as all that is in it. */
    final Rectangle time;

    private final Card card;
    private final Rectangle badge = new Rectangle(PAD, PAD, BADGE, BADGE);
    private final int textX = PAD + BADGE + PAD;
    private final int textRoom;
    private final int detailY;
    private final boolean fromRight;
    private final List<Line> detail;
    private final List<Button> buttons;

    /**
     * Lays out {@code card} in at most {@code room}; {@code gc} only measures.
     *
     * @param stamp how large its time is
     */
    LaidCard(GC gc, Theme theme, Card card, Point stamp, int room) {
        this.card = card;
        width = Math.min(WIDE, room);
        textRoom = width - textX - PAD;
        int beside = textRoom - stamp.x - GAP;
        boolean below = beside < LEAST;
        detailY = theme.scaled(card.moving() ? DETAIL_BELOW_BAR : DETAIL);
        gc.setFont(theme.font(TextStyle.SMALL));
        fromRight = Words.rightToLeft(card.detail());
        detail =
                Words.wrapped(gc, card.detail(), below ? textRoom : beside, LINES, fromRight).stream()
                        .map(line -> fromRight ? RIGHT_TO_LEFT + line + RIGHT_TO_LEFT : line)
                        .map(line -> new Line(line, gc.textExtent(line).x))
                        .toList();
        int more = (detail.size() - (below ? 0 : 1)) * stamp.y;
        time = new Rectangle(width - PAD - stamp.x, detailY + (below ? more : 0), stamp.x, stamp.y);
        gc.setFont(theme.font(TextStyle.STRONG));
        int high = Math.max(HEIGHT, theme.scaled(HEIGHT));
        buttons = buttons(gc, theme, high + more - 4);
        height = buttons.isEmpty() ? high + more : end(buttons.getLast().at()) + GAP + 4;
    }

    private static int end(Rectangle at) {
        return at.y + at.height;
    }

    /** Beside one another if their words find room there, else below. */
    private List<Button> buttons(GC gc, Theme theme, int top) {
        int count = card.acts().size();
        if (count < 2) return List.of();
        int all = width - 2 * PAD, one = (all - GAP * (count - 1)) / count;
        boolean fit = card.acts().stream().allMatch(act -> gc.textExtent(act.label()).x <= one - 2 * BUTTON_PAD);
        var placed = new ArrayList<Button>();
        for (int at = 0; at < count; at++) {
            var place =
                    fit
                            ? new Rectangle(PAD + at * (one + GAP), top, one, theme.scaled(BUTTON))
                            : new Rectangle(PAD, top + at * theme.scaled(BUTTON_ROW), all, theme.scaled(BUTTON));
            placed.add(new Button(Words.fitted(gc, card.acts().get(at).label(), place.width - 2 * BUTTON_PAD), place));
        }
        return List.copyOf(placed);
    }

    /** What of it is at (x, y). */
    Spot at(int x, int y) {
        if (card.acts().size() == 1 && badge.contains(x, y)) return new Spot(Spot.Kind.BADGE, 0);
        for (int which = 0; which < buttons.size(); which++) {
            if (buttons.get(which).at().contains(x, y)) return new Spot(Spot.Kind.BUTTON, which);
        }
        return Spot.NONE;
    }

    /** Paints it with its top left at (x, y), on the person's own colour if it is {@code mine}; all but its time. */
    void paint(GC gc, Theme theme, boolean mine, int x, int y, Spot spot) {
        paintBadge(gc, theme, mine, x, y, spot.is(Spot.Kind.BADGE));
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(mine ? Token.ON_FILL : Token.TEXT));
        boolean bar = card.moving();
        gc.drawText(
                Words.fittedAround(gc, card.name(), textRoom),
                x + textX,
                y + theme.scaled(bar ? 10 : 14),
                SWT.DRAW_TRANSPARENT);
        if (bar) paintBar(gc, theme, mine, x + textX, y + theme.scaled(BAR));
        paintDetail(gc, theme, mine, x + textX, y + detailY);
        for (int which = 0; which < buttons.size(); which++) {
            paintButton(gc, theme, mine, x, y, which, spot.which(Spot.Kind.BUTTON) == which);
        }
    }

    /** The lines below the name begin where they do in their language, within the widest of them. */
    private void paintDetail(GC gc, Theme theme, boolean mine, int x, int y) {
        gc.setFont(theme.font(TextStyle.SMALL));
        boolean warned = card.state() instanceof Card.State.Failed || card.risky();
        var quiet = mine ? Token.FILL_MUTED : Token.MUTED;
        gc.setForeground(theme.color(warned && !mine ? Token.BAD : quiet));
        int wide = detail.stream().mapToInt(Line::wide).max().orElse(0), top = y;
        for (var line : detail) {
            gc.drawText(line.text(), fromRight ? x + wide - line.wide() : x, top, SWT.DRAW_TRANSPARENT);
            top += time.height;
        }
    }

    private void paintBadge(GC gc, Theme theme, boolean mine, int x, int y, boolean hovered) {
        gc.setAlpha(hovered && card.acts().size() == 1 ? 90 : 45);
        Shapes.circle(gc, theme.color(mine ? Token.ON_FILL : Token.ACCENT), x + badge.x, y + badge.y, BADGE);
        gc.setAlpha(255);
        var ink = theme.color(mine ? Token.ON_FILL : Token.ACCENT_TEXT);
        theme.draw(gc, icon(mine), x + badge.x + 11, y + badge.y + 11, 20, ink);
    }

    private Icon icon(boolean mine) {
        return switch (card.state()) {
            case Card.State.Offered() -> Icons.DOWNLOAD;
            case Card.State.Waiting() -> Icons.CLOSE;
            case Card.State.Running _ -> mine ? Icons.UPLOAD : Icons.DOWNLOAD;
            case Card.State.Paused _ -> Icons.PAUSE;
            case Card.State.Done(var path) -> path.isEmpty() ? Icons.FILE : Icons.FOLDER;
            case Card.State.Declined() -> Icons.FILE;
            case Card.State.Failed _ -> Icons.WARNING;
        };
    }

    private void paintBar(GC gc, Theme theme, boolean mine, int x, int y) {
        Color full = theme.color(mine ? Token.ON_FILL : Token.ACCENT);
        gc.setAlpha(70);
        Shapes.fill(gc, full, x, y, textRoom, 5, 3);
        gc.setAlpha(255);
        Shapes.fill(gc, full, x, y, Math.max(5, (int) (textRoom * card.share())), 5, 3);
    }

    private void paintButton(GC gc, Theme theme, boolean mine, int x, int y, int which, boolean hovered) {
        var button = buttons.get(which);
        var at = new Rectangle(x + button.at().x, y + button.at().y, button.at().width, button.at().height);
        boolean calls = which == 0 && !card.moving();
        var fill = mine ? Token.ON_FILL : calls ? Token.ACCENT : Token.BACKGROUND;
        gc.setAlpha(mine ? hovered ? 75 : 45 : hovered ? 215 : 255);
        Shapes.fill(gc, theme.color(fill), at.x, at.y, at.width, at.height, 10);
        gc.setAlpha(255);
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(mine ? Token.ON_FILL : calls ? Token.ON_ACCENT : Token.TEXT));
        var extent = gc.textExtent(button.label());
        int left = at.x + (at.width - extent.x) / 2, top = at.y + (at.height - extent.y) / 2;
        gc.drawText(button.label(), left, top, SWT.DRAW_TRANSPARENT);
    }
}
