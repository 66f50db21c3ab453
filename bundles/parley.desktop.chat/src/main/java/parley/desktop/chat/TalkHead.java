package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.client.api.Contacts.Trust;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;

import java.util.ArrayList;
import java.util.HashSet;

/** The top of a conversation: with whom it is. */
final class TalkHead {

    private static final Phrases T = Phrases.of(TalkHead.class);

    static final int HEIGHT = 64;

    private static final int PICTURE = 40;
    private static final int LEFT = 20;
    private static final int PUSH = 38;

    private final Canvas canvas;
    private final Theme theme;
    private String title = "";
    private String key = "";
    private String line = "";
    private boolean online;
    private boolean away;

    /** Whether somebody writes: the line says so. */
    private boolean typing;

    /** Leads to who is in a group, or to what there is to know of a conversation between two. */
    private final IconPush details;

    TalkHead(Composite parent, Theme theme, Runnable details) {
        this.theme = theme;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData("test.id", "talk.head");
        canvas.addListener(SWT.Paint, event -> paint(event.gc));
        Spoken.as(canvas, () -> T.heard("list.and", "one", title, "other", line));
        this.details =
                IconPush.quiet(
                        canvas, theme, Token.BACKGROUND, "talk.details", T.get("talk.details"), Icons.INFO, details);
        canvas.setCursor(canvas.getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        canvas.addListener(SWT.Resize, _ -> place());
        canvas.addListener(
                SWT.MouseUp,
                event -> {
                    if (event.button == 1) details.run();
                });
    }

    private void place() {
        details.setBounds(canvas.getClientArea().width - 8 - PUSH, (HEIGHT - PUSH) / 2, PUSH, PUSH);
    }

    Canvas control() {
        return canvas;
    }

    void show(Conversation conversation, Scene scene) {
        boolean direct = conversation.kind() != Kind.GROUP;
        title = scene.titles().of(conversation);
        key = scene.key(conversation);
        online = scene.online(conversation);
        away = scene.away(conversation);
        var who = direct ? conversation.title() : people(count(conversation, scene));
        details.icon(direct ? Icons.INFO : Icons.PEOPLE);
        details.name(direct ? T.get("talk.details") : T.get("talk.members"));
        boolean verified = scene.contact(conversation).filter(it -> it.trust() == Trust.VERIFIED).isPresent();
        boolean here = conversation.kind() == Kind.LOCAL;
        details.setVisible(!here); // there is nothing to know of them
        var usual = here ? T.get("talk.here") : facts(verified, who, scene.status(conversation), conversation);
        var writes = scene.typing(conversation);
        typing = !writes.isEmpty();
        line = typing ? writes : usual;
        canvas.setToolTipText(who);
        canvas.redraw();
    }

    private String facts(boolean verified, String who, String status, Conversation conversation) {
        var facts = new ArrayList<String>();
        facts.add(verified ? T.get("talk.verified") : T.get("talk.private"));
        if (online) facts.add(T.get("list.online"));
        else if (away) facts.add(T.get("list.away"));
        facts.add(who);
        var lasts = conversation.settings().lifetime().now();
        if (!lasts.isZero()) facts.add(T.get("talk.lasts", "time", Happened.time(lasts)));
        if (!status.isEmpty()) facts.add(T.get("list.status", "status", status)); // last: it may be long, or pretend
        return String.join(" · ", facts);
    }

    /** With oneself, who may stand among the members or not. */
    private static int count(Conversation conversation, Scene scene) {
        var everybody = new HashSet<>(conversation.members());
        if (conversation.stopped().isEmpty() || conversation.resumable())
            scene.account().ifPresent(me -> everybody.add(me.address()));
        return everybody.size();
    }

    private static String people(int count) {
        return count == 1 ? T.get("talk.people.one") : T.get("talk.people", "count", count);
    }

    private void paint(GC gc) {
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int y = (HEIGHT - PICTURE) / 2;
        Avatar.paint(gc, theme, LEFT, y, PICTURE, title, key);
        if (online) Avatar.paintOnline(gc, theme, LEFT, y, PICTURE, theme.color(Token.BACKGROUND));
        if (away) Avatar.paintAway(gc, theme, LEFT, y, PICTURE, theme.color(Token.BACKGROUND));
        int x = LEFT + PICTURE + 12, room = area.width - x - LEFT - PUSH;
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        int below = theme.scaled(22), top = y - (below - 22) / 2;
        gc.drawText(Words.fitted(gc, title, room), x, top, SWT.DRAW_TRANSPARENT);
        gc.setFont(theme.font(TextStyle.SMALL));
        int lock = top + below + (gc.getFontMetrics().getHeight() - 14) / 2;
        theme.draw(gc, Icons.LOCK, x - 1, lock, 14, theme.color(Token.GOOD));
        gc.setForeground(theme.color(typing ? Token.ACCENT_TEXT : Token.MUTED));
        gc.drawText(Words.fitted(gc, line, room - 18), x + 18, top + below, SWT.DRAW_TRANSPARENT);
        gc.setBackground(theme.color(Token.LINE));
        gc.fillRectangle(0, HEIGHT - 1, area.width, 1);
    }
}
