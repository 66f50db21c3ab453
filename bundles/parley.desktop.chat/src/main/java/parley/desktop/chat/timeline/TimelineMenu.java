package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.stream.IntStream;

/** What is offered of a message where a person asks for it: menus, and emoji to react with. */
final class TimelineMenu {

    private static final Phrases T = Phrases.of(TimelineMenu.class);

    /** How many addresses of a message, codes and reactions stand in its menu: of each. */
    private static final int MOST = 20;

    private final Timeline timeline;
    private final TimelineHand hand;
    private @Nullable EmojiBar emoji;
    private @Nullable LinkCard link;

    TimelineMenu(Timeline timeline, TimelineHand hand) {
        this.timeline = timeline;
        this.hand = hand;
    }

    /** Opens the menu for {@code row}, or for the list if that is -1, at a place of the screen. */
    void open(int row, int x, int y) {
        var menu = new Menu(timeline.canvas);
        var chosen = hand.selected();
        if (!chosen.isEmpty()) item(menu, T.get("timeline.copy"), () -> copy(chosen));
        if (row >= 0) items(menu, row);
        if (timeline.rows.size() > 0) {
            if (row >= 0) new MenuItem(menu, SWT.SEPARATOR);
            item(menu, T.get("timeline.all"), hand::all);
            item(menu, T.get("timeline.copy.all"), () -> timeline.actions.all(() -> copy(hand.everything())));
            item(menu, T.get("timeline.clear"), timeline.actions::clear);
        }
        pop(menu, x, y);
    }

    private void items(Menu menu, int row) {
        var said = timeline.rows.get(row);
        var words = hand.words(row);
        var quote = said.quote();
        var acts = said.acts();
        for (var act : acts) {
            boolean ends = act == Said.Act.ERASE; // what takes something away stands apart
            if (ends && !words.isEmpty()) item(menu, T.get("timeline.copy.message"), () -> copy(words));
            if (ends && quote != null && quote.leads())
                item(menu, T.get("timeline.answered"), () -> timeline.actions.lead(quote.id()));
            if (ends && menu.getItemCount() > 0) new MenuItem(menu, SWT.SEPARATOR);
            item(menu, act.label(), () -> timeline.act(said, act));
        }
        if (acts.isEmpty()) item(menu, T.get("timeline.copy.message"), () -> copy(words));
        words(menu, row);
        more(menu, said);
        file(menu, said);
        var offers = timeline.actions.offers(said);
        if (!offers.isEmpty()) new MenuItem(menu, SWT.SEPARATOR);
        for (var offer : offers) item(menu, offer.label(), offer.chosen());
    }

    private void file(Menu menu, Said said) {
        var card = said.card();
        if (card == null || card.acts().isEmpty() && card.sha256().isEmpty()) return;
        new MenuItem(menu, SWT.SEPARATOR);
        card.acts().forEach(act -> item(menu, act.label(), () -> timeline.actions.act(said, act)));
        if (!card.sha256().isEmpty()) item(menu, T.get("timeline.copy.sum"), () -> copy(card.sha256()));
    }

    /** Says where {@code span} of an entry leads, and goes there only if the person then chooses to. */
    void offer(String id, Rich.Span span) {
        close();
        int row = timeline.rows.find(id);
        if (row < 0) return;
        var text = timeline.laid(row).text;
        timeline.view.reveal(row);
        var at = timeline.place(id);
        if (text == null || at == null) return;
        link = new LinkCard(timeline, span.target(), text.words(span), at, this::copy);
        timeline.canvas.redraw();
    }

    /** What the words of {@code row} offer: the rest of them, their first addresses, their codes. */
    private void words(Menu menu, int row) {
        var text = timeline.laid(row).text;
        if (text == null) return;
        var spans = timeline.links(row);
        var links = spans.stream().filter(span -> !span.target().equals(Rich.SHOW_ALL)).toList();
        int codes = Math.min(MOST, text.codes().size());
        var id = timeline.rows.get(row).id(); // its row may be another one by then
        if (codes > 0 || !spans.isEmpty()) new MenuItem(menu, SWT.SEPARATOR);
        if (links.size() < spans.size()) item(menu, T.get("rich.all"), () -> timeline.expand(id));
        for (var span : links.subList(0, Math.min(MOST, links.size())))
            item(menu, T.get("timeline.open", "host", Links.host(span.target())), () -> offer(id, span));
        if (codes == 1) item(menu, T.get("timeline.copy.code"), () -> copy(text.code(0)));
        else
            IntStream.range(0, codes)
                    .forEach(which ->
                            item(
                                    menu,
                                    T.get("timeline.copy.code.of", "at", which + 1, "all", text.codes().size()),
                                    () -> copy(text.code(which))));
    }

    /** What the pointer is told where it rests: of the time, and who thinks what, which one can think, too. */
    private void more(Menu menu, Said said) {
        var chips = said.fate().chips();
        if (said.claims() || !chips.isEmpty()) new MenuItem(menu, SWT.SEPARATOR);
        if (said.claims()) item(menu, said.tip(), () -> {}).setEnabled(false);
        for (var chip : chips.subList(0, Math.min(MOST, chips.size()))) {
            var item = new MenuItem(menu, SWT.CHECK);
            item.setText(chip.tip().replace("&", "&&"));
            item.setSelection(chip.mine());
            item.addListener(SWT.Selection, _ -> timeline.actions.react(said, chip.emoji(), !chip.mine()));
        }
    }

    /** Offers emoji for {@code row}, and takes back what the person had chosen before. */
    void react(int row) {
        close();
        timeline.view.reveal(row);
        var said = timeline.rows.get(row);
        var at = timeline.place(said.id());
        if (at == null) return;
        emoji =
                new EmojiBar(
                        timeline.canvas,
                        timeline.theme,
                        said.fate().chips(),
                        at,
                        said.mine(),
                        new EmojiBar.Chosen() {
                            @Override
                            public void chose(String chosen, boolean set) {
                                timeline.actions.react(said, chosen, set);
                            }

                            @Override
                            public void more(Rectangle bar) {
                                timeline.actions.choose(said, bar);
                            }
                        });
        timeline.canvas.redraw();
    }

    /** Whether something is offered now that Escape takes away. */
    boolean offers() {
        return emoji != null && emoji.isOpen() || link != null && link.isOpen();
    }

    /** Takes away again what is offered. */
    void close() {
        if (link != null) link.close();
        link = null;
        if (emoji != null) emoji.close();
        emoji = null;
    }

    void copy(String text) {
        if (!text.isEmpty()) Words.copy(timeline.canvas.getDisplay(), text);
    }

    private static void pop(Menu menu, int x, int y) {
        menu.setLocation(x, y);
        menu.addListener(SWT.Hide, _ -> menu.getDisplay().asyncExec(menu::dispose)); // after its item has been heard
        menu.setVisible(true);
    }

    private static MenuItem item(Menu menu, String label, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label.replace("&", "&&"));
        item.addListener(SWT.Selection, _ -> chosen.run());
        return item;
    }
}
