package parley.chat;

import parley.client.api.Event;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.SignalContent;
import parley.protocol.content.SignalContent.Presence.State;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is there: said by signals in conversations while the link is up, and believed for two and a half minutes. Methods
 * may be called from any thread.
 */
final class Presences {

    /** How often we say that we are there. */
    static final Duration INTERVAL = Duration.ofSeconds(60);

    /** How long a signal is believed. */
    static final Duration BELIEVED = Duration.ofSeconds(150);

    private record Known(Address address, Presence presence, Instant until) {

        Known gone() {
            return new Known(address, Presence.OFFLINE, until);
        }
    }

    private final Chat chat;
    private final Map<AccountKey, Known> known = new HashMap<>(); // guarded by this

    Presences(Chat chat) {
        this.chat = chat;
    }

    /** Tells the others of a conversation how we are; one who is blocked is neither told nor heard. */
    void say(Worker worker, State state) {
        var content = new SignalContent.Presence(state);
        if (state == State.OFFLINE) chat.signals().sayNow(worker, content);
        else chat.signals().say(worker, content);
    }

    /** Somebody has said how they are. */
    void heard(Worker worker, AccountKey account, Address address, State state) {
        var presence = Presence.valueOf(state.name());
        boolean changed;
        synchronized (this) {
            var before = known.get(account);
            changed = before == null ? presence != Presence.OFFLINE : before.presence != presence;
            known.put(account, new Known(address, presence, chat.now().plus(BELIEVED)));
        }
        if (!changed) return;
        chat.store().publish(new Event.PresenceChanged(address, account, presence));
        if (presence == Presence.ONLINE) say(worker, State.ONLINE); // so that they know of us at once
    }

    /** Whether somebody is believed to be there. */
    synchronized boolean isOnline(AccountKey account) {
        var state = known.get(account);
        return state != null && state.presence != Presence.OFFLINE && state.until.isAfter(chat.now());
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
        if (before.presence != Presence.OFFLINE) {
            chat.store().publish(new Event.PresenceChanged(before.address, account, Presence.OFFLINE));
        }
        return before.gone();
    }
}
