package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Asks to be let into a group again, where this device cannot follow it any more: the other of a direct conversation,
 * or some admins of a group. It asks again, less and less often, until a Welcome comes. Confined to the conversation's
 * worker.
 */
final class Rejoining {

    private static final System.Logger log = System.getLogger(Rejoining.class.getName());
    private static final String SPACE = "chat.rejoin";

    /** The most accounts that are asked at once. */
    private static final int ASKED = 4;

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final Chat chat;
    private final Held held;
    private final Steps steps;

    /**
     * What was asked.
     *
     * @param references of the KeyPackages that went along: only whoever was asked can add one of them
     */
    private record Asked(int times, Instant at, List<Hash> references) {

        Asked asked(Instant now) {
            return new Asked(times + 1, now, references);
        }

        Bytes encode() {
            return new WireWriter()
                    .u8(1)
                    .u32(times)
                    .u64(at.toEpochMilli())
                    .vector(references, (w, reference) -> reference.write(w))
                    .toBytes();
        }

        static Asked decode(Bytes bytes) throws MalformedException {
            return WireReader.decode(
                    bytes,
                    in -> {
                        if (in.u8() != 1) {
                            throw new MalformedException("rejoin record of an unknown version");
                        }
                        return new Asked((int) in.u32(), Instant.ofEpochMilli(in.size()), in.vector(Hash::read));
                    });
        }
    }

    Rejoining(Chat chat, Held held, Steps steps) {
        this.chat = chat;
        this.held = held;
        this.steps = steps;
    }

    private static Optional<Asked> asked(Book book, ConversationId id) throws CommandException {
        var bytes = book.tx().get(SPACE, id.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), Asked::decode));
    }

    /** Whether a Welcome answers what we asked: it is for a KeyPackage that we sent along. */
    static boolean isAnswer(Book book, ConversationId id, Hash reference) throws CommandException {
        return asked(book, id).filter(asked -> asked.references().contains(reference)).isPresent();
    }

    /** Whether this device has asked so often, and waited after each, and nobody has let it in. */
    static boolean isInVain(Book book, ConversationId id, int times) throws CommandException {
        return asked(book, id).map(Asked::times).orElse(0) > times;
    }

    /** It goes on: what was in vain is so no more. A Welcome under way still is an answer. */
    static void answered(Book book, ConversationId id) throws CommandException {
        var asked = asked(book, id);
        if (asked.isEmpty() || asked.get().times() == 0) return;
        book.tx().put(SPACE, id.bytes(), new Asked(0, asked.get().at(), asked.get().references()).encode());
    }

    /** We are in again, or out for good. */
    static void forget(Book book, ConversationId id) {
        book.tx().remove(SPACE, id.bytes());
    }

    /** Asks, if it is time to. */
    void attend(ConversationState state) throws CommandException, SuiteMissingException {
        var before = chat.store().transact(tx -> asked(new Book(tx), state.id));
        if (before.isPresent()) {
            var pause = FIRST.multipliedBy(1L << Math.clamp(before.get().times() - 1, 0, DOUBLINGS));
            if (before.get().at().plus(pause).isAfter(chat.now())) return;
        }
        if (before.isPresent() && before.get().times() == Restarting.TRIES && chat.leading().isToFollow(state.id)) {
            held.run((book, fresh) -> book.tx().put(SPACE, fresh.id.bytes(), before.get().asked(chat.now()).encode()));
            chat.leading().takeKept(state.id);
            return; // the other admins are not asked once more: whoever they let in there would not go along
        }
        var own = steps.withRelay(chat.keyPackages()::fresh);
        var now = new Asked(before.map(Asked::times).orElse(0) + 1, chat.now(), references(before, own));
        var to = restored(state, now.times());
        var letters =
                held.<List<Addressed>>change((book, fresh) -> {
                    book.tx().put(SPACE, fresh.id.bytes(), now.encode());
                    if (now.times() == Restarting.TRIES + 1) nobodyAnswers(book, fresh);
                    return letters(book, fresh, own, to.isEmpty() ? members(book, fresh, now.times()) : to);
                });
        for (var letter : letters) deliver(letter);
        chat.leading().takeKept(state.id);
    }

    /** As a stranger, where the token is over: a backup may be older than what it tells of. */
    private void deliver(Addressed letter) throws CommandException, SuiteMissingException {
        var answer = deliver(letter, Optional.of(letter.token()));
        if (answer instanceof Frame.Refused refused && refused.problem() == Problem.DENIED) {
            answer = deliver(letter, Optional.empty());
        }
        if (answer instanceof Frame.Refused refused) {
            log.log(DEBUG, "A request to be let in again is refused: {0}", refused.text());
        }
    }

    private Frame.Answer deliver(Addressed letter, Optional<Token> token)
            throws CommandException, SuiteMissingException {
        return steps.withRelay(
                () -> chat.session().ask(number -> new Frame.Deliver(number, letter.to(), token, letter.sealed())));
    }

    /** An admin's person is told what only they can do. */
    private void nobodyAnswers(Book book, ConversationState state) throws CommandException {
        if (!chat.restarting().mayOpen(book, state, chat.groups().view(held.group(book)))) return;
        book.tx()
                .tell(
                        new Event.Notice(
                                "Nobody lets this device into "
                                        + state.title
                                        + " again. If it goes on for nobody, open it anew: group restart, or in its"
                                        + " details."));
    }

    /** What was sent along the last times counts as well: an answer may be under way. */
    private static List<Hash> references(Optional<Asked> before, List<KeyPackages.Own> own) {
        var references = new ArrayList<Hash>();
        own.forEach(one -> references.add(one.reference()));
        before.ifPresent(asked -> references.addAll(asked.references()));
        return references.stream().limit(64).toList();
    }

    private record Addressed(AccountKey to, Token token, Bytes sealed) {}

    private List<Addressed> letters(Book book, ConversationState state, List<KeyPackages.Own> own, List<WayBack> to)
            throws CommandException, SuiteMissingException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var from = chat.accounts().need().address();
        var keyPackages = own.stream().map(KeyPackages.Own::keyPackage).toList();
        var letters = new ArrayList<Addressed>();
        for (var one : to) {
            try {
                var request =
                        chat.identities()
                                .rejoinRequest(
                                        identity, state.id, state.log, from, keyPackages, one.account(), one.leaf());
                var sealed = chat.identities().seal(request, one.account(), one.leaf());
                letters.add(new Addressed(one.account(), one.leaf().deliver(), sealed));
            } catch (UntrustedException e) {
                log.log(DEBUG, "A member's inbox key is none: {0}", e.getMessage());
            }
        }
        return letters;
    }

    /** The other; of a group some admins, others with each try, one leaf of each. */
    private List<WayBack> members(Book book, ConversationState state, int times) {
        var view = chat.groups().view(held.group(book));
        var own = Memberships.own(view);
        var accounts = new HashSet<AccountKey>();
        var able =
                view.members().stream()
                        .filter(member -> !member.account().equals(own) && member.trusted())
                        .filter(member ->
                                state.kind == Kind.DIRECT || view.policy().admins().contains(member.account()))
                        .filter(member -> accounts.add(member.account()))
                        .map(member -> new WayBack(member.account(), member.data()))
                        .toList();
        return some(able, times);
    }

    private static List<WayBack> some(List<WayBack> able, int times) {
        if (able.size() <= ASKED) return able;
        var some = new ArrayList<WayBack>();
        for (var i = 0; i < ASKED; i++) some.add(able.get(((times - 1) * ASKED + i) % able.size()));
        return some;
    }

    /**
     * Of a conversation that was restored: those of the backup, by the inbox keys that they have now. Nobody is asked
     * between two whom the person has blocked.
     */
    private List<WayBack> restored(ConversationState state, int times) throws CommandException, SuiteMissingException {
        var able =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            if (book.isBlocked(state) || !WayBack.isOnly(book, state.id)) return List.<WayBack>of();
                            var admins = chat.groups().view(held.group(book)).policy().admins();
                            return WayBack.of(book, state.id).stream()
                                    .filter(way -> admins.contains(way.account()))
                                    .toList();
                        });
        var now = new ArrayList<WayBack>();
        for (var way : some(able, times)) now.add(way.with(chat.people().devices(steps, way.account())));
        return now;
    }
}
