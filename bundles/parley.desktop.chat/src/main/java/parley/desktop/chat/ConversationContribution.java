package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Theme;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.desktop.api.ViewInfo;
import parley.desktop.chat.paint.Wording;

/** Puts what has been chosen from the list into the middle. */
@Component
@ViewInfo(id = "parley.conversation", title = "%conversation.title", place = ViewInfo.Place.CENTER)
public final class ConversationContribution implements ViewContribution {

    private final Desk desk;
    private final WritingAids aids;
    private final PluginDesk plugins;
    private final ExportDesk exports;
    private final OwnRelay own;
    private final Theme theme;

    @Activate
    public ConversationContribution(
            @Reference Desk desk,
            @Reference WritingAids aids,
            @Reference PluginDesk plugins,
            @Reference ExportDesk exports,
            @Reference OwnRelay own,
            @Reference Theme theme) {
        this.desk = desk;
        this.aids = aids;
        this.plugins = plugins;
        this.exports = exports;
        this.own = own;
        this.theme = theme;
    }

    @Override
    public View create(Composite parent) {
        return new MiddleView(parent, desk, aids, plugins, exports, own, theme, Wording.ofThisSystem());
    }
}
