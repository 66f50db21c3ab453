package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.paint.Mark;

import java.util.ArrayList;
import java.util.List;

/** Who wants to talk and is not known yet: one line of the list for all of them, however many there are. */
final class Requests {

    private static final Phrases T = Phrases.of(Requests.class);

    /** The line's id. */
    static final String LINE = "requests";

    /** Requests beyond this are not listed: strangers do not fill the window. */
    static final int MOST = 100;

    private Requests() {}

    /** Who waits for an answer. */
    static List<Contact> of(List<Contact> contacts) {
        return contacts.stream().filter(each -> each.state() == State.ASKS && each.conversation().isEmpty()).toList();
    }

    /** Who was declined or blocked, blocked ones first. */
    static List<Contact> refused(List<Contact> contacts) {
        var refused = new ArrayList<Contact>();
        for (var state : List.of(State.BLOCKED, State.DENIED))
            contacts.stream().filter(each -> each.state() == state).forEach(refused::add);
        return refused;
    }

    /**
     * The line for those {@code asking}, by address alone: they are strangers, and choose their names.
     *
     * @param asking at least one
     */
    static Line line(List<Contact> asking) {
        int count = asking.size(), more = count - 1;
        var first = asking.getFirst().address().toString();
        return new Line(
                LINE,
                LINE,
                T.get("requests.count", "count", count),
                first,
                wanting(first, more),
                null,
                Mark.NONE,
                0,
                false,
                true);
    }

    /** No plural of grammar: the window says this as it opens. */
    private static String wanting(String first, int more) {
        return switch (more) {
            case 0 -> T.get("requests.one", "first", first);
            case 1 -> T.get("requests.two", "first", first);
            default -> T.get("requests.several", "first", first, "more", more);
        };
    }

    /** What there is to know before one answers {@code contact}; empty if nothing. */
    static String warning(Contact contact) {
        var like = contact.lookalikeOf();
        if (like.isPresent()) return T.get("requests.lookalike", "other", like.get());
        return contact.former()
                .map(state ->
                        state == State.BLOCKED ? T.get("requests.former.blocked") : T.get("requests.former.declined"))
                .orElse("");
    }
}
