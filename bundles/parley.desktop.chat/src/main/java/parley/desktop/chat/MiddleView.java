package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Spoken;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;

/**
 * The middle: a conversation, who is in a group, what protects it, a person who has asked or was asked, the plug-ins,
 * or a word of advice.
 */
final class MiddleView implements View {

    private final Composite parent;
    private final Desk desk;
    private final Scene scene;
    private final Theme theme;
    private final StackLayout stack = new StackLayout();
    private final Canvas empty;
    private final TalkPage talk;
    private final PersonPage person;
    private final ContactPage contact;
    private final RequestsPage requests;
    private final ProfilePage profile;
    private final GroupPage group;
    private final GroupSettingsPage groupSettings;
    private final GroupLinkPage groupLink;
    private final ProtectionPage protection;
    private final PluginsPage plugins;

    MiddleView(Composite parent, Desk desk, WritingAids aids, PluginDesk pluginDesk, Theme theme, Wording wording) {
        this.parent = parent;
        this.desk = desk;
        this.scene = desk.scene();
        this.theme = theme;
        parent.setLayout(stack);
        empty = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        empty.setData("test.id", "empty");
        empty.addListener(SWT.Paint, this::paintEmpty);
        Spoken.as(empty, this::advice);
        talk = new TalkPage(parent, desk, aids, theme, wording);
        person = new PersonPage(parent, desk, theme);
        contact = new ContactPage(parent, desk, theme);
        requests = new RequestsPage(parent, desk, theme);
        profile = new ProfilePage(parent, desk, theme);
        group = new GroupPage(parent, desk, theme);
        groupSettings = new GroupSettingsPage(parent, desk, theme);
        groupLink = new GroupLinkPage(parent, desk, theme);
        protection = new ProtectionPage(parent, desk, theme);
        plugins = new PluginsPage(parent, desk, pluginDesk, theme);
        scene.talk(talk);
        scene.watch(parent, this::show);
    }

    @Override
    public void focus() {
        talk.focus();
    }

    @Override
    public void close() {
        scene.talk(null);
    }

    private void show() {
        Control wanted =
                switch (scene.selected()) {
                    case Selected.Nothing() -> empty;
                    case Selected.Talk(var id) -> {
                        var conversation = scene.conversation(id);
                        conversation.ifPresent(talk::show);
                        yield conversation.isPresent() ? talk.control() : empty;
                    }
                    case Selected.Group(var id) -> {
                        var conversation = scene.conversation(id);
                        conversation.ifPresent(group::show);
                        yield conversation.isPresent() ? group.control() : empty;
                    }
                    case Selected.GroupSettings(var id) -> {
                        groupSettings.show(id);
                        yield groupSettings.control();
                    }
                    case Selected.GroupLink(var id) -> {
                        groupLink.show(id);
                        yield groupLink.control();
                    }
                    case Selected.Protection(var id) -> {
                        var conversation = scene.conversation(id);
                        conversation.ifPresent(protection::show);
                        yield conversation.isPresent() ? protection.control() : empty;
                    }
                    case Selected.Plugins() -> {
                        plugins.show();
                        yield plugins.control();
                    }
                    case Selected.Person(var who) -> {
                        var known = scene.contact(who);
                        known.ifPresent(person::show);
                        yield known.isPresent() ? person.control() : empty;
                    }
                    case Selected.Profile() -> {
                        profile.show();
                        yield profile.control();
                    }
                    case Selected.Asking() -> {
                        requests.show();
                        yield requests.control();
                    }
                    case Selected.Contact(var who) -> {
                        var known = scene.contact(who);
                        known.ifPresent(contact::show);
                        yield known.isPresent() ? contact.control() : empty;
                    }
                };
        if (stack.topControl == wanted) return;
        stack.topControl = wanted;
        parent.layout();
        if (wanted == talk.control()) talk.focus();
        else if (wanted == plugins.control()) plugins.opened();
    }

    private String advice() {
        return scene.lines().isEmpty() ? "Add somebody to talk with" : "Choose a conversation";
    }

    private void paintEmpty(Event event) {
        var gc = event.gc;
        var area = empty.getClientArea();
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int y = area.height / 2 - 60;
        theme.draw(gc, Icons.TALK, (area.width - 48) / 2, y, 48, theme.color(Token.MUTED));
        y = Texts.centred(gc, theme, TextStyle.STRONG, Token.TEXT, advice(), 0, y + 64, area.width);
        var promise = "Only you and the people in a conversation can read it.";
        Texts.centred(gc, theme, TextStyle.BODY, Token.MUTED, promise, 0, y + 6, area.width);
    }
}
