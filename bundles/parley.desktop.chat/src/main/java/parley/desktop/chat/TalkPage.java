package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Said;
import parley.desktop.chat.timeline.Timeline;
import parley.desktop.chat.timeline.TimelineActions;
import parley.protocol.ConversationId;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A conversation: with whom, what was said, and what one is about to say. */
final class TalkPage implements Scene.TalkWatcher, TimelineActions {

    private final Composite page;
    private final Desk desk;
    private final Scene scene;
    private final TalkHead head;
    private final Timeline timeline;
    private final Banner banner;
    private final Composer composer;
    private final Map<ConversationId, String> drafts = new HashMap<>();
    private @Nullable Conversation shown;
    private @Nullable String failure;
    private long oldest = Long.MAX_VALUE;
    private boolean complete;
    private boolean asking = true;

    TalkPage(Composite parent, Desk desk, Theme theme, Wording wording) {
        this.desk = desk;
        this.scene = desk.scene();
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "talk");
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        head = new TalkHead(page, theme, this::details);
        timeline = new Timeline(page, theme, wording, this);
        banner = new Banner(page, theme);
        composer = new Composer(page, theme, this::say, desk::send, reason -> failed(reason, ""), this::place);
        page.addListener(SWT.Resize, _ -> place());
        page.getShell().addListener(SWT.Activate, _ -> seen());
        takeFiles();
    }

    Composite control() {
        return page;
    }

    void focus() {
        if (page.isVisible()) composer.field().setFocus();
    }

    /** Shows {@code conversation} as it stands; its messages come by {@link #opened} when it is another than before. */
    void show(Conversation conversation) {
        var before = shown;
        boolean another = before == null || !before.id().equals(conversation.id());
        if (another) leave(before);
        shown = conversation;
        head.show(conversation, scene);
        timeline.names(conversation.kind() == Kind.GROUP);
        if (another) {
            composer.draft(drafts.getOrDefault(conversation.id(), ""));
            composer.hint("Message " + scene.titles().of(conversation.title()));
        }
        advise();
        if (!another && timeline.atEnd()) seen();
    }

    /** Shows who is in the group, or what there is to know of a conversation between two. */
    private void details() {
        var open = shown;
        if (open == null) return;
        desk.open(open.kind() == Kind.GROUP ? new Selected.Group(open.id()) : new Selected.Protection(open.id()));
    }

    private void protection() {
        var open = shown;
        if (open != null) desk.open(new Selected.Protection(open.id()));
    }

    private void leave(@Nullable Conversation before) {
        if (before != null) drafts.put(before.id(), composer.draft());
        timeline.clear();
        failure = null;
        asking = true;
        complete = false;
        oldest = Long.MAX_VALUE;
    }

    @Override
    public void opened(List<Said> newest) {
        timeline.clear();
        timeline.putAll(newest);
        asking = false;
        complete = newest.isEmpty();
        if (!newest.isEmpty()) oldest = newest.getFirst().order();
        composer.field().setFocus();
    }

    @Override
    public void older(List<Said> older) {
        asking = false;
        complete = older.isEmpty();
        if (!older.isEmpty()) oldest = older.getFirst().order();
        timeline.prepend(older);
    }

    @Override
    public void put(Said said) {
        timeline.put(said);
    }

    @Override
    public void failed(String sentence, String draft) {
        if (!draft.isEmpty() && composer.draft().isBlank()) composer.draft(draft);
        failure = sentence;
        advise();
    }

    @Override
    public @Nullable Said find(String id) {
        return timeline.find(id);
    }

    @Override
    public void act(Said said, Card.Act act) {
        var card = said.card();
        if (act == Card.Act.SHOW && card != null && card.state() instanceof Card.State.Done(var path)) {
            var folder = Path.of(path).getParent();
            if (folder != null) Program.launch(folder.toString()); // the folder, never the file: opening is a decision
            return;
        }
        desk.act(said, act);
    }

    @Override
    public void older() {
        if (asking || complete) return;
        asking = true;
        desk.older(oldest);
    }

    @Override
    public void seen() {
        var open = shown;
        if (open == null || open.unread() == 0 || !page.isVisible()) return;
        if (page.getDisplay().getActiveShell() != page.getShell() || !timeline.atEnd()) return;
        shown = read(open);
        desk.markRead(open.id());
    }

    @Override
    public void open(String target) {
        Program.launch(target);
    }

    private static Conversation read(Conversation open) {
        return new Conversation(
                open.id(),
                open.kind(),
                open.title(),
                open.members(),
                0,
                open.last(),
                open.stopped(),
                open.resumable(),
                open.suite(),
                open.lastActivity());
    }

    private void say(String text) {
        failure = null;
        advise();
        desk.say(text);
    }

    /** Says what keeps messages from going out, if something does. */
    private void advise() {
        var open = shown;
        if (open == null) return;
        if (failure != null) {
            banner.show(failure, "Dismiss", this::dismiss);
        } else if (open.stopped().isPresent()) {
            var why = open.stopped().get();
            if (open.resumable()) banner.show(why, "Send anyway", () -> desk.resume(open.id()));
            else banner.show(why, "", null);
        } else if (scene.waitsForSuite(open)) {
            var cipher = SuiteWords.of(open.suite()).called();
            var details = desk.ciphers().changes() ? (Runnable) this::protection : null;
            banner.quiet(
                    "Waiting for the cipher " + cipher + "; what you write is sent when it is back.",
                    "What helps",
                    details);
        } else {
            banner.hide();
        }
        place();
    }

    private void dismiss() {
        failure = null;
        advise();
    }

    private void place() {
        var area = page.getClientArea();
        if (area.width == 0) return;
        head.control().setBounds(0, 0, area.width, TalkHead.HEIGHT);
        composer.control().setSize(area.width, composer.control().getSize().y);
        int write = composer.high(), advice = banner.high(area.width);
        int bottom = area.height - write;
        composer.control().setBounds(0, bottom, area.width, write);
        banner.control().setVisible(advice > 0);
        banner.control().setBounds(0, bottom - advice, area.width, advice);
        timeline.control().setBounds(0, TalkHead.HEIGHT, area.width, Math.max(0, bottom - advice - TalkHead.HEIGHT));
    }

    private void takeFiles() {
        var target = new DropTarget(page, DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(new Transfer[] {FileTransfer.getInstance()});
        target.addDropListener(
                new DropTargetAdapter() {
                    @Override
                    public void dragEnter(DropTargetEvent event) {
                        if (event.detail == DND.DROP_DEFAULT) event.detail = DND.DROP_COPY;
                    }

                    @Override
                    public void drop(DropTargetEvent event) {
                        if (!(event.data instanceof String[] names)) return;
                        var files = new ArrayList<Path>();
                        for (var name : names) files.add(Path.of(name));
                        desk.send(files);
                    }
                });
    }
}
