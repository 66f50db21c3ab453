package parley.protocol.relay;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.relay.Frame.Accepted;
import parley.protocol.relay.Frame.Append;
import parley.protocol.relay.Frame.AppendRefused;
import parley.protocol.relay.Frame.AskBlob;
import parley.protocol.relay.Frame.BlobParts;
import parley.protocol.relay.Frame.ClientHello;
import parley.protocol.relay.Frame.Commit;
import parley.protocol.relay.Frame.Conflict;
import parley.protocol.relay.Frame.CountKeyPackages;
import parley.protocol.relay.Frame.Deliver;
import parley.protocol.relay.Frame.Done;
import parley.protocol.relay.Frame.DropBlob;
import parley.protocol.relay.Frame.FinishBlob;
import parley.protocol.relay.Frame.Follow;
import parley.protocol.relay.Frame.Following;
import parley.protocol.relay.Frame.Gone;
import parley.protocol.relay.Frame.Goodbye;
import parley.protocol.relay.Frame.Grant;
import parley.protocol.relay.Frame.Items;
import parley.protocol.relay.Frame.KeyPackageCounts;
import parley.protocol.relay.Frame.KeyPackages;
import parley.protocol.relay.Frame.Lookup;
import parley.protocol.relay.Frame.LookupAccount;
import parley.protocol.relay.Frame.OpenLog;
import parley.protocol.relay.Frame.Person;
import parley.protocol.relay.Frame.PublishDevices;
import parley.protocol.relay.Frame.PublishKeyPackages;
import parley.protocol.relay.Frame.Reached;
import parley.protocol.relay.Frame.Recover;
import parley.protocol.relay.Frame.Refused;
import parley.protocol.relay.Frame.RelayHello;
import parley.protocol.relay.Frame.RequestJoin;
import parley.protocol.relay.Frame.ReserveBlob;
import parley.protocol.relay.Frame.Revoke;
import parley.protocol.relay.Frame.SetLink;
import parley.protocol.relay.Frame.SignIn;
import parley.protocol.relay.Frame.SignUp;
import parley.protocol.relay.Frame.Signal;
import parley.protocol.relay.Frame.SignedIn;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Frame.SuiteCount;
import parley.protocol.relay.Frame.TakeKeyPackages;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** The bytes of frames: a type (u8), then the record's fields in order. */
public final class FrameCodec {

    private static final int CLIENT_HELLO = 1;
    private static final int RELAY_HELLO = 2;
    private static final int SIGN_UP = 3;
    private static final int SIGN_IN = 4;
    private static final int SIGNED_IN = 5;
    private static final int DONE = 6;
    private static final int REFUSED = 7;
    private static final int GOODBYE = 8;
    private static final int RECOVER = 9;
    private static final int LOOKUP = 16;
    private static final int LOOKUP_ACCOUNT = 17;
    private static final int PERSON = 18;
    private static final int PUBLISH_DEVICES = 19;
    private static final int PUBLISH_KEY_PACKAGES = 20;
    private static final int COUNT_KEY_PACKAGES = 21;
    private static final int KEY_PACKAGE_COUNTS = 22;
    private static final int TAKE_KEY_PACKAGES = 23;
    private static final int KEY_PACKAGES = 24;
    private static final int GRANT = 25;
    private static final int REVOKE = 26;
    private static final int DELIVER = 27;
    private static final int OPEN_LOG = 32;
    private static final int FOLLOW = 33;
    private static final int FOLLOWING = 34;
    private static final int ITEMS = 35;
    private static final int REACHED = 36;
    private static final int APPEND = 37;
    private static final int ACCEPTED = 38;
    private static final int APPEND_REFUSED = 39;
    private static final int COMMIT = 40;
    private static final int CONFLICT = 41;
    private static final int GONE = 42;
    private static final int SIGNAL = 43;
    private static final int SET_LINK = 44;
    private static final int REQUEST_JOIN = 45;
    private static final int RESERVE_BLOB = 48;
    private static final int ASK_BLOB = 49;
    private static final int BLOB_PARTS = 50;
    private static final int FINISH_BLOB = 51;
    private static final int DROP_BLOB = 52;

    private FrameCodec() {}

    public static Bytes encode(Frame frame) {
        var out = new WireWriter();
        switch (frame) {
            case ClientHello(var capabilities, var nonce) ->
                    out.u8(CLIENT_HELLO).vector(capabilities, WireWriter::text).fixed(nonce);
            case RelayHello(
                            var capabilities,
                            var nonce,
                            var key,
                            var certificate,
                            var name,
                            var open,
                            var signature) -> {
                out.u8(RELAY_HELLO).vector(capabilities, WireWriter::text).fixed(nonce);
                key.write(out);
                out.opaque(certificate).text(name).bool(open).fixed(signature);
            }
            case SignUp(var request, var invite, var name, var devices, var signature) -> {
                out.u8(SIGN_UP).u32(request).optional(invite, (w, token) -> token.write(w)).text(name);
                devices.write(out);
                out.fixed(signature);
            }
            case SignIn(var request, var account, var device, var signature) -> {
                account.write(out.u8(SIGN_IN).u32(request));
                device.write(out);
                out.fixed(signature);
            }
            case Recover(var request, var devices, var signature) -> {
                devices.write(out.u8(RECOVER).u32(request));
                out.fixed(signature);
            }
            case SignedIn(var request, var name) -> out.u8(SIGNED_IN).u32(request).text(name);
            case Done(var request) -> out.u8(DONE).u32(request);
            case Refused(var request, var problem, var text) ->
                    out.u8(REFUSED).u32(request).u8(problem.code()).text(text);
            case Goodbye(var problem, var text) -> out.u8(GOODBYE).u8(problem.code()).text(text);
            case Lookup(var request, var name) -> out.u8(LOOKUP).u32(request).text(name);
            case LookupAccount(var request, var account) -> account.write(out.u8(LOOKUP_ACCOUNT).u32(request));
            case Person(var request, var name, var devices) -> devices.write(out.u8(PERSON).u32(request).text(name));
            case PublishDevices(var request, var devices) -> devices.write(out.u8(PUBLISH_DEVICES).u32(request));
            case PublishKeyPackages(var request, var packages) ->
                    out.u8(PUBLISH_KEY_PACKAGES).u32(request).vector(packages, FrameCodec::keyPackage);
            case CountKeyPackages(var request) -> out.u8(COUNT_KEY_PACKAGES).u32(request);
            case KeyPackageCounts(var request, var counts) ->
                    out.u8(KEY_PACKAGE_COUNTS)
                            .u32(request)
                            .vector(counts, (w, count) -> w.u16(count.suite()).u32(count.count()));
            case TakeKeyPackages(var request, var account, var token, var suites) -> {
                account.write(out.u8(TAKE_KEY_PACKAGES).u32(request));
                token.write(out);
                out.vector(suites, WireWriter::u16);
            }
            case KeyPackages(var request, var packages) ->
                    out.u8(KEY_PACKAGES).u32(request).vector(packages, FrameCodec::keyPackage);
            case Grant(var request, var token, var right, var uses, var seconds) -> {
                token.write(out.u8(GRANT).u32(request));
                out.u8(right.code()).u32(uses).u32(seconds);
            }
            case Revoke(var request, var token) -> token.write(out.u8(REVOKE).u32(request));
            case Deliver(var request, var to, var token, var sealed) -> {
                to.write(out.u8(DELIVER).u32(request));
                out.optional(token, (w, t) -> t.write(w)).opaque(sealed);
            }
            case OpenLog(var request, var log, var creator) -> {
                log.write(out.u8(OPEN_LOG).u32(request));
                creator.write(out);
            }
            case Follow(var request, var log, var follower, var after, var proof) -> {
                log.write(out.u8(FOLLOW).u32(request));
                follower.write(out);
                out.u64(after).fixed(proof);
            }
            case Following(var request, var head, var lastCommit, var lastNumber) ->
                    out.u8(FOLLOWING).u32(request).u64(head).u64(lastCommit).u64(lastNumber);
            case Items(var log, var items) -> {
                log.write(out.u8(ITEMS));
                out.vector(items, LogItem::write);
            }
            case Reached(var log, var follower, var position) -> {
                log.write(out.u8(REACHED));
                follower.write(out);
                out.u64(position);
            }
            case Append(var log, var follower, var number, var base, var detached, var body) -> {
                log.write(out.u8(APPEND));
                follower.write(out);
                out.u64(number).u64(base).bool(detached).opaque(body);
            }
            case Accepted(var log, var follower, var number) -> {
                log.write(out.u8(ACCEPTED));
                follower.write(out);
                out.u64(number);
            }
            case AppendRefused(var log, var follower, var number, var problem, var expected, var text) -> {
                log.write(out.u8(APPEND_REFUSED));
                follower.write(out);
                out.u64(number).u8(problem.code()).u64(expected).text(text);
            }
            case Commit(var request, var log, var follower, var base, var body, var welcomes, var parts) -> {
                log.write(out.u8(COMMIT).u32(request));
                follower.write(out);
                body.write(out.u64(base));
                out.vector(welcomes, FrameCodec::welcome);
                parts.write(out);
            }
            case Conflict(var request, var lastCommit) -> out.u8(CONFLICT).u32(request).u64(lastCommit);
            case Gone(var request, var tail) -> out.u8(GONE).u32(request).u64(tail);
            case Signal(var log, var follower, var generation, var epoch, var leaf, var counter, var sealed) -> {
                log.write(out.u8(SIGNAL));
                follower.write(out);
                out.u32(generation).u64(epoch).u32(leaf).u64(counter).opaque(sealed);
            }
            case SetLink(var request, var log, var follower, var token) -> {
                log.write(out.u8(SET_LINK).u32(request));
                follower.write(out);
                out.optional(token, (w, hash) -> hash.write(w));
            }
            case RequestJoin(var request, var log, var token, var sealed) -> {
                log.write(out.u8(REQUEST_JOIN).u32(request));
                token.write(out);
                out.opaque(sealed);
            }
            case ReserveBlob(var request, var blob, var size, var write, var read) -> {
                blob.write(out.u8(RESERVE_BLOB).u32(request));
                write.write(out.u64(size));
                read.write(out);
            }
            case AskBlob(var request, var blob, var partSize) -> {
                blob.write(out.u8(ASK_BLOB).u32(request));
                out.u32(partSize);
            }
            case BlobParts(var request, var bitmap) -> out.u8(BLOB_PARTS).u32(request).opaque(bitmap);
            case FinishBlob(var request, var blob) -> blob.write(out.u8(FINISH_BLOB).u32(request));
            case DropBlob(var request, var blob) -> blob.write(out.u8(DROP_BLOB).u32(request));
        }
        return out.toBytes();
    }

    /**
     * Reads the one frame that {@code bytes} holds.
     *
     * @throws UnknownFrameException if its type is not known here
     * @throws MalformedException if the bytes are no frame, part of one, more than one, or one beyond a limit
     */
    public static Frame decode(Bytes bytes) throws MalformedException, UnknownFrameException {
        if (bytes.isEmpty()) throw new MalformedException("frame without a type");
        var type = bytes.get(0) & 0xFF;
        if (!known(type)) throw new UnknownFrameException(type);
        return WireReader.decode(bytes, FrameCodec::read);
    }

    private static Frame read(WireReader in) throws MalformedException {
        return switch (in.u8()) {
            case CLIENT_HELLO ->
                    new ClientHello(
                            in.vector(Frame.MAX_CAPABILITIES, "capabilities", WireReader::text),
                            in.fixedBytes(Frame.NONCE));
            case RELAY_HELLO ->
                    new RelayHello(
                            in.vector(Frame.MAX_CAPABILITIES, "capabilities", WireReader::text),
                            in.fixedBytes(Frame.NONCE),
                            RelayKey.read(in),
                            in.opaqueBytes(),
                            in.text(),
                            in.bool(),
                            in.fixedBytes(Frame.SIGNATURE));
            case SIGN_UP ->
                    new SignUp(
                            in.u32(),
                            in.optional(Token::read),
                            in.text(),
                            DeviceList.read(in),
                            in.fixedBytes(Frame.SIGNATURE));
            case RECOVER -> new Recover(in.u32(), DeviceList.read(in), in.fixedBytes(Frame.SIGNATURE));
            case SIGN_IN ->
                    new SignIn(in.u32(), AccountKey.read(in), DeviceKey.read(in), in.fixedBytes(Frame.SIGNATURE));
            case SIGNED_IN -> new SignedIn(in.u32(), in.text());
            case DONE -> new Done(in.u32());
            case REFUSED -> new Refused(in.u32(), Problem.of(in.u8()), in.text());
            case GOODBYE -> new Goodbye(Problem.of(in.u8()), in.text());
            case LOOKUP -> new Lookup(in.u32(), in.text());
            case LOOKUP_ACCOUNT -> new LookupAccount(in.u32(), AccountKey.read(in));
            case PERSON -> new Person(in.u32(), in.text(), DeviceList.read(in));
            case PUBLISH_DEVICES -> new PublishDevices(in.u32(), DeviceList.read(in));
            case PUBLISH_KEY_PACKAGES -> new PublishKeyPackages(in.u32(), keyPackages(in));
            case COUNT_KEY_PACKAGES -> new CountKeyPackages(in.u32());
            case KEY_PACKAGE_COUNTS ->
                    new KeyPackageCounts(
                            in.u32(),
                            in.vector(Frame.MAX_SUITES, "suites", item -> new SuiteCount(item.u16(), item.u32())));
            case TAKE_KEY_PACKAGES ->
                    new TakeKeyPackages(
                            in.u32(),
                            AccountKey.read(in),
                            Token.read(in),
                            in.vector(Frame.MAX_SUITES, "suites", WireReader::u16));
            case KEY_PACKAGES -> new KeyPackages(in.u32(), keyPackages(in));
            case GRANT -> new Grant(in.u32(), Hash.read(in), Right.of(in.u8()), in.u32(), in.u32());
            case REVOKE -> new Revoke(in.u32(), Hash.read(in));
            case DELIVER -> new Deliver(in.u32(), AccountKey.read(in), in.optional(Token::read), in.opaqueBytes());
            case OPEN_LOG -> new OpenLog(in.u32(), LogId.read(in), FollowerKey.read(in));
            case FOLLOW ->
                    new Follow(
                            in.u32(), LogId.read(in), FollowerKey.read(in), in.size(), in.fixedBytes(Frame.SIGNATURE));
            case FOLLOWING -> new Following(in.u32(), in.size(), in.size(), in.size());
            case ITEMS -> new Items(LogId.read(in), in.vector(Items.MAX_ITEMS, "items", LogItem::read));
            case REACHED -> new Reached(LogId.read(in), FollowerKey.read(in), in.size());
            case APPEND ->
                    new Append(LogId.read(in), FollowerKey.read(in), in.size(), in.size(), in.bool(), in.opaqueBytes());
            case ACCEPTED -> new Accepted(LogId.read(in), FollowerKey.read(in), in.size());
            case APPEND_REFUSED ->
                    new AppendRefused(
                            LogId.read(in), FollowerKey.read(in), in.size(), Problem.of(in.u8()), in.size(), in.text());
            case COMMIT ->
                    new Commit(
                            in.u32(),
                            LogId.read(in),
                            FollowerKey.read(in),
                            in.size(),
                            CommitBody.read(in),
                            in.vector(Commit.MAX_WELCOMES, "welcomes", FrameCodec::welcome),
                            Parts.read(in));
            case CONFLICT -> new Conflict(in.u32(), in.size());
            case GONE -> new Gone(in.u32(), in.size());
            case SIGNAL ->
                    new Signal(
                            LogId.read(in),
                            FollowerKey.read(in),
                            in.u32(),
                            in.size(),
                            in.u32(),
                            in.size(),
                            in.opaqueBytes());
            case SET_LINK -> new SetLink(in.u32(), LogId.read(in), FollowerKey.read(in), in.optional(Hash::read));
            case REQUEST_JOIN -> new RequestJoin(in.u32(), LogId.read(in), Token.read(in), in.opaqueBytes());
            case RESERVE_BLOB -> new ReserveBlob(in.u32(), BlobId.read(in), in.size(), Hash.read(in), Hash.read(in));
            case ASK_BLOB -> new AskBlob(in.u32(), BlobId.read(in), in.u32());
            case BLOB_PARTS -> new BlobParts(in.u32(), in.opaqueBytes());
            case FINISH_BLOB -> new FinishBlob(in.u32(), BlobId.read(in));
            case DROP_BLOB -> new DropBlob(in.u32(), BlobId.read(in));
            default -> throw new MalformedException("frame of an unknown type");
        };
    }

    private static boolean known(int type) {
        return type >= CLIENT_HELLO && type <= RECOVER
                || type >= LOOKUP && type <= DELIVER
                || type >= OPEN_LOG && type <= REQUEST_JOIN
                || type >= RESERVE_BLOB && type <= DROP_BLOB;
    }

    private static void welcome(WireWriter out, Welcome welcome) {
        welcome.to().write(out);
        welcome.token().write(out);
        out.opaque(welcome.sealed());
    }

    private static Welcome welcome(WireReader in) throws MalformedException {
        return new Welcome(AccountKey.read(in), Token.read(in), in.opaqueBytes());
    }

    private static void keyPackage(WireWriter out, StoredKeyPackage stored) {
        stored.device().write(out);
        out.u16(stored.suite()).bool(stored.lastResort()).opaque(stored.keyPackage());
    }

    private static List<StoredKeyPackage> keyPackages(WireReader in) throws MalformedException {
        return in.vector(PublishKeyPackages.MAX_KEY_PACKAGES, "KeyPackages", FrameCodec::keyPackage);
    }

    private static StoredKeyPackage keyPackage(WireReader in) throws MalformedException {
        return new StoredKeyPackage(DeviceKey.read(in), in.u16(), in.bool(), in.opaqueBytes());
    }
}
