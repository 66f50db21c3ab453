package parley.protocol.content;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content.Check;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Content.Leave;
import parley.protocol.content.Content.Lifetime;
import parley.protocol.content.Content.Profile;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Content.Receipt;
import parley.protocol.content.Content.Text;
import parley.protocol.content.Content.Unknown;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * The bytes of content: a type (u8), then the record's fields as one vector, so that unknown types can be passed over.
 */
public final class ContentCodec {

    private static final int TEXT = 1;
    private static final int RECEIPT = 2;
    private static final int FILE_OFFER = 3;
    private static final int FILE_LEAVES = 4;
    private static final int FILE_COMPLETE = 5;
    private static final int FILE_ENDED = 6;
    private static final int LEAVE = 7;
    private static final int EDIT = 8;
    private static final int DELETE = 9;
    private static final int REACTION = 10;
    private static final int LIFETIME = 11;
    private static final int CHECK = 12;
    private static final int PROFILE = 15;

    private ContentCodec() {}

    public static void write(WireWriter out, Content content) {
        var fields = new WireWriter();
        int type =
                switch (content) {
                    case Text text -> {
                        TextParts.write(fields.text(text.body()), text);
                        yield TEXT;
                    }
                    case Receipt(var delivered, var read) -> {
                        fields.u64(delivered).u64(read);
                        yield RECEIPT;
                    }
                    case FileOffer(
                                    var relay,
                                    var blob,
                                    var read,
                                    var key,
                                    var prefix,
                                    var size,
                                    var segment,
                                    var name,
                                    var media) -> {
                        fields.text(relay);
                        blob.write(fields);
                        read.write(fields);
                        fields.fixed(key).fixed(prefix).u64(size).u32(segment).text(name).text(media);
                        yield FILE_OFFER;
                    }
                    case FileLeaves(var file, var first, var leaves) -> {
                        file.write(fields);
                        fields.u32(first).vector(leaves, (w, leaf) -> leaf.write(w));
                        yield FILE_LEAVES;
                    }
                    case FileComplete(var file, var root, var sha256) -> {
                        file.write(fields);
                        root.write(fields);
                        sha256.write(fields);
                        yield FILE_COMPLETE;
                    }
                    case FileEnded(var file, var end) -> {
                        file.write(fields);
                        fields.u8(end.code());
                        yield FILE_ENDED;
                    }
                    case Leave() -> LEAVE;
                    case Edit edit -> {
                        edit.message().write(fields);
                        TextParts.write(fields.text(edit.body()), edit);
                        yield EDIT;
                    }
                    case Delete(var message) -> {
                        message.write(fields);
                        yield DELETE;
                    }
                    case Reaction(var message, var emoji, var set) -> {
                        message.write(fields);
                        fields.text(emoji).bool(set);
                        yield REACTION;
                    }
                    case Lifetime(var seconds) -> {
                        fields.u32(seconds);
                        yield LIFETIME;
                    }
                    case Check(var check, var step, var value) -> {
                        fields.fixed(check).u8(step.code()).fixed(value);
                        yield CHECK;
                    }
                    case Profile(var version, var name, var bio, var picture, var parts) -> {
                        parts.write(fields.u64(version).text(name).text(bio).opaque(picture));
                        yield PROFILE;
                    }
                    case Unknown(var unknown, var bytes) -> {
                        fields.fixed(bytes);
                        yield unknown;
                    }
                };
        out.u8(type).opaque(fields.toArray());
    }

    public static Content read(WireReader in) throws MalformedException {
        var type = in.u8();
        return WireReader.decode(
                in.opaque(),
                fields ->
                        switch (type) {
                            case TEXT -> TextParts.readText(fields);
                            case RECEIPT -> new Receipt(fields.size(), fields.size());
                            case FILE_OFFER ->
                                    new FileOffer(
                                            fields.text(),
                                            BlobId.read(fields),
                                            Token.read(fields),
                                            fields.fixedBytes(FileOffer.KEY),
                                            fields.fixedBytes(FileOffer.NONCE_PREFIX),
                                            fields.size(),
                                            segmentSize(fields.u32()),
                                            fields.text(),
                                            fields.text());
                            case FILE_LEAVES ->
                                    new FileLeaves(
                                            MessageId.read(fields),
                                            fields.u32(),
                                            fields.vector(FileLeaves.MAX_LEAVES, "leaves", Hash::read));
                            case FILE_COMPLETE ->
                                    new FileComplete(MessageId.read(fields), Hash.read(fields), Hash.read(fields));
                            case FILE_ENDED -> new FileEnded(MessageId.read(fields), end(fields.u8()));
                            case LEAVE -> new Leave();
                            case EDIT -> TextParts.readEdit(fields);
                            case DELETE -> new Delete(MessageId.read(fields));
                            case REACTION -> new Reaction(MessageId.read(fields), fields.text(), fields.bool());
                            case LIFETIME -> new Lifetime(fields.u32());
                            case CHECK -> check(fields);
                            case PROFILE ->
                                    new Profile(
                                            fields.size(),
                                            fields.text(),
                                            fields.text(),
                                            fields.opaqueBytes(),
                                            Parts.read(fields));
                            default -> new Unknown(type, Bytes.wrap(fields.rest()));
                        });
    }

    private static int segmentSize(long value) throws MalformedException {
        if (value > FileOffer.MAX_SEGMENT)
            throw new MalformedException(value + " bytes of segment: not within 4096 and 1048576");
        return (int) value;
    }

    private static Check check(WireReader in) throws MalformedException {
        var check = in.fixedBytes(Check.ID);
        var step = step(in.u8());
        return new Check(check, step, in.fixedBytes(step.length()));
    }

    private static Check.Step step(int code) throws MalformedException {
        for (var step : Check.Step.values()) if (step.code() == code) return step;
        throw new MalformedException("step " + code + " of a check is unknown");
    }

    private static FileEnded.End end(int code) throws MalformedException {
        for (var end : FileEnded.End.values()) if (end.code() == code) return end;
        throw new MalformedException("end " + code + " of a file is unknown");
    }
}
