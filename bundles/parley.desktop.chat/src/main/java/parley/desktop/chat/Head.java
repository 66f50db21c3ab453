package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.jspecify.annotations.Nullable;

import parley.client.api.Event.LinkChanged;
import parley.desktop.api.Commands;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Portraits;

import java.util.List;
import java.util.Optional;

/** The top of the side: who I am, what this is, and its buttons. */
final class Head {

    private static final Phrases T = Phrases.of(Head.class);

    static final int HEIGHT = 64;

    private static final int PICTURE = 38;
    private static final int LEFT = 18;

    private final Canvas canvas;
    private final Theme theme;
    private final Scene scene;
    private final String title = T.get("head.title");
    private final IconPush mode;
    private final IconPush add;
    private final IconPush more;

    /** What was painted last is made of. */
    private List<Object> painted = List.of();

    Head(Composite parent, Theme theme, Scene scene, Door door, Commands commands) {
        this.theme = theme;
        this.scene = scene;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData("test.id", "head");
        mode = IconPush.quiet(canvas, theme, Token.SIDE, "theme", "", Icons.MOON, theme::toggle);
        add = IconPush.quiet(canvas, theme, Token.SIDE, "add", T.get("head.new"), Icons.ADD_PERSON, door::open);
        more = IconPush.quiet(canvas, theme, Token.SIDE, "more", T.get("head.more"), Icons.MORE, () -> popUp(commands));
        canvas.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.SIDE));
                    event.gc.fillRectangle(canvas.getClientArea());
                    paint(event.gc);
                });
        canvas.addListener(SWT.Resize, _ -> place());
        canvas.addListener(
                SWT.MouseUp,
                event -> {
                    if (event.button == 1 && event.x < LEFT + PICTURE) commands.run(ProfileCommand.ID);
                });
        theme.follow(
                canvas,
                () -> {
                    mode.icon(theme.dark() ? Icons.SUN : Icons.MOON);
                    mode.name(theme.dark() ? T.get("head.light") : T.get("head.dark"));
                });
        scene.watch(canvas, this::changed);
        Spoken.as(canvas, this::spoken);
    }

    Canvas control() {
        return canvas;
    }

    private String spoken() {
        return scene.account()
                .map(account -> spoken(account.address().toString()))
                .orElseGet(() -> T.get("head.nobody"));
    }

    private String spoken(String address) {
        return switch (scene.link()) {
            case CONNECTED -> T.heard(scene.isAway() ? "head.away" : "head.connected", "address", address);
            case RECONNECTING -> T.heard("head.connecting", "address", address);
            case OFFLINE -> T.heard("head.offline", "address", address);
        };
    }

    private void place() {
        int right = canvas.getClientArea().width - 8, y = (HEIGHT - 38) / 2;
        more.setBounds(right - 38, y, 38, 38);
        add.setBounds(right - 78, y, 38, 38);
        mode.setBounds(right - 118, y, 38, 38);
    }

    /** Shows what there is besides conversations. */
    private void popUp(Commands commands) {
        if (more.getMenu() != null) more.getMenu().dispose();
        var menu = new Menu(more);
        for (var command : commands.menu()) {
            var item = new MenuItem(menu, SWT.PUSH);
            var label = command.label().replace("&", "&&");
            item.setText(command.key().isEmpty() ? label : label + "\t" + command.key());
            item.setEnabled(command.enabled());
            item.addListener(SWT.Selection, _ -> commands.run(command.id()));
        }
        more.setMenu(menu);
        menu.setLocation(more.toDisplay(0, more.getSize().y));
        menu.setVisible(true);
    }

    /** The scene has changed, and most of it is not shown here. */
    private void changed() {
        var portraits = Portraits.of(canvas.getDisplay()).changes();
        var now =
                List.<Object>of(scene.account(), Optional.ofNullable(name()), scene.link(), scene.isAway(), portraits);
        if (now.equals(painted)) return;
        painted = now;
        canvas.redraw();
    }

    private @Nullable String name() {
        return scene.account().map(me -> scene.titles().of(me.address(), me.key())).orElse(null);
    }

    private void paint(org.eclipse.swt.graphics.GC gc) {
        var me = scene.account();
        int y = (HEIGHT - PICTURE) / 2;
        var name = name();
        int x = LEFT;
        if (name != null) {
            Avatar.paint(gc, theme, x, y, PICTURE, name, Names.key(me.get().key()));
            boolean connected = scene.link() == LinkChanged.State.CONNECTED;
            if (connected && scene.isAway()) Avatar.paintAway(gc, theme, x, y, PICTURE, theme.color(Token.SIDE));
            else if (connected) Avatar.paintOnline(gc, theme, x, y, PICTURE, theme.color(Token.SIDE));
            x += PICTURE + 12;
        }
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        boolean fits = gc.textExtent(title).x <= mode.getLocation().x - x; // half a word helps nobody
        gc.drawText(fits ? title : "", x, (HEIGHT - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
    }
}
