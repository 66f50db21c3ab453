package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.ViewInfo.Place;
import parley.desktop.api.control.Words;

import java.util.function.Function;

/** A view as it stands open, or the card that stands in for it since it failed. For the UI thread. */
final class Part {

    /** How often a view may fail within {@link #WHILE} before a card takes its place. */
    private static final int MOST = 3;

    private static final long WHILE = 60_000_000_000L;

    /** What a view is called, where it goes, and what decides between several for one place. */
    record Spec(String id, String title, Place place, int rank, long order) {

        /** Whether it stands in front of {@code other}. */
        boolean before(Spec other) {
            return rank != other.rank ? rank > other.rank : order < other.order;
        }
    }

    private static final System.Logger log = System.getLogger(Part.class.getName());

    private final Spec spec;
    private final Composite holder;
    private final Theme theme;
    private final Function<Composite, View> opening;
    private Composite parent;
    private View view;
    private boolean broken;
    private int failures;
    private long since;

    /** Opens what {@code opening} makes within {@code window}; a card if it fails. */
    Part(Spec spec, Composite window, Theme theme, Function<Composite, View> opening) {
        this.spec = spec;
        this.theme = theme;
        this.opening = opening;
        holder = new Composite(window, SWT.NONE);
        holder.setLayout(new FillLayout());
        parent = fresh();
        view = open();
    }

    Spec spec() {
        return spec;
    }

    /** What it is called, on one line. */
    String title() {
        return Words.line(spec.title());
    }

    /** What is placed in the window. */
    Composite control() {
        return holder;
    }

    /** What a view fills: after a failure another, since the old one may have listeners of the view. */
    private Composite fresh() {
        var made = new Composite(holder, SWT.NONE);
        made.setLayout(new FillLayout());
        made.setData("test.id", spec.id());
        var ground = spec.place() == Place.SIDE ? Token.SIDE : Token.BACKGROUND;
        theme.follow(made, () -> made.setBackground(theme.color(ground)));
        return made;
    }

    private View open() {
        try {
            broken = false;
            return opening.apply(parent);
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "the view {0} cannot be opened", spec.id(), e);
            parent.dispose();
            parent = fresh();
            return card(e);
        }
    }

    /** Whether a card stands in for the view. */
    boolean broken() {
        return broken;
    }

    /** Gives the keyboard to the view. */
    void focus() {
        try {
            view.focus();
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "the view {0} cannot take the keyboard", spec.id(), e);
            stop(e);
        }
    }

    /**
     * A listener of the view has failed.
     *
     * @param always whether it would fail again and again, such as one that paints
     * @return whether a card has taken the view's place
     */
    boolean failed(Throwable cause, boolean always) {
        if (broken || holder.isDisposed()) return false;
        long now = System.nanoTime();
        if (failures == 0 || now - since > WHILE) {
            since = now;
            failures = 0;
        }
        failures++;
        if (!always && failures < MOST) return false;
        stop(cause);
        return true;
    }

    private void stop(Throwable cause) {
        end();
        parent = fresh();
        view = card(cause);
        holder.layout(true, true);
    }

    /** Tries to open the view anew, in place of the card. */
    private void again() {
        end();
        parent = fresh();
        failures = 0;
        view = open();
        holder.layout(true, true);
        focus();
    }

    private View card(Throwable cause) {
        broken = true;
        return new BrokenView(parent, theme, spec.title(), cause, this::again);
    }

    /** Ends the view: nothing of it is left. */
    private void end() {
        try {
            view.close();
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "the view {0} failed to close", spec.id(), e);
        }
        if (!parent.isDisposed()) parent.dispose();
    }

    /** Ends the view and gives its place back. */
    void close() {
        end();
        if (!holder.isDisposed()) holder.dispose();
    }
}
