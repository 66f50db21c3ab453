package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import parley.desktop.api.Icon;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.List;

/**
 * A small button beside a bubble, there while the pointer is on its row.
 *
 * @param at relative to the row
 */
record Tool(Kind kind, Rectangle at) {

    private static final Phrases T = Phrases.of(Tool.class);

    private static final int SIZE = 30;
    private static final int GAP = 6;

    /** What it does. */
    enum Kind {
        REACT(Icons.SMILE),
        REPLY(Icons.REPLY),
        MORE(Icons.MORE);

        private final Icon icon;

        Kind(Icon icon) {
            this.icon = icon;
        }

        /** What it is called. */
        String label() {
            return switch (this) {
                case REACT -> Said.Act.REACT.label();
                case REPLY -> Said.Act.REPLY.label();
                case MORE -> T.get("timeline.more");
            };
        }
    }

    /** Those of {@code said}, as many as there is room for beside {@code bubble} in a list of {@code width}. */
    static List<Tool> beside(Said said, Rectangle bubble, int width) {
        if (said.quiet()) return List.of();
        int room = (said.mine() ? bubble.x : width - bubble.x - bubble.width) - 2 * GAP;
        var kinds = said.deleted() || room < 3 * SIZE ? List.of(Kind.MORE) : List.of(Kind.values());
        if (room < SIZE) return List.of();
        int x = said.mine() ? bubble.x - GAP - kinds.size() * SIZE : bubble.x + bubble.width + GAP;
        int y = bubble.y + Math.max(0, (bubble.height - SIZE) / 2);
        var tools = new ArrayList<Tool>();
        for (int place = 0; place < kinds.size(); place++) {
            var kind = kinds.get(said.mine() ? kinds.size() - 1 - place : place); // the likeliest next to the bubble
            tools.add(new Tool(kind, new Rectangle(x + place * SIZE, y, SIZE, Math.min(SIZE, bubble.height))));
        }
        return tools;
    }

    /** Paints it in a row whose top is at {@code y}. */
    void paint(GC gc, Theme theme, int y, boolean hovered) {
        int top = y + at.y + (at.height - SIZE) / 2;
        if (hovered) Shapes.circle(gc, theme.color(Token.HOVER), at.x, top, SIZE);
        theme.draw(gc, kind.icon, at.x + 6, top + 6, 18, theme.color(hovered ? Token.TEXT : Token.MUTED));
    }
}
