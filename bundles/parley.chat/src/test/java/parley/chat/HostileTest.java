package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import parley.client.api.CommandException;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.FollowerKey;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.LeafData;
import parley.protocol.content.Salt;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.wire.Bytes;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What a hostile relay and a hostile member try with a group, and how carol's client answers. After each attempt what
 * is said in earnest is still read. The table stands in target/hostile.txt.
 */
class HostileTest extends ClosedGroup {

    private static final String RELAY = "relay";
    private static final String MEMBER = "member";
    private static final List<String> TABLE = new CopyOnWriteArrayList<>();
    private static final Logger READING = Logger.getLogger(LogReading.class.getName());

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    logged.add(new SimpleFormatter().formatMessage(entry));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        READING.setLevel(Level.FINE);
        READING.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        READING.removeHandler(listener);
        READING.setLevel(null);
    }

    @AfterAll
    static void write() throws Exception {
        var lines = new ArrayList<>(TABLE.stream().sorted().toList());
        lines.addFirst(row("", "by", "attempt", "answer"));
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "hostile.txt"), lines);
        lines.forEach(System.out::println);
    }

    private static String row(String code, String by, String attempt, String answer) {
        return "%-12s %-7s %-62s %s".formatted(code, by, attempt, answer);
    }

    // ---- How an attempt is judged ----

    /** Nothing is shown, nobody comes or goes, and sending goes on; the log says why. */
    private void dropped(String code, String by, String attempt, String why, Entry... entries) throws Exception {
        var texts = carol.texts(group);
        var members = carol.crypto.groups.view(groupOf(carol)).members();
        logged.clear();
        for (var entry : entries) take(carol, entry);
        assertEquals(texts, carol.texts(group), attempt);
        assertEquals(members, carol.crypto.groups.view(groupOf(carol)).members(), attempt);
        assertEquals(java.util.Optional.empty(), carol.state(group).halted(), attempt);
        var answer = logged.isEmpty() ? "passed over" : reason(logged.getLast());
        assertTrue(answer.contains(why), () -> attempt + ": " + answer);
        TABLE.add(row(code, by, attempt, answer));
        stillReads();
    }

    private static String reason(String line) {
        return (line.startsWith("Commit") ? "void commit: " : "dropped: ") + line.substring(line.indexOf(": ") + 2);
    }

    /** Sending stops, and a person is told why. */
    private void stops(String code, String by, String attempt, String why, Entry... entries) throws Exception {
        for (var entry : entries) take(carol, entry);
        var answer = carol.state(group).halted().orElseThrow(() -> new AssertionError(attempt + " is taken"));
        assertTrue(answer.contains(why), answer);
        TABLE.add(row(code, by, attempt, "sending stops: " + answer));
        stillReads();
    }

    private void refused(String code, String by, String attempt, String why, Executable action) {
        var e = assertThrows(Exception.class, action, attempt);
        assertTrue(
                e instanceof UntrustedException || e instanceof CommandException || e instanceof VoidCommitException,
                () -> attempt + ": " + e);
        assertTrue(Objects.toString(e.getMessage()).contains(why), () -> attempt + ": " + e);
        TABLE.add(row(code, by, attempt, "refused: " + e.getMessage()));
    }

    private int good;

    private void stillReads() throws Exception {
        var text = "in earnest " + ++good;
        take(carol, says(alice, new Content.Text(text)));
        assertTrue(carol.texts(group).contains(text), text);
    }

    private static Entry at(long position, Entry entry) {
        return new Entry(
                position, entry.kind(), entry.author(), entry.number(), entry.base(), entry.detached(), entry.body());
    }

    private Entry next(Kind kind, FollowerKey author, long number, Bytes body) throws Exception {
        var state = carol.state(group);
        return new Entry(state.position + 1, kind, author, number, state.lastCommit(), false, body);
    }

    private long number(Client of) throws Exception {
        var follower = of.state(group).follower;
        return carol.store.transact(tx -> new Book(tx).roll(group).number(follower).orElse(0L));
    }

    private Entry appendedBy(Client who, Bytes body) throws Exception {
        return next(Kind.APPLICATION, who.state(group).follower, number(who) + 1, body);
    }

    private void follows(Client who, Making making) throws Exception {
        var mine = making.pending();
        who.store.run(tx -> new Book(tx).put(group, mine, null));
    }

    // ---- Replay ----

    @Test
    void replays() throws Exception {
        var once = says(alice, new Content.Text("once"));
        take(carol, once);
        dropped("replay", RELAY, "an entry served again, also after a restart", "passed over", once);
        dropped(
                "replay",
                MEMBER,
                "another's message appended again as one's own",
                "is gone",
                appendedBy(bob, once.body()));
        var making = new Making(alice).flags(alice, true);
        var commit = making.entry();
        take(carol, commit);
        follows(alice, making);
        var state = carol.state(group);
        dropped("replay", RELAY, "a commit served in the next slot, too", "base", at(state.position + 1, commit));
        var direct = alice.store.transact(tx -> new Book(tx).group(alice.with(carol)).orElseThrow());
        var elsewhere = alice.crypto.groups.seal(direct, Bytes.wrap(new byte[40])).message();
        dropped("replay", RELAY, "a message of another conversation", "no epoch at hand", appendedBy(bob, elsewhere));
        var last = says(alice, new Content.Text("twice"));
        take(carol, last);
        stops("replay", RELAY, "an entry at a second place", "second place", at(last.position() + 1, last));
        assertEquals(1, carol.texts(group).stream().filter("twice"::equals).count());
    }

    /** Ids are no author's to choose: whoever knows another's salt, and is read first, takes nobody's place. */
    @Test
    void nobodyTakesTheIdOfAnother() throws Exception {
        var salt = Salt.random();
        take(carol, says(bob, salt, new Content.Text("in its place")));
        take(carol, says(alice, salt, new Content.Text("the message")));
        assertTrue(carol.texts(group).containsAll(List.of("in its place", "the message")));
    }

    // ---- Tampering ----

    @Test
    void everyByteOfAMessageCounts() throws Exception {
        var message = says(alice, new Content.Text("whole")).body();
        var before = groupOf(carol);
        var tried = 0;
        for (var changed : changes(message)) {
            assertThrows(UntrustedException.class, () -> carol.crypto.groups.open(before, List.of(), changed));
            tried++;
        }
        TABLE.add(
                row(
                        "tampering",
                        RELAY,
                        "a message changed at, or cut off behind, each byte",
                        tried + " tries, all refused"));
        assertFalse(carol.crypto.groups.open(before, List.of(), message).content().length() == 0);
    }

    @Test
    void everyByteOfACommitCounts() throws Exception {
        var making = new Making(alice).removes(bob);
        var commit = CommitBody.decode(making.entry().body()).commit();
        var before = groupOf(carol);
        var tried = 0;
        for (var changed : changes(commit)) {
            assertThrows(VoidCommitException.class, () -> carol.crypto.groups.process(before, changed));
            tried++;
        }
        TABLE.add(
                row(
                        "tampering",
                        RELAY,
                        "a commit changed at, or cut off behind, each byte",
                        tried + " tries, all void"));
        assertEquals(2, membersOf(carol.crypto.groups.process(before, commit).group()));
    }

    private int membersOf(Group state) {
        return carol.crypto.groups.view(state).members().size();
    }

    private static List<Bytes> changes(Bytes whole) {
        var changes = new ArrayList<Bytes>();
        for (var i = 0; i < whole.length(); i++) {
            var changed = whole.toArray();
            changed[i] ^= (byte) (1 << i % 8);
            changes.add(Bytes.wrap(changed));
            changes.add(Bytes.wrap(Arrays.copyOf(whole.shared(), i)));
        }
        return changes;
    }

    @Test
    void theLogHasNoGapAndOneOrder() throws Exception {
        stillReads(); // from here on alice's numbers are known
        var first = says(alice, new Content.Text("first"));
        var position = carol.state(group).position;
        var second = appendedSecond(first);
        stops(
                "tampering",
                RELAY,
                "two messages of one author in the other order",
                "left out",
                at(position + 1, second),
                at(position + 2, first));
    }

    @Test
    void nothingIsLeftOut() throws Exception {
        stillReads(); // from here on alice's numbers are known
        var first = says(alice, new Content.Text("first"));
        stops("tampering", RELAY, "a message left out", "left out", at(first.position(), appendedSecond(first)));
    }

    /** What alice says behind {@code first}, which carol has not read. */
    private Entry appendedSecond(Entry first) throws Exception {
        var second = says(alice, new Content.Text("second"));
        return new Entry(
                second.position(),
                second.kind(),
                second.author(),
                first.number() + 1,
                second.base(),
                false,
                second.body());
    }

    // ---- Downgrade ----

    @Test
    void nothingWeaker() throws Exception {
        var keyPackage = bob.keys.published().getFirst().keyPackage();
        for (var suite : List.of(0, 2, 0xFFFF)) {
            var other = keyPackage.toArray();
            other[6] = (byte) (suite >> 8);
            other[7] = (byte) (int) suite;
            refusedSuite(suite, Bytes.wrap(other));
        }
        var version = keyPackage.toArray();
        version[5] = 0;
        refused(
                "downgrade",
                RELAY,
                "a KeyPackage of another MLS version",
                "version 0",
                () -> carol.crypto.groups.check(Bytes.wrap(version), clock.get()));
        dropped(
                "downgrade",
                RELAY,
                "what is no commit in a commit's place",
                "no encrypted commit",
                next(
                        Kind.COMMIT,
                        alice.state(group).follower,
                        0,
                        new CommitBody(keyPackage, List.of(), List.of(), java.util.Optional.empty()).encode()));
    }

    private void refusedSuite(int suite, Bytes keyPackage) {
        var attempt = suite == 0 ? "a KeyPackage of no suite" : "a KeyPackage relabelled to suite " + suite;
        var e =
                assertThrows(
                        SuiteMissingException.class, () -> carol.crypto.groups.check(keyPackage, clock.get()), attempt);
        TABLE.add(row("downgrade", RELAY, attempt, "refused: " + e.getMessage()));
    }

    // ---- Other key ----

    @Test
    void noKeyIsExchanged() throws Exception {
        var dave = client("dave");
        var erin = client("erin");
        var mallory = client("mallory");
        Client.befriend(dave, erin);
        var friends = dave.groups.create("theirs").id();
        hub.stock.put(erin.account(), mallory.keys::published);
        refused(
                "other key",
                RELAY,
                "its own KeyPackages for a contact who is added",
                "does not verify",
                () -> dave.groups.add(friends, "erin"));
        hub.rename("erin", mallory.crypto.identities.view(mallory.identity).devices());
        refused("other key", RELAY, "another key for a contact's name", "key", () -> dave.people().connect("erin"));
        assertEquals(java.util.Set.of("dave"), dave.names(friends));
    }

    // ---- Membership ----

    @Test
    void nobodyIsBroughtIn() throws Exception {
        var dave = client("dave");
        var reader = new NewFollower(dave.crypto.identities.newFollower().key(), false);
        var made = new Making(alice).flags(alice, true).entry();
        var body = CommitBody.decode(made.body());
        var added = new ArrayList<>(body.added());
        added.add(reader);
        var more = new CommitBody(body.commit(), added, body.removed(), java.util.Optional.empty());
        dropped(
                "membership",
                RELAY,
                "a reader of its own among those that a commit adds",
                "signed",
                next(Kind.COMMIT, made.author(), 0, more.encode()));
        var raised =
                new CommitBody(
                        body.commit(),
                        List.of(new NewFollower(bob.state(group).follower, true)),
                        List.of(),
                        java.util.Optional.empty());
        dropped(
                "membership",
                RELAY,
                "a member made an admin at the hub",
                "signed",
                next(Kind.COMMIT, made.author(), 0, raised.encode()));
        dropped(
                "membership",
                RELAY,
                "a commit of its own making",
                "protocol version is 0",
                next(
                        Kind.COMMIT,
                        alice.state(group).follower,
                        0,
                        new CommitBody(
                                        Bytes.wrap(new byte[200]),
                                        List.of(reader),
                                        List.of(),
                                        java.util.Optional.empty())
                                .encode()));
        dropped(
                "membership",
                MEMBER,
                "adds somebody, and is no admin",
                "may not add",
                new Making(bob).adds(dave, false).entry());
        dropped(
                "membership",
                MEMBER,
                "removes an admin, and is none",
                "no admin",
                new Making(bob).removes(alice).entry());
        dropped(
                "membership",
                MEMBER,
                "makes themselves an admin",
                "no admin",
                new Making(bob)
                        .policy(policy -> with(policy, List.of(alice.account(), bob.account()), policy.link()))
                        .flags(bob, true)
                        .entry());
        dropped(
                "membership",
                MEMBER,
                "an admin who adds a reader that is no member",
                "differ",
                listing(new Making(alice).adds(dave, false), reader).entry());
        dropped(
                "membership",
                MEMBER,
                "an admin who raises another at the hub alone",
                "another admin",
                new Making(alice).flags(bob, true).entry());
        dropped(
                "membership",
                MEMBER,
                "an admin who removes somebody and leaves them the link",
                "link",
                linked(new Making(alice).removes(bob)).entry());
        dropped(
                "membership",
                MEMBER,
                "an admin who turns the group into another",
                "another conversation",
                new Making(alice).policy(CommitRules::next).entry());
        var own = bob.keys.fresh().getFirst();
        var asBob = Impostor.keyPackage(bob.account(), own.keyPackage(), own.leaf());
        dropped(
                "membership",
                MEMBER,
                "an admin who adds a leaf of their own making in another's name",
                "does not verify",
                new Making(alice)
                        .entry(
                                List.of(new NewFollower(own.leaf().follower(), false)),
                                List.of(),
                                claims -> Impostor.adding(groupOf(alice), claims, asBob)));
        dropped(
                "membership",
                MEMBER,
                "a leaf under a chain that its account has not signed",
                "does not verify",
                new Making(bob)
                        .entry(List.of(), List.of(), claims -> Impostor.naming(groupOf(bob), claims, bob.account())));
        var rolledBack = carol.state(group).position - 1;
        dropped(
                "membership",
                RELAY,
                "an earlier entry again, to undo a removal",
                "passed over",
                at(rolledBack, new Making(alice).adds(dave, false).entry()));
    }

    private static Making listing(Making making, NewFollower more) {
        making.added.add(more);
        return making;
    }

    private Making linked(Making making) throws Exception {
        return making.policy(policy -> with(policy, policy.admins(), Token.random().bytes()));
    }

    /** Who was removed neither reads on nor is heard. */
    @Test
    void aRemovalIsARemoval() throws Exception {
        var late = says(bob, new Content.Text("still here"));
        var was = groupOf(bob);
        var making = new Making(alice).removes(bob);
        var remove = making.entry();
        take(carol, remove);
        follows(alice, making);
        dropped(
                "membership",
                MEMBER,
                "speaks on after the removal",
                "too old",
                at(carol.state(group).position + 1, late));
        var secret = says(alice, new Content.Text("among us"));
        refused(
                "membership",
                MEMBER,
                "reads on after the removal",
                "no epoch at hand",
                () -> bob.crypto.groups.open(was, List.of(), secret.body()));
        take(carol, secret);
        assertTrue(carol.texts(group).contains("among us"));
    }

    // ---- Author ----

    @Test
    void theInnerSignatureDecides() throws Exception {
        var unread = says(alice, new Content.Text("mine"));
        dropped(
                "author",
                MEMBER,
                "another's message as one's own, before it is read",
                "another follower",
                appendedBy(bob, unread.body()));
        var bobs = says(bob, new Content.Text("I am alice"));
        dropped(
                "author",
                RELAY,
                "one member's message under another's follower key",
                "another follower",
                next(Kind.APPLICATION, alice.state(group).follower, number(alice) + 1, bobs.body()));
        var commit = new Making(alice).flags(alice, true).entry();
        dropped(
                "author",
                RELAY,
                "an admin's commit under a member's follower key",
                "another follower",
                next(Kind.COMMIT, bob.state(group).follower, 0, commit.body()));
    }

    // ---- Unfit key ----

    @Test
    void keysThatAreNotFit() throws Exception {
        var now = clock.get();
        refused(
                "unfit key",
                MEMBER,
                "a KeyPackage that has expired",
                "lifetime",
                () -> check(valid(now.minus(Duration.ofDays(40)))));
        refused(
                "unfit key",
                MEMBER,
                "a KeyPackage from the future",
                "lifetime",
                () -> check(valid(now.plus(Duration.ofDays(2)))));
        check(valid(now));
        var signature = doubled(valid(now));
        refused("unfit key", MEMBER, "a signature in another encoding", "forged", () -> check(signature));
        var dave = client("dave");
        var taken = new Making(alice);
        taken.add.add(under(leafOf(bob).data().follower(), dave));
        dropped("unfit key", MEMBER, "a new member under another's follower key", "one follower key", taken.entry());
    }

    /** The same Ed25519 signature with S + L for S, which a careless verifier takes, too (RFC 8032 §8.4). */
    private static Bytes doubled(Bytes keyPackage) {
        var bytes = keyPackage.toArray();
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        var s = new BigInteger(1, reversed(Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length)));
        var sum = reversed(s.add(order).toByteArray());
        System.arraycopy(Arrays.copyOf(sum, 32), 0, bytes, bytes.length - 32, 32);
        return Bytes.wrap(bytes);
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }

    private Bytes valid(Instant from) throws Exception {
        return bob.crypto
                .groups
                .newKeyPackage(bob.identity, Cryptography.SUITE, leafOf(bob).data(), from, Duration.ofDays(30), false)
                .keyPackage();
    }

    private void check(Bytes keyPackage) throws Exception {
        carol.crypto.groups.check(keyPackage, clock.get());
    }

    // ---- False claim ----

    @Test
    void whatIsClaimedIsNotBelieved() throws Exception {
        var dave = client("dave");
        var own = dave.keys.fresh().getFirst().leaf();
        var as =
                new LeafData(
                        own.follower(),
                        alice.address(),
                        own.inboxKeyNumber(),
                        own.inboxKey(),
                        own.deliver(),
                        own.take());
        var keyPackage =
                dave.crypto
                        .groups
                        .newKeyPackage(dave.identity, Cryptography.SUITE, as, clock.get(), Duration.ofDays(1), false)
                        .keyPackage();
        var making = new Making(alice);
        making.add.add(keyPackage);
        making.added.add(new NewFollower(own.follower(), false));
        take(carol, making.entry());
        follows(alice, making);
        var names = carol.told(parley.client.api.Event.MemberChanged.class);
        var name = names.getLast().address().name();
        assertTrue(name.startsWith("key-"), name);
        TABLE.add(row("false claim", MEMBER, "joins under a contact's name", "shown as " + name.substring(0, 8) + "…"));
        stillReads();
        var stranger = new FollowerKey(Token.random().bytes());
        dropped(
                "false claim",
                RELAY,
                "a message of nobody in the group",
                "follows nothing",
                next(Kind.APPLICATION, stranger, 1, says(alice, new Content.Text("x")).body()));
    }
}
