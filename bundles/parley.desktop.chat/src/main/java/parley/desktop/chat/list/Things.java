package parley.desktop.chat.list;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Icon;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Shapes;

import java.util.List;
import java.util.function.Consumer;

/** A list of things that are no people, such as plug-ins: each may lead somewhere. On the UI thread. */
public final class Things {

    private static final RowList.Size SIZE = new RowList.Size(60, 0, 0);
    private static final int PICTURE = 38;
    private static final int INSET = 10;

    /**
     * One thing.
     *
     * @param key stays the same
     * @param ink of the icon: how it stands
     * @param detail a second line; may be empty
     * @param mark a word at the end; may be empty
     * @param pressable whether it leads somewhere
     */
    public record Thing(String key, Icon icon, Token ink, String title, String detail, String mark, boolean pressable) {

        /** What a screen reader says for the row. */
        String spoken() {
            var said = title;
            for (var more : List.of(detail, mark)) if (!more.isEmpty()) said = Line.and(said, more);
            return said;
        }
    }

    private final Theme theme;
    private final RowList<Thing> list;

    /**
     * @param name what a screen reader calls the list
     * @param pressed hears of the row that was pressed
     */
    public Things(Composite parent, Theme theme, Token ground, String id, String name, Consumer<Thing> pressed) {
        this.theme = theme;
        list = new RowList<>(parent, theme, ground, SIZE, id, name, new Look(), pressed);
    }

    /** The widget itself, to be placed. */
    public Canvas control() {
        return list.control();
    }

    /** How high it has to be for so many rows, in points. */
    public int high(int rows) {
        return rows * SIZE.row(theme) + 4;
    }

    /** Shows {@code changed}, in this order. */
    public void show(List<Thing> changed) {
        list.show(changed);
    }

    private final class Look implements RowList.Look<Thing> {

        @Override
        public String id(Thing thing) {
            return thing.key();
        }

        @Override
        public String spoken(Thing thing) {
            return thing.spoken();
        }

        @Override
        public boolean pressable(Thing thing) {
            return thing.pressable();
        }

        @Override
        public boolean chosen(Thing thing) {
            return false;
        }

        @Override
        public void paint(GC gc, Thing thing, int left, int y, int right, Token ground) {
            int x = left + INSET, top = y + (SIZE.row(theme) - PICTURE) / 2;
            var disc = ground == Token.BACKGROUND ? Token.RAISED : Token.BACKGROUND;
            Shapes.circle(gc, theme.color(disc), x, top, PICTURE);
            theme.draw(gc, thing.icon(), x + 9, top + 9, PICTURE - 18, theme.color(thing.ink()));
            Titled.paint(
                    gc,
                    theme,
                    thing.title(),
                    thing.detail(),
                    thing.mark(),
                    x + PICTURE + 12,
                    y,
                    right - INSET,
                    SIZE.row(theme));
        }
    }
}
