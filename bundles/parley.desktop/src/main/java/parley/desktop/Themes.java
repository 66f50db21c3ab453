package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.LineAttributes;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Widget;
import org.jspecify.annotations.Nullable;
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

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Picks the palette a person wants, or the one that suits the system, and hands out its colours, fonts and icons. */
@Component(service = {Theme.class, Themes.class})
public final class Themes implements Theme {

    /** What is remembered while the window follows the system. */
    static final String SYSTEM = "system";

    private static final String CHOICE = "theme";
    private static final float STROKE = 1.7f;

    private record Offer(Palette palette, String id, boolean dark) {}

    private record Follower(Widget widget, Runnable restyle) {}

    private static final List<Offer> BUILT_IN =
            List.of(
                    new Offer(new LightPalette(), LightPalette.ID, false),
                    new Offer(new DarkPalette(), DarkPalette.ID, true));

    private final UiQueue ui;
    private final Preferences preferences;
    private final Map<Palette, Offer> offers = new ConcurrentHashMap<>();
    private final Map<TextStyle, Font> fonts = new EnumMap<>(TextStyle.class);
    private final Map<Token, Color> colors = new EnumMap<>(Token.class);
    private final Map<RGB, Color> others = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private final Listener settings = _ -> systemChanged();
    private @Nullable Display display;
    private boolean systemDark;
    private boolean nativeDark;
    private Offer current = BUILT_IN.getFirst();

    @Activate
    public Themes(@Reference UiQueue ui, @Reference Preferences preferences) {
        this.ui = ui;
        this.preferences = preferences;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPalette(Palette palette, Map<String, Object> properties) {
        var id = String.valueOf(properties.get("parley.theme.id"));
        offers.put(palette, new Offer(palette, id, Boolean.TRUE.equals(properties.get("parley.theme.dark"))));
        ui.latest(this, this::refresh);
    }

    void removePalette(Palette palette) {
        offers.remove(palette);
        ui.latest(this, this::refresh);
    }

    /** Begins to hand out things of {@code opened}. Called on the UI thread. */
    void open(Display opened) {
        display = opened;
        systemDark = Display.isSystemDarkTheme();
        nativeDark = systemDark;
        opened.addListener(SWT.Settings, settings);
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
        return colors.computeIfAbsent(token, wanted -> new Color(current.palette().rgb(wanted)));
    }

    @Override
    public Color color(RGB rgb) {
        return others.computeIfAbsent(rgb, Color::new);
    }

    @Override
    public Font font(TextStyle style) {
        return fonts.computeIfAbsent(style, wanted -> Fonts.make(opened(), wanted));
    }

    @Override
    public void draw(GC gc, Icon icon, int x, int y, int size, Color color) {
        var path = Pen.path(gc.getDevice(), icon.path(), size / 24f, x, y);
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
        if (display == null || display.isDisposed()) return;
        var wanted = preferences.get(CHOICE, SYSTEM);
        current = find(wanted).orElseGet(() -> pick(systemDark));
        colors.clear();
        if (nativeDark != current.dark()) { // even the same answer makes the system tell everybody again
            nativeDark = current.dark();
            NativeLook.follow(nativeDark);
        }
        for (var follower : List.copyOf(followers)) {
            if (!follower.widget().isDisposed()) follower.restyle().run();
        }
        for (var shell : display.getShells()) shell.redraw(0, 0, shell.getSize().x, shell.getSize().y, true);
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
