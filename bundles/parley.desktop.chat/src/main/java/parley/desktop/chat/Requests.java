package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.paint.Mark;

import java.util.ArrayList;
import java.util.List;

/** Who wants to talk and is not known yet: one line of the list for all of them, however many there are. */
final class Requests {

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
        var others = more == 0 ? "" : more == 1 ? " and another one" : " and " + more + " others";
        return new Line(
                LINE,
                LINE,
                "Requests · " + count,
                first,
                first + others + (count == 1 ? " wants" : " want") + " to talk with you",
                null,
                Mark.NONE,
                0,
                false,
                true);
    }

    /** What there is to know before one answers {@code contact}; empty if nothing. */
    static String warning(Contact contact) {
        if (contact.lookalikeOf().isPresent())
            return "The address looks like " + contact.lookalikeOf().get() + ", and this is somebody else.";
        return contact.former()
                .map(state ->
                        "You have "
                                + (state == State.BLOCKED ? "blocked" : "declined")
                                + " this address before, with another key.")
                .orElse("");
    }
}
