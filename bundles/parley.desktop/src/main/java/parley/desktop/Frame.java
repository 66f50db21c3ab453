package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Layout;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.ViewInfo.Place;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The inside of the window: parts for views, a divider that a person can drag, a foot that speaks when it must. */
final class Frame {

    /** The narrowest and the widest the side may become, in points. */
    static final int MIN_SIDE = 232;

    static final int MAX_SIDE = 560;

    private static final int DIVIDER = 5;

    private final Shell shell;
    private final Theme theme;
    private final Canvas divider;
    private final Foot foot;
    private final List<Part> parts = new ArrayList<>();
    private int sideWidth;

    Frame(Shell shell, Theme theme, int sideWidth) {
        this.shell = shell;
        this.theme = theme;
        this.sideWidth = sideWidth;
        shell.setLayout(new Parts());
        divider = new Canvas(shell, SWT.NONE);
        divider.setCursor(shell.getDisplay().getSystemCursor(SWT.CURSOR_SIZEWE));
        divider.addListener(SWT.Paint, this::paintDivider);
        divider.addListener(SWT.MouseMove, this::drag);
        foot = new Foot(shell, theme, this::arrange);
        theme.follow(shell, () -> shell.setBackground(theme.color(Token.BACKGROUND)));
    }

    int sideWidth() {
        return sideWidth;
    }

    Foot foot() {
        return foot;
    }

    /** Opens what {@code open} makes as a part of the window; a view that fails is replaced by a card. */
    Part open(Part.Spec spec, Function<Composite, View> open) {
        var part = new Part(spec, shell, theme, open);
        parts.add(part);
        arrange();
        if (spec.place() == Place.COVER || parts.size() == 1) focus();
        return part;
    }

    /** Closes {@code part} and disposes its widgets. */
    void close(Part part) {
        if (!parts.remove(part)) return;
        part.close();
        if (shell.isDisposed()) return;
        arrange();
        if (part.spec().place() == Place.COVER) focus();
    }

    /** The part that {@code control} stands in. */
    Optional<Part> partOf(Control control) {
        for (var each = control; each != null; each = each.getParent()) {
            for (var part : parts) if (part.control() == each) return Optional.of(part);
        }
        return Optional.empty();
    }

    void closeAll() {
        for (var part : List.copyOf(parts)) close(part);
    }

    /** Gives the keyboard to the view that matters most. */
    void focus() {
        var shown = shown();
        for (var place : List.of(Place.COVER, Place.CENTER, Place.SIDE)) {
            var part = shown.get(place);
            if (part != null) {
                part.focus();
                return;
            }
        }
    }

    /** The part that is in front at each place: the highest ranking, of equals the one that was installed first. */
    private Map<Place, Part> shown() {
        var shown = new EnumMap<Place, Part>(Place.class);
        for (var part : parts) shown.merge(part.spec().place(), part, (a, b) -> b.spec().before(a.spec()) ? b : a);
        return shown;
    }

    private void arrange() {
        if (!shell.isDisposed()) shell.layout();
    }

    private void paintDivider(Event event) {
        var area = divider.getClientArea();
        event.gc.setBackground(theme.color(Token.SIDE));
        event.gc.fillRectangle(area);
        event.gc.setBackground(theme.color(Token.LINE));
        event.gc.fillRectangle(area.width - 1, 0, 1, area.height);
    }

    private void drag(Event event) {
        if ((event.stateMask & SWT.BUTTON1) == 0) return;
        int most = Math.min(MAX_SIDE, shell.getClientArea().width / 2);
        int wanted = divider.getLocation().x + event.x;
        sideWidth = Math.max(MIN_SIDE, Math.min(most, wanted));
        arrange();
    }

    /** Puts each part where it belongs. */
    private final class Parts extends Layout {

        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            return new Point(width == SWT.DEFAULT ? 1100 : width, height == SWT.DEFAULT ? 740 : height);
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            var area = shell.getClientArea();
            var shown = shown();
            var cover = shown.get(Place.COVER);
            for (var part : parts) {
                part.control().setVisible(cover == null ? shown.containsValue(part) : part == cover);
            }
            divider.setVisible(cover == null && shown.containsKey(Place.SIDE));
            if (cover != null) {
                foot.hide();
                cover.control().setBounds(area);
                return;
            }
            int left = columns(area, shown.get(Place.SIDE));
            int bottom = area.y + area.height;
            var low = shown.get(Place.BOTTOM);
            if (low != null) {
                int high = low.control().computeSize(area.width - left, SWT.DEFAULT).y;
                bottom -= high;
                low.control().setBounds(left, bottom, area.width - left, high);
            }
            place(shown.get(Place.CENTER), left, area.y, area.width - left, bottom - area.y);
        }

        /** Places the side, its divider and the foot, and says where the middle begins. */
        private int columns(Rectangle area, @Nullable Part side) {
            if (side == null) {
                int high = foot.place(area.x, area.y + area.height, area.width, Token.BACKGROUND);
                area.height -= high;
                return area.x;
            }
            int wide = Math.max(MIN_SIDE, Math.min(sideWidth, area.width / 2));
            int high = foot.place(area.x, area.y + area.height, wide - DIVIDER, Token.SIDE);
            place(side, area.x, area.y, wide - DIVIDER, area.height - high);
            divider.setBounds(area.x + wide - DIVIDER, area.y, DIVIDER, area.height);
            return area.x + wide;
        }

        private void place(@Nullable Part part, int x, int y, int width, int height) {
            if (part != null) part.control().setBounds(x, y, width, height);
        }
    }
}
