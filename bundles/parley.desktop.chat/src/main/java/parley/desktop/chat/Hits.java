package parley.desktop.chat;

import org.eclipse.swt.widgets.Display;

import parley.client.api.Message;
import parley.client.api.Search;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Hit;
import parley.desktop.chat.list.Row;
import parley.desktop.chat.list.Shelf;
import parley.desktop.chat.paint.Icons;
import parley.protocol.ConversationId;
import parley.protocol.text.Inert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages that are looked for, as rows of the list. For the UI thread. */
final class Hits {

    private static final Phrases T = Phrases.of(Hits.class);

    /** How long the person pauses before it is looked for what they have written, in milliseconds. */
    private static final int PAUSE = 120;

    private final SearchDesk desk;
    private final Scene scene;
    private final Runnable changed;
    private final Runnable ask = this::ask;
    private final Map<String, Message> messages = new HashMap<>();
    private String words = "";
    private Optional<ConversationId> in = Optional.empty();
    private List<Row> rows = List.of();

    /** Counts the questions: an answer to an earlier one comes too late. */
    private int asked;

    /**
     * @param changed runs when there are other rows
     */
    Hits(SearchDesk desk, Scene scene, Runnable changed) {
        this.desk = desk;
        this.scene = scene;
        this.changed = changed;
    }

    /** Looks for {@code wanted} in a moment: everywhere, or in one conversation. */
    void look(String wanted, Optional<ConversationId> where) {
        words = wanted.strip();
        in = where;
        asked++;
        if (words.isEmpty()) rows = List.of();
        else Display.getCurrent().timerExec(PAUSE, ask);
    }

    /** What was found, below a line that says how much; nothing while nothing is looked for. */
    List<Row> rows() {
        return rows;
    }

    /** The message that {@code hit} shows. */
    Optional<Message> message(Hit hit) {
        return Optional.ofNullable(messages.get(hit.id()));
    }

    private void ask() {
        if (words.isEmpty() || !desk.finds()) return;
        int question = asked;
        var query = new Search.Query(words, in, Optional.empty(), Optional.empty(), Optional.empty());
        desk.find(
                query,
                page -> {
                    if (question == asked) show(page);
                },
                sentence -> {
                    if (question == asked) fail(sentence);
                });
    }

    private void fail(String sentence) {
        rows = List.of(head(sentence));
        changed.run();
    }

    private void show(Search.Page page) {
        var all = new ArrayList<Row>();
        messages.clear();
        all.add(head(count(page)));
        for (var found : page.found()) {
            var hit = hit(found);
            messages.put(hit.id(), found.message());
            all.add(hit);
        }
        rows = all;
        changed.run();
    }

    private static Shelf head(String detail) {
        return new Shelf("s:messages", Icons.SEARCH, T.get("hits.title"), detail, 0, false);
    }

    private static String count(Search.Page page) {
        int count = page.found().size();
        boolean all = page.complete();
        boolean cut = page.cut();
        if (count == 0) return T.get(cut ? "hits.none.cut" : all ? "hits.none" : "hits.none.reading");
        return T.get(
                page.next().isPresent()
                        ? cut ? "hits.newest.cut" : all ? "hits.newest" : "hits.newest.reading"
                        : cut ? "hits.found.cut" : all ? "hits.found" : "hits.found.reading",
                "count",
                count);
    }

    private Hit hit(Search.Found found) {
        var message = found.message();
        var talk = scene.conversation(message.conversation());
        var title = talk.map(scene.titles()::of).orElse("");
        var key = talk.map(scene::key).orElse("");
        var who = message.own() ? T.get("hits.you") : scene.titles().of(message.from(), message.author());
        return new Hit("m:" + message.id().hex(), key, title, who, parts(found), message.at());
    }

    private static List<Hit.Part> parts(Search.Found found) {
        var text = found.message().text();
        int at = found.excerpt().start(), end = found.excerpt().end();
        var parts = new ArrayList<Hit.Part>();
        if (at > 0) parts.add(new Hit.Part("…", false));
        for (var mark : found.marks()) {
            int from = Math.clamp(mark.start(), at, end), to = Math.clamp(mark.end(), from, end);
            if (from > at) parts.add(part(text, at, from, false));
            if (to > from) parts.add(part(text, from, to, true));
            at = to;
        }
        if (end > at) parts.add(part(text, at, end, false));
        return parts;
    }

    private static Hit.Part part(String text, int from, int to, boolean marked) {
        return new Hit.Part(Inert.plain(text.substring(from, to)), marked);
    }
}
