package parley.desktop.chat;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.list.Line.Lead;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.timeline.Said;

import java.time.Instant;

/** What the list says of a conversation. For the UI thread. */
final class TalkLine {

    private static final Phrases T = Phrases.of(TalkLine.class);

    private final Conversation talk;
    private final Scene scene;
    private final Lead lead;

    private TalkLine(Conversation talk, Scene scene) {
        this.talk = talk;
        this.scene = scene;
        lead = lead();
    }

    /** The line for {@code talk}. */
    static Line of(Conversation talk, Scene scene) {
        return new TalkLine(talk, scene).line();
    }

    private Line line() {
        boolean direct = talk.kind() != Kind.GROUP;
        boolean always = talk.kind() == Kind.LOCAL && talk.last().isEmpty(); // they were there all the time
        return new Line(
                new Selected.Talk(talk.id()).lineId(),
                scene.key(talk),
                scene.titles().of(talk),
                direct ? talk.title() : "",
                preview(),
                always ? null : talk.lastActivity(),
                lead == Lead.NONE ? talk.last().map(Saids::mark).orElse(Mark.NONE) : Mark.NONE,
                talk.unread(),
                scene.online(talk),
                false,
                signs());
    }

    /** What stands in place of what was said last. */
    private Lead lead() {
        if (!scene.typing(talk).isEmpty()) return Lead.TYPING;
        boolean open = scene.selected().equals(new Selected.Talk(talk.id())); // there one sees what one has written
        return open || talk.settings().draft().text().isBlank() ? Lead.NONE : Lead.DRAFT;
    }

    private Line.Signs signs() {
        var set = talk.settings();
        return new Line.Signs(
                lead,
                set.pinned() > 0,
                set.isMuted(Instant.now()),
                set.archived(),
                set.markedUnread(),
                talk.mentions() > 0,
                scene.away(talk),
                scene.status(talk));
    }

    private String preview() {
        return switch (lead) {
            case TYPING -> scene.typing(talk);
            case DRAFT -> Said.line(talk.settings().draft().text());
            case NONE -> said();
        };
    }

    private String said() {
        var last = talk.last();
        if (last.isEmpty()) return T.get("talk.none");
        boolean named = talk.kind() == Kind.GROUP && !last.get().own();
        var line = line(last.get());
        if (!named) return line;
        var who = scene.titles().of(last.get().from(), last.get().author());
        return T.get("said.of", "who", who, "text", line);
    }

    private static String line(Message message) {
        if (message.deleted()) return T.get("talk.deleted");
        var line = Said.line(message.text());
        return line.isEmpty() ? T.get("talk.message") : line; // it may be nothing but spaces
    }
}
