package parley.chat;

import parley.client.api.CommandException;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this account asked to join by a group's link, kept until it is in. A Welcome to such a log is taken from
 * whomever, if it is for a KeyPackage that went along: only who has the link's secret could open the request.
 *
 * @param token of the link
 * @param sealed the request, which goes again as it is
 * @param references of its KeyPackages
 */
record Joining(Instant at, Token token, Bytes sealed, List<Hash> references) {

    private static final String SPACE = "chat.joining";

    /** How long a request goes again as it is; its KeyPackages are good for 30 days. */
    private static final Duration GOOD = Duration.ofDays(7);

    static Optional<Joining> of(Book book, LogId log) throws CommandException {
        var bytes = book.tx().get(SPACE, log.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Book.decode(bytes.get(), Joining::decode));
    }

    static boolean isAnswer(Book book, LogId log, Hash reference) throws CommandException {
        return of(book, log).filter(asked -> asked.references.contains(reference)).isPresent();
    }

    /** We are in, or the link is none. */
    static void forget(Book book, LogId log) {
        book.tx().remove(SPACE, log.bytes());
    }

    void put(Book book, LogId log) {
        book.tx().put(SPACE, log.bytes(), encode());
    }

    /** Whether it may go again, by the same link. */
    boolean isGood(Token by, Instant now) {
        return token.equals(by) && at.plus(GOOD).isAfter(now);
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(1).u64(at.toEpochMilli());
        token.write(out);
        return out.opaque(sealed).vector(references, (w, reference) -> reference.write(w)).toBytes();
    }

    static Joining decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("join record of an unknown version");
                    return new Joining(
                            Instant.ofEpochMilli(in.size()), Token.read(in), in.opaqueBytes(), in.vector(Hash::read));
                });
    }
}
