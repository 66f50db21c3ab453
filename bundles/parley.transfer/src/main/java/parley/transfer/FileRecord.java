package parley.transfer;

import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.ContentCodec;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file as the profile remembers it.
 *
 * @param name made safe
 * @param write the token for writing the blob; ours only
 * @param modified the source's modification time in milliseconds, when it was offered; ours only
 * @param path the source; the received file once it is in place
 * @param directory where it is to land; received ones once accepted
 * @param bytes plain bytes where they should be, as last stored
 * @param announced how many leaves have been said; ours only
 * @param root and sha256: as the sender's {@code complete} said, or as computed
 */
record FileRecord(
        MessageId id,
        ConversationId conversation,
        AccountKey author,
        Address from,
        boolean own,
        String name,
        FileOffer offer,
        Optional<Token> write,
        long modified,
        State state,
        Optional<Path> path,
        Optional<Path> directory,
        long bytes,
        long announced,
        Optional<Hash> root,
        Optional<Hash> sha256,
        Optional<String> reason) {

    private static final int VERSION = 1;

    Segments segments() {
        return Segments.of(offer);
    }

    /** Whether nothing more happens to it. */
    boolean ended() {
        return switch (state) {
            case OFFERED, RUNNING, PAUSED -> false;
            case DONE, DECLINED, CANCELLED, FAILED -> true;
        };
    }

    FileRecord with(State state) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                state,
                path,
                directory,
                bytes,
                announced,
                root,
                sha256,
                reason);
    }

    FileRecord failed(State state, String reason) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                state,
                path,
                directory,
                bytes,
                announced,
                root,
                sha256,
                Optional.of(reason));
    }

    FileRecord into(Path directory) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                State.RUNNING,
                path,
                Optional.of(directory),
                bytes,
                announced,
                root,
                sha256,
                reason);
    }

    FileRecord at(long bytes, long announced) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                state,
                path,
                directory,
                bytes,
                announced,
                root,
                sha256,
                reason);
    }

    FileRecord complete(Hash root, Hash sha256) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                state,
                path,
                directory,
                bytes,
                announced,
                Optional.of(root),
                Optional.of(sha256),
                reason);
    }

    FileRecord done(Path path) {
        return new FileRecord(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer,
                write,
                modified,
                State.DONE,
                Optional.of(path),
                directory,
                offer.size(),
                announced,
                root,
                sha256,
                reason);
    }

    /** What faces see: a hash only once it is known to be right. */
    Transfer toTransfer() {
        return toTransfer(bytes);
    }

    Transfer toTransfer(long bytes) {
        return new Transfer(
                id,
                conversation,
                author,
                from,
                own,
                name,
                offer.size(),
                state,
                bytes,
                own || state == State.DONE ? path : Optional.empty(),
                state == State.DONE ? sha256.map(Hash::hex) : Optional.empty(),
                reason);
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(VERSION);
        id.write(out);
        conversation.write(out);
        author.write(out);
        out.text(from.toString()).bool(own).text(name);
        ContentCodec.write(out, offer);
        out.optional(write, (w, token) -> token.write(w)).u64(modified).text(state.name());
        out.optional(path, (w, p) -> w.text(p.toString())).optional(directory, (w, p) -> w.text(p.toString()));
        out.u64(bytes).u64(announced).optional(root, (w, h) -> h.write(w)).optional(sha256, (w, h) -> h.write(w));
        return out.optional(reason, WireWriter::text).toBytes();
    }

    static FileRecord decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("file record of an unknown version");
                    return new FileRecord(
                            MessageId.read(in),
                            ConversationId.read(in),
                            AccountKey.read(in),
                            Address.parse(in.text()),
                            in.bool(),
                            in.text(),
                            offer(ContentCodec.read(in)),
                            in.optional(Token::read),
                            in.size(),
                            State.valueOf(in.text()),
                            in.optional(WireReader::text).map(Path::of),
                            in.optional(WireReader::text).map(Path::of),
                            in.size(),
                            in.size(),
                            in.optional(Hash::read),
                            in.optional(Hash::read),
                            in.optional(WireReader::text));
                });
    }

    private static FileOffer offer(Content content) throws MalformedException {
        if (content instanceof FileOffer offer) return offer;
        throw new MalformedException("file record without an offer");
    }
}
