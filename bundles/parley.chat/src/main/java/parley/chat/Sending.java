package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.content.Said;
import parley.protocol.content.Seen;
import parley.protocol.relay.Frame.Append;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals what the outbox holds, inside one transaction, in order and without a gap in the numbers. What it returns may
 * leave once the transaction has committed. Good for one transaction; confined to the conversation's worker.
 */
final class Sending {

    /** The most rows that are sealed and not read in the log yet. */
    static final int WINDOW = 128;

    private final Book book;
    private final ConversationState state;
    private final Groups groups;
    private Group group;

    Sending(Book book, ConversationState state, Group group, Groups groups) {
        this.book = book;
        this.state = state;
        this.group = group;
        this.groups = groups;
    }

    Group group() {
        return group;
    }

    /** Seals the rows that have not been sealed, as far as the window goes. */
    List<Append> seal() throws CommandException, SuiteMissingException {
        var appends = new ArrayList<Append>();
        for (var outgoing : book.outbox(state.id, WINDOW)) {
            if (outgoing.sealed().isEmpty()) appends.add(seal(outgoing, ++state.lastNumber));
        }
        return appends;
    }

    /**
     * Seals anew, under their numbers, the rows from {@code number} on that the hub has not accepted; what has the last
     * commit as its base goes again as it is. Empty if row {@code number} has it: then the commit that made it stale is
     * yet to be read.
     */
    List<Append> sealAnew(long number) throws CommandException, SuiteMissingException {
        var appends = new ArrayList<Append>();
        for (var outgoing : book.outbox(state.id, WINDOW)) {
            var sealed = outgoing.sealed().orElse(null);
            if (sealed == null || outgoing.accepted() || sealed.number() < number) continue;
            var current = sealed.base() == state.lastCommit();
            if (current && sealed.number() == number) return List.of();
            appends.add(current ? Outgoing.append(state, sealed) : seal(outgoing, sealed.number()));
        }
        return appends;
    }

    /** Forgets what was sealed under an earlier follower key: it is sealed again, with numbers counted anew. */
    static void unseal(Book book, ConversationState state) throws CommandException {
        for (var outgoing : book.outbox(state.id, WINDOW)) {
            if (outgoing.sealed().isPresent()) book.put(state.id, outgoing.unsealed());
        }
    }

    private Append seal(Outgoing outgoing, long number) throws SuiteMissingException {
        var view = groups.view(group);
        var seen = new Seen(state.position, state.chain, view.authenticator());
        var said = new Said(outgoing.salt(), seen, outgoing.at(), outgoing.content());
        var result = groups.seal(group, said.encode());
        var before = group;
        group = result.group();
        book.put(state.id, group, before);
        var sealed = new Outgoing.Sealed(number, state.lastCommit(), result.message());
        book.put(state.id, outgoing.sealedAs(sealed));
        return Outgoing.append(state, sealed);
    }

    /** The appends, among the rows sealed, that the hub does not have: those behind {@code lastNumber}. */
    static List<Append> again(Book book, ConversationState state, long lastNumber) throws CommandException {
        var appends = new ArrayList<Append>();
        for (var outgoing : book.outbox(state.id, WINDOW)) {
            Optional<Outgoing.Sealed> sealed = outgoing.sealed();
            if (sealed.isPresent() && sealed.get().number() > lastNumber) {
                appends.add(Outgoing.append(state, sealed.get()));
            }
        }
        return appends;
    }
}
