package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.GroupLink;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;

import java.util.Optional;

/**
 * Tells the hub of the group's link, as an admin: when it has changed, and with every link to the hub, because what
 * another admin said may not have come through. Confined to the conversation's worker.
 */
final class HubLink {

    private static final System.Logger log = System.getLogger(HubLink.class.getName());

    private final Chat chat;
    private final Worker worker;
    private final Held held;

    /** Whether the hub has said that it has it. */
    private boolean sure;

    HubLink(Chat chat, Worker worker, Held held) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
    }

    /** The link to the hub is new. */
    void again() {
        sure = false;
    }

    boolean isUntold(Book book, ConversationState state) {
        return untold(book, state).isPresent();
    }

    void attend() throws CommandException, SuiteMissingException {
        var secret = held.<Optional<Bytes>>change(this::untold);
        if (secret.isEmpty()) return;
        var state = held.state();
        var answer = worker.ask(number -> new Frame.SetLink(number, state.log, state.follower, token(secret.get())));
        sure = true; // refused or not: the same now would be answered the same
        if (answer instanceof Frame.Refused refused) {
            log.log(DEBUG, "The hub does not take the group link: {0}", refused.text());
            return;
        }
        held.run((_, fresh) -> {
            fresh.linkTold = secret.get();
        });
    }

    private Optional<Bytes> untold(Book book, ConversationState state) {
        if (state.kind != Kind.GROUP || state.stage != Stage.OPEN || state.lost) return Optional.empty();
        var view = chat.groups().view(held.group(book));
        var policy = view.policy();
        if (!policy.admins().contains(Memberships.own(view))) return Optional.empty();
        var none = policy.link().equals(Memberships.NO_LINK);
        var told = policy.link().equals(state.linkTold) || none && state.linkTold.isEmpty();
        return told && (sure || none) ? Optional.empty() : Optional.of(policy.link());
    }

    private static Optional<Hash> token(Bytes secret) {
        if (secret.equals(Memberships.NO_LINK)) return Optional.empty();
        return Optional.of(GroupLink.token(new Token(secret)).hash());
    }
}
