package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.SignalContent;
import parley.protocol.content.SignalContent.Presence.State;
import parley.protocol.relay.Frame.Signal;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is said in conversations and forgotten (docs/protocol.md, Signals): seals and paces ours, opens others' and
 * brings them to {@link Presences} and {@link Typings}. Methods may be called from any thread.
 */
final class Signals {

    private static final System.Logger log = System.getLogger(Signals.class.getName());

    /** The least time between two of ours in one conversation. */
    static final Duration GAP = Duration.ofSeconds(3);

    /** How old or how far ahead one may be. */
    static final Duration OF_NOW = Duration.ofSeconds(150);

    /**
     * One in so many presences that are said briefly is not: who misses it believes the one before it until the next.
     */
    private static final int ROUNDS = 4;

    /** How long it is remembered that somebody has no former client: they say so more often. */
    private static final Duration MODERN = Duration.ofMinutes(10);

    /** A member of a conversation. */
    record Author(ConversationId conversation, AccountKey account) {}

    /** The last that was taken of an author. */
    private record Last(long generation, long epoch, long counter) {

        boolean has(Signal signal) {
            return generation == signal.generation() && epoch == signal.epoch() && signal.counter() <= counter;
        }
    }

    private final Chat chat;
    private final Map<ConversationId, Instant> said = new HashMap<>(); // guarded by this

    /** What was too soon: the last of each kind. Guarded by this. */
    private final Map<ConversationId, Map<Class<?>, SignalContent>> waiting = new HashMap<>();

    private final Map<Author, Last> last = new HashMap<>(); // guarded by this

    /** Where somebody has a former client, which understands brief ones alone, and until when. Guarded by this. */
    private final Map<ConversationId, Instant> brief = new HashMap<>();

    /** Who has no former client, though they may say brief ones for the sake of others; until when. Guarded by this. */
    private final Map<Author, Instant> modern = new HashMap<>();

    /** How often we have said presence where somebody has a former client. Guarded by this. */
    private final Map<ConversationId, Integer> rounds = new HashMap<>();

    private long counter; // the last used; guarded by this

    Signals(Chat chat) {
        this.chat = chat;
    }

    // ---- Ours ----

    /** Tells the others of a conversation, a moment later if they were just told something. */
    void say(Worker worker, SignalContent content) {
        synchronized (this) {
            if (isSoon(worker.id())) {
                var behind = waiting.get(worker.id());
                if (behind == null) behind = await(worker);
                behind.put(content.getClass(), content);
                return;
            }
        }
        sayNow(worker, content);
    }

    /** Tells the others at once: there is no later. */
    void sayNow(Worker worker, SignalContent content) {
        synchronized (this) {
            said.put(worker.id(), chat.now());
        }
        worker.withGroup((state, group) -> send(worker, state, group, content));
    }

    /** Nobody is told any more what was to be told of a kind. */
    synchronized void takeBack(ConversationId conversation, Class<? extends SignalContent> kind) {
        var behind = waiting.get(conversation);
        if (behind != null) behind.remove(kind);
    }

    private boolean isSoon(ConversationId conversation) {
        var before = said.get(conversation);
        return before != null && before.plus(GAP).isAfter(chat.now());
    }

    private Map<Class<?>, SignalContent> await(Worker worker) {
        var behind = new LinkedHashMap<Class<?>, SignalContent>();
        waiting.put(worker.id(), behind);
        chat.after(GAP, () -> sayNext(worker));
        return behind;
    }

    /** What was too soon is said after all: the first, and the others in their turn. */
    private void sayNext(Worker worker) {
        Map<Class<?>, SignalContent> behind;
        synchronized (this) {
            behind = waiting.remove(worker.id());
        }
        if (behind != null) behind.values().forEach(content -> say(worker, content));
    }

    private void send(Worker worker, ConversationState state, Group group, SignalContent content)
            throws CommandException {
        var worded = worded(state, content);
        if (worded.isEmpty()) return;
        try {
            var view = chat.groups().view(group);
            var own = Memberships.own(view);
            if (view.members().stream().allMatch(member -> member.account().equals(own))) return; // nobody hears it
            var counter = nextCounter();
            var associated = associated(state, view.epoch(), view.ownLeaf(), counter);
            var sealed = chat.groups().sealSignal(group, associated, worded.get().encode());
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
            log.log(DEBUG, "No signal said: {0}", e.getMessage());
        }
    }

    /** What is said there by now, if anything is. */
    private Optional<SignalContent> worded(ConversationState state, SignalContent content) throws CommandException {
        Optional<? extends SignalContent> said =
                switch (content) {
                    case SignalContent.Presence presence -> chat.presences().worded(state, presence.state());
                    case SignalContent.Typing typing -> maySeeTyping(state) ? Optional.of(typing) : Optional.empty();
                };
        return said.map(it -> saysBriefly(state.id, it) ? it.inBrief() : it);
    }

    /** Where somebody has a former client; but others are to know now and then that we have none. */
    private synchronized boolean saysBriefly(ConversationId conversation, SignalContent content) {
        if (!isAhead(brief.get(conversation))) return false;
        var stays = content instanceof SignalContent.Presence presence && presence.state() != State.OFFLINE;
        return !stays || rounds.merge(conversation, 1, Integer::sum) % ROUNDS != 0;
    }

    private boolean isAhead(@Nullable Instant time) {
        return time != null && time.isAfter(chat.now());
    }

    /** Whoever does not tell that they write is not told of others. */
    private boolean maySeeTyping(ConversationState state) throws CommandException {
        return chat.store().transact(tx -> Discretion.typing(new Book(tx), state));
    }

    /** By the clock, so that it rises over restarts too; and with every signal, however the clock goes. */
    private synchronized long nextCounter() {
        counter = Math.max(counter + 1, chat.now().toEpochMilli());
        return counter;
    }

    // ---- Others' ----

    /** A signal came. */
    void heard(Worker worker, Signal signal) {
        worker.withGroup((state, group) -> {
            try {
                var view = chat.groups().view(group);
                if (signal.generation() != state.generation || signal.epoch() != view.epoch()) return;
                var member = view.members().stream().filter(candidate -> candidate.leaf() == signal.leaf()).findFirst();
                if (member.isEmpty() || !member.get().data().follower().equals(signal.follower())) return;
                if (!member.get().trusted() || !isOfNow(signal.counter())) return;
                if (member.get().account().equals(Memberships.own(view))) return;
                heard(worker, state, group, member.get(), signal);
            } catch (SuiteMissingException | UntrustedException | MalformedException e) {
                log.log(DEBUG, "Dropped a signal: {0}", e.getMessage());
            }
        });
    }

    /** Counters are times: what a hub kept and repeats to a client that has begun anew is known by its age. */
    private boolean isOfNow(long counter) {
        var now = chat.now().toEpochMilli();
        return counter >= now - OF_NOW.toMillis() && counter <= now + OF_NOW.toMillis();
    }

    private void heard(Worker worker, ConversationState state, Group group, Member member, Signal signal)
            throws CommandException, SuiteMissingException, UntrustedException, MalformedException {
        var associated = associated(state, signal.epoch(), signal.leaf(), signal.counter());
        var content = SignalContent.decode(chat.groups().openSignal(group, member.leaf(), associated, signal.sealed()));
        var from = from(state, member);
        if (from.isEmpty() || !isNew(new Author(state.id, member.account()), signal)) return;
        var author = new Author(state.id, member.account());
        note(author, content.brief());
        switch (content) {
            case SignalContent.Presence said -> chat.presences().heard(worker, state, author, from.get(), said);
            case SignalContent.Typing(var typing, _) -> {
                if (!maySeeTyping(state)) return;
                chat.typings().heard(author, from.get(), typing, signal.counter());
            }
        }
    }

    private synchronized void note(Author author, boolean isBrief) {
        if (!isBrief) modern.put(author, chat.now().plus(MODERN));
        else if (!isAhead(modern.get(author))) brief.put(author.conversation(), chat.now().plus(Presences.BELIEVED));
    }

    /** What they are called; empty of somebody who is blocked. */
    private Optional<Address> from(ConversationState state, Member member) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    return Hearer.isBlocked(book, member)
                            ? Optional.<Address>empty()
                            : Optional.of(Hearer.addressOf(book, state.id, member));
                });
    }

    private synchronized boolean isNew(Author author, Signal signal) {
        var before = last.get(author);
        if (before != null && before.has(signal)) return false;
        last.put(author, new Last(signal.generation(), signal.epoch(), signal.counter()));
        return true;
    }

    /** The link is down: what is said on the next begins anew. */
    synchronized void down() {
        said.clear();
        waiting.clear();
        brief.clear();
        modern.clear();
    }

    private static Bytes associated(ConversationState state, long epoch, long leaf, long counter) {
        var out = new WireWriter().text("Parley signal 1");
        state.log.write(out);
        return out.u32(state.generation).u64(epoch).u32(leaf).u64(counter).toBytes();
    }
}
