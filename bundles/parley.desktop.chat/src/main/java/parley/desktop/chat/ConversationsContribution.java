package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Attention;
import parley.desktop.api.Commands;
import parley.desktop.api.Theme;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;
import parley.desktop.chat.paint.Wording;

/** Puts the list of conversations at the side. */
@Component
@ViewInfo(id = "parley.conversations", title = "%list.conversations", place = ViewInfo.Place.SIDE)
public final class ConversationsContribution implements ViewContribution {

    private final Desk desk;
    private final Theme theme;
    private final OwnRelay ownRelay;
    private final Door door;
    private final Commands commands;
    private final Attention attention;
    private final SearchDesk search;

    @Activate
    public ConversationsContribution(
            @Reference Desk desk,
            @Reference Theme theme,
            @Reference OwnRelay ownRelay,
            @Reference Door door,
            @Reference Commands commands,
            @Reference Attention attention,
            @Reference SearchDesk search) {
        this.desk = desk;
        this.theme = theme;
        this.ownRelay = ownRelay;
        this.door = door;
        this.commands = commands;
        this.attention = attention;
        this.search = search;
    }

    @Override
    public View create(Composite parent) {
        return new ConversationsView(
                parent, desk, theme, Wording.ofThisSystem(), ownRelay, door, commands, attention, search);
    }
}
