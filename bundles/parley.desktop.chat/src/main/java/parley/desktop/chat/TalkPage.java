package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Listener;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.Words;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Said;
import parley.desktop.chat.timeline.Timeline;
import parley.desktop.chat.timeline.TimelineActions;
import parley.protocol.ConversationId;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A conversation: with whom, what was said, and what one is about to say. */
final class TalkPage implements Scene.TalkWatcher, TimelineActions {

    /** Letters of a message that is asked about. */
    private static final int EXCERPT = 60;

    private final Composite page;
    private final Desk desk;
    private final Scene scene;
    private final TalkHead head;
    private final Timeline timeline;
    private final Banner banner;
    private final Writing writing;
    private final DropShade shade;
    private @Nullable Conversation shown;
    private @Nullable Question question;

    /** The entry that the person wants to be led to, while older ones are read until it is there. */
    private @Nullable String goal;

    private long oldest = Long.MAX_VALUE;
    private boolean complete;
    private boolean asking = true;

    /** Whether the messages have come: an empty list is no sign that somebody has read them. */
    private boolean there;

    /** What is asked before {@code about} is deleted. */
    private record Question(Said about, String sentence, List<Banner.Choice> choices) {}

    TalkPage(Composite parent, Desk desk, WritingAids aids, Theme theme, Wording wording) {
        this.desk = desk;
        this.scene = desk.scene();
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "talk");
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        head = new TalkHead(page, theme, this::details);
        timeline = new Timeline(page, theme, wording, this);
        banner = new Banner(page, theme);
        writing = new Writing(page, desk, aids, theme, this::advise);
        page.addListener(SWT.Resize, _ -> place());
        activated();
        shade = new DropShade(page, theme, writing::send);
    }

    /** Notes when the window that the page stands in comes in front: which one that is may change. */
    private void activated() {
        var display = page.getDisplay();
        Listener listener =
                event -> {
                    if (event.widget == page.getShell()) seen();
                };
        display.addFilter(SWT.Activate, listener);
        page.addListener(SWT.Dispose, _ -> display.removeFilter(SWT.Activate, listener));
    }

    Composite control() {
        return page;
    }

    void focus() {
        if (page.isVisible()) writing.focus();
    }

    /** Shows {@code conversation} as it stands; its messages come by {@link #opened} when it is another than before. */
    void show(Conversation conversation) {
        var before = shown;
        boolean another = before == null || !before.id().equals(conversation.id());
        if (another) leave();
        shown = conversation;
        head.show(conversation, scene);
        shade.whom(scene.titles().of(conversation));
        timeline.names(conversation.kind() == Kind.GROUP);
        if (another) writing.open(conversation.id(), "Message " + scene.titles().of(conversation));
        advise();
        if (before == null || another || !before.members().equals(conversation.members())) meet(conversation);
        if (!another && timeline.atEnd()) seen();
    }

    /** Finds out whom one can mention. */
    private void meet(Conversation conversation) {
        var id = conversation.id();
        var titles = scene.titles();
        writing.members(
                scene.contact(conversation).stream()
                        .map(it -> new Members.Who(it.account(), it.address(), titles.of(it)))
                        .toList());
        if (conversation.kind() == Kind.DIRECT) return;
        desk.groups()
                .read(
                        id,
                        group -> {
                            if (shown == null || !shown.id().equals(id)) return;
                            writing.members(Members.of(group.members(), scene.titles()));
                        },
                        _ -> {}); // then nobody is offered
    }

    /** Shows who is in the group, or what there is to know of a conversation between two. */
    private void details() {
        var open = shown;
        if (open == null || open.kind() == Kind.LOCAL) return;
        if (open.kind() == Kind.GROUP) desk.open(new Selected.Group(open.id()));
        else
            desk.open(
                    scene.contact(open)
                            .<Selected>map(it -> new Selected.Contact(it.account()))
                            .orElseGet(() -> new Selected.Protection(open.id())));
    }

    private void protection() {
        var open = shown;
        if (open != null) desk.open(new Selected.Protection(open.id()));
    }

    private void leave() {
        timeline.clear();
        question = null;
        goal = null;
        asking = true;
        there = false;
        complete = false;
        oldest = Long.MAX_VALUE;
    }

    @Override
    public void opened(List<Said> newest, String firstNew, int howMany) {
        timeline.open(newest, firstNew, howMany);
        there = true;
        asking = false;
        complete = newest.isEmpty();
        if (!newest.isEmpty()) oldest = newest.getFirst().order();
        writing.refresh(timeline::find);
        if (goal != null) lead(goal);
        else writing.focus();
    }

    @Override
    public void older(List<Said> older) {
        asking = false;
        complete = older.isEmpty();
        if (!older.isEmpty()) oldest = older.getFirst().order();
        timeline.prepend(older);
        if (goal != null) lead(goal);
    }

    @Override
    public void put(Said said) {
        timeline.put(said);
        writing.changed(said);
        if (said.deleted()) leave(said.id());
    }

    @Override
    public void remove(String id) {
        timeline.remove(id);
        writing.removed(id);
        leave(id);
    }

    /** Asks no longer about the entry {@code id}, of which nothing is left to delete. */
    private void leave(String id) {
        if (question != null && question.about().id().equals(id)) answered();
    }

    @Override
    public void failed(ConversationId conversation, String sentence, Draft draft) {
        writing.failed(conversation, sentence, draft);
    }

    @Override
    public void carry(ConversationId from, ConversationId to) {
        writing.carry(from, to);
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
        desk.talk().act(said, act);
    }

    @Override
    public void act(Said said, Said.Act act) {
        switch (act) {
            case REPLY -> writing.reply(said);
            case EDIT -> writing.edit(said);
            case ERASE, DELETE -> ask(said, act == Said.Act.DELETE);
            case REACT -> {} // the list offers emoji itself
        }
    }

    @Override
    public void react(Said said, String emoji, boolean set) {
        desk.talk().react(said, emoji, set);
    }

    @Override
    public void choose(Said said, Rectangle beside) {
        writing.choose(
                page.getDisplay().map(timeline.control().getParent(), page, beside),
                emoji -> desk.talk().react(said, emoji, true),
                timeline.control()::setFocus);
    }

    @Override
    public void lead(String id) {
        goal = null;
        if (timeline.find(id) != null) {
            timeline.lead(id);
        } else if (!complete) {
            goal = id;
            older();
        }
    }

    /** Asks whether {@code said} is to be deleted: for everybody if the person likes, else here alone. */
    private void ask(Said said, boolean all) {
        var choices = new ArrayList<Banner.Choice>();
        if (all) choices.add(choice("message.delete", Said.Act.DELETE, said, desk.talk()::delete));
        choices.add(choice("message.erase", Said.Act.ERASE, said, desk.talk()::erase));
        choices.add(new Banner.Choice("message.keep", "Keep", TextPush.Rank.PLAIN, this::answered));
        // Isolated (UAX #9), so that words that run from right to left leave those around them in place.
        var words = "\u2068“" + Words.excerpt(said.line(), EXCERPT) + "”\u2069";
        var what = said.deleted() ? "what is left of this message" : words;
        var then = all ? "Who has read it may have kept it." : "The others keep it.";
        question = new Question(said, "Delete " + what + "? " + then, choices);
        advise();
        banner.focusLast();
    }

    private Banner.Choice choice(String id, Said.Act act, Said said, Consumer<Said> done) {
        return new Banner.Choice(
                id,
                act.label(),
                TextPush.Rank.DANGER,
                () -> {
                    answered();
                    done.accept(said);
                });
    }

    private void answered() {
        question = null;
        advise();
        timeline.control().setFocus();
    }

    @Override
    public boolean can(Said.Act act) {
        var current = timeline.current();
        return current != null && current.acts().contains(act);
    }

    @Override
    public void act(Said.Act act) {
        var current = timeline.current();
        if (current != null) timeline.act(current, act);
    }

    @Override
    public boolean canEditLast() {
        return writing.idle() && timeline.last(Said.Act.EDIT) != null;
    }

    @Override
    public void editLast() {
        var last = timeline.last(Said.Act.EDIT);
        if (last != null) writing.edit(last);
    }

    @Override
    public boolean canCancel() {
        boolean here = page.isVisible() && page.getDisplay().getActiveShell() == page.getShell();
        return here && !timeline.offers() && !writing.choosing() && (question != null || writing.canCancel());
    }

    @Override
    public void cancel() {
        if (question != null) answered();
        else writing.cancel();
    }

    @Override
    public void older() {
        if (asking || complete) return;
        asking = true;
        desk.talk().older(oldest, goal != null);
    }

    @Override
    public void seen() {
        var open = shown;
        if (open == null || open.unread() == 0 && !open.settings().markedUnread()) return;
        if (!there || !page.isVisible()) return;
        if (page.getDisplay().getActiveShell() != page.getShell() || !timeline.atEnd()) return;
        shown = open.read();
        desk.markRead(open.id());
    }

    @Override
    public void open(String target) {
        Program.launch(target);
    }

    /** Says what keeps messages from going out, if something does. */
    private void advise() {
        var open = shown;
        if (open == null) return;
        if (question != null) {
            banner.ask(question.sentence(), question.choices());
        } else if (Doubt.in(scene, open).isPresent()) {
            Doubt.ask(banner, desk, Doubt.in(scene, open).get(), this::details);
        } else if (writing.trouble().isPresent()) {
            banner.trouble(writing.trouble().get(), writing::dismiss);
        } else if (open.stopped().isPresent()) {
            var why = open.stopped().get();
            if (open.resumable()) banner.show(why, "Send anyway", () -> desk.resume(open.id()));
            else banner.show(why, "", null);
        } else if (scene.check(open.id()).isPresent()) {
            var compare = new Banner.Choice("banner.do", "Show", TextPush.Rank.MAIN, this::details);
            banner.ask(Verifying.sentence(scene.check(open.id()).get(), name(open)), List.of(compare));
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

    private String name(Conversation open) {
        return scene.contact(open).map(it -> scene.titles().within(it)).orElseGet(() -> scene.titles().of(open));
    }

    private void place() {
        var area = page.getClientArea();
        if (area.width == 0) return;
        head.control().setBounds(0, 0, area.width, TalkHead.HEIGHT);
        writing.control().setSize(area.width, writing.control().getSize().y);
        var doubted = shown != null && question == null && Doubt.in(scene, shown).isPresent();
        writing.control().setVisible(!doubted);
        int write = doubted ? 0 : writing.high(), advice = banner.high(area.width);
        int bottom = area.height - write;
        writing.control().setBounds(0, bottom, area.width, write);
        banner.control().setVisible(advice > 0);
        banner.control().setBounds(0, bottom - advice, area.width, advice);
        timeline.control().setBounds(0, TalkHead.HEIGHT, area.width, Math.max(0, bottom - advice - TalkHead.HEIGHT));
    }
}
