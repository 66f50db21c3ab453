package parley.desktop.chat.list;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.RowList;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Portraits;
import parley.desktop.chat.paint.Wording;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The list of conversations. Called on the UI thread. */
public final class Lines {

    private static final Phrases T = Phrases.of(Lines.class);
    private static final RowList.Size SIZE = new RowList.Size(70, 8, 8);

    private final Wording wording;
    private final LineFace face;
    private final RowList<Row> list;
    private String selected = "";

    /** What rows are painted by besides what they are: which stands open, the day, the pictures of people. */
    private List<Object> around = List.of();

    /**
     * @param chosen hears of the row that was pressed
     * @param asked hears of the line of which is asked what can be done to it, and of the place for that on the screen
     */
    public Lines(Composite parent, Theme theme, Wording wording, Consumer<Row> chosen, BiConsumer<Line, Point> asked) {
        this.wording = wording;
        face = new LineFace(theme, wording, SIZE);
        list =
                new RowList<>(
                        parent,
                        theme,
                        Token.SIDE,
                        SIZE,
                        "conversations",
                        T.get("list.conversations"),
                        new Look(),
                        chosen);
        list.menu((row, at) -> {
            if (row instanceof Line line) asked.accept(line, at);
        });
    }

    /** The widget itself, to be placed. */
    public Canvas control() {
        return list.control();
    }

    /** Shows {@code changed}, in this order; {@code open} is the id of the line that stands open, or empty. */
    public void show(List<? extends Row> changed, String open) {
        var before = around;
        around = List.of(open, wording.today(), Portraits.of(list.control().getDisplay()).changes());
        selected = open;
        if (around.equals(before)) list.renew(List.copyOf(changed));
        else list.show(List.copyOf(changed));
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** The line that the keyboard is at, if it is at one. */
    public Optional<Line> current() {
        if (!list.control().isFocusControl()) return Optional.empty();
        return list.current().filter(Line.class::isInstance).map(Line.class::cast);
    }

    /** Has the keyboard at the first row. */
    public void top() {
        list.go(0);
    }

    private final class Look implements RowList.Look<Row> {

        @Override
        public String id(Row row) {
            return row.id();
        }

        @Override
        public String spoken(Row row) {
            return switch (row) {
                case Line line -> {
                    var at = line.at();
                    yield line.spoken(at == null ? "" : wording.when(at));
                }
                case Shelf shelf -> shelf.spoken();
                case Hit hit -> hit.spoken(wording.when(hit.at()));
            };
        }

        @Override
        public boolean pressable(Row row) {
            return !(row instanceof Shelf shelf) || shelf.leads();
        }

        @Override
        public boolean chosen(Row row) {
            return row.id().equals(selected);
        }

        @Override
        public void paint(GC gc, Row row, int left, int y, int right, Token ground) {
            switch (row) {
                case Line line -> face.paint(gc, line, left, y, right, ground);
                case Shelf shelf -> face.paint(gc, shelf, left, y, right, ground);
                case Hit hit -> face.paint(gc, hit, left, y, right);
            }
        }
    }
}
