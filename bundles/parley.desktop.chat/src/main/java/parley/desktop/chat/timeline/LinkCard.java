package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says over the list where a link leads before anything is opened: the host as a resolver sees it, the whole address,
 * and what is odd about it. It goes by Escape, and when the keyboard goes elsewhere.
 */
final class LinkCard {

    private static final Phrases T = Phrases.of(LinkCard.class);

    private static final int WIDE = 400;
    private static final int PAD = 16;
    private static final int GAP = 8;

    /** All of the longest host: its end, which would be cut off, says whose it is. */
    private static final int HOST_LINES = 12;

    /** Words in one font and colour, and how many lines they may take. */
    private record Part(TextStyle style, Token ink, String words, int lines) {}

    private final Canvas list;
    private final Canvas card;
    private final Theme theme;
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param words those that lead there
     * @param bubble where the message is, in the list
     * @param copied hears that the address is to be copied
     */
    LinkCard(Timeline timeline, String target, String words, Rectangle bubble, Consumer<String> copied) {
        list = timeline.canvas;
        theme = timeline.theme;
        var opened = Links.opened(target);
        var warnings = Links.warnings(target, words);
        parts.add(new Part(TextStyle.SMALL, Token.MUTED, T.get("link.leads"), 1));
        parts.add(new Part(TextStyle.STRONG, Token.TEXT, Links.host(target), HOST_LINES));
        parts.add(new Part(TextStyle.SMALL, Token.MUTED, Words.plain(opened), 3));
        for (var warning : warnings) parts.add(new Part(TextStyle.SMALL_STRONG, Token.BAD, warning, 4));
        card = new Canvas(list.getParent(), SWT.DOUBLE_BUFFERED);
        card.setData("test.id", "link");
        card.addListener(SWT.Paint, this::paint);
        Spoken.as(card, this::spoken);
        var open = push("link.open", T.get("link.go"), warnings.isEmpty() ? TextPush.Rank.MAIN : TextPush.Rank.DANGER);
        open.pressed(() -> {
            close();
            timeline.actions.open(opened);
        });
        var copy = push("link.copy", T.get("link.take"), TextPush.Rank.PLAIN);
        copy.pressed(() -> {
            close();
            copied.accept(opened);
        });
        place(bubble, open, copy);
        card.moveAbove(null);
        (warnings.isEmpty() ? open : copy).setFocus(); // the harmless one, where something is odd
    }

    private TextPush push(String id, String name, TextPush.Rank rank) {
        var push = new TextPush(card, theme, Token.RAISED, id, name, rank, () -> {});
        push.addListener(
                SWT.KeyDown,
                event -> {
                    if (event.keyCode == SWT.ESC) close();
                });
        push.addListener(SWT.FocusOut, _ -> card.getDisplay().asyncExec(this::left));
        return push;
    }

    private void place(Rectangle bubble, TextPush open, TextPush copy) {
        var area = list.getBounds();
        int wide = Math.max(120, Math.min(WIDE, area.width - 16));
        var gc = new GC(card);
        int y = layOut(gc, wide, false) + GAP;
        gc.dispose();
        var first = open.computeSize(SWT.DEFAULT, SWT.DEFAULT);
        int half = (wide - 2 * PAD - GAP) / 2;
        int high = y + first.y + PAD;
        int below = bubble.y + bubble.height + 6;
        int top = below + high <= area.height ? below : Math.max(4, bubble.y - high - 6);
        int x = Math.clamp(bubble.x, 8, Math.max(8, area.width - wide - 8));
        card.setBounds(list.getDisplay().map(list, list.getParent(), new Rectangle(x, top, wide, high)));
        open.setBounds(PAD, y, half, first.y); // in what is as wide already: from right to left x depends on it
        copy.setBounds(PAD + half + GAP, y, half, first.y);
    }

    /** Paints the parts, or only measures them; says where they end. */
    private int layOut(GC gc, int wide, boolean painted) {
        int y = PAD - 4;
        for (var part : parts) {
            gc.setFont(theme.font(part.style()));
            gc.setForeground(theme.color(part.ink()));
            int high = gc.getFontMetrics().getHeight();
            for (var line : Words.wrapped(gc, part.words(), wide - 2 * PAD, part.lines())) {
                if (painted) gc.drawText(line, PAD, y, SWT.DRAW_TRANSPARENT);
                y += high;
            }
            y += 4;
        }
        return y;
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = card.getClientArea();
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 14);
        Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, 14);
        layOut(gc, area.width, true);
    }

    private String spoken() {
        var words = new ArrayList<String>();
        for (var part : parts) words.add(part.words());
        return String.join(". ", words);
    }

    private void left() {
        if (card.isDisposed()) return;
        Control at = card.getDisplay().getFocusControl();
        if (at == null || at.getParent() != card) card.dispose();
    }

    boolean isOpen() {
        return !card.isDisposed();
    }

    /** Takes it away and gives the keyboard back to the list. */
    void close() {
        if (card.isDisposed()) return;
        boolean had = card.getDisplay().getFocusControl() instanceof Control at && at.getParent() == card;
        card.dispose();
        if (had && !list.isDisposed()) list.setFocus();
    }
}
