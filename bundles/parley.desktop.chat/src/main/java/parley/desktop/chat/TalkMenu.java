package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.text.Phrases;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What can be done to a conversation from the list. For the UI thread. */
final class TalkMenu {

    private static final Phrases T = Phrases.of(TalkMenu.class);

    /** For how long one may want not to be disturbed. */
    private enum Mute {
        HOUR("talk.menu.hour", Duration.ofHours(1)),
        HOURS("talk.menu.hours", Duration.ofHours(8)),
        DAY("talk.menu.day", Duration.ofDays(1)),
        WEEK("talk.menu.week", Duration.ofDays(7));

        private final String key;
        private final Duration time;

        Mute(String key, Duration time) {
            this.key = key;
            this.time = time;
        }
    }

    private final Control owner;
    private final Desk desk;

    TalkMenu(Control owner, Desk desk) {
        this.owner = owner;
        this.desk = desk;
    }

    /** Opens the menu for {@code talk} at a place of the screen. */
    void open(Conversation talk, Point at) {
        var menu = new Menu(owner);
        var settings = desk.settings();
        var id = talk.id();
        var set = talk.settings();
        if (talk.unread() > 0 || set.markedUnread()) item(menu, T.get("talk.menu.read"), () -> desk.markRead(id));
        else item(menu, T.get("talk.menu.unread"), () -> settings.toRead(id));
        boolean pinned = set.pinned() > 0;
        item(menu, pinned ? T.get("talk.menu.unpin") : T.get("talk.menu.pin"), () -> settings.pin(id, !pinned));
        if (set.isMuted(Instant.now())) item(menu, T.get("talk.menu.unmute"), () -> settings.unmute(id));
        else mute(menu, talk);
        var archive = set.archived() ? T.get("talk.menu.unarchive") : T.get("talk.menu.archive");
        item(menu, archive, () -> settings.archive(id, !set.archived()));
        new MenuItem(menu, SWT.SEPARATOR);
        boolean group = talk.kind() == Kind.GROUP;
        if (talk.kind() != Kind.LOCAL) {
            var details = group ? T.get("talk.members") : T.get("talk.details");
            item(menu, details, () -> desk.open(desk.scene().details(talk)));
            item(menu, T.get("talk.menu.lasting"), () -> desk.open(new Selected.Lasting(id)));
            item(menu, T.get("talk.menu.path"), () -> desk.open(new Selected.Path(id)));
        }
        item(menu, T.get("talk.menu.pinned"), () -> desk.open(new Selected.Pins(id)));
        item(menu, T.get("talk.menu.export"), () -> desk.open(new Selected.Export(id)));
        var more = desk.menus().of(Conversation.class);
        if (!more.isEmpty()) new MenuItem(menu, SWT.SEPARATOR);
        for (var entry : more) item(menu, entry.label(), () -> desk.menus().run(entry, talk));
        menu.setLocation(at);
        menu.addListener(SWT.Hide, _ -> menu.getDisplay().asyncExec(menu::dispose)); // after its item has been heard
        menu.setVisible(true);
    }

    private void mute(Menu menu, Conversation talk) {
        var inner = new Menu(menu);
        for (var mute : Mute.values())
            item(inner, T.get(mute.key), () -> desk.settings().mute(talk.id(), Optional.of(mute.time)));
        item(inner, T.get("talk.menu.ever"), () -> desk.settings().mute(talk.id(), Optional.empty()));
        var item = new MenuItem(menu, SWT.CASCADE);
        item.setText(T.get("talk.menu.mute"));
        item.setMenu(inner);
    }

    private static void item(Menu menu, String label, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label.replace("&", "&&"));
        item.addListener(SWT.Selection, _ -> chosen.run());
    }
}
