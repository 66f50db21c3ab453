package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.desktop.api.Theme;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.emoji.EmojiPicker;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.protocol.content.Mention;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a person writes in the conversation that is shown, and what waits half written in the others. No words are lost:
 * what could not be sent comes back to where it was written, also while another conversation is shown.
 */
final class Writing {

    private static final Phrases T = Phrases.of(Writing.class);

    /** How long the person pauses before what is half written is kept, in milliseconds. */
    private static final int PAUSE = 1000;

    private final Desk desk;
    private final Composite page;
    private final Theme theme;
    private final WritingAids aids;
    private final Runnable changed;
    private final Composer composer;
    private final Drafts drafts;
    private final Runnable keep = this::keep;
    private final Map<ConversationId, List<Parcel.Thing>> parcels = new HashMap<>();
    private final Map<ConversationId, Trouble> troubles = new HashMap<>();
    private @Nullable ConversationId open;
    private @Nullable EmojiPicker picker;

    /** Whether the message that the draft answers is still to be found. */
    private boolean finding;

    private final Meant meant;

    /** Whom the drafts mean that are not on view. */
    private final Map<ConversationId, List<Meant.One>> meantElsewhere = new HashMap<>();

    private Members members = new Members(List.of());

    /**
     * @param changed runs when there is other {@link #trouble} than before, or the composer wants another height
     */
    Writing(Composite page, Desk desk, WritingAids aids, Theme theme, Runnable changed) {
        this.page = page;
        this.theme = theme;
        this.desk = desk;
        this.aids = aids;
        this.changed = changed;
        this.drafts = new Drafts(desk);
        var sources = List.<Completion.Source>of(new ShortCodes(aids.emoji()), this::member);
        composer = new Composer(page, theme, sources, aids.spelling(), this::mentions, new FromComposer());
        meant = new Meant(composer.field().text());
        composer.control().addListener(SWT.Dispose, _ -> leave());
    }

    Canvas control() {
        return composer.control();
    }

    void focus() {
        composer.field().setFocus();
    }

    /** How high it wants to be, in points. */
    int high() {
        return composer.high();
    }

    /** Goes to what is being written in {@code id}, whose empty field says {@code hint}. */
    void open(ConversationId id, String hint) {
        if (id.equals(open)) return;
        leave();
        var answers = drafts.answers(id);
        finding = answers.isPresent();
        open = id;
        composer.pack(parcels.getOrDefault(id, List.of()));
        composer.draft(drafts.of(id));
        meant.all(meantElsewhere.getOrDefault(id, List.of()));
        composer.hint(hint);
        answers.ifPresent(message -> desk.talk().find(message, to -> found(id, to)));
    }

    /** Those one can mention in the conversation that is shown are {@code people} now. */
    void members(List<Members.Who> people) {
        members = new Members(people, taken -> meant.took(taken));
    }

    private List<Mention> mentions(String text) {
        return members.in(text, 0, meant.all());
    }

    private Optional<Completion.Match> member(String text, int caret) {
        return members.at(text, caret);
    }

    /** What the draft of {@code id} answers was found, or is there no more. */
    private void found(ConversationId id, @Nullable Said to) {
        if (!id.equals(open)) return;
        finding = false;
        if (to != null && !to.deleted() && composer.draft().about().isEmpty()) composer.answer(to);
    }

    /** Keeps what is half written, before something else is shown. */
    private void leave() {
        if (open == null) return;
        // Before what it answers is found, only other words are news: kept as it stands, the draft would answer
        // nothing.
        if (!finding || !composer.draft().equals(drafts.of(open))) drafts.keep(open, composer.draft());
        parcels.put(open, composer.packed());
        meantElsewhere.put(open, meant.all());
        if (!composer.draft().text().isBlank()) desk.settings().typing(open, false);
        open = null;
    }

    /** The person has paused, or does not come to it. */
    void keep() {
        if (open != null && !finding) drafts.keep(open, composer.draft());
    }

    /**
     * Why something could not be done in the conversation that is shown, until the person dismisses it or writes on.
     */
    Optional<Trouble> trouble() {
        return open == null ? Optional.empty() : Optional.ofNullable(troubles.get(open));
    }

    void dismiss() {
        if (open != null) troubles.remove(open);
        changed.run();
    }

    /** Something could not be done in {@code id}; {@code draft} was not said and comes back. */
    void failed(ConversationId id, String sentence, Draft draft) {
        giveBack(id, draft);
        fail(id, new Trouble(sentence));
    }

    private void giveBack(ConversationId id, Draft draft) {
        if (id.equals(open)) composer.takeBack(draft);
        else drafts.keep(id, drafts.of(id).takeBack(draft));
    }

    /** Takes the words that wait in {@code from} along to {@code to}, where they can be said. */
    void carry(ConversationId from, ConversationId to) {
        var waits = from.equals(open) ? composer.draft() : drafts.of(from);
        if (waits.text().isBlank()) return;
        giveBack(to, new Draft(waits.text(), new Draft.Purpose.Say())); // what they answer stands in the other
        if (from.equals(open)) composer.draft(Draft.EMPTY);
        else drafts.keep(from, Draft.EMPTY);
    }

    private void fail(ConversationId id, Trouble trouble) {
        troubles.put(id, trouble);
        changed.run();
    }

    /** Begins to answer {@code to}. */
    void reply(Said to) {
        composer.reply(to);
    }

    /** Begins to edit {@code message}. */
    void edit(Said message) {
        composer.edit(message);
    }

    /** The message {@code now} is so from here on. */
    void changed(Said now) {
        composer.changed(now);
    }

    /** The message {@code id} is there no more. */
    void removed(String id) {
        composer.removed(id);
    }

    /** Takes over what {@code found} has become of the message that is answered or edited. */
    void refresh(Function<String, @Nullable Said> found) {
        composer.draft().about().map(about -> found.apply(about.id())).ifPresent(composer::changed);
    }

    /** Whether the keyboard is in the empty field, which answers and edits nothing. */
    boolean idle() {
        return composer.field().text().isFocusControl() && composer.draft().equals(Draft.EMPTY);
    }

    /** Whether there is a reply or an edit to be left. */
    boolean canCancel() {
        return composer.draft().about().isPresent();
    }

    /** Leaves the reply or the edit. */
    void cancel() {
        composer.cancel();
    }

    /**
     * Offers all emoji, beside {@code anchor} in the page; one that is {@code chosen} is what it is for.
     *
     * @param left runs when they are gone, to give the keyboard back
     */
    void choose(Rectangle anchor, Consumer<String> chosen, Runnable left) {
        if (picker != null) picker.close();
        picker = new EmojiPicker(page, theme, aids.emoji(), anchor, chosen, left);
    }

    /** Whether emoji are offered now, or what a word could become: Escape is theirs then. */
    boolean choosing() {
        return picker != null && picker.isOpen() || composer.offers();
    }

    /** Offers {@code files} to the conversation that is shown. */
    void send(List<Path> files) {
        desk.talk().send(files, () -> aids.outgoing().of(whole(files)), () -> {});
    }

    /** {@code files}, with an archive in place of each folder. */
    private List<Path> whole(List<Path> files) throws CommandException {
        var whole = new ArrayList<Path>();
        for (var file : files) whole.add(aids.pastes().whole(file));
        return whole;
    }

    /** Sends {@code things}; those that cannot be sent are not lost, nor made files of a second time. */
    private void sendThings(ConversationId id, List<Parcel.Thing> things) {
        var made = new ArrayList<Path>();
        OpenTalk.Making making =
                () -> {
                    for (var thing : things) made.add(thing.file(aids.pastes()));
                    return aids.outgoing().of(made);
                };
        desk.talk()
                .send(
                        Parcel.paths(things),
                        making,
                        () -> {
                            var files = made.stream().<Parcel.Thing>map(Parcel.Thing.Copied::new);
                            putBack(id, Stream.concat(files, things.stream().skip(made.size())).toList());
                        });
    }

    private void putBack(ConversationId id, List<Parcel.Thing> things) {
        var since = id.equals(open) ? composer.packed() : parcels.getOrDefault(id, List.of());
        var all = Stream.concat(things.stream(), since.stream()).toList();
        if (id.equals(open)) composer.pack(all);
        else parcels.put(id, all);
    }

    /** What the composer asks for. */
    private final class FromComposer implements Composer.Wishes {

        @Override
        public void say(Draft draft, int from) {
            dismiss();
            desk.talk().say(draft, members.in(draft.text(), from, meant.all()));
        }

        @Override
        public void send(List<Parcel.Thing> things) {
            if (open == null) return;
            dismiss();
            sendThings(open, things);
        }

        @Override
        public void tooLong(String pasted) {
            if (open == null) return;
            var id = open;
            Runnable send = () -> sendAsFile(id, pasted);
            var way = new Banner.Choice("composer.file", T.get("composer.unsent.file"), Rank.MAIN, send);
            fail(id, new Trouble(T.get("composer.unsent"), List.of(way)));
        }

        @Override
        public void refused(String sentence) {
            if (open != null) fail(open, new Trouble(sentence));
        }

        @Override
        public void emoji(Rectangle button) {
            var at = page.getDisplay().map(composer.control(), page, button);
            choose(at, composer::insert, Writing.this::focus);
        }

        @Override
        public void written(boolean typed) {
            if (open == null) return;
            page.getDisplay().timerExec(PAUSE, keep); // anew: in place of the one before
            if (typed) desk.settings().typing(open, !composer.draft().text().isBlank());
        }

        @Override
        public void resized() {
            changed.run();
        }
    }

    /** Sends what was {@code pasted}, or if that is empty what is written, as a file. */
    private void sendAsFile(ConversationId id, String pasted) {
        if (!id.equals(open)) return;
        dismiss();
        if (!pasted.isEmpty()) {
            desk.talk().send(List.of(), () -> List.of(aids.pastes().text(pasted)), () -> {});
            return;
        }
        var written = composer.draft();
        if (written.text().isBlank()) return;
        composer.draft(written.sent());
        desk.talk().send(List.of(), () -> List.of(aids.pastes().text(written.text())), () -> giveBack(id, written));
    }
}
