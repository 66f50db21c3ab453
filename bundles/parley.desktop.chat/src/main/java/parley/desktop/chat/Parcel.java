package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.client.api.CommandException;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Listed;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What was pasted and is to go with what is being written: shown above it, until it is sent or put away. */
final class Parcel {

    private static final Phrases T = Phrases.of(Parcel.class);

    static final int HEIGHT = 84;

    private static final int THUMB = 68;
    private static final int PUSH = 38;
    private static final int PAD = 8;

    /** Something that was pasted. */
    sealed interface Thing {

        /** A picture; its pixels are nobody's file yet. */
        record Picture(ImageData pixels) implements Thing {}

        /** A file, which stays where it is. */
        record Copied(Path path) implements Thing {}

        /** The file to be sent, made if there is none. Blocks. */
        default Path file(Pastes pastes) throws CommandException {
            return switch (this) {
                case Copied(var path) -> pastes.whole(path);
                case Picture(var pixels) -> pastes.picture(png(pixels));
            };
        }

        default String name() {
            return switch (this) {
                case Copied(var path) -> Words.line(String.valueOf(path.getFileName()));
                case Picture(var pixels) ->
                        T.get("parcel.picture", "wide", "" + pixels.width, "high", "" + pixels.height);
            };
        }
    }

    /** Where those of {@code things} lie that are somebody's files already. */
    static List<Path> paths(List<Thing> things) {
        return things.stream()
                .flatMap(thing -> thing instanceof Thing.Copied(var path) ? Stream.of(path) : Stream.empty())
                .toList();
    }

    private final Canvas canvas;
    private final Theme theme;
    private final Runnable changed;
    private final IconPush cancel;
    private final List<Thing> things = new ArrayList<>();
    private final List<Image> thumbs = new ArrayList<>();

    /**
     * @param changed runs when there is more or less of it
     * @param cancelled runs when the person has put it away, to take the keyboard
     */
    Parcel(Composite parent, Theme theme, Runnable changed, Runnable cancelled) {
        this.theme = theme;
        this.changed = changed;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData("test.id", "parcel");
        canvas.setVisible(false);
        canvas.addListener(SWT.Paint, event -> paint(event.gc));
        Spoken.as(canvas, this::sentence);
        Runnable away =
                () -> {
                    clear();
                    cancelled.run();
                };
        cancel =
                IconPush.quiet(
                        canvas, theme, Token.RAISED, "parcel.cancel", T.get("parcel.nothing"), Icons.CLOSE, away);
        canvas.addListener(
                SWT.Resize,
                _ -> cancel.setBounds(canvas.getClientArea().width - PUSH - 4, (HEIGHT - PUSH) / 2, PUSH, PUSH));
        canvas.addListener(SWT.Dispose, _ -> thumbs.forEach(Image::dispose));
    }

    Canvas control() {
        return canvas;
    }

    boolean isEmpty() {
        return things.isEmpty();
    }

    /** How high it wants to be; 0 while there is nothing. */
    int high() {
        return things.isEmpty() ? 0 : HEIGHT;
    }

    List<Thing> things() {
        return List.copyOf(things);
    }

    /** Shows these instead of those that are there. */
    void show(List<Thing> others) {
        things.clear();
        thumbs.forEach(Image::dispose);
        thumbs.clear();
        others.forEach(this::take);
        told();
    }

    private void take(Thing thing) {
        things.add(thing);
        if (thing instanceof Thing.Picture(var pixels)) thumbs.add(thumb(pixels));
    }

    void clear() {
        show(List.of());
    }

    private void told() {
        canvas.setVisible(!things.isEmpty());
        canvas.redraw();
        changed.run();
    }

    private String sentence() {
        var names = things.stream().map(Thing::name).toList();
        return names.size() == 1
                ? T.get("parcel.one", "names", names.getFirst())
                : T.get("parcel.many", "count", names.size(), "names", Listed.of(names));
    }

    /** {@code pixels} small enough to be painted at twice the size of a thumbnail. */
    private Image thumb(ImageData pixels) {
        double scale = Math.min(1, 2.0 * THUMB / Math.max(pixels.width, pixels.height));
        int wide = Math.max(1, (int) (pixels.width * scale)), high = Math.max(1, (int) (pixels.height * scale));
        return new Image(canvas.getDisplay(), pixels.scaledTo(wide, high));
    }

    private static byte[] png(ImageData pixels) {
        var loader = new ImageLoader();
        loader.data = new ImageData[] {pixels};
        var bytes = new ByteArrayOutputStream();
        loader.save(bytes, SWT.IMAGE_PNG);
        return bytes.toByteArray();
    }

    private void paint(GC gc) {
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setInterpolation(SWT.HIGH);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 14);
        int x = PAD;
        for (var thumb : thumbs) {
            if (x + THUMB > area.width / 2) break;
            thumb(gc, thumb, x);
            x += THUMB + PAD;
        }
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.TEXT));
        int room = area.width - x - PUSH - 2 * PAD;
        var shown = Words.fitted(gc, sentence(), Math.max(0, room));
        gc.drawText(shown, x + 4, HEIGHT / 2 - gc.getFontMetrics().getHeight() - 1, SWT.DRAW_TRANSPARENT);
        gc.setForeground(theme.color(Token.MUTED));
        var hint = Words.fitted(gc, T.get("parcel.hint"), Math.max(0, room));
        gc.drawText(hint, x + 4, HEIGHT / 2 + 2, SWT.DRAW_TRANSPARENT);
    }

    private void thumb(GC gc, Image image, int x) {
        var size = image.getBounds();
        double scale = Math.min((double) THUMB / size.width, (double) THUMB / size.height);
        int wide = Math.max(1, (int) (size.width * scale)), high = Math.max(1, (int) (size.height * scale));
        int y = (HEIGHT - THUMB) / 2;
        gc.drawImage(image, 0, 0, size.width, size.height, x + (THUMB - wide) / 2, y + (THUMB - high) / 2, wide, high);
    }
}
