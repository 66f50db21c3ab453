package parley.protocol.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static parley.protocol.Refusal.limit;
import static parley.protocol.Refusal.refused;
import static parley.protocol.samples.ContentSamples.SALT;
import static parley.protocol.samples.ContentSamples.SEEN;
import static parley.protocol.samples.ContentSamples.mentions;
import static parley.protocol.samples.ContentSamples.offer;
import static parley.protocol.samples.Fixed.*;

import org.junit.jupiter.api.Test;

import parley.protocol.AccountKey;
import parley.protocol.content.BackupItem.Privacy;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Content.Lifetime;
import parley.protocol.content.Content.Profile;
import parley.protocol.content.Content.Reaction;
import parley.protocol.content.Content.Receipt;
import parley.protocol.content.Content.Text;
import parley.protocol.content.Content.Unknown;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Letter.LargeInvitation;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class ContentLimitsTest {

    private static final long MAX = Long.MAX_VALUE;
    private static final long U32 = 0xFFFF_FFFFL;

    @Test
    void text() {
        limit(
                "65537 bytes of text: not within 0 and 65536",
                () -> new Text("x".repeat(65_536)),
                () -> new Text("x".repeat(65_537)));
        limit(
                "65538 bytes of text: not within 0 and 65536",
                () -> new Text("é".repeat(32_768)),
                () -> new Text("é".repeat(32_769)));
    }

    @Test
    void edits() {
        limit(
                "65537 bytes of text: not within 0 and 65536",
                () -> new Edit(MESSAGE, "x".repeat(65_536)),
                () -> new Edit(MESSAGE, "x".repeat(65_537)));
        limit(
                "65537 bytes of text: not within 0 and 65536",
                () -> new Text("x".repeat(65_536), Optional.of(MESSAGE)),
                () -> new Text("x".repeat(65_537), Optional.of(MESSAGE)));
    }

    /** Counted in code points, wherever the text has some that take two characters. */
    @Test
    void mentionsOfATextAndAnEdit() {
        limit(
                "65 mentions: not within 0 and 64",
                () -> mentioning("x".repeat(65), mentions(64)),
                () -> mentioning("x".repeat(65), mentions(65)));
        limit(
                "3 as the end of a mention: not within 0 and 2",
                () -> mentioning("\uD83D\uDE80a", List.of(new Mention(1, 1, ACCOUNT))),
                () -> mentioning("\uD83D\uDE80a", List.of(new Mention(2, 1, ACCOUNT))));
        limit(
                "3 as the end of a mention: not within 0 and 2",
                () -> new Edit(MESSAGE, "\uD83D\uDE80a", List.of(new Mention(0, 2, ACCOUNT))),
                () -> new Edit(MESSAGE, "\uD83D\uDE80a", List.of(new Mention(0, 3, ACCOUNT))));
        limit(
                "mention at 1: another ends at 2",
                () -> mentioning("abc", List.of(new Mention(0, 2, ACCOUNT), new Mention(2, 1, ACCOUNT))),
                () -> mentioning("abc", List.of(new Mention(0, 2, ACCOUNT), new Mention(1, 1, ACCOUNT))));
        refused(
                "mention at 0: another ends at 2",
                () -> mentioning("abc", List.of(new Mention(1, 1, ACCOUNT), new Mention(0, 1, ACCOUNT))));
        limit("mention of 0 code points", () -> new Mention(0, 1, ACCOUNT), () -> new Mention(0, 0, ACCOUNT));
        limit(
                "65537 as the start of a mention: not within 0 and 65536",
                () -> new Mention(65_536, 1, ACCOUNT),
                () -> new Mention(65_537, 1, ACCOUNT));
        limit(
                "65537 code points of mention: not within 0 and 65536",
                () -> new Mention(0, 65_536, ACCOUNT),
                () -> new Mention(0, 65_537, ACCOUNT));
        refused("-1 as the start of a mention: not within 0 and 65536", () -> new Mention(-1, 1, ACCOUNT));
    }

    private static Text mentioning(String body, List<Mention> mentions) {
        return new Text(body, Optional.empty(), mentions);
    }

    /** What answers nobody, mentions nobody and is said here first has nothing behind its body. */
    @Test
    void aTextWithoutPartsIsItsBodyAlone() {
        var out = new WireWriter();
        ContentCodec.write(out, new Text("Hello"));
        assertEquals("01060548656c6c6f", out.toBytes().hex());
        var edit = new WireWriter();
        ContentCodec.write(edit, new Edit(MESSAGE, "Hello"));
        assertEquals("0816" + MESSAGE.hex() + "0548656c6c6f", edit.toBytes().hex());
    }

    @Test
    void reactions() {
        limit(
                "65 bytes of emoji: not within 1 and 64",
                () -> new Reaction(MESSAGE, "x".repeat(64), true),
                () -> new Reaction(MESSAGE, "x".repeat(65), true));
        limit(
                "66 bytes of emoji: not within 1 and 64",
                () -> new Reaction(MESSAGE, "é".repeat(32), false),
                () -> new Reaction(MESSAGE, "é".repeat(33), false));
        limit(
                "0 bytes of emoji: not within 1 and 64",
                () -> new Reaction(MESSAGE, "x", true),
                () -> new Reaction(MESSAGE, "", true));
    }

    @Test
    void lifetimes() {
        for (var seconds : List.of(0L, 30L, 2_419_200L)) assertEquals(seconds, new Lifetime(seconds).seconds());
        for (var seconds : List.of(1L, 29L, 2_419_201L, -30L, 0xFFFF_FFFFL)) {
            refused(
                    seconds + " seconds of lifetime: not 0, and not within 30 and 2419200",
                    () -> new Lifetime(seconds));
        }
    }

    @Test
    void profiles() {
        limit(
                "129 bytes of name: not within 0 and 128",
                () -> new Profile(1, "x".repeat(128), "", Bytes.EMPTY),
                () -> new Profile(1, "x".repeat(129), "", Bytes.EMPTY));
        limit(
                "513 bytes of bio: not within 0 and 512",
                () -> new Profile(1, "", "x".repeat(512), Bytes.EMPTY),
                () -> new Profile(1, "", "x".repeat(513), Bytes.EMPTY));
        limit(
                "32769 bytes of picture: not within 0 and 32768",
                () -> new Profile(1, "", "", Bytes.wrap(new byte[32 * 1024])),
                () -> new Profile(1, "", "", Bytes.wrap(new byte[32 * 1024 + 1])));
    }

    /** A backup of before it could be switched off tells that messages have come. */
    @Test
    void privacyOfABackup() throws Exception {
        var older = (Privacy) BackupItem.decode(Bytes.ofHex("04020100"));
        assertEquals(Privacy.of(true, true, false, true), older);
        assertEquals(true, older.delivered());
        assertEquals(true, older.presence());
        assertEquals(false, Privacy.of(false, true, true, true).delivered());
        assertEquals(false, Privacy.of(true, true, true, false).presence());
        for (var type : List.of(1, 2))
            refused("part " + type + " has bytes", () -> new Privacy(true, true, Parts.NONE.with(type, bytes(1, 0))));
    }

    @Test
    void claimsOfABackup() {
        for (var claimed : List.of(Optional.<Long>empty(), Optional.of(0L), Optional.of(Long.MAX_VALUE)))
            for (var edit : List.of(Optional.<Long>empty(), Optional.of(1L), Optional.of(Long.MAX_VALUE))) {
                var message = backedUp(BackupItem.Message.claiming(claimed, edit));
                assertEquals(claimed, message.claimed());
                assertEquals(edit, message.editClaimed());
            }
        for (var type : List.of(1, 2))
            for (var bad : List.of(bytes(7, 0), bytes(9, 0), bytes(8, 0xFF)))
                refused("part " + type + " is no time", () -> backedUp(Parts.NONE.with(type, bad)));
    }

    private static BackupItem.Message backedUp(Parts parts) {
        return new BackupItem.Message(
                MESSAGE,
                ACCOUNT,
                ADDRESS,
                0,
                BackupItem.Mark.READ,
                false,
                false,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                parts);
    }

    @Test
    void receipts() {
        limit("6 as a position read: not within 0 and 5", () -> new Receipt(5, 5), () -> new Receipt(5, 6));
        refused("-1 as a position: not within 0 and " + MAX, () -> new Receipt(-1, -1));
        refused("-1 as a position read: not within 0 and 5", () -> new Receipt(5, -1));
    }

    @Test
    void offers() {
        var beyond = ": not within 4096 and 1048576";
        limit("4095 bytes of segment" + beyond, () -> offer(1, 4096, "", ""), () -> offer(1, 4095, "", ""));
        limit(
                "1048577 bytes of segment" + beyond,
                () -> offer(1, 1 << 20, "", ""),
                () -> offer(1, (1 << 20) + 1, "", ""));
        var most = (long) Integer.MAX_VALUE * 4096;
        limit(
                (most + 1) + " bytes of file: not within 0 and " + most,
                () -> offer(most, 4096, "", ""),
                () -> offer(most + 1, 4096, "", ""));
        refused("-1 bytes of file: not within 0 and " + most, () -> offer(-1, 4096, "", ""));
        limit(
                "256 bytes of file name: not within 0 and 255",
                () -> offer(1, 4096, "n".repeat(255), ""),
                () -> offer(1, 4096, "é".repeat(128), ""));
        limit(
                "256 characters of media type: not within 0 and 255",
                () -> offer(1, 4096, "", "m".repeat(255)),
                () -> offer(1, 4096, "", "m".repeat(256)));
        limit(
                "256 characters of relay name: not within 0 and 255",
                () -> keyed("r".repeat(255), 32, 7),
                () -> keyed("r".repeat(256), 32, 7));
        refused("file key of 31 bytes", () -> keyed("r", 31, 7));
        refused("nonce prefix of 8 bytes", () -> keyed("r", 32, 8));
    }

    private static FileOffer keyed(String relay, int key, int prefix) {
        return new FileOffer(relay, BLOB, TOKEN, bytes(key, 0), bytes(prefix, 0), 1, 4096, "", "");
    }

    @Test
    void segmentsOfAFile() {
        assertEquals(1, offer(0, 4096, "", "").segments());
        assertEquals(1, offer(4096, 4096, "", "").segments());
        assertEquals(2, offer(4097, 4096, "", "").segments());
        assertEquals(Integer.MAX_VALUE, offer(FileOffer.MAX_SIZE, 1 << 20, "", "").segments());
    }

    @Test
    void leaves() {
        limit(
                "1025 leaves: not within 0 and 1024",
                () -> new FileLeaves(MESSAGE, 0, Collections.nCopies(1024, HASH)),
                () -> new FileLeaves(MESSAGE, 0, Collections.nCopies(1025, HASH)));
        limit(
                "2147483648 as a segment: not within 0 and 2147483647",
                () -> new FileLeaves(MESSAGE, Integer.MAX_VALUE, List.of()),
                () -> new FileLeaves(MESSAGE, 1L << 31, List.of()));
        limit(
                "256 as a content type: not within 0 and 255",
                () -> new Unknown(255, Bytes.EMPTY),
                () -> new Unknown(256, Bytes.EMPTY));
    }

    @Test
    void claims() {
        limit(
                "-1 as a time: not within 0 and " + MAX,
                () -> new Said(SALT, SEEN, MAX, new Text("")),
                () -> new Said(SALT, SEEN, -1, new Text("")));
        limit(
                "-1 as a position: not within 0 and " + MAX,
                () -> new Seen(MAX, HASH, bytes(8, 0)),
                () -> new Seen(-1, HASH, bytes(8, 0)));
        refused("epoch authenticator of 7 bytes: not 8", () -> new Seen(1, HASH, bytes(7, 0)));
        refused("epoch authenticator of 9 bytes: not 8", () -> new Seen(1, HASH, bytes(9, 0)));
        limit(
                "256 characters of relay name: not within 0 and 255",
                () -> new JoinPoint("r".repeat(255), LOG, MAX, HASH),
                () -> new JoinPoint("r".repeat(256), LOG, 0, HASH));
        refused("-1 as a position: not within 0 and " + MAX, () -> new JoinPoint("r", LOG, -1, HASH));
    }

    @Test
    void leafData() {
        limit(
                "4294967296 as an inbox key's number: not within 0 and 4294967295",
                () -> leaf(U32, 32),
                () -> leaf(U32 + 1, 32));
        refused("inbox key of 31 bytes", () -> leaf(1, 31));
        refused(
                "signature in an identity chain is not of 64 bytes",
                () -> new IdentityChain(ACCOUNT, DEVICE, bytes(63, 0), bytes(64, 0)));
        refused(
                "signature in an identity chain is not of 64 bytes",
                () -> new IdentityChain(ACCOUNT, DEVICE, bytes(64, 0), bytes(65, 0)));
        limit(
                "65536 as a signature scheme: not within 0 and 65535",
                () -> IdentityChain.leafSigned(ACCOUNT, DEVICE, 0xFFFF, Bytes.EMPTY),
                () -> IdentityChain.leafSigned(ACCOUNT, DEVICE, 0x10000, Bytes.EMPTY));
    }

    private static LeafData leaf(long number, int key) {
        return new LeafData(FOLLOWER, ADDRESS, number, bytes(key, 0), TOKEN, TOKEN);
    }

    @Test
    void policy() {
        limit(
                "257 bytes of title: not within 0 and 256",
                () -> policy("é".repeat(128), 0, 0, 32),
                () -> policy("t".repeat(257), 0, 0, 32));
        limit("10001 admins: not within 0 and 10000", () -> policy("", 10_000, 0, 32), () -> policy("", 10_001, 0, 32));
        limit(
                "10001 members: not within 0 and 10000",
                () -> policy("", 0, 10_000, 32),
                () -> policy("", 0, 10_001, 32));
        refused("link secret of 31 bytes", () -> policy("", 0, 0, 31));
        refused(
                "4294967296 as a generation: not within 0 and 4294967295",
                () -> new Policy(CONVERSATION, Policy.Kind.GROUP, U32 + 1, "", List.of(), true, 1, bytes(32, 0)));
    }

    @Test
    void partsOfAPolicy() {
        var open = policy("", 0, 1, 32).withLink(HASH.bytes());
        limit(
                "32769 bytes of picture: not within 0 and 32768",
                () -> open.withPart(Policy.PICTURE, Optional.of(bytes(32_768, 1))),
                () -> open.withPart(Policy.PICTURE, Optional.of(bytes(32_769, 1))));
        refused("picture without bytes", () -> open.withPart(Policy.PICTURE, Optional.of(Bytes.EMPTY)));
        limit(
                "1025 bytes of description: not within 0 and 1024",
                () -> open.withDescription("é".repeat(512)),
                () -> open.withDescription("d".repeat(1025)));
        refused("description without bytes", () -> open.withPart(Policy.DESCRIPTION, Optional.of(bytes(1, 0))));
        refused(
                "text is not UTF-8",
                () -> open.withPart(Policy.DESCRIPTION, Optional.of(Bytes.of((byte) 1, (byte) 0xFF))));
        limit("more than 256 banned", () -> open.withBanned(accounts(256)), () -> open.withBanned(accounts(257)));
        limit(
                "2419201 seconds of lifetime: not 0, and not within 30 and 2419200",
                () -> open.withPart(Policy.LIFETIME, seconds(2_419_200)),
                () -> open.withPart(Policy.LIFETIME, seconds(2_419_201)));
        refused(
                "29 seconds of lifetime: not 0, and not within 30 and 2419200",
                () -> open.withPart(Policy.LIFETIME, seconds(29)));
        refused("lifetime of 0 seconds", () -> open.withPart(Policy.LIFETIME, seconds(0)));
        assertEquals(30, open.withPart(Policy.LIFETIME, seconds(30)).lifetime());
        assertEquals(0, open.lifetime());
        refused("somebody is banned twice", () -> open.withBanned(List.of(ACCOUNT, ACCOUNT)));
        refused("0 banned", () -> open.withPart(Policy.BANNED, Optional.of(Bytes.EMPTY)));
        limit(
                "1001 uses of a link: not within 0 and 1000",
                () -> new Policy.LinkLimits(0, 1000),
                () -> new Policy.LinkLimits(0, 1001));
        refused("link limits that limit nothing", () -> new Policy.LinkLimits(0, 0));
        var limits = Optional.of(new Policy.LinkLimits(5, 0));
        refused("limits of no link", () -> open.withLink(Policy.NO_LINK, limits));
        refused("part 6 has bytes", () -> open.withPart(Policy.APPROVES, Optional.of(bytes(1, 0))));
        refused("part 7 has bytes", () -> open.withPart(Policy.ADMINS_WRITE, Optional.of(bytes(1, 0))));
    }

    private static Optional<Bytes> seconds(long seconds) {
        return Optional.of(new WireWriter().u32(seconds).toBytes());
    }

    private static List<AccountKey> accounts(int count) {
        var all = new ArrayList<AccountKey>();
        for (var i = 0; i < count; i++) all.add(new AccountKey(new WireWriter().u32(i).fixed(bytes(28, 0)).toBytes()));
        return all;
    }

    /** What one part is changed to leaves the others, and those of later versions, as they were. */
    @Test
    void aPolicyKeepsItsParts() throws Exception {
        var later = policy("", 1, 1, 32).withPart(200, Optional.of(bytes(2, 9))).withDescription("rowers");
        var changed = later.withTitle("boats").withGeneration(3).withAnybodyAdds(false).withAdmins(accounts(2));
        assertEquals(changed, Policy.decode(changed.encode()));
        assertEquals(Optional.of(bytes(2, 9)), changed.parts().get(200));
        assertEquals(Optional.of("rowers"), changed.description());
        assertEquals(Optional.empty(), changed.withDescription("").description());
        assertEquals(policy("", 1, 1, 32), later.withDescription("").withPart(200, Optional.empty()));
    }

    /** Its limits are those of the one link. */
    @Test
    void aLinkTakesItsLimitsAlong() {
        var limits = Optional.of(new Policy.LinkLimits(5, 1));
        var limited = policy("", 0, 1, 32).withLink(HASH.bytes(), limits);
        assertEquals(limits, limited.withLink(HASH.bytes()).linkLimits());
        assertEquals(Optional.empty(), limited.withLink(Policy.NO_LINK).linkLimits());
        assertEquals(Optional.empty(), limited.withLink(TOKEN.bytes()).linkLimits());
    }

    private static Policy policy(String title, int admins, long members, int link) {
        var keys = Collections.nCopies(admins, ACCOUNT);
        return new Policy(CONVERSATION, Policy.Kind.GROUP, 1, title, keys, true, members, bytes(link, 0));
    }

    @Test
    void contactRequests() {
        limit(
                "17 KeyPackages: not within 0 and 16",
                () -> request(16, 32, 16, 1, 64),
                () -> request(16, 32, 17, 1, 64));
        refused("letter id of 15 bytes: not 16", () -> request(15, 32, 0, 1, 64));
        refused("leaf key of 33 bytes", () -> request(16, 33, 0, 1, 64));
        refused("signature of 63 bytes", () -> request(16, 32, 0, 1, 63));
        limit(
                "4294967296 as an inbox key's number: not within 0 and 4294967295",
                () -> request(16, 32, 0, U32, 0),
                () -> request(16, 32, 0, U32 + 1, 0));
    }

    private static ContactRequest request(int id, int leaf, int keyPackages, long number, int signature) {
        return new ContactRequest(
                bytes(id, 0),
                ADDRESS,
                CHAIN,
                bytes(leaf, 0),
                DEVICES,
                Collections.nCopies(keyPackages, Bytes.EMPTY),
                TOKEN,
                OTHER_ACCOUNT,
                number,
                bytes(signature, 0));
    }

    /** What is signed is everything but the signature, and says what it is. */
    @Test
    void contactRequestsAreSignedWhole() {
        var one = request(16, 32, 1, 1, 64);
        assertEquals(one.signed(), one.withSignature(bytes(64, 9)).signed());
        assertEquals(
                "18" + "5061726c657920636f6e74616374207265717565737420" + "31", one.signed().hex().substring(0, 50));
        var encoded = one.encode();
        assertEquals(encoded.slice(1, encoded.length() - 64), one.signed().slice(25, one.signed().length()));
    }

    @Test
    void joinRequests() {
        limit("17 KeyPackages: not within 0 and 16", () -> join(16, 32, 16, 64), () -> join(16, 32, 17, 64));
        refused("request id of 15 bytes: not 16", () -> join(15, 32, 0, 64));
        refused("leaf key of 33 bytes", () -> join(16, 33, 0, 64));
        refused("signature of 63 bytes", () -> join(16, 32, 0, 63));
        var longest = Frame.RequestJoin.MAX_SEALED;
        limit(
                "65 bytes of nonce: not within 0 and 64",
                () -> new SealedRequest(0xFFFF, bytes(64, 0), bytes(longest, 0)),
                () -> new SealedRequest(1, bytes(65, 0), Bytes.EMPTY));
        refused(
                "65537 bytes of join request: not within 0 and 65536",
                () -> new SealedRequest(1, bytes(12, 0), bytes(longest + 1, 0)));
        refused(
                "65536 as a suite: not within 0 and 65535",
                () -> new SealedRequest(0x10000, bytes(12, 0), Bytes.EMPTY));
    }

    private static JoinRequest join(int id, int leaf, int keyPackages, int signature) {
        return new JoinRequest(
                bytes(id, 0),
                ADDRESS,
                CHAIN,
                bytes(leaf, 0),
                Collections.nCopies(keyPackages, Bytes.EMPTY),
                LOG,
                bytes(signature, 0));
    }

    @Test
    void rejoinRequests() {
        limit("17 KeyPackages: not within 0 and 16", () -> rejoin(16, U32, 64), () -> rejoin(17, 1, 64));
        refused("signature of 65 bytes", () -> rejoin(0, 1, 65));
        refused("4294967296 as an inbox key's number: not within 0 and 4294967295", () -> rejoin(0, U32 + 1, 64));
    }

    private static RejoinRequest rejoin(int keyPackages, long number, int signature) {
        return new RejoinRequest(
                bytes(16, 0),
                CONVERSATION,
                LOG,
                ADDRESS,
                CHAIN,
                bytes(32, 0),
                Collections.nCopies(keyPackages, Bytes.EMPTY),
                OTHER_ACCOUNT,
                number,
                bytes(signature, 0));
    }

    @Test
    void largeInvitations() {
        limit(
                "16777217 bytes of invitation: not within 0 and 16777216",
                () -> new LargeInvitation(BLOB, TOKEN, bytes(32, 0), 16 << 20, HASH),
                () -> new LargeInvitation(BLOB, TOKEN, bytes(32, 0), (16 << 20) + 1, HASH));
        refused("blob key of 31 bytes", () -> new LargeInvitation(BLOB, TOKEN, bytes(31, 0), 1, HASH));
    }

    /** Each kind of request says what it is: a signature under one is worth nothing under another. */
    @Test
    void joinAndRejoinRequestsAreSignedWhole() {
        var join = join(16, 32, 1, 64);
        assertEquals(join.signed(), join.withSignature(bytes(64, 9)).signed());
        assertLabelled("Parley join request 1", join.encode().slice(0, join.encode().length() - 64), join.signed());
        var rejoin = rejoin(1, 1, 64);
        assertEquals(rejoin.signed(), rejoin.withSignature(bytes(64, 9)).signed());
        var encoded = rejoin.encode();
        assertLabelled("Parley rejoin request 1", encoded.slice(1, encoded.length() - 64), rejoin.signed());
    }

    private static void assertLabelled(String label, Bytes fields, Bytes signed) {
        assertEquals(new WireWriter().text(label).fixed(fields).toBytes(), signed);
    }

    @Test
    void unknownKindsAreRefused() {
        assertMalformed("letter of an unknown kind", () -> Letter.decode(Bytes.ofHex("05")));
        assertMalformed("signal of an unknown kind", () -> SignalContent.decode(Bytes.ofHex("0501")));
        assertMalformed("signal of an unknown kind", () -> SignalContent.decode(Bytes.ofHex("0001")));
        assertThrows(MalformedException.class, () -> SignalContent.decode(Bytes.ofHex("0202")));
        assertThrows(MalformedException.class, () -> SignalContent.decode(Bytes.ofHex("020100")));
        assertMalformed("presence 0 is unknown", () -> SignalContent.decode(Bytes.ofHex("0100")));
        assertMalformed("presence 4 is unknown", () -> SignalContent.decode(Bytes.ofHex("0104")));
    }

    /** Its size tells a hub neither what a signal is nor how much it says. */
    @Test
    void signalsHaveOneSizeButForThoseOfFormerClients() throws Exception {
        var longest = "ü".repeat(80);
        for (var status : List.of("", "x", longest)) {
            var presence = new SignalContent.Presence(SignalContent.Presence.State.AWAY, status);
            assertEquals(164, presence.encode().length(), status);
            assertEquals(presence, SignalContent.decode(presence.encode()));
            assertEquals("0102", presence.inBrief().encode().hex());
        }
        assertEquals(164, new SignalContent.Typing(true).encode().length());
        assertEquals("0201", new SignalContent.Typing(true).inBrief().encode().hex());
    }

    @Test
    void statusOfAPresence() {
        var online = SignalContent.Presence.State.ONLINE;
        limit(
                "161 bytes of status: not within 0 and 160",
                () -> new SignalContent.Presence(online, "x".repeat(160)),
                () -> new SignalContent.Presence(online, "x".repeat(161)));
        refused("162 bytes of status: not within 0 and 160", () -> new SignalContent.Presence(online, "ü".repeat(81)));
        refused("a brief presence has no status", () -> new SignalContent.Presence(online, "x", true));
        var tooLong = new WireWriter().u8(3).u8(1).text("x".repeat(161)).u8(0).toBytes();
        assertMalformed("161 bytes of status: not within 0 and 160", () -> SignalContent.decode(tooLong));
    }

    /** Nothing that a reader passes over travels in the padding, and no other size. */
    @Test
    void paddingOfASignal() {
        for (var signal :
                List.of(
                        new SignalContent.Presence(SignalContent.Presence.State.ONLINE, "tea"),
                        new SignalContent.Typing(true))) {
            var bytes = signal.encode().toArray();
            assertThrows(MalformedException.class, () -> SignalContent.decode(Bytes.of(Arrays.copyOf(bytes, 163))));
            assertThrows(MalformedException.class, () -> SignalContent.decode(Bytes.of(Arrays.copyOf(bytes, 165))));
            bytes[163] = 1;
            assertMalformed("signal padded with something", () -> SignalContent.decode(Bytes.of(bytes)));
        }
    }

    private static void assertMalformed(String message, org.junit.jupiter.api.function.Executable decode) {
        assertEquals(message, assertThrows(MalformedException.class, decode).getMessage());
    }
}
