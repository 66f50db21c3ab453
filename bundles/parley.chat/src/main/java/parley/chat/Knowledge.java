package parley.chat;

import parley.client.api.Contacts.Trust;
import parley.protocol.AccountKey;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of whose a contact's key is.
 *
 * @param verified when the person found it to be theirs; empty while they have not, and once the address has come with
 *     another
 * @param change the last other key that the address has come with
 */
record Knowledge(Optional<Instant> verified, Optional<Change> change) {

    static final Knowledge NONE = new Knowledge(Optional.empty(), Optional.empty());

    /** What the person has said to another key. */
    enum Answer {
        /** Nothing yet: nothing is sent to either. */
        OPEN(1),
        /** It is theirs. */
        ACCEPTED(2),
        /** It is not: the one that was known goes on. */
        KEPT(3);

        private final int code;

        Answer(int code) {
            this.code = code;
        }

        private static Answer of(int code) throws MalformedException {
            for (var answer : values()) if (answer.code == code) return answer;
            throw new MalformedException("answer " + code + " to another key is unknown");
        }
    }

    /** Another key for the address. */
    record Change(AccountKey to, Answer answer) {}

    Knowledge verifiedAt(Instant at) {
        return new Knowledge(Optional.of(at), change);
    }

    Knowledge unverified() {
        return new Knowledge(Optional.empty(), change);
    }

    Knowledge changed(AccountKey to, Answer answer) {
        return new Knowledge(Optional.empty(), Optional.of(new Change(to, answer)));
    }

    /** The key is the address's again. */
    Knowledge unchanged() {
        return new Knowledge(verified, Optional.empty());
    }

    /** The key that waits for the person's answer. */
    Optional<AccountKey> doubted() {
        return change.filter(one -> one.answer() == Answer.OPEN).map(Change::to);
    }

    boolean isReplaced() {
        return change.filter(one -> one.answer() == Answer.ACCEPTED).isPresent();
    }

    Trust trust() {
        if (isReplaced()) return Trust.REPLACED;
        if (doubted().isPresent()) return Trust.CHANGED;
        return verified.isPresent() ? Trust.VERIFIED : Trust.UNVERIFIED;
    }

    void write(WireWriter out) {
        out.optional(verified, (w, at) -> w.u64(at.toEpochMilli()));
        out.optional(
                change,
                (w, one) -> {
                    one.to().write(w);
                    w.u8(one.answer().code);
                });
    }

    static Knowledge read(WireReader in) throws MalformedException {
        return new Knowledge(
                in.optional(item -> Instant.ofEpochMilli(item.u64())),
                in.optional(item -> new Change(AccountKey.read(item), Answer.of(item.u8()))));
    }
}
