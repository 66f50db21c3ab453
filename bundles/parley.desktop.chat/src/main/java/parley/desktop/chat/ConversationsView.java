package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.chat.list.Lines;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;

/** The side: the list of conversations, or the page where a new one begins. */
final class ConversationsView implements View {

    private final Composite parent;
    private final Theme theme;
    private final Scene scene;
    private final Door door;
    private final Head head;
    private final Lines lines;
    private final AddPage add;

    ConversationsView(Composite parent, Desk desk, Theme theme, Wording wording, OwnRelay ownRelay, Door door) {
        this.parent = parent;
        this.theme = theme;
        this.scene = desk.scene();
        this.door = door;
        parent.setLayout(null);
        head = new Head(parent, theme, scene, door);
        lines = new Lines(parent, theme, wording, line -> desk.open(scene.of(line.id())));
        add = new AddPage(parent, desk, theme, ownRelay, () -> turn(false));
        add.control().setVisible(false);
        lines.control().addListener(SWT.Paint, this::paintEmpty);
        parent.addListener(SWT.Resize, _ -> place());
        scene.watch(parent, this::show);
        door.set(() -> turn(true));
        place();
    }

    @Override
    public void focus() {
        lines.control().setFocus();
    }

    @Override
    public void close() {
        door.set(null);
    }

    private void show() {
        lines.show(scene.lines(), scene.selected().lineId());
    }

    /** Shows the page where a conversation begins, or the list again. */
    private void turn(boolean toAdd) {
        add.control().setVisible(toAdd);
        lines.control().setVisible(!toAdd);
        if (toAdd) add.open();
        else lines.control().setFocus();
    }

    private void place() {
        var area = parent.getClientArea();
        head.control().setBounds(0, 0, area.width, Head.HEIGHT);
        lines.control().setBounds(0, Head.HEIGHT, area.width, area.height - Head.HEIGHT);
        add.control().setBounds(0, Head.HEIGHT, area.width, area.height - Head.HEIGHT);
    }

    private void paintEmpty(Event event) {
        if (!scene.lines().isEmpty() || scene.account().isEmpty()) return;
        var gc = event.gc;
        int width = lines.control().getClientArea().width, y = 60;
        theme.draw(gc, Icons.TALK, (width - 40) / 2, y, 40, theme.color(Token.MUTED));
        y = Texts.centred(gc, theme, TextStyle.STRONG, Token.TEXT, "No conversations yet", 0, y + 56, width);
        Texts.centred(gc, theme, TextStyle.BODY, Token.MUTED, "Add somebody with the button above.", 0, y + 6, width);
    }
}
