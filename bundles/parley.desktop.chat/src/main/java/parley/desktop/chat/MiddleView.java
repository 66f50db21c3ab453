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
    private final Later<PersonPage> person;
    private final Later<ContactPage> contact;
    private final Later<RequestsPage> requests;
    private final Later<ProfilePage> profile;
    private final Later<GroupPage> group;
    private final Later<GroupSettingsPage> groupSettings;
    private final Later<GroupLinkPage> groupLink;
    private final Later<ProtectionPage> protection;
    private final Later<PluginsPage> plugins;

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
        person = new Later<>(() -> new PersonPage(parent, desk, theme), PersonPage::control);
        contact = new Later<>(() -> new ContactPage(parent, desk, theme), ContactPage::control);
        requests = new Later<>(() -> new RequestsPage(parent, desk, theme), RequestsPage::control);
        profile = new Later<>(() -> new ProfilePage(parent, desk, theme), ProfilePage::control);
        group = new Later<>(() -> new GroupPage(parent, desk, theme), GroupPage::control);
        groupSettings = new Later<>(() -> new GroupSettingsPage(parent, desk, theme), GroupSettingsPage::control);
        groupLink = new Later<>(() -> new GroupLinkPage(parent, desk, theme), GroupLinkPage::control);
        protection = new Later<>(() -> new ProtectionPage(parent, desk, theme), ProtectionPage::control);
        plugins = new Later<>(() -> new PluginsPage(parent, desk, pluginDesk, theme), PluginsPage::control);
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
                        conversation.ifPresent(group.get()::show);
                        yield conversation.isPresent() ? group.control() : empty;
                    }
                    case Selected.GroupSettings(var id) -> {
                        groupSettings.get().show(id);
                        yield groupSettings.control();
                    }
                    case Selected.GroupLink(var id) -> {
                        groupLink.get().show(id);
                        yield groupLink.control();
                    }
                    case Selected.Protection(var id) -> {
                        var conversation = scene.conversation(id);
                        conversation.ifPresent(protection.get()::show);
                        yield conversation.isPresent() ? protection.control() : empty;
                    }
                    case Selected.Plugins() -> {
                        plugins.get().show();
                        yield plugins.control();
                    }
                    case Selected.Person(var who) -> {
                        var known = scene.contact(who);
                        known.ifPresent(person.get()::show);
                        yield known.isPresent() ? person.control() : empty;
                    }
                    case Selected.Profile() -> {
                        profile.get().show();
                        yield profile.control();
                    }
                    case Selected.Asking() -> {
                        requests.get().show();
                        yield requests.control();
                    }
                    case Selected.Contact(var who) -> {
                        var known = scene.contact(who);
                        known.ifPresent(contact.get()::show);
                        yield known.isPresent() ? contact.control() : empty;
                    }
                };
        if (stack.topControl == wanted) return;
        boolean follows = holdsKeyboard();
        stack.topControl = wanted;
        parent.layout();
        if (wanted == talk.control()) talk.focus();
        else if (scene.selected() instanceof Selected.Plugins) plugins.get().opened();
        else if (follows) wanted.setFocus(); // what had it is out of view
    }

    /** Whether the keyboard is in the middle. */
    private boolean holdsKeyboard() {
        Control at = parent.getDisplay().getFocusControl();
        while (at != null && at != parent) at = at.getParent();
        return at == parent;
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
