package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.SignalContent;
import parley.protocol.relay.Frame.Signal;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is there: said by signals in direct conversations while the link is up, and believed for two and a half minutes.
 * Methods may be called from any thread.
 */
final class Presences {

    private static final System.Logger log = System.getLogger(Presences.class.getName());

    /** How often we say that we are there. */
    static final Duration INTERVAL = Duration.ofSeconds(60);

    /** How long a signal is believed. */
    static final Duration BELIEVED = Duration.ofSeconds(150);

    /** The least time between two signals of ours in one conversation (docs/protocol.md, Signals). */
    private static final Duration GAP = Duration.ofSeconds(3);

    private record Known(Address address, Presence presence, Instant until, long generation, long epoch, long counter) {

        /** Whether a signal of the same epoch has come that is as new. */
        boolean has(Signal signal) {
            return generation == signal.generation() && epoch == signal.epoch() && signal.counter() <= counter;
        }
    }

    private final Chat chat;
    private final Map<AccountKey, Known> known = new HashMap<>(); // guarded by this
    private final Map<Bytes, Instant> said = new HashMap<>(); // by conversation; guarded by this

    private final Set<Bytes> later = new HashSet<>(); // conversations where it was too soon; guarded by this
    private long counter; // the last used; guarded by this

    Presences(Chat chat) {
        this.chat = chat;
    }

    /** Tells the others of a conversation how we are; one who is blocked is neither told nor heard. */
    void say(Worker worker, SignalContent.Presence presence) {
        synchronized (this) {
            var now = chat.now();
            var last = said.get(worker.id().bytes());
            var soon = last != null && last.plus(GAP).isAfter(now);
            if (soon && presence != SignalContent.Presence.OFFLINE) {
                if (later.add(worker.id().bytes())) chat.after(GAP, () -> sayLater(worker, presence));
                return;
            }
            said.put(worker.id().bytes(), now);
        }
        worker.withGroup((state, group) -> {
            try {
                var view = chat.groups().view(group);
                var counter = nextCounter();
                var associated = associated(state, view.epoch(), view.ownLeaf(), counter);
                var sealed = chat.groups().sealSignal(group, associated, new SignalContent(presence).encode());
                worker.send(
                        new Signal(
                                state.log,
                                state.follower,
                                state.generation,
                                view.epoch(),
                                view.ownLeaf(),
                                counter,
                                sealed));
            } catch (SuiteMissingException e) {
                log.log(DEBUG, "No presence said: {0}", e.getMessage());
            }
        });
    }

    /** By the clock, so that it rises over restarts too; and with every signal, however the clock goes. */
    private synchronized long nextCounter() {
        counter = Math.max(counter + 1, chat.now().toEpochMilli());
        return counter;
    }

    /** What was too soon is said after all: it may answer somebody who has come since. */
    private void sayLater(Worker worker, SignalContent.Presence presence) {
        synchronized (this) {
            later.remove(worker.id().bytes());
        }
        say(worker, presence);
    }

    /** A signal came. */
    void heard(Worker worker, Signal signal) {
        worker.withGroup((state, group) -> {
            try {
                var view = chat.groups().view(group);
                if (signal.generation() != state.generation || signal.epoch() != view.epoch()) return;
                var member = view.members().stream().filter(candidate -> candidate.leaf() == signal.leaf()).findFirst();
                if (member.isEmpty() || !member.get().data().follower().equals(signal.follower())) return;
                if (!member.get().trusted() || !isOfNow(signal.counter())) return;
                heard(worker, state, group, member.get(), signal);
            } catch (SuiteMissingException | UntrustedException | MalformedException e) {
                log.log(DEBUG, "Dropped a signal: {0}", e.getMessage());
            }
        });
    }

    /** Counters are times: what a hub kept and repeats to a client that has begun anew is known by its age. */
    private boolean isOfNow(long counter) {
        var now = chat.now().toEpochMilli();
        return counter >= now - BELIEVED.toMillis() && counter <= now + BELIEVED.toMillis();
    }

    private void heard(Worker worker, ConversationState state, Group group, Member member, Signal signal)
            throws CommandException, SuiteMissingException, UntrustedException, MalformedException {
        var associated = associated(state, signal.epoch(), signal.leaf(), signal.counter());
        var opened = chat.groups().openSignal(group, member.leaf(), associated, signal.sealed());
        var presence = Presence.valueOf(SignalContent.decode(opened).presence().name());
        if (member.account().equals(Memberships.own(chat.groups().view(group)))) return;
        var address = chat.store().transact(tx -> Hearer.addressOf(new Book(tx), member));
        boolean changed;
        synchronized (this) {
            var before = known.get(member.account());
            if (before != null && before.has(signal)) return;
            changed = before == null ? presence != Presence.OFFLINE : before.presence != presence;
            known.put(
                    member.account(),
                    new Known(
                            address,
                            presence,
                            chat.now().plus(BELIEVED),
                            signal.generation(),
                            signal.epoch(),
                            signal.counter()));
        }
        if (!changed) return;
        chat.store().publish(new Event.PresenceChanged(address, member.account(), presence));
        if (presence == Presence.ONLINE) say(worker, SignalContent.Presence.ONLINE); // so that they know of us at once
    }

    /** Whether somebody is believed to be there. */
    synchronized boolean isOnline(AccountKey account) {
        var state = known.get(account);
        return state != null && state.presence != Presence.OFFLINE && state.until.isAfter(chat.now());
    }

    /** Those of whom nothing was heard for long are offline. */
    void expire() {
        var now = chat.now();
        synchronized (this) {
            known.replaceAll((account, state) -> {
                if (state.presence == Presence.OFFLINE || state.until.isAfter(now)) return state;
                chat.store().publish(new Event.PresenceChanged(state.address, account, Presence.OFFLINE));
                return new Known(
                        state.address, Presence.OFFLINE, state.until, state.generation, state.epoch, state.counter);
            });
        }
    }

    /** The link is down: nothing is known of anybody. */
    synchronized void down() {
        known.replaceAll((account, state) -> {
            if (state.presence != Presence.OFFLINE) {
                chat.store().publish(new Event.PresenceChanged(state.address, account, Presence.OFFLINE));
            }
            return new Known(
                    state.address, Presence.OFFLINE, state.until, state.generation, state.epoch, state.counter);
        });
        said.clear();
    }

    private static Bytes associated(ConversationState state, long epoch, long leaf, long counter) {
        var out = new WireWriter().text("Parley signal 1");
        state.log.write(out);
        return out.u32(state.generation).u64(epoch).u32(leaf).u64(counter).toBytes();
    }
}
