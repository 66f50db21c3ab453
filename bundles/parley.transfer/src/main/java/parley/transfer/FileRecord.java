package parley.transfer;

import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.client.api.chat.Companion;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.BlobId;
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
import java.util.function.UnaryOperator;

/**
 * A file as the profile remembers it.
 *
 * @param name made safe
 * @param write the token for writing the blob; ours only
 * @param modified the source's modification time in milliseconds, when it was offered; ours only
 * @param since when it was offered or its offer came, in milliseconds of this machine's clock; 0 if not known
 * @param again how often it had been offered anew by itself before, because it changed; ours only
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
        long since,
        int again,
        Progress progress) {

    /** The first had neither {@code since} nor {@code again}. */
    private static final int FIRST_VERSION = 1;

    private static final int VERSION = 2;

    Segments segments() {
        return Segments.of(offer);
    }

    State state() {
        return progress.state();
    }

    Optional<Path> path() {
        return progress.path();
    }

    Optional<Path> directory() {
        return progress.directory();
    }

    Optional<Hash> root() {
        return progress.root();
    }

    Optional<Hash> sha256() {
        return progress.sha256();
    }

    Optional<String> reason() {
        return progress.reason();
    }

    /** Whether nothing more happens to it. */
    boolean ended() {
        return switch (state()) {
            case OFFERED, RUNNING, PAUSED -> false;
            case DONE, DECLINED, CANCELLED, FAILED -> true;
        };
    }

    /** Whether it has a {@link Mover} while the component runs. */
    boolean moves() {
        return state() == State.RUNNING || own && state() == State.OFFERED;
    }

    FileRecord now(UnaryOperator<Progress> change) {
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
                since,
                again,
                change.apply(progress));
    }

    FileRecord with(State state) {
        return now(progress -> progress.with(state));
    }

    FileRecord failed(State state, String reason) {
        return now(progress -> progress.failed(state, reason));
    }

    FileRecord done(Path path) {
        return now(progress -> progress.done(path, offer.size()));
    }

    /**
     * The same without what it is called, where it is, and by what it is had and opened: its person has removed it, and
     * nobody is shown it any more.
     */
    FileRecord erased() {
        var nothing =
                new FileOffer(
                        offer.relay(),
                        new BlobId(zeros(BlobId.LENGTH)),
                        new Token(zeros(Token.LENGTH)),
                        zeros(FileOffer.KEY),
                        zeros(FileOffer.NONCE_PREFIX),
                        0,
                        FileOffer.MAX_SEGMENT,
                        "",
                        "");
        return new FileRecord(
                id, conversation, author, from, own, "", nothing, Optional.empty(), 0, since, again, progress.erased());
    }

    private static Bytes zeros(int length) {
        return Bytes.wrap(new byte[length]);
    }

    /** Whether nobody is to get its blob any more, which it brought to the relay, or may have. */
    boolean leavesBlob() {
        return own && !staysHere() && ended() && state() != State.DONE;
    }

    /**
     * Whether it is said to be kept on this computer, as everything is that was offered to a companion. Whoever else
     * says so of theirs offers what is nowhere.
     */
    boolean staysHere() {
        return offer.relay().equals(Companion.RELAY);
    }

    boolean isErased() {
        return name.isEmpty();
    }

    /** What faces see: a hash only once it is known to be right. */
    Transfer toTransfer() {
        return toTransfer(progress.bytes());
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
                state(),
                bytes,
                own || state() == State.DONE ? path() : Optional.empty(),
                state() == State.DONE ? sha256().map(Hash::hex) : Optional.empty(),
                reason());
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(VERSION).u64(since).u32(again);
        id.write(out);
        conversation.write(out);
        author.write(out);
        out.text(from.toString()).bool(own).text(name);
        ContentCodec.write(out, offer);
        out.optional(write, (w, token) -> token.write(w)).u64(modified);
        out.text(state().name());
        out.optional(path(), (w, p) -> w.text(p.toString())).optional(directory(), (w, p) -> w.text(p.toString()));
        out.u64(progress.bytes()).u64(progress.announced());
        out.optional(root(), (w, h) -> h.write(w)).optional(sha256(), (w, h) -> h.write(w));
        return out.optional(reason(), WireWriter::text).toBytes();
    }

    static FileRecord decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version != VERSION && version != FIRST_VERSION)
                        throw new MalformedException("file record of an unknown version");
                    var since = version == FIRST_VERSION ? 0 : in.size();
                    var again = version == FIRST_VERSION ? 0 : (int) in.u32();
                    return new FileRecord(
                            MessageId.read(in),
                            ConversationId.read(in),
                            AccountKey.read(in),
                            Address.parse(in.text()),
                            in.bool(),
                            in.text(),
                            offer(ContentCodec.read(in)),
                            in.optional(Token::read),
                            in.u64(), // before 1970 too
                            since,
                            again,
                            progress(in));
                });
    }

    private static Progress progress(WireReader in) throws MalformedException {
        return new Progress(
                State.valueOf(in.text()),
                in.optional(WireReader::text).map(Path::of),
                in.optional(WireReader::text).map(Path::of),
                in.size(),
                in.size(),
                in.optional(Hash::read),
                in.optional(Hash::read),
                in.optional(WireReader::text));
    }

    private static FileOffer offer(Content content) throws MalformedException {
        if (content instanceof FileOffer offer) return offer;
        throw new MalformedException("file record without an offer");
    }
}
