package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Listener;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Said;
import parley.desktop.chat.timeline.Timeline;
import parley.desktop.chat.timeline.TimelineActions;
import parley.protocol.ConversationId;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** A conversation: with whom, what was said, and what one is about to say. */
final class TalkPage implements Scene.TalkWatcher, TimelineActions {

    private static final Phrases T = Phrases.of(TalkPage.class);

    private final Composite page;
    private final Desk desk;
    private final Theme theme;
    private final Scene scene;
    private final TalkHead head;
    private final Timeline timeline;
    private final Reading reading;
    private final PinBar bar;
    private final Banner banner;
    private final Writing writing;
    private final Advice advice;
    private final Wording wording;
    private final DropShade shade;
    private @Nullable Conversation shown;
    private final Deleting deleting;
    private @Nullable DayChooser days;

    TalkPage(Composite parent, Desk desk, WritingAids aids, Theme theme, Wording wording) {
        this.desk = desk;
        this.theme = theme;
        this.scene = desk.scene();
        this.wording = wording;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", "talk");
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        head = new TalkHead(page, theme, this::details);
        timeline = new Timeline(page, theme, wording, this);
        reading = new Reading(desk, timeline);
        bar = new PinBar(page, theme, this::lead, this::pins);
        banner = new Banner(page, theme);
        writing = new Writing(page, desk, aids, theme, this::advise);
        deleting = new Deleting(desk, this::asked);
        advice = new Advice(banner, desk, writing, this::details);
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
        if (another) writing.open(conversation.id(), T.get("talk.write", "name", scene.titles().of(conversation)));
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
        desk.open(scene.details(open));
    }

    private void pins() {
        var open = shown;
        if (open != null) desk.open(new Selected.Pins(open.id()));
    }

    private void leave() {
        timeline.clear();
        bar.show(List.of());
        deleting.leave();
        reading.leave();
        if (days != null) days.close();
    }

    @Override
    public void opening() {
        reading.opening();
    }

    @Override
    public void opened(List<Said> newest, String firstNew, int howMany) {
        timeline.open(newest, firstNew, howMany);
        writing.refresh(timeline::find);
        if (!reading.opened(newest)) writing.focus();
    }

    @Override
    public void older(List<Said> older) {
        timeline.prepend(older);
        reading.came(older);
    }

    @Override
    public void pinned(List<Said> pins) {
        bar.show(pins);
        timeline.pinned(pins.stream().map(Said::id).collect(Collectors.toSet()));
        place();
    }

    @Override
    public boolean canGoToNews() {
        return page.isVisible() && timeline.hasNews();
    }

    @Override
    public void toNews() {
        timeline.control().setFocus();
        timeline.toNews();
    }

    @Override
    public void days() {
        var day = timeline.dayInView();
        if (page.isVisible() && day.isPresent()) days(day.get());
    }

    @Override
    public void days(Said said) {
        days(wording.day(said.at()));
    }

    private void days(LocalDate from) {
        if (days != null) days.close();
        var place = timeline.control().getBounds();
        days = new DayChooser(page, theme, wording, place, from, reading::lead, timeline.control()::setFocus);
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
        deleting.gone(id);
    }

    @Override
    public void failed(ConversationId conversation, String sentence, Draft draft) {
        writing.failed(conversation, sentence, draft);
    }

    @Override
    public void keep() {
        writing.keep();
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
            case ERASE, DELETE -> deleting.ask(said, act == Said.Act.DELETE);
            case FORWARD -> forward(said);
            case PIN, UNPIN -> desk.talk().pin(said, act == Said.Act.PIN);
            case REACT -> {} // the list offers emoji itself
        }
    }

    @Override
    public List<Offer> offers(Said said) {
        if (said.quiet() || said.deleted()) return List.of();
        var menus = desk.menus();
        return menus.of(Message.class).stream()
                .map(it -> new Offer(it.label(), () -> desk.talk().read(said, message -> menus.run(it, message))))
                .toList();
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
        reading.lead(id);
    }

    private void forward(Said said) {
        var open = shown;
        if (open != null) desk.open(new Selected.Forward(open.id(), said));
    }

    @Override
    public void all(Runnable then) {
        reading.all(then);
    }

    @Override
    public void clear() {
        if (shown != null) deleting.ask();
    }

    /** Something else is asked now, or nothing any more. */
    private void asked() {
        advise();
        if (deleting.asks()) banner.focusLast();
        else timeline.control().setFocus();
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
        boolean offers = timeline.offers() || writing.choosing() || days != null && days.isOpen();
        return here && !offers && (deleting.asks() || writing.canCancel());
    }

    @Override
    public void cancel() {
        if (deleting.asks()) deleting.answered();
        else writing.cancel();
    }

    @Override
    public void older() {
        reading.older();
    }

    @Override
    public void seen() {
        var open = shown;
        if (open == null || open.unread() == 0 && !open.settings().markedUnread()) return;
        if (!reading.there() || !page.isVisible()) return;
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
        if (deleting.asks()) deleting.show(banner);
        else advice.give(open);
        place();
    }

    private void place() {
        var area = page.getClientArea();
        if (area.width == 0) return;
        head.control().setBounds(0, 0, area.width, TalkHead.HEIGHT);
        int pins = bar.high(), top = TalkHead.HEIGHT + pins;
        bar.control().setBounds(0, TalkHead.HEIGHT, area.width, pins);
        writing.control().setSize(area.width, writing.control().getSize().y);
        var decides = shown != null && !deleting.asks() && advice.decides(shown);
        writing.control().setVisible(!decides);
        int write = decides ? 0 : writing.high(), said = banner.high(area.width);
        int bottom = area.height - write;
        writing.control().setBounds(0, bottom, area.width, write);
        banner.control().setVisible(said > 0);
        banner.control().setBounds(0, bottom - said, area.width, said);
        timeline.control().setBounds(0, top, area.width, Math.max(0, bottom - said - top));
    }
}
