package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Verification;
import parley.client.api.Verification.CheckState;
import parley.client.api.store.Transaction;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.content.CheckWords;
import parley.protocol.content.Content;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The live check of a direct conversation, while it is under way.
 *
 * @param run of the process that has begun it: none other goes on with it, since a profile that was set back would say
 *     a nonce after the other's was seen
 * @param ours whether we have asked
 * @param state WAITING, ASKED, ANSWERED or COMPARE
 * @param nonce our own; empty while they ask
 * @param theirs what they have fixed by then: the commitment of who asks, or their nonce
 */
record StoredCheck(
        ConversationId conversation,
        Bytes run,
        Bytes id,
        boolean ours,
        AccountKey other,
        CheckState state,
        Bytes nonce,
        Bytes theirs,
        Instant since) {

    private static final String SPACE = "chat.check";
    private static final int VERSION = 1;

    StoredCheck at(CheckState state, Bytes nonce, Bytes theirs) {
        return new StoredCheck(conversation, run, id, ours, other, state, nonce, theirs, since);
    }

    /** Whether this process began it, and not too long ago; a clock that was set back ends it as well. */
    boolean isAlive(Bytes run, Instant now) {
        return this.run.equals(run) && Duration.between(since, now).abs().compareTo(Verification.CHECK_LASTS) < 0;
    }

    /** As faces see it. */
    Verification.Check shown(AccountKey own) {
        return new Verification.Check(state, words(own), Optional.empty());
    }

    private List<String> words(AccountKey own) {
        if (state != CheckState.COMPARE) return List.of();
        return ours ? CheckWords.words(id, own, other, nonce, theirs) : CheckWords.words(id, other, own, theirs, nonce);
    }

    static Optional<StoredCheck> of(Transaction tx, ConversationId conversation) throws CommandException {
        var bytes = tx.get(SPACE, conversation.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), StoredCheck::decode));
    }

    static List<StoredCheck> all(Transaction tx) throws CommandException {
        var all = new ArrayList<StoredCheck>();
        for (var bytes : tx.all(SPACE)) all.add(Book.decode(bytes, StoredCheck::decode));
        return all;
    }

    void put(Transaction tx) {
        tx.put(SPACE, conversation.bytes(), encode());
    }

    void remove(Transaction tx) {
        tx.remove(SPACE, conversation.bytes());
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION);
        conversation.write(out);
        out.opaque(run).fixed(id).bool(ours);
        other.write(out);
        return out.text(state.name()).opaque(nonce).opaque(theirs).u64(since.toEpochMilli()).toBytes();
    }

    static StoredCheck decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("check of an unknown version");
                    return new StoredCheck(
                            ConversationId.read(in),
                            in.opaqueBytes(),
                            in.fixedBytes(Content.Check.ID),
                            in.bool(),
                            AccountKey.read(in),
                            CheckState.valueOf(in.text()),
                            in.opaqueBytes(),
                            in.opaqueBytes(),
                            Instant.ofEpochMilli(in.u64()));
                });
    }
}
