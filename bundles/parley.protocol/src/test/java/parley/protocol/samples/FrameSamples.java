package parley.protocol.samples;

import static parley.protocol.samples.Fixed.*;

import parley.protocol.FollowerKey;
import parley.protocol.content.SealedRequest;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.*;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples of what goes between a client and its relay. */
public final class FrameSamples {

    private FrameSamples() {}

    static final CommitBody COMMIT_BODY =
            new CommitBody(
                    bytes(40, 7), List.of(new NewFollower(OTHER_FOLLOWER, true)), List.of(FOLLOWER), Optional.empty());

    static final Entry APPLICATION = new Entry(42, Entry.Kind.APPLICATION, FOLLOWER, 5, 40, false, bytes(20, 1));
    static final Entry DETACHED = new Entry(43, Entry.Kind.APPLICATION, FOLLOWER, 6, 40, true, HASH.bytes());
    static final Entry COMMIT = new Entry(44, Entry.Kind.COMMIT, FOLLOWER, 0, 40, false, COMMIT_BODY.encode());
    static final Entry INBOX =
            new Entry(
                    45, Entry.Kind.INBOX, FollowerKey.NOBODY, 0, 0, false, new InboxItem.Letter(bytes(12, 9)).encode());

    static final Entry REQUEST =
            new Entry(
                    46,
                    Entry.Kind.REQUEST,
                    FollowerKey.NOBODY,
                    0,
                    0,
                    false,
                    new SealedRequest(1, bytes(12, 3), bytes(40, 6)).encode());

    /** At least one of every frame, in the order of the type numbers. */
    public static Map<String, Frame> frames() {
        var all = new LinkedHashMap<String, Frame>();
        all.put("ClientHello", new ClientHello(List.of(), CLIENT_NONCE));
        all.put("ClientHello with capabilities", new ClientHello(List.of("web", "x"), CLIENT_NONCE));
        all.put(
                "ClientHello, most capabilities",
                new ClientHello(Collections.nCopies(64, "c".repeat(64)), CLIENT_NONCE));
        var name = "relay.example";
        all.put(
                "RelayHello",
                new RelayHello(
                        List.of(),
                        RELAY_NONCE,
                        RELAY,
                        HASH.bytes(),
                        name,
                        false,
                        RELAY_SIGNER.sign(TRANSCRIPT.hello(name, false))));
        all.put(
                "RelayHello behind a proxy",
                new RelayHello(
                        List.of("later", Frame.RECOVER),
                        RELAY_NONCE,
                        RELAY,
                        Bytes.EMPTY,
                        name,
                        true,
                        RELAY_SIGNER.sign(BLIND.hello(name, true))));
        var signedUp = DEVICE_SIGNER.sign(TRANSCRIPT.signUp("alice"));
        all.put("SignUp by invite", new SignUp(1, Optional.of(TOKEN), "alice", DEVICES, signedUp));
        all.put("SignUp without an invite", new SignUp(1, Optional.empty(), "alice", DEVICES, signedUp));
        all.put("SignIn", new SignIn(2, ACCOUNT, DEVICE, DEVICE_SIGNER.sign(TRANSCRIPT.signIn())));
        all.put("SignedIn", new SignedIn(2, "alice"));
        all.put("Done", new Done(0xFFFF_FFFFL));
        for (var problem : Problem.values()) {
            all.put("Refused: " + problem, new Refused(3, problem, "Wait a minute, then try again."));
        }
        all.put("Refused, longest text", new Refused(3, Problem.TOO_MUCH, "é".repeat(500)));
        all.put("Goodbye", new Goodbye(Problem.LEAVING, "The relay is stopping: connect again in a moment."));
        all.put("Recover", new Recover(22, devices(4, List.of(DEVICE)), DEVICE_SIGNER.sign(TRANSCRIPT.recover())));
        all.put("Lookup", new Lookup(4, "bob"));
        all.put("Lookup, longest name", new Lookup(4, "b".repeat(32)));
        all.put("LookupAccount", new LookupAccount(5, OTHER_ACCOUNT));
        all.put("Person", new Person(5, "alice", DEVICES));
        all.put("PublishDevices", new PublishDevices(6, devices(2, List.of(DEVICE))));
        all.put("PublishDevices, most devices", new PublishDevices(6, devices(3, Collections.nCopies(32, DEVICE))));
        var stored = new StoredKeyPackage(DEVICE, 1, false, bytes(30, 3));
        var lastResort = new StoredKeyPackage(DEVICE, 0xF00D, true, bytes(70, 4));
        all.put("PublishKeyPackages", new PublishKeyPackages(7, List.of(stored, lastResort)));
        all.put("CountKeyPackages", new CountKeyPackages(8));
        all.put("KeyPackageCounts", new KeyPackageCounts(8, List.of(new SuiteCount(1, 20), new SuiteCount(3, 0))));
        all.put("TakeKeyPackages", new TakeKeyPackages(9, OTHER_ACCOUNT, TOKEN, List.of(1, 3, 2)));
        all.put("KeyPackages", new KeyPackages(9, List.of(stored)));
        all.put("KeyPackages, none left", new KeyPackages(9, List.of()));
        for (var right : Right.values()) all.put("Grant: " + right, new Grant(10, HASH, right, 1, 86_400));
        all.put("Grant for good", new Grant(10, HASH, Right.DELIVER, 0, 0));
        all.put("Revoke", new Revoke(11, HASH));
        all.put("Deliver with a token", new Deliver(12, OTHER_ACCOUNT, Optional.of(TOKEN), bytes(50, 5)));
        all.put("Deliver as a stranger", new Deliver(12, OTHER_ACCOUNT, Optional.empty(), bytes(50, 5)));
        all.put("OpenLog", new OpenLog(13, LOG, FOLLOWER));
        all.put("Follow", new Follow(14, LOG, FOLLOWER, 0, FOLLOWER_SIGNER.sign(TRANSCRIPT.follow(LOG))));
        all.put("Following", new Following(14, 45, 44, 6));
        all.put("Following, largest numbers", new Following(14, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
        all.put("Items", new Items(LOG, List.of(new Digest(41, HASH), APPLICATION, DETACHED, COMMIT, INBOX, REQUEST)));
        all.put("Reached", new Reached(LOG, FOLLOWER, 45));
        all.put("Append", new Append(LOG, FOLLOWER, 5, 40, false, bytes(20, 1)));
        all.put("Append, detached", new Append(LOG, FOLLOWER, 6, 40, true, HASH.bytes()));
        all.put("Append, body with a 4-byte length", new Append(LOG, FOLLOWER, 7, 40, false, bytes(16384, 0)));
        all.put("Accepted", new Accepted(LOG, FOLLOWER, 5));
        all.put("AppendRefused", new AppendRefused(LOG, FOLLOWER, 9, Problem.WRONG_NUMBER, 7, "Number 7 is next."));
        var welcome = new Welcome(OTHER_ACCOUNT, TOKEN, bytes(60, 6));
        all.put("Commit", new Commit(15, LOG, FOLLOWER, 44, COMMIT_BODY, List.of(welcome)));
        all.put("Commit with a tree", new Commit(15, LOG, FOLLOWER, 44, TREE_BODY, List.of()));
        for (var adds : List.of(true, false)) {
            var says = "Commit, anybody adds " + (adds ? "from now on" : "no more");
            all.put(says, new Commit(15, LOG, FOLLOWER, 44, COMMIT_BODY, List.of(), Optional.of(adds)));
        }
        all.put(
                "Commit with a part of an unknown type",
                new Commit(15, LOG, FOLLOWER, 44, COMMIT_BODY, List.of(), Parts.NONE.with(200, bytes(3, 9))));
        all.put("Conflict", new Conflict(15, 44));
        all.put("Gone", new Gone(14, 17));
        all.put("Signal", new Signal(LOG, FOLLOWER, 1, 9, 3, 1_700_000_000_000L, bytes(30, 8)));
        all.put("Signal, longest", new Signal(LOG, FOLLOWER, 1, 9, 3, 1, bytes(1024, 8)));
        all.put("SetLink", new SetLink(20, LOG, FOLLOWER, Optional.of(HASH)));
        all.put("SetLink, no link any more", new SetLink(20, LOG, FOLLOWER, Optional.empty()));
        all.put("RequestJoin", new RequestJoin(21, LOG, TOKEN, REQUEST.body()));
        all.put("ReserveBlob", new ReserveBlob(16, BLOB, 1_048_592, HASH, OTHER_HASH));
        all.put("AskBlob", new AskBlob(17, BLOB, 1_048_592));
        all.put("BlobParts", new BlobParts(17, Bytes.ofHex("ff01")));
        all.put("FinishBlob", new FinishBlob(18, BLOB));
        all.put("DropBlob", new DropBlob(19, BLOB));
        return all;
    }

    static final CommitBody TREE_BODY = new CommitBody(bytes(10, 2), List.of(), List.of(), Optional.of(BLOB));

    public static Map<String, CommitBody> commitBodies() {
        var all = new LinkedHashMap<String, CommitBody>();
        all.put("Adds and removes", COMMIT_BODY);
        all.put("Names a tree", TREE_BODY);
        return all;
    }

    public static Map<String, LogItem> logItems() {
        var all = new LinkedHashMap<String, LogItem>();
        all.put("Digest", new Digest(41, HASH));
        all.put("Entry, application", APPLICATION);
        all.put("Entry, detached", DETACHED);
        all.put("Entry, commit", COMMIT);
        all.put("Entry, inbox", INBOX);
        all.put("Entry, request", REQUEST);
        return all;
    }

    public static Map<String, InboxItem> inboxItems() {
        var all = new LinkedHashMap<String, InboxItem>();
        all.put("Letter", new InboxItem.Letter(bytes(12, 9)));
        all.put("Welcomed", new InboxItem.Welcomed(LOG, 44, 0xFFFF, bytes(60, 6)));
        return all;
    }
}
