package parley.protocol.samples;

import static parley.protocol.samples.Fixed.*;

import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
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
import parley.protocol.content.JoinPoint;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Letter.Invitation;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.content.Mention;
import parley.protocol.content.Policy;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.content.SealedRequest;
import parley.protocol.content.Seen;
import parley.protocol.content.SignalContent;
import parley.protocol.relay.CommitBody;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireWriter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Samples of what clients say to one another. */
public final class ContentSamples {

    private ContentSamples() {}

    public static final Salt SALT = new Salt(bytes(16, 0x33));
    public static final Seen SEEN = new Seen(42, HASH, bytes(8, 0x70));

    public static FileOffer offer(long size, int segment, String name, String media) {
        return new FileOffer("relay.example", BLOB, TOKEN, bytes(32, 0x11), bytes(7, 0x22), size, segment, name, media);
    }

    private static final List<Mention> BOB = List.of(new Mention(2, 3, OTHER_ACCOUNT));
    private static final List<Mention> NEIGHBOURS =
            List.of(new Mention(0, 1, OTHER_ACCOUNT), new Mention(1, 1, ACCOUNT));
    private static final Parts OTHERS = Parts.NONE.with(200, bytes(5, 1));

    /** One of each of as many characters. */
    public static List<Mention> mentions(int count) {
        return IntStream.range(0, count).mapToObj(start -> new Mention(start, 1, OTHER_ACCOUNT)).toList();
    }

    /** At least one of every content. */
    public static Map<String, Content> contents() {
        var all = new LinkedHashMap<String, Content>();
        all.put("Text", new Text("Hello, Bob"));
        all.put("Text, empty", new Text(""));
        all.put("Text beyond the basic plane", new Text("grün \uD83D\uDE80\u0000\n"));
        all.put("Text, a reply", new Text("So it is", Optional.of(MESSAGE)));
        all.put("Text that mentions", new Text("\uD83D\uDE80 bob!", Optional.empty(), BOB));
        all.put("Text that mentions two", new Text("ab", Optional.of(MESSAGE), NEIGHBOURS));
        all.put("Text that mentions as many as there may be", new Text("x".repeat(64), Optional.empty(), mentions(64)));
        all.put("Text, forwarded", Text.forwarding("So it is"));
        all.put("Text with a part to be kept", new Text("x", Optional.of(MESSAGE), List.of(), true, OTHERS));
        all.put("Receipt", new Receipt(42, 40));
        all.put("Receipt, largest", new Receipt(Long.MAX_VALUE, Long.MAX_VALUE));
        all.put("FileOffer", offer(3_000_000, 1 << 20, "holiday.jpg", "image/jpeg"));
        all.put("FileOffer, empty file", offer(0, 4096, "", ""));
        all.put("FileOffer, largest file", offer(FileOffer.MAX_SIZE, 1 << 20, "x", "application/octet-stream"));
        all.put("FileLeaves", new FileLeaves(MESSAGE, 2, List.of(HASH, OTHER_HASH)));
        all.put("FileLeaves, last segment there can be", new FileLeaves(MESSAGE, Integer.MAX_VALUE, List.of()));
        all.put("FileComplete", new FileComplete(MESSAGE, HASH, OTHER_HASH));
        for (var end : FileEnded.End.values()) all.put("FileEnded: " + end, new FileEnded(MESSAGE, end));
        all.put("Leave", new Leave());
        all.put("Edit", new Edit(MESSAGE, "Hello, Bob!"));
        all.put("Edit, to nothing", new Edit(MESSAGE, ""));
        all.put("Edit that mentions", new Edit(MESSAGE, "\uD83D\uDE80 bob!", BOB));
        all.put("Edit with a part to be kept", new Edit(MESSAGE, "x", List.of(), OTHERS));
        all.put("Delete", new Delete(MESSAGE));
        all.put("Reaction", new Reaction(MESSAGE, "\uD83D\uDC4D", true));
        all.put("Reaction, taken back", new Reaction(MESSAGE, "\uD83D\uDC4D", false));
        all.put("Reaction, longest emoji", new Reaction(MESSAGE, "\uD83D\uDC4D".repeat(16), true));
        var check = bytes(Check.ID, 7);
        all.put("Check, asked", new Check(check, Check.Step.ASKED, bytes(Check.VALUE, 1)));
        all.put("Check, answered", new Check(check, Check.Step.ANSWERED, bytes(Check.VALUE, 2)));
        all.put("Check, revealed", new Check(check, Check.Step.REVEALED, bytes(Check.VALUE, 3)));
        all.put("Check, ended", new Check(check, Check.Step.ENDED, Bytes.EMPTY));
        all.put("Profile", new Profile(1_700_000_000_000L, "Alice", "reads a lot", bytes(5, 1)));
        all.put("Profile, empty", new Profile(1, "", "", Bytes.EMPTY));
        all.put("Lifetime", new Lifetime(86_400));
        all.put("Lifetime, for ever", new Lifetime(0));
        all.put("Lifetime, shortest", new Lifetime(Lifetime.MIN));
        all.put("Lifetime, longest", new Lifetime(Lifetime.MAX));
        all.put("Unknown, to be kept", new Unknown(200, bytes(5, 1)));
        all.put("Unknown, type 0", new Unknown(0, Bytes.EMPTY));
        return all;
    }

    public static Map<String, Said> said() {
        var all = new LinkedHashMap<String, Said>();
        all.put("Text", new Said(SALT, SEEN, 1_700_000_000_000L, new Text("Hello, Bob")));
        all.put("Text, a reply", new Said(SALT, SEEN, 1, new Text("So it is", Optional.of(MESSAGE))));
        all.put("Receipt", new Said(SALT, SEEN, 0, new Receipt(42, 40)));
        return all;
    }

    public static Map<String, Letter> letters() {
        var request =
                new ContactRequest(
                        bytes(16, 0x55),
                        ADDRESS,
                        CHAIN,
                        LEAF_SIGNER.publicKey(),
                        DEVICES,
                        List.of(bytes(20, 1), bytes(70, 2)),
                        TOKEN,
                        OTHER_ACCOUNT,
                        7,
                        Bytes.EMPTY);
        var all = new LinkedHashMap<String, Letter>();
        all.put("ContactRequest", request.withSignature(LEAF_SIGNER.sign(request.signed())));
        all.put("Invitation", new Invitation(bytes(100, 1), Optional.empty()));
        all.put("Invitation with a tree", new Invitation(bytes(100, 1), Optional.of(bytes(80, 2))));
        var rejoin =
                new RejoinRequest(
                        bytes(16, 0x56),
                        CONVERSATION,
                        LOG,
                        ADDRESS,
                        CHAIN,
                        LEAF_SIGNER.publicKey(),
                        List.of(bytes(20, 1), bytes(70, 2)),
                        OTHER_ACCOUNT,
                        7,
                        Bytes.EMPTY);
        all.put("RejoinRequest", rejoin.withSignature(LEAF_SIGNER.sign(rejoin.signed())));
        all.put("LargeInvitation", new LargeInvitation(BLOB, TOKEN, bytes(32, 0x11), 70_000, HASH));
        all.put(
                "LargeInvitation, largest",
                new LargeInvitation(BLOB, TOKEN, bytes(32, 0x11), LargeInvitation.MAX_SIZE, HASH));
        return all;
    }

    public static Map<String, JoinRequest> joinRequests() {
        var request =
                new JoinRequest(
                        bytes(16, 0x57),
                        ADDRESS,
                        CHAIN,
                        LEAF_SIGNER.publicKey(),
                        List.of(bytes(20, 1), bytes(70, 2)),
                        LOG,
                        Bytes.EMPTY);
        var all = new LinkedHashMap<String, JoinRequest>();
        all.put("JoinRequest", request.withSignature(LEAF_SIGNER.sign(request.signed())));
        return all;
    }

    public static Map<String, SealedRequest> sealedRequests() {
        var all = new LinkedHashMap<String, SealedRequest>();
        all.put("SealedRequest", new SealedRequest(1, bytes(12, 3), bytes(40, 6)));
        all.put("SealedRequest, longest nonce", new SealedRequest(0xF00D, bytes(64, 3), bytes(40, 6)));
        return all;
    }

    /** What {@link LargeInvitation} names, before it is sealed. */
    public static Map<String, Invitation> blobInvitations() {
        var all = new LinkedHashMap<String, Invitation>();
        all.put("Invitation in a blob", new Invitation(bytes(100, 1), Optional.of(bytes(80, 2))));
        return all;
    }

    public static Map<String, Policy> policies() {
        var all = new LinkedHashMap<String, Policy>();
        all.put(
                "Direct",
                new Policy(
                        CONVERSATION,
                        Policy.Kind.DIRECT,
                        1,
                        "",
                        List.of(ACCOUNT, OTHER_ACCOUNT),
                        false,
                        64,
                        Bytes.wrap(new byte[32])));
        all.put(
                "Group",
                new Policy(
                        CONVERSATION,
                        Policy.Kind.GROUP,
                        0xFFFF_FFFFL,
                        "Böotchen",
                        List.of(ACCOUNT),
                        true,
                        10_000,
                        HASH.bytes()));
        all.put(
                "Group with all parts",
                all.get("Group")
                        .withPart(Policy.PICTURE, Optional.of(bytes(40, 0x52)))
                        .withDescription("Boats, and who rows them")
                        .withBanned(List.of(OTHER_ACCOUNT))
                        .withLink(HASH.bytes(), Optional.of(new Policy.LinkLimits(1_800_000_000_000L, 20)))
                        .withPart(Policy.LIFETIME, Optional.of(new WireWriter().u32(86_400).toBytes()))
                        .withPart(Policy.APPROVES, Optional.of(Bytes.EMPTY))
                        .withPart(Policy.ADMINS_WRITE, Optional.of(Bytes.EMPTY)));
        all.put("Group with a part of later", all.get("Group").withPart(255, Optional.of(bytes(3, 0xAB))));
        return all;
    }

    public static Map<String, LeafData> leafData() {
        var all = new LinkedHashMap<String, LeafData>();
        all.put("LeafData", new LeafData(FOLLOWER, ADDRESS, 3, INBOX_KEY, TOKEN, OTHER_TOKEN));
        return all;
    }

    public static Map<String, JoinPoint> joinPoints() {
        var all = new LinkedHashMap<String, JoinPoint>();
        all.put("JoinPoint", new JoinPoint("relay.example", LOG, 42, HASH));
        all.put("JoinPoint at the log's start", new JoinPoint("relay.example", LOG, 0, parley.protocol.Hash.ZERO));
        return all;
    }

    public static Map<String, CommitClaims> commitClaims() {
        var body = FrameSamples.COMMIT_BODY;
        var all = new LinkedHashMap<String, CommitClaims>();
        all.put("CommitClaims", new CommitClaims(CommitBody.binding(44, body.added(), body.removed()), SEEN));
        return all;
    }

    public static Map<String, SignalContent> signals() {
        var all = new LinkedHashMap<String, SignalContent>();
        for (var state : SignalContent.Presence.State.values()) {
            all.put("Presence: " + state, new SignalContent.Presence(state, ""));
            all.put("Presence: " + state + ", brief", new SignalContent.Presence(state, "").inBrief());
        }
        var there = SignalContent.Presence.State.ONLINE;
        all.put("Presence with a status", new SignalContent.Presence(there, "Lunch until 2 🍜"));
        all.put("Presence with the longest status", new SignalContent.Presence(there, "ü".repeat(80)));
        for (var typing : List.of(true, false)) {
            var content = new SignalContent.Typing(typing);
            all.put(typing ? "Typing" : "Typing, no more", content);
            all.put(typing ? "Typing, brief" : "Typing, no more, brief", content.inBrief());
        }
        return all;
    }
}
