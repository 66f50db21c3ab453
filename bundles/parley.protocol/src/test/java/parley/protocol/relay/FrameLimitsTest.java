package parley.protocol.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static parley.protocol.Refusal.limit;
import static parley.protocol.Refusal.refused;
import static parley.protocol.samples.Fixed.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame.*;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

class FrameLimitsTest {

    private static final long U32 = 0xFFFF_FFFFL;
    private static final Bytes SIGNATURE = bytes(64, 0);

    /** Everything that carries a request number. */
    static List<LongConsumer> requests() {
        return List.of(
                n -> new SignUp(n, Optional.empty(), "a", DEVICES, SIGNATURE),
                n -> new SignIn(n, ACCOUNT, DEVICE, SIGNATURE),
                n -> new SignedIn(n, "a"),
                n -> new Done(n),
                n -> new Refused(n, Problem.DENIED, ""),
                n -> new Lookup(n, "a"),
                n -> new LookupAccount(n, ACCOUNT),
                n -> new Person(n, "a", DEVICES),
                n -> new PublishDevices(n, DEVICES),
                n -> new PublishKeyPackages(n, List.of()),
                n -> new CountKeyPackages(n),
                n -> new KeyPackageCounts(n, List.of()),
                n -> new TakeKeyPackages(n, ACCOUNT, TOKEN, List.of()),
                n -> new KeyPackages(n, List.of()),
                n -> new Grant(n, HASH, Right.DELIVER, 0, 0),
                n -> new Revoke(n, HASH),
                n -> new Deliver(n, ACCOUNT, Optional.empty(), Bytes.EMPTY),
                n -> new OpenLog(n, LOG, FOLLOWER),
                n -> new Follow(n, LOG, FOLLOWER, 0, SIGNATURE),
                n -> new Following(n, 0, 0, 0),
                n -> new Commit(n, LOG, FOLLOWER, 0, body(0, 0, 0), List.of()),
                n -> new Conflict(n, 0),
                n -> new Gone(n, 0),
                n -> new SetLink(n, LOG, FOLLOWER, Optional.empty()),
                n -> new RequestJoin(n, LOG, TOKEN, Bytes.EMPTY),
                n -> new ReserveBlob(n, BLOB, 1, HASH, HASH),
                n -> new AskBlob(n, BLOB, 1),
                n -> new BlobParts(n, Bytes.EMPTY),
                n -> new FinishBlob(n, BLOB),
                n -> new DropBlob(n, BLOB));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestNumbers(LongConsumer frame) {
        frame.accept(0);
        limit(
                "4294967296 as a 32-bit number: not within 0 and 4294967295",
                () -> frame.accept(U32),
                () -> frame.accept(U32 + 1));
        refused("-1 as a 32-bit number: not within 0 and 4294967295", () -> frame.accept(-1));
    }

    @Test
    void hellos() {
        limit(
                "65 capabilities: not within 0 and 64",
                () -> new ClientHello(Collections.nCopies(64, "x"), CLIENT_NONCE),
                () -> new ClientHello(Collections.nCopies(65, "x"), CLIENT_NONCE));
        limit(
                "65 characters of capability: not within 0 and 64",
                () -> hello("c".repeat(64), RELAY_NONCE, HASH.bytes(), "", SIGNATURE),
                () -> hello("c".repeat(65), RELAY_NONCE, HASH.bytes(), "", SIGNATURE));
        limit(
                "256 characters of relay name: not within 0 and 255",
                () -> hello("", RELAY_NONCE, Bytes.EMPTY, "r".repeat(255), SIGNATURE),
                () -> hello("", RELAY_NONCE, Bytes.EMPTY, "r".repeat(256), SIGNATURE));
        refused("nonce of 31 bytes: not 32", () -> new ClientHello(List.of(), bytes(31, 0)));
        refused("nonce of 33 bytes: not 32", () -> hello("", bytes(33, 0), Bytes.EMPTY, "", SIGNATURE));
        refused("certificate hash of 31 bytes: not 32", () -> hello("", RELAY_NONCE, bytes(31, 0), "", SIGNATURE));
        refused("signature of 63 bytes: not 64", () -> hello("", RELAY_NONCE, Bytes.EMPTY, "", bytes(63, 0)));
    }

    private static RelayHello hello(String capability, Bytes nonce, Bytes certificate, String name, Bytes signature) {
        return new RelayHello(List.of(capability), nonce, RELAY, certificate, name, false, signature);
    }

    @Test
    void accounts() {
        var name = "33 characters of name: not within 0 and 32";
        limit(name, () -> new SignedIn(1, "n".repeat(32)), () -> new SignedIn(1, "n".repeat(33)));
        limit(name, () -> new Lookup(1, "n".repeat(32)), () -> new Lookup(1, "n".repeat(33)));
        limit(name, () -> new Person(1, "n".repeat(32), DEVICES), () -> new Person(1, "n".repeat(33), DEVICES));
        limit(name, () -> signUp("n".repeat(32), SIGNATURE), () -> signUp("n".repeat(33), SIGNATURE));
        refused("signature of 65 bytes: not 64", () -> signUp("a", bytes(65, 0)));
        refused("signature of 0 bytes: not 64", () -> new SignIn(1, ACCOUNT, DEVICE, Bytes.EMPTY));
        refused(
                "device list without a device",
                () -> new SignUp(1, Optional.empty(), "a", devices(1, List.of()), SIGNATURE));
        var text = "501 characters of reason: not within 0 and 500";
        limit(
                text,
                () -> new Goodbye(Problem.DENIED, "x".repeat(500)),
                () -> new Goodbye(Problem.DENIED, "x".repeat(501)));
        limit(
                text,
                () -> new Refused(1, Problem.DENIED, "x".repeat(500)),
                () -> new Refused(1, Problem.DENIED, "x".repeat(501)));
        limit(text, () -> refusedAppend(1, 1, "x".repeat(500)), () -> refusedAppend(1, 1, "x".repeat(501)));
    }

    private static SignUp signUp(String name, Bytes signature) {
        return new SignUp(1, Optional.of(TOKEN), name, DEVICES, signature);
    }

    private static AppendRefused refusedAppend(long number, long expected, String text) {
        return new AppendRefused(LOG, FOLLOWER, number, Problem.DENIED, expected, text);
    }

    @Test
    void keyPackages() {
        var one = new StoredKeyPackage(DEVICE, 1, false, Bytes.EMPTY);
        var most = "201 KeyPackages: not within 0 and 200";
        limit(
                most,
                () -> new PublishKeyPackages(1, Collections.nCopies(200, one)),
                () -> new PublishKeyPackages(1, Collections.nCopies(201, one)));
        limit(
                most,
                () -> new KeyPackages(1, Collections.nCopies(200, one)),
                () -> new KeyPackages(1, Collections.nCopies(201, one)));
        limit(
                "65 suites: not within 0 and 64",
                () -> new TakeKeyPackages(1, ACCOUNT, TOKEN, Collections.nCopies(64, 1)),
                () -> new TakeKeyPackages(1, ACCOUNT, TOKEN, Collections.nCopies(65, 1)));
        limit(
                "65 suites: not within 0 and 64",
                () -> new KeyPackageCounts(1, Collections.nCopies(64, new SuiteCount(1, 1))),
                () -> new KeyPackageCounts(1, Collections.nCopies(65, new SuiteCount(1, 1))));
        limit(
                "8193 bytes of KeyPackage: not within 0 and 8192",
                () -> new StoredKeyPackage(DEVICE, 1, true, bytes(8192, 0)),
                () -> new StoredKeyPackage(DEVICE, 1, true, bytes(8193, 0)));
        limit(
                "65536 as a suite: not within 0 and 65535",
                () -> new StoredKeyPackage(DEVICE, 0xFFFF, true, Bytes.EMPTY),
                () -> new StoredKeyPackage(DEVICE, 0x10000, true, Bytes.EMPTY));
        limit(
                "65536 as a suite: not within 0 and 65535",
                () -> new SuiteCount(0xFFFF, U32),
                () -> new SuiteCount(0x10000, 1));
        refused("4294967296 as a 32-bit number: not within 0 and 4294967295", () -> new SuiteCount(1, U32 + 1));
    }

    @Test
    void tokensAndLetters() {
        limit(
                "4294967296 uses: not within 0 and 4294967295",
                () -> new Grant(1, HASH, Right.DELIVER, U32, 0),
                () -> new Grant(1, HASH, Right.DELIVER, U32 + 1, 0));
        limit(
                "4294967296 seconds: not within 0 and 4294967295",
                () -> new Grant(1, HASH, Right.DELIVER, 0, U32),
                () -> new Grant(1, HASH, Right.DELIVER, 0, U32 + 1));
        limit(
                "524289 bytes of letter: not within 0 and 524288",
                () -> new Deliver(1, ACCOUNT, Optional.empty(), bytes(512 * 1024, 0)),
                () -> new Deliver(1, ACCOUNT, Optional.empty(), bytes(512 * 1024 + 1, 0)));
        limit(
                "524289 bytes of letter: not within 0 and 524288",
                () -> new InboxItem.Letter(bytes(512 * 1024, 0)),
                () -> new InboxItem.Letter(bytes(512 * 1024 + 1, 0)));
        limit(
                "524289 bytes of welcome: not within 0 and 524288",
                () -> new Welcome(ACCOUNT, TOKEN, bytes(512 * 1024, 0)),
                () -> new Welcome(ACCOUNT, TOKEN, bytes(512 * 1024 + 1, 0)));
        limit(
                "65537 bytes of join request: not within 0 and 65536",
                () -> new RequestJoin(1, LOG, TOKEN, bytes(64 * 1024, 0)),
                () -> new RequestJoin(1, LOG, TOKEN, bytes(64 * 1024 + 1, 0)));
        limit(
                "65536 as a welcome's index: not within 0 and 65535",
                () -> new InboxItem.Welcomed(LOG, Long.MAX_VALUE, 0xFFFF, bytes(512 * 1024, 0)),
                () -> new InboxItem.Welcomed(LOG, 1, 0x10000, Bytes.EMPTY));
        refused(position(-1), () -> new InboxItem.Welcomed(LOG, -1, 0, Bytes.EMPTY));
        refused(
                "524289 bytes of welcome: not within 0 and 524288",
                () -> new InboxItem.Welcomed(LOG, 1, 0, bytes(512 * 1024 + 1, 0)));
    }

    private static String position(long value) {
        return value + " as a position: not within 0 and 9223372036854775807";
    }

    private static String number(long value) {
        return value + " as an append's number: not within 0 and 9223372036854775807";
    }

    private static String base(long value) {
        return value + " as a base: not within 0 and 9223372036854775807";
    }

    /** Numbers above 2^63-1 on the wire would be negative here. */
    @Test
    void positionsAndNumbers() {
        var max = Long.MAX_VALUE;
        limit(
                position(-1),
                () -> new Follow(1, LOG, FOLLOWER, max, SIGNATURE),
                () -> new Follow(1, LOG, FOLLOWER, -1, SIGNATURE));
        refused("proof of 63 bytes: not 64", () -> new Follow(1, LOG, FOLLOWER, 0, bytes(63, 0)));
        limit(position(-1), () -> new Following(1, max, max, max), () -> new Following(1, -1, 0, 0));
        refused(position(-2), () -> new Following(1, 0, -2, 0));
        refused(number(-3), () -> new Following(1, 0, 0, -3));
        limit(position(-1), () -> new Reached(LOG, FOLLOWER, max), () -> new Reached(LOG, FOLLOWER, -1));
        limit(number(-1), () -> new Accepted(LOG, FOLLOWER, max), () -> new Accepted(LOG, FOLLOWER, -1));
        limit(number(-1), () -> refusedAppend(max, max, ""), () -> refusedAppend(-1, 0, ""));
        refused(number(-1), () -> refusedAppend(1, -1, ""));
        limit(position(-1), () -> new Conflict(1, max), () -> new Conflict(1, -1));
        limit(position(-1), () -> new Gone(1, max), () -> new Gone(1, -1));
        limit(position(-1), () -> new Digest(max, HASH), () -> new Digest(-1, HASH));
        limit(number(-1), () -> append(max, max, 0), () -> append(-1, 0, 0));
        refused(base(-1), () -> append(1, -1, 0));
        limit(base(-1), () -> commit(max, 0), () -> commit(-1, 0));
    }

    private static Append append(long number, long base, int body) {
        return new Append(LOG, FOLLOWER, number, base, false, bytes(body, 0));
    }

    private static Commit commit(long base, int welcomes) {
        var welcome = new Welcome(ACCOUNT, TOKEN, Bytes.EMPTY);
        return new Commit(1, LOG, FOLLOWER, base, body(0, 0, 0), Collections.nCopies(welcomes, welcome));
    }

    @Test
    void whatACommitSaysToTheHub() throws Exception {
        assertEquals(Optional.empty(), commit(1, 0).anybodyAdds());
        for (var adds : List.of(true, false)) {
            var commit = new Commit(1, LOG, FOLLOWER, 1, body(0, 0, 0), List.of(), Optional.of(adds));
            assertEquals(Optional.of(adds), ((Commit) FrameCodec.decode(FrameCodec.encode(commit))).anybodyAdds());
        }
        limit(
                "1025 bytes of parts: not within 0 and 1024",
                () -> saying(Parts.NONE.with(200, bytes(1021, 0))),
                () -> saying(Parts.NONE.with(200, bytes(1022, 0))));
        refused("part 1: 1 bytes follow the end", () -> saying(Parts.NONE.with(1, bytes(2, 0))));
    }

    private static Commit saying(Parts parts) {
        return new Commit(1, LOG, FOLLOWER, 1, body(0, 0, 0), List.of(), parts);
    }

    private static CommitBody body(int commit, int added, int removed) {
        return new CommitBody(
                bytes(commit, 0),
                Collections.nCopies(added, new NewFollower(FOLLOWER, false)),
                Collections.nCopies(removed, FOLLOWER),
                Optional.empty());
    }

    @Test
    void entriesAndCommits() {
        var mebibyte = 1 << 20;
        limit(
                "1048577 bytes of entry: not within 0 and 1048576",
                () -> append(1, 1, mebibyte),
                () -> append(1, 1, mebibyte + 1));
        limit(
                "1048577 bytes of commit: not within 0 and 1048576",
                () -> body(mebibyte, 0, 0),
                () -> body(mebibyte + 1, 0, 0));
        limit("8193 followers added: not within 0 and 8192", () -> body(0, 8192, 0), () -> body(0, 8193, 0));
        limit("8193 followers removed: not within 0 and 8192", () -> body(0, 0, 8192), () -> body(0, 0, 8193));
        limit("8193 welcomes: not within 0 and 8192", () -> commit(0, 8192), () -> commit(0, 8193));
        var item = new Digest(1, HASH);
        limit(
                "4097 items: not within 0 and 4096",
                () -> new Items(LOG, Collections.nCopies(4096, item)),
                () -> new Items(LOG, Collections.nCopies(4097, item)));
        for (var length : new int[] {0, 31, 33}) {
            refused(
                    "detached entry of " + length + " bytes: not 32",
                    () -> new Append(LOG, FOLLOWER, 1, 1, true, bytes(length, 0)));
        }
    }

    @Test
    void signalsAndBlobs() {
        limit(
                "1025 bytes of signal: not within 0 and 1024",
                () -> signal(1, 1, 1, 1, 1024),
                () -> signal(1, 1, 1, 1, 1025));
        var number = "4294967296 as a 32-bit number: not within 0 and 4294967295";
        limit(number, () -> signal(U32, Long.MAX_VALUE, U32, Long.MAX_VALUE, 0), () -> signal(U32 + 1, 0, 0, 0, 0));
        refused(number, () -> signal(0, 0, U32 + 1, 0, 0));
        refused("-1 as an epoch: not within 0 and 9223372036854775807", () -> signal(0, -1, 0, 0, 0));
        refused("-1 as a counter: not within 0 and 9223372036854775807", () -> signal(0, 0, 0, -1, 0));
        limit(
                "-1 bytes of blob: not within 0 and 9223372036854775807",
                () -> new ReserveBlob(1, BLOB, Long.MAX_VALUE, HASH, HASH),
                () -> new ReserveBlob(1, BLOB, -1, HASH, HASH));
        limit(
                "2147483647 as a part size less one: not within 0 and 2147483646",
                () -> new AskBlob(1, BLOB, Integer.MAX_VALUE),
                () -> new AskBlob(1, BLOB, 1L << 31));
        refused("-1 as a part size less one: not within 0 and 2147483646", () -> new AskBlob(1, BLOB, 0));
    }

    private static Signal signal(long generation, long epoch, long leaf, long counter, int sealed) {
        return new Signal(LOG, FOLLOWER, generation, epoch, leaf, counter, bytes(sealed, 0));
    }
}
