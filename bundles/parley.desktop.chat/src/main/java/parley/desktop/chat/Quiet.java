package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Governance;
import parley.client.api.Happening;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines about what happened in conversations: who came and went, who changed what. For the desk's own thread. */
final class Quiet {

    /** How many lines are read at once, and how many of them stand between two pages of messages. */
    static final int PAGE = 100;

    static final int MOST = 500;

    private static final int NEWEST = 20;

    private final Governance governance;
    private final PeopleNamed people;

    /** Sees to it that somebody's name is known before a line names them. */
    @FunctionalInterface
    interface PeopleNamed {
        Titles meet(List<Happening.Person> people) throws CommandException;
    }

    Quiet(Governance governance, PeopleNamed people) {
        this.governance = governance;
        this.people = people;
    }

    /** The line for {@code happening}. */
    Said line(Happening happening) throws CommandException {
        var named = new ArrayList<Happening.Person>();
        happening.by().ifPresent(named::add);
        happening.who().ifPresent(named::add);
        var text = Happened.text(happening, people.meet(named));
        return Said.quiet("quiet-" + happening.order(), happening.order(), happening.at(), text);
    }

    /** The lines for what happened last in {@code conversation}, as many as one commit could bring. */
    List<Said> newest(ConversationId conversation) throws CommandException {
        var lines = new ArrayList<Said>();
        for (var happening : governance.log(conversation, Long.MAX_VALUE, NEWEST)) lines.add(line(happening));
        return lines;
    }

    /**
     * {@code messages} with the lines that stand among them.
     *
     * @param before the order of the message that follows them
     * @param oldest whether no message stands before them
     */
    List<Said> among(ConversationId conversation, List<Said> messages, long before, boolean oldest)
            throws CommandException {
        long from = oldest || messages.isEmpty() ? Long.MIN_VALUE : messages.getFirst().order();
        var all = new ArrayList<>(messages);
        long until = before;
        for (int read = 0; read < MOST; read += PAGE) {
            var page = governance.log(conversation, until, PAGE);
            for (var happening : page) if (happening.order() >= from) all.add(line(happening));
            if (page.size() < PAGE || page.getFirst().order() < from) break;
            until = page.getFirst().order();
        }
        all.sort(Comparator.comparingLong(Said::order));
        return all;
    }
}
