package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.image.Gallery;
import parley.desktop.chat.image.Viewer;
import parley.desktop.chat.paint.Letters;
import parley.desktop.chat.paint.Wording;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The list of messages: a canvas that lays out and paints only what is in view, however many there are. Called on the
 * UI thread.
 */
public final class Timeline {

    private static final int FOOT = 12;
    private static final int WHEEL = 48;
    private static final int RECENT = 300;

    /** For how long an entry is marked to which the person was led, in milliseconds. */
    private static final int FLASH = 1600;

    /** How large pictures are, how round their corners, and how many stay in the memory. */
    private static final int PICTURE_WIDE = 380;

    private static final int PICTURE_HIGH = 320;
    private static final int PICTURE_ROUND = 16;
    private static final int PICTURES = 24;

    /** How much of what is known stands above what is new when a conversation is opened, in points. */
    private static final int ABOVE_NEWS = 64;

    /** How far left and right of its words a day line can be pressed, in points. */
    private static final int DAY_PAD = 16;

    /** How near to the first row older ones are asked for, in rows. */
    private static final int NEAR = 20;

    final Canvas canvas;
    final Rows rows;
    final Viewport view;
    final Wording wording;
    final TimelineActions actions;
    final Theme theme;
    final News news = new News();
    final Floats floats;
    final Letters letters;
    private final Gallery pictures;
    private final Bubbles bubbles;
    private final Layouts layouts = new Layouts(RECENT);
    private final Set<String> expanded = new HashSet<>();
    private final TimelineHand hand;
    private @Nullable GC ruler;
    private @Nullable Viewer viewer;
    private boolean names;

    /** The entry that the person was led to a moment ago; empty if none was. */
    private String flashed = "";

    public Timeline(Composite parent, Theme theme, Wording wording, TimelineActions actions) {
        this.theme = theme;
        this.wording = wording;
        this.actions = actions;
        rows = new Rows(wording);
        view = new Viewport(row -> laid(row).height, FOOT);
        floats = new Floats(this);
        // Never turned around: whose words are whose is told by the side, and each text runs as it is written.
        int style = SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_REDRAW_RESIZE | SWT.LEFT_TO_RIGHT;
        canvas = new Canvas(parent, style);
        canvas.setData("test.id", "timeline");
        pictures = new Gallery(canvas, PICTURE_WIDE, PICTURE_HIGH, PICTURE_ROUND, PICTURES, this::pictured);
        letters = new Letters(theme);
        bubbles = new Bubbles(theme, letters, wording, pictures);
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.Resize, _ -> resized());
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.Dispose, _ -> dispose());
        canvas.getVerticalBar().addListener(SWT.Selection, _ -> barMoved());
        hand = new TimelineHand(this);
        new TimelineSpeech(this, hand);
        theme.follow(
                canvas,
                () -> {
                    canvas.setBackground(theme.color(Token.BACKGROUND));
                    layouts.clear(); // the colour of links is part of a layout
                    canvas.redraw();
                });
    }

    /** The widget itself, to be placed. */
    public Canvas control() {
        return canvas;
    }

    /** Whether others are named where they begin to speak: where there are several. */
    public void names(boolean changed) {
        if (names == changed) return;
        names = changed;
        resized();
    }

    /** Empties the list. */
    public void clear() {
        rows.clear();
        view.clear();
        layouts.clear();
        expanded.clear();
        pictures.clear();
        hand.clear();
        if (viewer != null) viewer.close();
        flashed = "";
        news.clear();
        canvas.redraw();
    }

    /** Shows {@code said}: in place of the entry of the same id, or after all others. */
    public void put(Said said) {
        int row = rows.find(said.id());
        if (row >= 0) {
            var before = rows.get(row);
            rows.set(row, said);
            change(row);
            if (local(said).isEmpty()) gone(said.id());
            var quote = Quote.of(said);
            if (!Quote.of(before).equals(quote)) quoteAnew(said.id(), quote);
        } else {
            boolean last = insert(said) == rows.size() - 1;
            if (said.mine()) view.toEnd();
            else if (last && !said.quiet() && !(watched() && view.stuck())) came(said);
        }
        canvas.redraw();
    }

    /** Something new has come while nobody looked at the end of the list. */
    private void came(Said said) {
        var before = news.first();
        news.came(said.id(), rows.size() - 1);
        if (news.first().equals(before)) return;
        rows.fresh(news.first());
        for (var id : List.of(before, news.first())) {
            int row = rows.find(id);
            if (row < 0) continue;
            change(row);
            if (row > 0) change(row - 1);
        }
    }

    /** Whether somebody can see the list. */
    private boolean watched() {
        return canvas.isVisible() && canvas.getDisplay().getActiveShell() == canvas.getShell();
    }

    /** Takes the entry {@code id} out, if it is there. */
    public void remove(String id) {
        int row = rows.find(id);
        if (row < 0) return;
        gone(id);
        layouts.drop(id);
        rows.remove(row);
        view.remove(row);
        hand.removed(row);
        news.removed(row);
        if (row > 0) change(row - 1);
        if (row < rows.size()) change(row);
        quoteAnew(id, Quote.missing(id));
        canvas.redraw();
    }

    /** Has those that quote the entry {@code id} show {@code quote}. */
    private void quoteAnew(String id, Quote quote) {
        for (int row = 0; row < rows.size(); row++) {
            var said = rows.get(row);
            if (said.quote() == null || !said.quote().id().equals(id)) continue;
            rows.set(row, said.with(quote));
            change(row);
        }
    }

    private int insert(Said said) {
        int row = rows.place(said.order());
        if (row == rows.size()) {
            rows.add(said);
            view.add(Laid.guess(said, width()));
        } else {
            rows.insert(row, said);
            view.insert(row, Laid.guess(said, width()));
            hand.inserted();
            news.inserted(row);
            change(row + 1);
        }
        if (row > 0) change(row - 1); // its corner, its picture
        return row;
    }

    /**
     * Shows {@code all}, in order, in place of what was there, from where what is new begins.
     *
     * @param firstNew the id of the first entry that is new; empty if none is
     * @param howMany are new
     */
    public void open(List<Said> all, String firstNew, int howMany) {
        clear();
        rows.prepend(all);
        view.prepend(guesses(all));
        int row = rows.find(firstNew);
        news.open(row < 0 ? "" : firstNew, howMany, row < 0 ? rows.size() : row);
        rows.fresh(news.first());
        if (row >= 0) view.from(row, ABOVE_NEWS);
        canvas.redraw();
    }

    /** Shows {@code older}, in order, before all others; what is in view stays where it is. */
    public void prepend(List<Said> older) {
        if (older.isEmpty()) return;
        if (rows.size() > 0) layouts.drop(rows.get(0).id());
        rows.prepend(older);
        view.prepend(guesses(older));
        hand.prepended(older.size());
        news.prepended(older.size());
        canvas.redraw();
    }

    private int[] guesses(List<Said> all) {
        int width = width(); // the system is asked once, not for each row
        return all.stream().mapToInt(said -> Laid.guess(said, width)).toArray();
    }

    /** How many entries there are. */
    public int size() {
        return rows.size();
    }

    /** The entry {@code id}, if it is there. */
    public @Nullable Said find(String id) {
        int row = rows.find(id);
        return row < 0 ? null : rows.get(row);
    }

    /** The newest entry to which {@code act} can be done, if there is one. */
    public @Nullable Said last(Said.Act act) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (rows.get(row).acts().contains(act)) return rows.get(row);
        }
        return null;
    }

    /** The entry that the keyboard is at, if it is at one. */
    public @Nullable Said current() {
        int row = hand.current();
        return canvas.isFocusControl() && row >= 0 && row < rows.size() ? rows.get(row) : null;
    }

    /** Does {@code act} to {@code said}, or has that done. */
    public void act(Said said, Said.Act act) {
        int row = rows.find(said.id());
        if (row < 0) return;
        if (act == Said.Act.REACT) hand.react(row);
        else actions.act(said, act);
    }

    /** Moves the entry {@code id}, which is there, into view and marks it for a moment; the keyboard is at it then. */
    public void lead(String id) {
        int row = rows.find(id);
        var at = place(id);
        if (at == null || at.y < 0 || at.y + at.height > height()) view.centre(row);
        flashed = id;
        canvas.getDisplay()
                .timerExec(
                        FLASH,
                        () -> {
                            if (!flashed.equals(id) || canvas.isDisposed()) return;
                            flashed = "";
                            canvas.redraw();
                        });
        hand.at(row);
        canvas.setFocus();
        moved();
    }

    /** Whether something is offered over the list that takes Escape for itself. */
    public boolean offers() {
        return hand.offers() || viewer != null && viewer.isOpen();
    }

    boolean flashed(int row) {
        return rows.get(row).id().equals(flashed);
    }

    /** Marks the entries {@code ids} as kept at hand, and no others. */
    public void pinned(Set<String> ids) {
        for (int row = 0; row < rows.size(); row++) {
            var before = rows.get(row);
            var now = before.pinned(ids.contains(before.id()));
            if (now.equals(before)) continue;
            rows.set(row, now);
            change(row);
        }
        canvas.redraw();
    }

    /** The day of the first entry that there is; empty if there is none. */
    public Optional<LocalDate> firstDay() {
        return rows.size() == 0 ? Optional.empty() : Optional.of(wording.day(rows.get(0).at()));
    }

    /** The day of what is in view at the top; empty if there is nothing. */
    public Optional<LocalDate> dayInView() {
        int row = view.first();
        return row >= rows.size() ? Optional.empty() : Optional.of(wording.day(rows.get(row).at()));
    }

    /** Moves to the first entry of {@code day}, or of the next day on which there is one, else to the newest. */
    public void lead(LocalDate day) {
        for (int row = 0; row < rows.size(); row++) {
            if (wording.day(rows.get(row).at()).isBefore(day)) continue;
            hand.at(row);
            canvas.setFocus();
            view.from(row, 0);
            moved();
            return;
        }
        toEnd();
    }

    /** The row whose day line is painted at (x, y), or -1. */
    int dayAt(int x, int y) {
        int top = view.firstTop();
        for (int row = view.first(); row < rows.size() && top < height(); row++) {
            var day = rows.day(row);
            if (day != null && y >= top && y < top + Laid.DAY) return onDay(wording.dayLine(day), x) ? row : -1;
            top += laid(row).height;
        }
        return -1;
    }

    /** Whether {@code x} is on the line {@code day}, which stands in the middle. */
    boolean onDay(String day, int x) {
        return Math.abs(x - width() / 2) <= letters.size(TextStyle.SMALL_STRONG, day).x / 2 + DAY_PAD;
    }

    /** Moves to the newest entry. */
    public void toEnd() {
        view.toEnd();
        moved();
    }

    /** Whether there is something that is new. */
    public boolean hasNews() {
        return rows.find(news.first()) >= 0;
    }

    /** Moves to the first entry that was not in view yet, or else to where what is new began. */
    public void toNews() {
        int next = news.next(), row = next < rows.size() ? next : rows.find(news.first());
        if (row < 0) return;
        view.from(row, ABOVE_NEWS);
        hand.at(row);
        moved();
    }

    /** Whether the newest entry is in view. */
    public boolean atEnd() {
        return view.stuck();
    }

    /** Where the entry {@code id} is painted now, or nothing if it is out of view. */
    @Nullable Rectangle place(String id) {
        int y = view.firstTop();
        for (int row = view.first(); row < rows.size() && y < height(); row++) {
            var laid = laid(row);
            if (rows.get(row).id().equals(id)) {
                return new Rectangle(laid.bubble.x, laid.bubble.y + y, laid.bubble.width, laid.bubble.height);
            }
            y += laid.height;
        }
        return null;
    }

    Laid laid(int row) {
        var id = rows.get(row).id();
        var known = layouts.get(id);
        if (known != null) return known;
        var stamp = rows.get(row).stamp(wording.time(rows.get(row).at()));
        var made =
                Laid.lay(gc(), theme, rows, row, width(), stamp, expanded.contains(id), names, picture(rows.get(row)));
        layouts.put(id, made);
        return made;
    }

    /** What {@code row}, which is no file, shows. */
    Rich rich(int row) {
        var text = laid(row).text;
        return text == null ? Rich.plain("") : text.rich();
    }

    /** What of the words of {@code row} leads somewhere. */
    List<Rich.Span> links(int row) {
        var text = laid(row).text;
        return text == null ? List.of() : text.links();
    }

    /** How large the picture of {@code said} is, if it is one that can be shown. */
    private @Nullable Point picture(Said said) {
        var local = local(said);
        return local.isEmpty() ? null : pictures.size(said.id(), Path.of(local));
    }

    /** Where the picture of {@code said} lies; empty if there is none that can be shown. */
    private static String local(Said said) {
        var card = said.card();
        return card == null ? "" : card.local();
    }

    /** The picture of the entry {@code id} was taken back, or is here no more: nobody looks at it any longer. */
    private void gone(String id) {
        if (viewer != null) viewer.gone(id);
    }

    /** The picture {@code id} was read, or cannot be. */
    private void pictured(String id) {
        int row = rows.find(id);
        if (row < 0) return;
        change(row);
        canvas.redraw();
    }

    /** Shows the picture of {@code row} large, and the others beside it. */
    void look(int row) {
        var shots = new ArrayList<Viewer.Shot>();
        int first = 0;
        for (int each = 0; each < rows.size(); each++) {
            var card = rows.get(each).card();
            if (card == null || card.local().isEmpty()) continue;
            if (each == row) first = shots.size();
            shots.add(new Viewer.Shot(rows.get(each).id(), card.name(), Path.of(card.local())));
        }
        if (viewer != null) viewer.close();
        viewer = new Viewer(canvas.getParent(), theme, shots, first, canvas);
    }

    /** Lays out the whole of a long text. */
    void expand(String id) {
        int row = rows.find(id);
        if (row < 0) return;
        expanded.add(id);
        change(row);
        canvas.redraw();
    }

    int width() {
        return Math.max(1, canvas.getClientArea().width);
    }

    int height() {
        return canvas.getClientArea().height;
    }

    /** The view has moved: paints it, and tells who wants to know what is near now. */
    void moved() {
        canvas.redraw();
        if (rows.size() > 0 && view.first() < NEAR) actions.older();
    }

    private void change(int row) {
        layouts.drop(rows.get(row).id());
        view.remeasure(row);
    }

    private void wheel(Event event) {
        view.by(-event.count * WHEEL / 3);
        event.doit = false;
        scrolled();
    }

    private void barMoved() {
        view.to(canvas.getVerticalBar().getSelection());
        scrolled();
    }

    private void scrolled() {
        hand.scrolled();
        floats.scrolled();
        moved();
    }

    private void resized() {
        layouts.clear();
        view.remeasure();
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        int width = width(), height = height();
        view.resize(height);
        view.measure();
        gc.setAdvanced(true);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(0, 0, width, height);
        int y = view.firstTop(), last = view.first() - 1;
        for (int row = view.first(); row < rows.size() && y < height; row++) {
            var laid = laid(row);
            if (y + laid.height > 0) bubbles.paint(gc, rows.get(row), laid, y, width, above(row), hand.mood(row));
            y += laid.height;
            if (y <= height) last = row;
        }
        if (watched()) news.saw(view.first(), last);
        if (view.stuck()) actions.seen();
        floats.paint(gc, last);
        scrollBar(height);
    }

    private Bubbles.Above above(int row) {
        return new Bubbles.Above(rows.day(row), rows.fresh(row) ? news.text() : "");
    }

    private void scrollBar(int height) {
        var bar = canvas.getVerticalBar();
        int total = (int) Math.min(Integer.MAX_VALUE, Math.max(view.total(), height));
        int at = (int) Math.min(view.position(), total - height);
        boolean same = bar.getMaximum() == total && bar.getThumb() == height && bar.getSelection() == at;
        if (!same) bar.setValues(at, 0, total, Math.max(1, height), WHEEL, Math.max(1, height - WHEEL));
    }

    private GC gc() {
        if (ruler == null) ruler = new GC(canvas);
        return ruler;
    }

    private void dispose() {
        layouts.clear();
        letters.dispose();
        if (ruler != null) ruler.dispose();
    }
}
