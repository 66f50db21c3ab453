package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.events.VerifyEvent;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;

import parley.client.api.CommandException;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.timeline.Said;
import parley.protocol.content.Mention;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where a message is written, answered or edited: Enter sends, Shift and Enter begin a new line. */
final class Composer {

    private static final Phrases T = Phrases.of(Composer.class);

    private static final int MARGIN = 14;
    private static final int GAP = 8;
    private static final int BUTTON = 46;
    private static final int SMALL = 38;

    /** What is to be done with what is written. Called on the UI thread. */
    interface Wishes {

        /**
         * {@code draft} is to be said. The field still holds it.
         *
         * @param from where its words begin there
         */
        void say(Draft draft, int from);

        /** {@code things} are to be sent; what is said with them follows. */
        void send(List<Parcel.Thing> things);

        /** {@code pasted} was not taken: it is too much. If it is empty, what is written already leaves no room. */
        void tooLong(String pasted);

        /** All emoji are to be offered, beside {@code button} in the composer; see {@link Composer#insert}. */
        void emoji(Rectangle button);

        /** Something cannot be done here. */
        void refused(String sentence);

        /** There is another draft now; {@code typed} if it is the person's hand that has just changed it. */
        void written(boolean typed);

        /** It wants to be higher or lower. */
        void resized();
    }

    private final Canvas canvas;
    private final Theme theme;
    private final Field field;
    private final IconPush clip;
    private final IconPush smile;
    private final IconPush send;
    private final Strip strip;
    private final Parcel parcel;
    private final Completion completion;
    private final Wishes wishes;
    private Draft.Purpose purpose = new Draft.Purpose.Say();
    private String hint = "";

    /** Whether the text is being changed by us, who ask nobody whether it fits. */
    private boolean ours;

    /**
     * @param mentions finds whom a text mentions
     */
    Composer(
            Composite parent,
            Theme theme,
            List<Completion.Source> sources,
            SpellingDesk spelling,
            Function<String, List<Mention>> mentions,
            Wishes wishes) {
        this.theme = theme;
        this.wishes = wishes;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(canvas.getClientArea());
                });
        strip = new Strip(canvas, theme, this::cancel);
        parcel = new Parcel(canvas, theme, this::repacked, this::focus);
        clip =
                IconPush.quiet(
                        canvas, theme, Token.BACKGROUND, "attach", T.get("composer.attach"), Icons.CLIP, this::attach);
        field =
                new Field(
                        canvas, theme, Token.BACKGROUND, "compose", T.get("composer.message"), true, Integer.MAX_VALUE);
        field.text().addListener(SWT.Verify, this::verify);
        smile =
                IconPush.quiet(
                        canvas, theme, Token.BACKGROUND, "composer.emoji", T.get("emoji"), Icons.SMILE, this::emoji);
        send = IconPush.filled(canvas, theme, Token.BACKGROUND, "send", T.get("composer.send"), Icons.SEND, this::send);
        send.setEnabled(false);
        completion = new Completion(parent, theme, field.text(), () -> anchor(parent), sources);
        var squiggles = new Squiggles(field.text(), theme, spelling, mentions);
        new Corrections(field.text(), spelling, squiggles, completion, this::paste);
        canvas.addListener(SWT.Resize, _ -> place());
        field.text()
                .addListener(
                        SWT.Modify,
                        _ -> {
                            enable();
                            if (high() != canvas.getSize().y) wishes.resized();
                            wishes.written(!ours);
                        });
        field.text().addVerifyKeyListener(this::key);
    }

    Canvas control() {
        return canvas;
    }

    Field field() {
        return field;
    }

    /** How high it wants to be, in points. */
    int high() {
        return above() + field.computeSize(fieldWidth(), SWT.DEFAULT).y + 2 * MARGIN - 4;
    }

    /** The room that is taken above the field. */
    private int above() {
        return below(strip.high()) + below(parcel.high());
    }

    /** How far what follows something {@code high} stands below where that begins. */
    private static int below(int high) {
        return high == 0 ? 0 : high + GAP;
    }

    private Rectangle anchor(Composite page) {
        return page.getDisplay().map(canvas, page, field.getBounds());
    }

    private void enable() {
        send.setEnabled(!parcel.isEmpty() || !field.text().getText().isBlank());
    }

    private void repacked() {
        enable();
        place();
        wishes.resized();
    }

    void focus() {
        field.setFocus();
    }

    /** What goes with the words. */
    List<Parcel.Thing> packed() {
        return parcel.things();
    }

    /** Has {@code things} go with the words. */
    void pack(List<Parcel.Thing> things) {
        boolean writing = field.text().isFocusControl();
        parcel.show(things);
        if (writing) field.setFocus(); // GTK may give it to what appears
    }

    /** Whether something is offered for the word that is being written. */
    boolean offers() {
        return completion.isOpen();
    }

    /** Says in the empty field what belongs there, unless it is for a reply or an edit. */
    void hint(String changed) {
        hint = changed;
        field.hint(strip.hint(hint));
    }

    /** What has been written and not been sent. */
    Draft draft() {
        return new Draft(field.text().getText(), purpose);
    }

    void draft(Draft draft) {
        ours = true;
        field.text().setText(draft.text());
        ours = false;
        field.text().setCaretOffset(draft.text().length());
        purpose(draft);
    }

    /** Has what is written be for what {@code draft} is for. */
    private void purpose(Draft draft) {
        purpose = draft.purpose();
        strip.show(draft);
        field.hint(strip.hint(hint));
        place();
        wishes.resized();
        wishes.written(false);
    }

    /** Takes {@code refused}, which was to be sent and was not, back to what is being written. */
    void takeBack(Draft refused) {
        var both = draft().takeBack(refused);
        if (!both.equals(draft())) draft(both);
    }

    /** Lets in what is typed and pasted as far as there is {@link Room}. */
    private void verify(Event event) {
        if (ours || event.text.isEmpty()) return;
        var text = field.text().getText();
        boolean typed = event.text.length() <= 2;
        if (typed && text.length() < Room.BYTES / 4) return;
        var after =
                text.length() + event.text.length() > Room.BYTES
                        ? null
                        : text.substring(0, event.start) + event.text + text.substring(event.end);
        if (after != null && (typed ? Room.sends(after) : Room.takes(after))) return;
        event.doit = false;
        wishes.tooLong(typed ? "" : event.text);
    }

    /** Begins to answer {@code to}. */
    void reply(Said to) {
        answer(to);
        field.setFocus();
    }

    /** Has what is written answer {@code to}, wherever the keyboard is. */
    void answer(Said to) {
        change(draft().reply(to));
    }

    /** Begins to edit {@code message}. */
    void edit(Said message) {
        if (!Room.takes(message.text())) {
            wishes.refused(T.get("composer.long"));
            return;
        }
        change(draft().edit(message));
        field.setFocus();
    }

    /** Leaves the reply or the edit, and takes up again what was written before. */
    void cancel() {
        change(draft().cancelled());
        field.setFocus();
    }

    /** A message has become {@code now}, which may be what is being answered or edited. */
    void changed(Said now) {
        change(draft().with(now));
    }

    /** The message {@code id} is there no more. */
    void removed(String id) {
        change(draft().without(id));
    }

    /** Shows {@code draft}, and leaves the caret alone where its words stand already. */
    private void change(Draft draft) {
        if (!draft.text().equals(field.text().getText())) draft(draft);
        else if (!draft.purpose().equals(purpose)) purpose(draft);
    }

    private int fieldWidth() {
        return Math.max(80, canvas.getClientArea().width - 2 * MARGIN - 2 * SMALL - BUTTON - 2 * GAP);
    }

    private void place() {
        var area = canvas.getClientArea();
        int above = above(), fieldHigh = area.height - above - 2 * MARGIN + 4;
        int top = above + MARGIN - 6, bottom = top + fieldHigh;
        strip.control().setBounds(MARGIN, MARGIN - 6, Math.max(0, area.width - 2 * MARGIN), strip.tall());
        int packed = MARGIN - 6 + below(strip.high());
        parcel.control().setBounds(MARGIN, packed, Math.max(0, area.width - 2 * MARGIN), Parcel.HEIGHT);
        clip.setBounds(MARGIN, bottom - (BUTTON + SMALL) / 2, SMALL, SMALL);
        field.setBounds(MARGIN + SMALL + GAP / 2, top, fieldWidth(), fieldHigh);
        smile.setBounds(area.width - MARGIN - BUTTON - SMALL - GAP, bottom - (BUTTON + SMALL) / 2, SMALL, SMALL);
        send.setBounds(area.width - MARGIN - BUTTON, bottom - BUTTON, BUTTON, BUTTON);
    }

    private void send() {
        var text = field.text().getText().strip();
        var things = parcel.things();
        if (!things.isEmpty()) {
            parcel.clear();
            wishes.send(things);
        }
        if (!text.isEmpty()) {
            var sent = new Draft(text, purpose);
            wishes.say(sent, field.text().getText().indexOf(text));
            draft(sent.sent());
        }
        field.setFocus();
    }

    private void emoji() {
        wishes.emoji(smile.getBounds());
    }

    /** Writes {@code words} where the caret is, in place of what is selected. */
    void insert(String words) {
        field.text().insert(words);
        field.text().setCaretOffset(field.text().getSelection().x + words.length());
    }

    /** Asks what is to be sent: files, or a folder, which the system chooses in different windows. */
    private void attach() {
        if (clip.getMenu() != null) clip.getMenu().dispose();
        var menu = new Menu(clip);
        item(menu, T.get("composer.files"), this::choose);
        item(menu, T.get("composer.folder"), this::chooseFolder);
        clip.setMenu(menu);
        menu.setLocation(clip.toDisplay(0, 0));
        menu.setVisible(true);
    }

    private static void item(Menu menu, String label, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label);
        item.addListener(SWT.Selection, _ -> chosen.run());
    }

    private void chooseFolder() {
        var dialog = new DirectoryDialog(canvas.getShell(), SWT.OPEN);
        dialog.setText(T.get("composer.choose.folder"));
        var chosen = dialog.open();
        if (chosen == null || canvas.isDisposed()) return; // the profile may have been locked meanwhile
        pack(Stream.concat(parcel.things().stream(), Stream.of(new Parcel.Thing.Copied(Path.of(chosen)))).toList());
        field.setFocus();
    }

    private void choose() {
        var dialog = new FileDialog(canvas.getShell(), SWT.OPEN | SWT.MULTI);
        dialog.setText(T.get("composer.choose.files"));
        if (dialog.open() == null || canvas.isDisposed()) return;
        var all = new ArrayList<>(parcel.things());
        for (var name : dialog.getFileNames()) all.add(new Parcel.Thing.Copied(Path.of(dialog.getFilterPath(), name)));
        pack(all);
        field.setFocus();
    }

    /** A key is about to reach the text: Enter sends, and what was copied elsewhere and is no text is taken along. */
    private void key(VerifyEvent event) {
        if (!event.doit) return;
        int held = event.stateMask & SWT.MODIFIER_MASK;
        boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
        boolean paste = held == SWT.MOD1 && event.keyCode == 'v' || held == SWT.SHIFT && event.keyCode == SWT.INSERT;
        if (enter && (held & (SWT.SHIFT | SWT.ALT)) == 0) {
            event.doit = false;
            send();
        } else if (paste) {
            event.doit = !takeCopied();
        }
    }

    private void paste() {
        if (!takeCopied()) field.text().paste();
    }

    /** Takes along files or a picture, if those were copied last. */
    private boolean takeCopied() {
        try {
            var copied = Copied.things(canvas.getDisplay());
            pack(Stream.concat(parcel.things().stream(), copied.stream()).toList());
            return !copied.isEmpty();
        } catch (CommandException e) {
            wishes.refused(Texts.sentence(e.getMessage()));
            return true;
        }
    }
}
