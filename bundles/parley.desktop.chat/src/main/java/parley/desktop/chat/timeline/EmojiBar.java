package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.EmojiPush;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A row of emoji over the list, to react with: some that many use, and those that the message has already. It goes when
 * one is chosen, by Escape, and when the keyboard goes elsewhere.
 */
final class EmojiBar {

    private static final Phrases T = Phrases.of(EmojiBar.class);

    private static final int PAD = 5;
    private static final int MOST = 10;

    /** Emoji and the phrases for what a screen reader calls them. */
    private static final List<String[]> USUAL =
            List.of(
                    new String[] {"👍", "reaction.thumb"},
                    new String[] {"❤️", "reaction.heart"},
                    new String[] {"😂", "reaction.joy"},
                    new String[] {"😮", "reaction.astonished"},
                    new String[] {"😢", "reaction.crying"},
                    new String[] {"🙏", "reaction.thanks"});

    /** Hears what was chosen: to be added, or if it is not {@code set} to be taken back. */
    interface Chosen {
        void chose(String emoji, boolean set);

        /** Another one is wanted; {@code bar} is where these were, beside the list. */
        void more(Rectangle bar);
    }

    private record Offer(String emoji, String name, boolean mine) {}

    private final Canvas list;
    private final Canvas bar;
    private final Theme theme;
    private final Chosen chosen;

    /**
     * @param list what it lies over
     * @param chips what the message has
     * @param bubble where the message is
     * @param right whether it ends where the bubble ends
     */
    EmojiBar(Canvas list, Theme theme, List<Chip> chips, Rectangle bubble, boolean right, Chosen chosen) {
        this.list = list;
        this.theme = theme;
        this.chosen = chosen;
        bar = new Canvas(list.getParent(), SWT.DOUBLE_BUFFERED);
        bar.setData("test.id", "emoji");
        bar.addListener(SWT.Paint, this::paint);
        for (var offer : offers(chips)) push(offer);
        hear(IconPush.quiet(bar, theme, Token.RAISED, "emoji.more", T.get("reaction.more"), Icons.MORE, this::more));
        var pushes = bar.getChildren();
        place(bubble, right, pushes.length * EmojiPush.SIZE + 2 * PAD, EmojiPush.SIZE + 2 * PAD);
        for (int at = 0; at < pushes.length; at++) { // in what is as wide already: from right to left x depends on it
            pushes[at].setBounds(PAD + at * EmojiPush.SIZE, PAD, EmojiPush.SIZE, EmojiPush.SIZE);
        }
        bar.moveAbove(null);
        bar.getChildren()[0].setFocus();
    }

    private static List<Offer> offers(List<Chip> chips) {
        var offers = new LinkedHashMap<String, Offer>();
        for (var usual : USUAL) offers.put(usual[0], new Offer(usual[0], T.get(usual[1]), false));
        for (var chip : chips) {
            var known = offers.get(chip.emoji());
            if (known == null && offers.size() >= MOST) continue;
            var name = known == null ? chip.emoji() : known.name();
            offers.put(chip.emoji(), new Offer(chip.emoji(), name, chip.mine()));
        }
        return new ArrayList<>(offers.values());
    }

    private void push(Offer offer) {
        var push =
                new EmojiPush(
                        bar,
                        theme,
                        "emoji." + offer.emoji(),
                        offer.emoji(),
                        offer.name(),
                        offer.mine(),
                        () -> {
                            close();
                            chosen.chose(offer.emoji(), !offer.mine());
                        });
        hear(push);
    }

    private void hear(Control push) {
        push.addListener(SWT.KeyDown, this::key);
        push.addListener(SWT.FocusOut, _ -> bar.getDisplay().asyncExec(this::left));
    }

    private void more() {
        var at = bar.getBounds();
        close();
        chosen.more(at);
    }

    /** Above the bubble if there is room, else below it, else over it. */
    private void place(Rectangle bubble, boolean right, int wide, int high) {
        var area = list.getBounds();
        int x = right ? bubble.x + bubble.width - wide : bubble.x;
        int above = bubble.y - high - 4, below = bubble.y + bubble.height + 4;
        int y = above >= 0 ? above : Math.min(below, area.height - high - 4);
        int most = Math.max(4, area.width - wide - 4);
        var place = new Rectangle(Math.clamp(x, 4, most), Math.max(0, y), wide, high);
        bar.setBounds(list.getDisplay().map(list, list.getParent(), place));
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ESC -> close();
            case SWT.ARROW_LEFT, SWT.ARROW_RIGHT -> step(Mirror.step(bar, event.keyCode));
            default -> {}
        }
    }

    private void step(int by) {
        var pushes = bar.getChildren();
        for (int at = 0; at < pushes.length; at++) {
            if (!pushes[at].isFocusControl()) continue;
            pushes[Math.floorMod(at + by, pushes.length)].setFocus();
            return;
        }
    }

    private void left() {
        if (bar.isDisposed()) return;
        Control at = bar.getDisplay().getFocusControl();
        if (at == null || at.getParent() != bar) bar.dispose();
    }

    boolean isOpen() {
        return !bar.isDisposed();
    }

    /** Takes it away and gives the keyboard back to the list. */
    void close() {
        if (bar.isDisposed()) return;
        boolean had = bar.getDisplay().getFocusControl() instanceof Control at && at.getParent() == bar;
        bar.dispose();
        if (had && !list.isDisposed()) list.setFocus();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = bar.getClientArea();
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 12);
        Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, 12);
    }
}
