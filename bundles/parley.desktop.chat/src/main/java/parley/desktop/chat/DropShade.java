package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.graphics.LineAttributes;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes files that are dragged onto the conversation, and says over it, while they are there, who would get them. */
final class DropShade {

    private static final Phrases T = Phrases.of(DropShade.class);

    private static final int EDGE = 14;

    private final Composite page;
    private final Canvas shade;
    private final Theme theme;
    private final Consumer<List<Path>> dropped;
    private String whom = "";

    DropShade(Composite page, Theme theme, Consumer<List<Path>> dropped) {
        this.page = page;
        this.theme = theme;
        this.dropped = dropped;
        shade = new Canvas(page, SWT.DOUBLE_BUFFERED);
        shade.setData("test.id", "drop.shade");
        shade.setVisible(false);
        shade.addListener(SWT.Paint, this::paint);
        Spoken.as(shade, this::sentence);
        var target = new DropTarget(page, DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(FileTransfer.getInstance());
        target.addDropListener(new Drag());
    }

    /** Says {@code whom} the files go to. */
    void whom(String changed) {
        whom = changed;
    }

    private String sentence() {
        return T.get("drop.whom", "whom", whom);
    }

    private void show() {
        shade.setBounds(page.getClientArea());
        shade.moveAbove(null);
        shade.setVisible(true);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = shade.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int wide = area.width - 2 * EDGE, high = area.height - 2 * EDGE;
        Shapes.fill(gc, theme.color(Token.RAISED), EDGE, EDGE, wide, high, 22);
        gc.setForeground(theme.color(Token.ACCENT));
        gc.setLineAttributes(new LineAttributes(2, SWT.CAP_ROUND, SWT.JOIN_ROUND, SWT.LINE_DASH, null, 0, 10));
        gc.drawRoundRectangle(EDGE, EDGE, wide, high, 44, 44);
        int middle = area.height / 2;
        theme.draw(gc, Icons.DOWNLOAD, (area.width - 48) / 2, middle - 60, 48, theme.color(Token.ACCENT_TEXT));
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        var shown = Words.fitted(gc, sentence(), Math.max(0, wide - 2 * EDGE));
        gc.drawText(shown, (area.width - gc.textExtent(shown).x) / 2, middle + 4, SWT.DRAW_TRANSPARENT);
    }

    private final class Drag extends DropTargetAdapter {

        @Override
        public void dragEnter(DropTargetEvent event) {
            if (event.detail == DND.DROP_DEFAULT) event.detail = DND.DROP_COPY;
            show();
        }

        @Override
        public void dragLeave(DropTargetEvent event) {
            shade.setVisible(false);
        }

        @Override
        public void drop(DropTargetEvent event) {
            shade.setVisible(false);
            if (!(event.data instanceof String[] names)) return;
            var files = new ArrayList<Path>();
            for (var name : names) files.add(Path.of(name));
            if (!files.isEmpty()) dropped.accept(files);
        }
    }
}
