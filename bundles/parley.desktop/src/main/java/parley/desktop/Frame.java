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
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;

import parley.desktop.Arrangement.Stand;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.ViewInfo.Place;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The inside of the window: parts for views, a divider that a person can move, a foot that speaks when it must. */
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
    private final Map<Part, Aside> asides = new LinkedHashMap<>();
    private final Arrangement arrangement;
    private @Nullable Grip grip;
    private int sideWidth;
    private boolean veiled;
    private boolean ending;

    Frame(Shell shell, Theme theme, Arrangement arrangement) {
        this.shell = shell;
        this.theme = theme;
        this.arrangement = arrangement;
        this.sideWidth = arrangement.side();
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
        if (arrangement.stand(spec.id()) instanceof Stand.Apart(var at) && movable(part)) apart(part, at);
        arrange();
        if (spec.place() == Place.COVER || parts.size() == 1) focus();
        return part;
    }

    /** Closes {@code part} and disposes its widgets. */
    void close(Part part) {
        if (!parts.remove(part)) return;
        var aside = asides.remove(part);
        if (aside != null) arrangement.put(part.spec().id(), new Stand.Apart(aside.bounds()));
        part.close();
        if (aside != null) aside.close(part, shell);
        if (ending || shell.isDisposed()) return;
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

    private static boolean movable(Part part) {
        return part.spec().place() != Place.COVER && Aside.possible(part);
    }

    private void apart(Part part, @Nullable Rectangle at) {
        var aside = new Aside(part, shell, theme, at, () -> put(part, new Stand.Here()));
        asides.put(part, aside);
        arrangement.put(part.spec().id(), new Stand.Apart(aside.bounds()));
        if (!veiled) aside.show(part);
    }

    /** Has {@code part}, which is open, stand as {@code stand}, and remembers it. */
    void put(Part part, Stand stand) {
        if (!parts.contains(part)) return;
        var id = part.spec().id();
        var aside = asides.get(part);
        if (stand instanceof Stand.Apart(var at)) {
            if (aside != null) aside.raise();
            else if (movable(part)) apart(part, at);
        } else {
            if (aside != null) {
                asides.remove(part);
                aside.close(part, shell);
            }
            arrangement.put(id, stand);
            if (stand instanceof Stand.Here) arrangement.front(part.spec().place(), id);
        }
        arrange();
    }

    /** Whether {@code part} is in view in this window, or would be but for what covers it. */
    boolean shows(Part part) {
        return shown().containsValue(part);
    }

    /** Whether something is left at the place of {@code part} without it, or nothing need be. */
    boolean canHide(Part part) {
        var place = part.spec().place();
        if (place == Place.BOTTOM) return true;
        return parts.stream().anyMatch(each -> each != part && each.spec().place() == place && docked(each));
    }

    private boolean docked(Part part) {
        return !asides.containsKey(part);
    }

    private boolean hidden(Part part) {
        return arrangement.stand(part.spec().id()) instanceof Stand.Hidden;
    }

    /** Whether {@code other} is this window or one of a view. */
    boolean owns(@Nullable Shell other) {
        return other != null && (other == shell || asides.values().stream().anyMatch(each -> each.is(other)));
    }

    /** Shows no window of a view for as long as {@code wanted}: what covers this one does not cover those. */
    void veil(boolean wanted) {
        veiled = wanted;
        asides.values().forEach(aside -> aside.visible(!wanted));
    }

    /** Remembers where the windows of views stand. */
    void remember() {
        asides.forEach((part, aside) -> arrangement.put(part.spec().id(), new Stand.Apart(aside.bounds())));
    }

    /** The window goes: what is closed from now on leaves no room to others. */
    void end() {
        ending = true;
    }

    /** Arranges everything as it was when Parley was new. */
    void reset() {
        arrangement.reset();
        var apart = Map.copyOf(asides);
        asides.clear();
        apart.forEach((part, aside) -> aside.close(part, shell));
        sideWidth = arrangement.side();
        shell.setMaximized(false);
        shell.setBounds(Screens.middle(shell.getDisplay(), Window.WIDTH, Window.HEIGHT));
        arrange();
    }

    /** Gives the keyboard to the view that matters most. */
    void focus() {
        var active = shell.getDisplay().getActiveShell();
        if (active != shell && owns(active)) shell.forceActive();
        var shown = shown();
        for (var place : List.of(Place.COVER, Place.CENTER, Place.SIDE)) {
            var part = shown.get(place);
            if (part != null) {
                part.focus();
                return;
            }
        }
    }

    /**
     * The part that is in front at each place: the one a person wants there, or the highest ranking, of equals the one
     * that was installed first. Of the side and the middle none is empty because what is left is hidden.
     */
    private Map<Place, Part> shown() {
        var shown = new EnumMap<Place, Part>(Place.class);
        for (var part : parts) {
            if (docked(part) && !hidden(part)) shown.merge(part.spec().place(), part, this::front);
        }
        for (var part : parts) {
            var place = part.spec().place();
            if (docked(part) && place != Place.BOTTOM && !shown.containsKey(place)) shown.put(place, part);
        }
        return shown;
    }

    private Part front(Part one, Part other) {
        var wanted = one.spec().place() == Place.COVER ? "" : arrangement.front(one.spec().place());
        if (one.spec().id().equals(wanted)) return one;
        return other.spec().id().equals(wanted) || other.spec().before(one.spec()) ? other : one;
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
        if ((event.stateMask & SWT.BUTTON1) != 0) widen(divider.getLocation().x + event.x);
    }

    private void widen(int wanted) {
        int most = Math.min(MAX_SIDE, shell.getClientArea().width / 2);
        sideWidth = Math.max(MIN_SIDE, Math.min(most, wanted));
        arrange();
    }

    /** Whether there is a side whose width can be changed. */
    boolean canWiden() {
        return divider.isVisible();
    }

    /** Gives the keyboard to the divider, for as long as what is returned is there. */
    Widget grip() {
        if (shell.getDisplay().getActiveShell() != shell) shell.forceActive(); // from the window of a view
        if (grip != null) grip.close();
        grip = new Grip(shell, theme, divider.getBounds(), this::widen, this::focus);
        return grip.control();
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
                if (!docked(part)) continue;
                part.control().setVisible(cover == null ? shown.containsValue(part) : part == cover);
            }
            boolean alone = !shown.containsKey(Place.CENTER) && asides.keySet().stream().anyMatch(this::inTheMiddle);
            divider.setVisible(cover == null && shown.containsKey(Place.SIDE) && !alone);
            if (grip != null && !divider.getVisible()) grip.close();
            if (cover != null) {
                foot.hide();
                cover.control().setBounds(area);
                return;
            }
            if (alone) below(area, area.x, shown.get(Place.BOTTOM));
            int left = columns(area, shown.get(Place.SIDE), alone);
            if (alone) return;
            below(area, left, shown.get(Place.BOTTOM));
            place(shown.get(Place.CENTER), left, area.y, area.width - left, area.height);
        }

        /** Places what stands at the bottom, from {@code left} on, and takes its room from {@code area}. */
        private void below(Rectangle area, int left, @Nullable Part low) {
            if (low == null) return;
            int high = low.control().computeSize(area.width - left, SWT.DEFAULT).y;
            area.height -= high;
            low.control().setBounds(left, area.y + area.height, area.width - left, high);
        }

        private boolean inTheMiddle(Part part) {
            return part.spec().place() == Place.CENTER;
        }

        /**
         * Places the side, its divider and the foot, and says where the middle begins.
         *
         * @param alone whether the side has all of the width, as the middle is in a window of its own
         */
        private int columns(Rectangle area, @Nullable Part side, boolean alone) {
            if (side == null) {
                int high = foot.place(area.x, area.y + area.height, area.width, Token.BACKGROUND);
                area.height -= high;
                return area.x;
            }
            int wide = alone ? area.width + DIVIDER : Math.max(MIN_SIDE, Math.min(sideWidth, area.width / 2));
            int high = foot.place(area.x, area.y + area.height, wide - DIVIDER, Token.SIDE);
            place(side, area.x, area.y, wide - DIVIDER, area.height - high);
            divider.setBounds(area.x + wide - DIVIDER, area.y, DIVIDER, area.height);
            if (grip != null) grip.place(divider.getBounds());
            return area.x + wide;
        }

        private void place(@Nullable Part part, int x, int y, int width, int height) {
            if (part != null) part.control().setBounds(x, y, width, height);
        }
    }
}
