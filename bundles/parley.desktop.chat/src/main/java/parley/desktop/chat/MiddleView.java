package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.client.api.Conversations.Conversation;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;
import parley.protocol.ConversationId;

import java.util.function.BiConsumer;

/**
 * The middle: a conversation, who is in a group, what protects it, a person who has asked or was asked, the plug-ins,
 * or a word of advice.
 */
final class MiddleView implements View {

    private static final Phrases T = Phrases.of(MiddleView.class);

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
    private final Later<PartPage> part;
    private final Later<GroupPage> group;
    private final Later<GroupSettingsPage> groupSettings;
    private final Later<GroupLinkPage> groupLink;
    private final Later<ProtectionPage> protection;
    private final Later<PluginsPage> plugins;
    private final Later<LastingPage> lasting;
    private final Later<PathPage> path;
    private final Later<PinsPage> pins;
    private final Later<ExportPage> export;
    private final Later<ForwardPage> forward;
    private final Later<CiphersPage> ciphers;

    MiddleView(
            Composite parent,
            Desk desk,
            WritingAids aids,
            PluginDesk pluginDesk,
            ExportDesk exports,
            OwnRelay own,
            Theme theme,
            Wording wording) {
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
        part = new Later<>(() -> new PartPage(parent, desk, theme), PartPage::control);
        group = new Later<>(() -> new GroupPage(parent, desk, theme), GroupPage::control);
        groupSettings = new Later<>(() -> new GroupSettingsPage(parent, desk, theme), GroupSettingsPage::control);
        groupLink = new Later<>(() -> new GroupLinkPage(parent, desk, theme), GroupLinkPage::control);
        protection = new Later<>(() -> new ProtectionPage(parent, desk, theme), ProtectionPage::control);
        plugins = new Later<>(() -> new PluginsPage(parent, desk, pluginDesk, theme), PluginsPage::control);
        lasting = new Later<>(() -> new LastingPage(parent, desk, theme), LastingPage::control);
        path = new Later<>(() -> new PathPage(parent, desk, own, theme), PathPage::control);
        pins = new Later<>(() -> new PinsPage(parent, desk, theme, wording), PinsPage::control);
        export = new Later<>(() -> new ExportPage(parent, desk, exports, theme), ExportPage::control);
        forward = new Later<>(() -> new ForwardPage(parent, desk, theme), ForwardPage::control);
        ciphers = new Later<>(() -> new CiphersPage(parent, desk, theme), CiphersPage::control);
        scene.talk(talk);
        scene.watch(parent, this::show);
        if (scene.selected() instanceof Selected.Talk open) desk.open(open); // in place of a view that has failed
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
                    case Selected.Group(var id) -> of(id, group, GroupPage::show);
                    case Selected.GroupSettings(var id) -> {
                        groupSettings.get().show(id);
                        yield groupSettings.control();
                    }
                    case Selected.GroupLink(var id) -> {
                        groupLink.get().show(id);
                        yield groupLink.control();
                    }
                    case Selected.Protection(var id) -> of(id, protection, ProtectionPage::show);
                    case Selected.Lasting(var id) -> of(id, lasting, LastingPage::show);
                    case Selected.Path(var id) -> of(id, path, PathPage::show);
                    case Selected.Pins(var id) -> of(id, pins, PinsPage::show);
                    case Selected.Export(var id) -> of(id, export, ExportPage::show);
                    case Selected.Forward chosen -> of(chosen.id(), forward, (page, _) -> page.show(chosen));
                    case Selected.Ciphers() -> {
                        ciphers.get().show();
                        yield ciphers.control();
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
                    case Selected.Picture chosen -> {
                        part.get().show(chosen);
                        yield part.control();
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
        switch (scene.selected()) {
            case Selected.Talk _ when wanted != empty -> talk.focus();
            case Selected.Plugins _ -> plugins.get().opened();
            case Selected.Ciphers _ -> ciphers.get().opened();
            case Selected.Picture _ -> part.get().opened();
            case Selected.Forward _ when wanted != empty -> forward.get().opened();
            default -> {
                if (follows) wanted.setFocus(); // what had it is out of view
            }
        }
    }

    /** Whether the keyboard is in the middle. */
    private boolean holdsKeyboard() {
        Control at = parent.getDisplay().getFocusControl();
        while (at != null && at != parent) at = at.getParent();
        return at == parent;
    }

    /** Has {@code page} show the conversation {@code id}, if it is there. */
    private <P> Control of(ConversationId id, Later<P> page, BiConsumer<P, Conversation> show) {
        var conversation = scene.conversation(id);
        if (conversation.isEmpty()) return empty;
        show.accept(page.get(), conversation.get());
        return page.control();
    }

    private String advice() {
        return scene.lines().isEmpty() ? T.get("middle.add") : T.get("middle.choose");
    }

    private void paintEmpty(Event event) {
        var gc = event.gc;
        var area = empty.getClientArea();
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int y = area.height / 2 - 60;
        theme.draw(gc, Icons.TALK, (area.width - 48) / 2, y, 48, theme.color(Token.MUTED));
        y = Texts.centred(gc, theme, TextStyle.STRONG, Token.TEXT, advice(), 0, y + 64, area.width);
        var promise = T.get("middle.promise");
        Texts.centred(gc, theme, TextStyle.BODY, Token.MUTED, promise, 0, y + 6, area.width);
    }
}
