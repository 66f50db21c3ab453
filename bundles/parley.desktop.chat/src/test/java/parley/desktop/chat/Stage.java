package parley.desktop.chat;

import parley.desktop.Bench;
import parley.desktop.api.ViewContribution;
import parley.desktop.chat.emoji.EmojiMemory;
import parley.pictures.BarePictures;
import parley.testing.MemoryStore;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The whole desktop on one screen: the real workbench, the real views, a client that plays a script. */
final class Stage implements AutoCloseable {

    final FakeClient client;
    final Robot robot;
    final Bench bench;
    final Desk desk;
    final MenuEntries menus;
    final CipherDesk ciphers;
    final PluginDesk plugins;
    final SearchDesk search;
    final ExportDesk exports;

    /** What a person answers who is asked where to save a copy. */
    volatile ExportFile.Choice copies = (_, _) -> Optional.empty();

    final Notices notices = new Notices();
    final Door door = new Door();
    final OwnRelay ownRelay;
    final EmojiMemory emoji = new EmojiMemory(new MemoryStore());
    final SpellingDesk spelling;
    final WritingAids aids;

    Stage(FakeClient client, Path home) {
        this.client = client;
        bench = new Bench(home.resolve("client/desktop.properties"));
        robot = new Robot(bench.display());
        ciphers = new CipherDesk(bench.ui());
        plugins = new PluginDesk(bench.ui());
        search = new SearchDesk(bench.ui());
        exports = new ExportDesk(bench.ui(), notices, (shell, near) -> copies.ask(shell, near));
        exports.setExports(client.exports);
        menus = new MenuEntries(bench.contributions(), notices);
        desk = client.desk(ciphers, bench.ui(), notices, menus);
        spelling = new SpellingDesk(bench.ui());
        var pictures = new BarePictures(Map.of("launcher.home", home.toString()), client.transfers);
        var outgoing = new Outgoing(bench.settings(), pictures);
        aids = new WritingAids(new Pastes(home.resolve("files")), outgoing, emoji, spelling);
        ownRelay =
                new OwnRelay(
                        client,
                        notices,
                        bench.ui(),
                        CompletableFuture.completedFuture(null),
                        home.resolve("relay"),
                        true);
        ownRelay.setRelay(new FakeRelay());
        bench.add(
                "parley.conversations",
                "SIDE",
                new ConversationsContribution(
                        desk, bench.theme(), ownRelay, door, bench.commands(), bench.attention(), search));
        bench.add(
                "parley.conversation",
                "CENTER",
                new ConversationContribution(desk, aids, plugins, exports, ownRelay, bench.theme()));
        bench.add("parley.conversation.new", "%conversation.new", "M1+N", 10, new NewConversationCommand(door));
        bench.add(ProfileCommand.ID, "%profile.title", "", 20, new ProfileCommand(desk));
        bench.add(AwayCommand.ID, "%command.away", "", 22, new AwayCommand(desk));
        bench.add("parley.plugins.show", "Plug-ins", "M1+M2+P", 70, new PluginsCommand(desk, plugins));
        bench.add("parley.message.reply", "R", new MessageCommands.Reply(desk));
        bench.add("parley.message.react", "+", new MessageCommands.React(desk));
        bench.add("parley.message.edit", "E", new MessageCommands.Edit(desk));
        bench.add("parley.message.delete", "DEL", new MessageCommands.Delete(desk));
        bench.add("parley.message.edit.last", "ARROW_UP", new MessageCommands.EditLast(desk));
        bench.add("parley.message.cancel", "ESC", new MessageCommands.Cancel(desk));
        bench.add("parley.message.forward", "F", new MessageCommands.Forward(desk));
        bench.add("parley.message.pin", "P", new MessageCommands.Pin(desk));
        bench.add("parley.message.day", "M1+G", new MessageCommands.Day(desk));
        bench.add("parley.message.news", "M1+M2+G", new MessageCommands.News(desk));
        bench.add("parley.talk.pinned", "M1+P", new TalkCommands.Pinned(desk));
        bench.add("parley.talk.lasting", "", new TalkCommands.Lasting(desk));
        bench.add("parley.talk.path", "", new TalkCommands.Path(desk));
        bench.add("parley.talk.export", "", new TalkCommands.Export(desk));
        bench.add("parley.ciphers.show", "Ciphers", "", new CiphersCommand(desk));
        bench.add("parley.link.offline", "Go offline", "", new LinkCommands.Offline(desk));
        bench.add("parley.link.online", "Go online", "", new LinkCommands.Online(desk));
        bench.add("parley.talk.pin", "M1+M2+I", new TalkCommands.Pin(desk));
        bench.add("parley.talk.mute", "M1+M2+M", new TalkCommands.Mute(desk));
        bench.add("parley.talk.archive", "M1+M2+A", new TalkCommands.Archive(desk));
        bench.add("parley.talk.unread", "M1+M2+R", new TalkCommands.Unread(desk));
        bench.add("parley.spelling.correct", "M1+.", new CorrectCommand(spelling));
        bench.add("parley.pictures", "%pictures.title", 935, new PicturesPage(bench.settings()));
        bench.add("parley.privacy", "%privacy.title", 945, new PrivacyPage(desk, client.privacy, bench.ui()));
        bench.add("parley.search", "M1+M2+F", new SearchCommands.All(search));
        bench.add("parley.search.here", "M1+F", new SearchCommands.Here(search, desk));
        bench.add(new ConversationsFinder(desk));
        bench.addOwnCommands();
        bench.add(notices);
    }

    /** Shows {@code view} over everything. */
    void cover(ViewContribution view) {
        bench.add("parley.first", "COVER", view);
    }

    void open(parley.protocol.ConversationId id) {
        robot.waitFor("the conversation in the list", () -> desk.scene().conversation(id).isPresent());
        robot.run(() -> desk.open(new Selected.Talk(id)));
        var read = new CompletableFuture<Void>();
        desk.work(() -> bench.ui().execute(() -> read.complete(null))); // once they are on view
        robot.waitFor(
                "its messages", () -> read.isDone() && desk.scene().talk().isPresent() && robot.shows("timeline"));
        robot.settle();
    }

    @Override
    public void close() throws Exception {
        robot.close();
        bench.close();
        spelling.close();
        desk.close();
    }
}
