package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;

/** The head of a page about somebody: their picture, what they are called, where they are reached, how they stand. */
final class PersonCard extends Canvas {

    private static final Phrases T = Phrases.of(PersonCard.class);

    private static final int PICTURE = 84;
    private static final int SMALL_PICTURE = 56;
    private static final int NARROW = 400;
    private static final int HIGH = 100;
    private static final int PUSH = 38;

    /** Where the button stands in a narrow one, so that the last line has all the width. */
    private static final int ABOVE = 12;

    /**
     * What it shows.
     *
     * @param key decides the colour of the picture
     * @param detail a second line; the same as the title for none
     * @param address what is copied; empty for nothing
     * @param icon before {@code standing}
     * @param standing a few words; may be empty
     */
    record Face(String key, String title, String detail, String address, Icon icon, Token ink, String standing) {}

    private final Theme theme;
    private final IconPush copy;
    private Face face = new Face("", "", "", "", Icons.INFO, Token.MUTED, "");

    PersonCard(Composite parent, Theme theme, String id) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.theme = theme;
        setData("test.id", id);
        copy =
                IconPush.quiet(
                        this,
                        theme,
                        Token.BACKGROUND,
                        id + ".copy",
                        T.get("person.copy"),
                        Icons.COPY,
                        () -> Words.copy(getDisplay(), face.address()));
        addListener(SWT.Paint, this::paint);
        addListener(SWT.Resize, _ -> place());
        theme.follow(this, this::redraw);
        Spoken.as(this, this::spoken);
    }

    private String spoken() {
        var said = face.title();
        if (!face.detail().equals(face.title())) said = and(said, face.detail());
        return face.standing().isEmpty() ? said : and(said, face.standing());
    }

    private static String and(String one, String other) {
        return T.heard("list.and", "one", one, "other", other);
    }

    void show(Face changed) {
        face = changed;
        copy.setVisible(!changed.address().isEmpty());
        setToolTipText(changed.address());
        redraw();
    }

    private void place() {
        boolean narrow = getClientArea().width < NARROW;
        copy.setBounds(getClientArea().width - PUSH, narrow ? ABOVE : (HIGH - PUSH) / 2, PUSH, PUSH);
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        return new Point(width == SWT.DEFAULT ? 360 : width, HIGH);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int picture = area.width < NARROW ? SMALL_PICTURE : PICTURE;
        Avatar.paint(gc, theme, 0, (HIGH - picture) / 2, picture, face.title(), face.key());
        int x = picture + (area.width < NARROW ? 12 : 18), room = area.width - x - PUSH - 10;
        var large = area.width < NARROW ? TextStyle.TITLE : TextStyle.HEADING;
        gc.setFont(theme.font(large));
        int title = gc.getFontMetrics().getHeight();
        gc.setFont(theme.font(TextStyle.BODY));
        int line = gc.getFontMetrics().getHeight();
        boolean twice = !face.detail().isEmpty() && !face.detail().equals(face.title());
        int high = title + (twice ? line + 2 : 0) + (face.standing().isEmpty() ? 0 : line + 4);
        int y = (HIGH - high) / 2;
        gc.setFont(theme.font(large));
        gc.setForeground(theme.color(Token.TEXT));
        gc.drawText(Words.fitted(gc, face.title(), room), x, y, SWT.DRAW_TRANSPARENT);
        y += title + 2;
        gc.setFont(theme.font(TextStyle.BODY));
        gc.setForeground(theme.color(Token.MUTED));
        if (twice) {
            gc.drawText(Words.fitted(gc, face.detail(), room), x, y, SWT.DRAW_TRANSPARENT);
            y += line + 2;
        }
        if (face.standing().isEmpty()) return;
        theme.draw(gc, face.icon(), x - 1, y + (line - 16) / 2 + 1, 16, theme.color(face.ink()));
        gc.setForeground(theme.color(face.ink() == Token.GOOD ? Token.GOOD : Token.MUTED));
        int last = area.width < NARROW ? area.width - x : room;
        gc.drawText(Words.fitted(gc, face.standing(), last - 22), x + 22, y, SWT.DRAW_TRANSPARENT);
    }
}
