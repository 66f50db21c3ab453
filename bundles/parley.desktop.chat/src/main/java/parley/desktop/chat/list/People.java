package parley.desktop.chat.list;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;

import java.util.List;
import java.util.function.Consumer;

/** A list of people to look at, or to choose from. Called on the UI thread. */
public final class People {

    private static final Phrases T = Phrases.of(People.class);
    private static final RowList.Size SIZE = new RowList.Size(56, 0, 0);
    private static final int PICTURE = 38;
    private static final int INSET = 10;
    private static final int CHECK = 22;

    /** What a row says at its end. */
    public enum Check {
        /** It cannot be chosen. */
        NONE,
        OFF,
        ON,
        /** It leads somewhere. */
        OPEN,
        /** What it leads to stands open. */
        OPENED
    }

    /**
     * One person.
     *
     * @param key decides the colour of the picture, and stays the same
     * @param detail a second line; may be empty
     * @param mark a word at the end, such as "Admin"; may be empty
     */
    public record Person(String key, String title, String detail, String mark, Check check) {

        /** What a screen reader says for the row. */
        String spoken() {
            var said = title;
            for (var more : List.of(detail, mark)) if (!more.isEmpty()) said = Line.and(said, more);
            return chosen() ? Line.and(said, T.get("list.chosen")) : said;
        }

        boolean chosen() {
            return check == Check.ON || check == Check.OPENED;
        }
    }

    private final Theme theme;
    private final RowList<Person> list;

    /**
     * @param name what a screen reader calls the list
     * @param pressed hears of the row that was pressed, unless it cannot be chosen
     */
    public People(Composite parent, Theme theme, Token ground, String id, String name, Consumer<Person> pressed) {
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
    public void show(List<Person> changed) {
        list.show(changed);
    }

    private final class Look implements RowList.Look<Person> {

        @Override
        public String id(Person person) {
            return person.key();
        }

        @Override
        public String spoken(Person person) {
            return person.spoken();
        }

        @Override
        public boolean pressable(Person person) {
            return person.check() != Check.NONE;
        }

        @Override
        public boolean chosen(Person person) {
            return person.chosen();
        }

        @Override
        public void paint(GC gc, Person person, int left, int y, int right, Token ground) {
            int top = y + (SIZE.row(theme) - PICTURE) / 2;
            Avatar.paint(gc, theme, left + INSET, top, PICTURE, person.title(), person.key());
            int end = right - INSET;
            if (person.check() != Check.NONE) end = paintCheck(gc, person.check(), y, end) - 10;
            Titled.paint(
                    gc,
                    theme,
                    person.title(),
                    person.detail(),
                    person.mark(),
                    left + INSET + PICTURE + 12,
                    y,
                    end,
                    SIZE.row(theme));
        }
    }

    private int paintCheck(GC gc, Check check, int y, int end) {
        int x = end - CHECK, top = y + (SIZE.row(theme) - CHECK) / 2;
        switch (check) {
            case ON -> {
                Shapes.circle(gc, theme.color(Token.ACCENT), x, top, CHECK);
                theme.draw(gc, Icons.CHECK, x + 4, top + 4, CHECK - 8, theme.color(Token.ON_ACCENT));
            }
            case OFF -> Shapes.stroke(gc, theme.color(Token.MUTED), 1.5f, x, top, CHECK, CHECK, CHECK);
            case OPEN -> theme.draw(gc, Icons.MORE, x + 2, top + 2, CHECK - 4, theme.color(Token.MUTED));
            case OPENED -> theme.draw(gc, Icons.MORE, x + 2, top + 2, CHECK - 4, theme.color(Token.ACCENT_TEXT));
            case NONE -> {}
        }
        return x;
    }
}
