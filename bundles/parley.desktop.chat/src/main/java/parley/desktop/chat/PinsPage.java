package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.util.List;

/** The messages of a conversation that are kept at hand: pressed, each leads to where it was said. */
final class PinsPage {

    private static final Phrases T = Phrases.of(PinsPage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final Wording wording;
    private final Label about;
    private final Things list;
    private @Nullable ConversationId open;

    PinsPage(Composite parent, Desk desk, Theme theme, Wording wording) {
        this.desk = desk;
        this.wording = wording;
        page = new MiddlePage(parent, theme, "pinned", "pinned.back", T.get("pin.back"), this::back);
        page.title(T.get("pin.title"));
        about = page.label(TextStyle.BODY, Token.MUTED);
        list = new Things(page.body(), theme, Token.BACKGROUND, "pinned.list", T.get("pin.title"), this::pressed);
        page.grow(list.control(), 120);
    }

    Composite control() {
        return page.control();
    }

    /** Shows what is pinned in {@code conversation}, read anew. */
    void show(Conversation conversation) {
        var id = conversation.id();
        if (!id.equals(open)) list.show(List.of());
        open = id;
        page.problem("");
        desk.talk()
                .pinned(
                        id,
                        pins -> {
                            if (!page.control().isDisposed() && id.equals(open)) show(pins);
                        },
                        sentence -> {
                            page.problem(Texts.sentence(sentence));
                            page.layout();
                        });
    }

    private void show(List<Said> pins) {
        Texts.say(about, pins.isEmpty() ? T.get("pin.none") : T.get("pin.some"));
        list.show(pins.reversed().stream().map(this::row).toList());
        page.layout();
    }

    private Thing row(Said said) {
        var day = wording.dayLine(wording.day(said.at()));
        var when = T.get("pin.when", "who", said.who(), "day", day, "time", wording.time(said.at()));
        return new Thing(said.id(), Icons.PIN, Token.ACCENT_TEXT, said.line(), when, "", true);
    }

    private void pressed(Thing row) {
        back();
        desk.scene().talk().ifPresent(talk -> talk.lead(row.key()));
    }

    private void back() {
        if (open != null) desk.open(new Selected.Talk(open));
    }
}
