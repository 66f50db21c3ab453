package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Presences.There;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.SignalContent;
import parley.protocol.content.SignalContent.Presence.State;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is there: said by signals in conversations while the link is up, and believed for two and a half minutes. Methods
 * may be called from any thread.
 */
final class Presences {

    /** How often we say that we are there. */
    static final Duration INTERVAL = Duration.ofSeconds(60);

    /** How long a signal is believed. */
    static final Duration BELIEVED = Duration.ofSeconds(150);

    /**
     * What somebody has said.
     *
     * @param between whether they have said it between two since they came
     */
    private record Known(Address address, Presence presence, String status, boolean between, Instant until) {

        boolean isThere() {
            return presence != Presence.OFFLINE;
        }

        Known gone() {
            return new Known(address, Presence.OFFLINE, "", false, until);
        }
    }

    private final Chat chat;
    private final Map<AccountKey, Known> known = new HashMap<>(); // guarded by this

    /** Where it was said that we are here: whoever has not heard that is not told that we go. */
    private final Set<ConversationId> said = ConcurrentHashMap.newKeySet();

    /** Whether the person is not at any face at the moment. */
    private volatile boolean idle;

    Presences(Chat chat) {
        this.chat = chat;
    }

    // ---- Ours ----

    /** Tells the others of a conversation how we are; one who is blocked is neither told nor heard. */
    void say(Worker worker) {
        chat.signals().say(worker, new SignalContent.Presence(State.ONLINE, ""));
    }

    /** Tells them that we go. */
    void sayGone(Worker worker) {
        chat.signals().sayNow(worker, new SignalContent.Presence(State.OFFLINE, ""));
    }

    /** The person has left their face, or is back. */
    void idle(boolean now) {
        if (idle == now) return;
        idle = now;
        chat.after(Duration.ZERO, chat::sayPresence); // not on the caller's thread, which may be where widgets are
    }

    /** What is said in a conversation by now: how we are if we do not go; nothing where the person does not tell it. */
    Optional<SignalContent> worded(ConversationState state, State how) throws CommandException {
        if (how == State.OFFLINE) {
            return said.remove(state.id) ? Optional.of(new SignalContent.Presence(how, "")) : Optional.empty();
        }
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    if (!book.told().presence()) return Optional.<SignalContent>empty();
                    said.add(state.id);
                    var own = book.presence();
                    return Optional.of(
                            new SignalContent.Presence(
                                    own.away() || idle ? State.AWAY : State.ONLINE,
                                    Discretion.status(book, state) ? own.status() : ""));
                });
    }

    // ---- Others' ----

    /** Somebody has said how they are. Whoever does not tell it is not told. */
    void heard(
            Worker worker,
            ConversationState state,
            Signals.Author author,
            Address address,
            SignalContent.Presence signal)
            throws CommandException {
        var withStatus = // empty if nothing of it is shown
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            return book.told().presence()
                                    ? Optional.of(!signal.brief() && Discretion.status(book, state))
                                    : Optional.<Boolean>empty();
                        });
        if (withStatus.isEmpty()) return;
        if (heard(author.account(), address, signal, withStatus.get())) say(worker); // so that they know of us at once
    }

    /**
     * @param withStatus whether it says something of the status; else that stays as it was
     * @return whether they have come
     */
    private boolean heard(AccountKey account, Address address, SignalContent.Presence signal, boolean withStatus) {
        var presence = Presence.valueOf(signal.state().name());
        Known before, now;
        synchronized (this) {
            var kept = known.get(account);
            var until = chat.now().plus(BELIEVED);
            before = kept == null ? new Known(address, Presence.OFFLINE, "", false, until) : kept;
            var status = withStatus ? signal.status() : before.status;
            now = new Known(address, presence, status, before.between || withStatus, until);
            if (!now.isThere()) now = now.gone();
            known.put(account, now);
        }
        if (before.presence != now.presence || !before.status.equals(now.status)) {
            chat.store().publish(new Event.PresenceChanged(address, account, now.presence, now.status));
        }
        return now.isThere() && (!before.isThere() || now.between && !before.between);
    }

    /** What is known of somebody who is there. */
    synchronized Optional<There> of(AccountKey account) {
        return Optional.ofNullable(known.get(account))
                .filter(it -> it.isThere() && it.until.isAfter(chat.now()))
                .map(it -> new There(it.presence, it.status));
    }

    /** Whether somebody is believed to be there. */
    boolean isOnline(AccountKey account) {
        return of(account).isPresent();
    }

    /** Those of whom nothing was heard for long are offline. */
    synchronized void expire() {
        var now = chat.now();
        known.replaceAll((account, state) -> state.until.isAfter(now) ? state : gone(account, state));
    }

    /** The link is down: nothing is known of anybody. */
    synchronized void down() {
        known.replaceAll(this::gone);
    }

    private Known gone(AccountKey account, Known before) {
        if (before.isThere()) {
            chat.store().publish(new Event.PresenceChanged(before.address, account, Presence.OFFLINE, ""));
        }
        return before.gone();
    }
}
