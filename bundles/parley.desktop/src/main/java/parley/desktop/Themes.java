package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.LineAttributes;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.desktop.api.Icon;
import parley.desktop.api.Palette;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Picks the palette a person wants, or the one that suits the system, and hands out its colours, fonts and icons. */
@Component(service = {Theme.class, Themes.class})
public final class Themes implements Theme {

    /** What is remembered while the window follows the system. */
    static final String SYSTEM = "system";

    private static final String CHOICE = "theme";
    private static final String ZOOM = "zoom";
    private static final float STROKE = 1.7f;

    /** How large letters are, in percent of their usual size, and by how much they change at a time. */
    static final int SMALLEST = 80;

    static final int LARGEST = 150;
    static final int USUAL = 100;
    static final int STEP = 10;

    /** A theme that is there. */
    record Offer(Palette palette, String id, String label, boolean dark) {

        /** What it is called, on one line. */
        String name() {
            return Words.line(Phrases.of(palette.getClass()).label(label));
        }
    }

    private record Sized(TextStyle style, int zoom) {}

    private record Follower(Widget widget, Runnable restyle) {}

    private static final System.Logger log = System.getLogger(Themes.class.getName());
    private static final List<Offer> BUILT_IN =
            List.of(
                    new Offer(new LightPalette(), LightPalette.ID, "%theme.light", false),
                    new Offer(new DarkPalette(), DarkPalette.ID, "%theme.dark", true),
                    new Offer(new LightContrastPalette(), LightContrastPalette.ID, "%theme.contrast.light", false),
                    new Offer(new DarkContrastPalette(), DarkContrastPalette.ID, "%theme.contrast.dark", true));

    private final UiQueue ui;
    private final Preferences preferences;
    private final PatientContributions.Opened<Palette> intake;
    private final Map<Palette, Offer> offers = new LinkedHashMap<>();

    /** None is disposed before the window closes: who paints does not always ask again. */
    private final Map<Sized, Font> fonts = new HashMap<>();

    private final Map<Token, Color> colors = new EnumMap<>(Token.class);
    private final Map<RGB, Color> others = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private final Listener settings = _ -> systemChanged();
    private @Nullable Display display;
    private boolean systemDark;
    private boolean nativeDark;

    /** What {@link #zoom} says: asked once a change and not at every paint of a word. */
    private int zoomed = USUAL;

    private Offer current = BUILT_IN.getFirst();

    @Activate
    public Themes(
            @Reference UiQueue ui, @Reference Preferences preferences, @Reference PatientContributions contributions) {
        this.ui = ui;
        this.preferences = preferences;
        this.intake = contributions.intake(this::add);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPalette(ComponentServiceObjects<Palette> palette) {
        intake.add(palette);
    }

    void removePalette(ComponentServiceObjects<Palette> palette) {
        intake.remove(palette);
    }

    /** Offers {@code palette}, and says how that ends. */
    private Runnable add(Palette palette, Map<String, Object> properties) {
        var id = String.valueOf(properties.get("parley.theme.id"));
        var label = String.valueOf(properties.get("parley.theme.label"));
        offers.put(palette, new Offer(palette, id, label, Boolean.TRUE.equals(properties.get("parley.theme.dark"))));
        ui.latest(this, this::refresh);
        return () -> {
            offers.remove(palette);
            ui.latest(this, this::refresh);
        };
    }

    /** Begins to hand out things of {@code opened}, in a theme that is there by now. Called on the UI thread. */
    void open(Display opened) {
        display = opened;
        systemDark = Display.isSystemDarkTheme();
        nativeDark = systemDark;
        opened.addListener(SWT.Settings, settings);
        intake.hurry();
        refresh();
    }

    /** Disposes what was handed out. Called on the UI thread, after the last widget is gone. */
    void close() {
        if (display != null && !display.isDisposed()) display.removeListener(SWT.Settings, settings);
        display = null;
        fonts.values().forEach(Font::dispose);
        fonts.clear();
        followers.clear();
    }

    @Override
    public Color color(Token token) {
        return colors.computeIfAbsent(token, this::make);
    }

    /** The colour as the theme says; as one of ours does where that fails, since nothing can be painted without. */
    private Color make(Token token) {
        try {
            return new Color(current.palette().rgb(token));
        } catch (RuntimeException | LinkageError e) { // no such purpose when it was made, or a mistake
            log.log(System.Logger.Level.WARNING, "the theme {0} has no {1}", current.id(), token, e);
            return new Color(BUILT_IN.get(current.dark() ? 1 : 0).palette().rgb(token));
        }
    }

    @Override
    public Color color(RGB rgb) {
        return others.computeIfAbsent(rgb, Color::new);
    }

    @Override
    public Font font(TextStyle style) {
        return fonts.computeIfAbsent(
                new Sized(style, zoomed), wanted -> Fonts.make(opened(), wanted.style(), wanted.zoom()));
    }

    @Override
    public void draw(GC gc, Icon icon, int x, int y, int size, Color color) {
        boolean upright = Mirror.of(gc) && !icon.turns();
        var path = Pen.path(gc.getDevice(), icon.path(), size / 24f, x, y, upright);
        try {
            gc.setAntialias(SWT.ON);
            gc.setForeground(color);
            gc.setLineAttributes(new LineAttributes(STROKE * size / 24f, SWT.CAP_ROUND, SWT.JOIN_ROUND));
            gc.drawPath(path);
        } finally {
            path.dispose();
        }
    }

    @Override
    public boolean dark() {
        return current.dark();
    }

    @Override
    public void toggle() {
        choose(pick(!current.dark()).id());
    }

    /** The themes there are: ours in our order, then those of others by their labels. */
    List<Offer> offers() {
        var all = new LinkedHashMap<String, Offer>();
        for (var own : BUILT_IN) all.put(own.id(), own);
        offers.values().stream().sorted(Comparator.comparing(Offer::name)).forEach(each -> all.put(each.id(), each));
        return List.copyOf(all.values());
    }

    /** The id of the theme that a person wants, also while it is not there, or {@link #SYSTEM}. */
    String choice() {
        return preferences.get(CHOICE, SYSTEM);
    }

    @Override
    public int scaled(int points) {
        return Math.round(points * zoomed / 100f);
    }

    /** How large letters are, in percent of their usual size. */
    int zoom() {
        return preferences.get(ZOOM, SMALLEST, LARGEST, USUAL);
    }

    /** Makes letters larger by {@code percent}, or smaller, as far as that goes. */
    void zoom(int percent) {
        resize(Math.clamp(zoom() + percent, SMALLEST, LARGEST));
    }

    /** Gives letters their usual size. */
    void unzoom() {
        resize(USUAL);
    }

    private void resize(int percent) {
        preferences.put(ZOOM, String.valueOf(percent));
        preferences.save();
        refresh();
        if (display == null) return;
        for (var shell : display.getShells()) {
            shell.layout(true, true);
            place(shell);
        }
    }

    /** Has everything that places by itself what is in it do so again. */
    private static void place(Control control) {
        if (control.isDisposed()) return;
        control.notifyListeners(SWT.Resize, new Event());
        if (!control.isDisposed() && control instanceof Composite composite)
            for (var child : composite.getChildren()) place(child);
    }

    @Override
    public void follow(Widget widget, Runnable restyle) {
        var follower = new Follower(widget, restyle);
        followers.add(follower);
        widget.addListener(SWT.Dispose, _ -> followers.remove(follower));
        restyle.run();
    }

    /** Changes to the theme {@code id}, or to whatever the system wants for {@link #SYSTEM}, and remembers it. */
    void choose(String id) {
        preferences.put(CHOICE, id);
        preferences.save();
        refresh();
    }

    /** Follows the system if that is what is wanted, and if it is the system that has changed and not we. */
    private void systemChanged() {
        if (nativeDark != systemDark) return;
        boolean dark = Display.isSystemDarkTheme();
        if (dark == systemDark) return;
        systemDark = dark;
        nativeDark = dark;
        refresh();
    }

    private void refresh() {
        var opened = display;
        if (opened == null || opened.isDisposed()) return;
        zoomed = zoom();
        current = find(choice()).orElseGet(() -> ofSystem(opened));
        colors.clear();
        if (nativeDark != current.dark()) { // even the same answer makes the system tell everybody again
            nativeDark = current.dark();
            NativeLook.follow(nativeDark);
        }
        for (var follower : List.copyOf(followers)) {
            if (!follower.widget().isDisposed()) follower.restyle().run();
        }
        for (var shell : opened.getShells()) shell.redraw(0, 0, shell.getSize().x, shell.getSize().y, true);
    }

    /** What suits the system; also what stands in for a theme that is not there now. */
    private Offer ofSystem(Display opened) {
        if (!opened.getHighContrast()) return pick(systemDark);
        return find(systemDark ? DarkContrastPalette.ID : LightContrastPalette.ID).orElse(current);
    }

    /** Our palette that is {@code dark} or not. */
    private Offer pick(boolean dark) {
        return find(dark ? DarkPalette.ID : LightPalette.ID).orElse(current);
    }

    /** What is offered under {@code id}; our own two are there even before they are registered. */
    private Optional<Offer> find(String id) {
        return Stream.concat(offers.values().stream(), BUILT_IN.stream())
                .filter(offer -> offer.id().equals(id))
                .findFirst();
    }

    private Display opened() {
        if (display == null) throw new IllegalStateException("fonts are there only while the window is");
        return display;
    }
}
