package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What can be done to a conversation from the list. For the UI thread. */
final class TalkMenu {

    /** For how long one may want not to be disturbed. */
    private enum Mute {
        HOUR("For 1 hour", Duration.ofHours(1)),
        HOURS("For 8 hours", Duration.ofHours(8)),
        DAY("For 1 day", Duration.ofDays(1)),
        WEEK("For 1 week", Duration.ofDays(7));

        private final String label;
        private final Duration time;

        Mute(String label, Duration time) {
            this.label = label;
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
        if (talk.unread() > 0 || set.markedUnread()) item(menu, "Mark as read", () -> desk.markRead(id));
        else item(menu, "Mark as unread", () -> settings.toRead(id));
        boolean pinned = set.pinned() > 0;
        item(menu, pinned ? "Unpin" : "Pin to the top", () -> settings.pin(id, !pinned));
        if (set.isMuted(Instant.now())) item(menu, "Unmute", () -> settings.unmute(id));
        else mute(menu, talk);
        item(menu, set.archived() ? "Unarchive" : "Archive", () -> settings.archive(id, !set.archived()));
        new MenuItem(menu, SWT.SEPARATOR);
        boolean group = talk.kind() == Kind.GROUP;
        item(menu, group ? "Members" : "Details", () -> desk.open(desk.scene().details(talk)));
        if (talk.kind() != Kind.LOCAL) {
            item(menu, "Disappearing messages", () -> desk.open(new Selected.Lasting(id)));
            item(menu, "How messages travel", () -> desk.open(new Selected.Path(id)));
        }
        item(menu, "Pinned messages", () -> desk.open(new Selected.Pins(id)));
        menu.setLocation(at);
        menu.addListener(SWT.Hide, _ -> menu.getDisplay().asyncExec(menu::dispose)); // after its item has been heard
        menu.setVisible(true);
    }

    private void mute(Menu menu, Conversation talk) {
        var inner = new Menu(menu);
        for (var mute : Mute.values())
            item(inner, mute.label, () -> desk.settings().mute(talk.id(), Optional.of(mute.time)));
        item(inner, "Until I unmute it", () -> desk.settings().mute(talk.id(), Optional.empty()));
        var item = new MenuItem(menu, SWT.CASCADE);
        item.setText("Mute");
        item.setMenu(inner);
    }

    private static void item(Menu menu, String label, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label);
        item.addListener(SWT.Selection, _ -> chosen.run());
    }
}
