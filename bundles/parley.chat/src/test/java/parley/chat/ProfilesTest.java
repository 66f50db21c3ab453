package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Profiles.Profile;
import parley.protocol.ConversationId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

/** What people say of themselves reaches whom it is for. */
class ProfilesTest extends Town {

    private static ProfileBook of(Client client) {
        return new ProfileBook(client.chat);
    }

    private interface Run {
        void run() throws Exception;
    }

    private static Code codeOf(Run run) {
        return assertThrows(CommandException.class, run::run).code();
    }

    private static Optional<Profile> profile(Client client, Client of) {
        try {
            return of(client).of(of.account());
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(Client client, Client of) {
        return profile(client, of).map(Profile::name).orElse("");
    }

    private static void sees(Client client, Client of, String name) {
        Eventually.until(client.name + " sees " + name, () -> name(client, of).equals(name));
    }

    private static byte[] picture() throws Exception {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private static void posts(Client client, ConversationId where, Content content) throws CommandException {
        client.store.run(tx -> client.talk.post(tx, where, Salt.random(), content, null));
    }

    @Test
    void contactsSeeWhatIsSaidOfOneself() throws Exception {
        of(alice).name("Alice");
        Client.befriend(alice, bob);
        sees(bob, alice, "Alice"); // who becomes a contact is told
        var unread = bob.conversation(alice).unread();
        var texts = bob.texts(alice);
        assertEquals("reads a lot", of(alice).bio(" reads a lot ").bio());
        var picture = of(alice).picture(picture()).picture();
        Eventually.until(
                "bob sees all",
                () ->
                        profile(bob, alice)
                                .filter(one -> one.bio().equals("reads a lot") && one.picture().equals(picture))
                                .isPresent());
        assertEquals("Alice", name(bob, alice));
        assertEquals(texts, bob.texts(alice));
        assertEquals(unread, bob.conversation(alice).unread());
        assertEquals("alice@relay.example", bob.conversation(alice).title());
        assertTrue(bob.told(Event.ProfileChanged.class).stream().allMatch(it -> it.account().equals(alice.account())));
        of(alice).noPicture();
        Eventually.until("no picture", () -> profile(bob, alice).orElseThrow().picture().isEmpty());
        bob.restart();
        assertEquals("Alice", name(bob, alice));
        assertEquals("Alice", of(bob).of("alice").orElseThrow().name());
        assertTrue(profile(alice, bob).isEmpty());
    }

    @Test
    void whatIsChangedOfflineIsToldLater() throws Exception {
        Client.befriend(alice, bob);
        alice.port.cut();
        of(alice).name("Alice");
        of(alice).name("Alice A.");
        alice.restart();
        sees(bob, alice, "Alice A.");
    }

    /** The process ends between the change and its telling. */
    @Test
    void whatWasChangedBeforeACrashIsTold() throws Exception {
        Client.befriend(alice, bob);
        alice.port.cut();
        alice.settles(alice.with(bob)); // nothing else is stored meanwhile
        alice.store.endAfter(1);
        of(alice).name("Alice");
        alice.store.beginAgain();
        alice.restart();
        sees(bob, alice, "Alice");
    }

    @Test
    void theSameIsSaidOnce() throws Exception {
        Client.befriend(alice, bob);
        of(alice).name("Alice");
        sees(bob, alice, "Alice");
        var appends = alice.port.heard(Frame.Append.class).size();
        of(alice).name("Alice");
        alice.restart();
        alice.say(bob, "and now");
        bob.hears(alice, "and now");
        assertEquals(appends + 1, alice.port.heard(Frame.Append.class).size());
    }

    @Test
    void whoIsBlockedOrDeniedIsToldNothing() throws Exception {
        Client.befriend(alice, bob);
        var appends = alice.port.heard(Frame.Append.class).size();
        alice.people().block("bob");
        of(alice).name("Alice");
        tells(alice);
        alice.people().deny("bob");
        of(alice).bio("of nobody's business");
        tells(alice);
        assertEquals(appends, alice.port.heard(Frame.Append.class).size());
        assertTrue(profile(bob, alice).isEmpty());
        alice.people().approve("bob");
        sees(bob, alice, "Alice");
    }

    /** Contacts are told behind the change, by the tasks and then by the worker. */
    private void tells(Client client) throws Exception {
        client.tasksAreDone();
        client.workerIsDone(alice.with(bob));
    }

    @Test
    void whatABlockedOneSaysIsNotKept() throws Exception {
        Client.befriend(alice, bob);
        bob.people().block("alice");
        of(alice).name("Alice");
        tells(alice);
        alice.say(bob, "behind it");
        Eventually.until("all is in the log", () -> alice.store.count("chat.outbox") == 0);
        Eventually.until("read", () -> bob.state(alice).position == hub.entries(hub.log()).getLast().position());
        assertTrue(profile(bob, alice).isEmpty());
    }

    // ---- Groups ----

    private ConversationId group() throws Exception {
        Client.befriend(alice, bob);
        var carol = client("carol");
        Client.befriend(alice, carol);
        var group = alice.groups.create("a group").id();
        alice.groups.add(group, "bob");
        alice.groups.add(group, "carol");
        bob.sees(group, "alice", "bob", "carol");
        carol.sees(group, "alice", "bob", "carol");
        this.carol = carol;
        return group;
    }

    private Client carol;

    @Test
    void membersSeeWhoSpeaks() throws Exception {
        var group = group();
        of(bob).name("Bob");
        of(bob).bio("for contacts");
        sees(alice, bob, "Bob");
        assertTrue(profile(carol, bob).isEmpty()); // he has not said anything
        bob.talk.say(group, "hello");
        carol.hears(group, "hello");
        assertEquals("Bob", name(carol, bob));
        assertEquals("", profile(carol, bob).orElseThrow().bio());
        Eventually.until("alice keeps the bio", () -> profile(alice, bob).orElseThrow().bio().equals("for contacts"));
        var appends = bob.port.heard(Frame.Append.class).size();
        bob.talk.say(group, "again");
        carol.hears(group, "again");
        assertEquals(appends + 1, bob.port.heard(Frame.Append.class).size());
        assertEquals(List.of("hello", "again"), carol.texts(group));
    }

    @Test
    void whoJoinsIsToldWithinADay() throws Exception {
        var group = group();
        of(bob).name("Bob");
        bob.talk.say(group, "hello");
        carol.hears(group, "hello");
        var dave = client("dave");
        Client.befriend(alice, dave);
        alice.groups.add(group, "dave");
        bob.sees(group, "alice", "bob", "carol", "dave");
        dave.sees(group, "alice", "bob", "carol", "dave");
        bob.talk.say(group, "at once");
        dave.hears(group, "at once");
        assertTrue(profile(dave, bob).isEmpty());
        clock.set(clock.get().plus(Duration.ofDays(1)));
        bob.talk.say(group, "a day later");
        dave.hears(group, "a day later");
        assertEquals("Bob", name(dave, bob));
    }

    // ---- A client that does not keep the rules ----

    @Test
    void theHighestVersionCounts() throws Exception {
        Client.befriend(alice, bob);
        var talk = alice.with(bob);
        posts(bob, talk, new Content.Profile(7, "seven", "7", Bytes.EMPTY));
        posts(bob, talk, new Content.Profile(6, "six", "6", Bytes.EMPTY));
        posts(bob, talk, new Content.Profile(7, "seven again", "8", Bytes.EMPTY));
        bob.say(alice, "behind them");
        alice.hears(bob, "behind them");
        assertEquals("seven", name(alice, bob));
        assertEquals("7", profile(alice, bob).orElseThrow().bio());
        assertEquals(1, alice.told(Event.ProfileChanged.class).size());
    }

    @Test
    void nobodySpeaksForAnother() throws Exception {
        Client.befriend(alice, bob);
        of(alice).name("Alice");
        posts(bob, alice.with(bob), new Content.Profile(Long.MAX_VALUE, "Mallory", "", Bytes.EMPTY));
        sees(alice, bob, "Mallory");
        assertEquals("Alice", of(alice).own().name());
    }

    @Test
    void aNameThatLooksLikeAnothersIsMarked() throws Exception {
        Client.befriend(alice, bob);
        var carol = client("carol");
        Client.befriend(alice, carol);
        of(carol).name("Carol C.");
        sees(alice, carol, "Carol C.");
        assertFalse(profile(alice, carol).orElseThrow().disguised());
        assertTrue(
                profile(alice, carol).orElseThrow().lookalikeOf().isEmpty()); // like her own address, which is no harm
        var talk = alice.with(bob);
        var version = 0;
        for (var name : List.of("Cаrol C", "carol", "C A R O L ✓", "CAROL C")) {
            posts(bob, talk, new Content.Profile(++version, name, "", Bytes.EMPTY));
            sees(alice, bob, name);
            assertEquals(Optional.of(carol.address()), profile(alice, bob).orElseThrow().lookalikeOf(), name);
        }
        posts(bob, talk, new Content.Profile(++version, "AIice", "", Bytes.EMPTY));
        sees(alice, bob, "AIice");
        assertEquals(Optional.of(alice.address()), profile(alice, bob).orElseThrow().lookalikeOf());
        posts(bob, talk, new Content.Profile(++version, "Al\u202Eice ✓", "", Bytes.EMPTY));
        sees(alice, bob, "Al\u202Eice ✓");
        assertTrue(profile(alice, bob).orElseThrow().disguised());
        posts(bob, talk, new Content.Profile(++version, "Robert", "", Bytes.EMPTY));
        sees(alice, bob, "Robert");
        assertTrue(profile(alice, bob).orElseThrow().lookalikeOf().isEmpty());
    }

    @Test
    void aStrangerWhoseAddressLooksLikeAContactsIsMarked() throws Exception {
        Client.befriend(alice, bob);
        var b0b = client("b0b");
        b0b.people().connect("alice");
        Eventually.until("asked", () -> alice.contact(b0b).isPresent());
        assertEquals(Optional.of(bob.address()), alice.contact(b0b).orElseThrow().lookalikeOf());
        assertTrue(alice.contact(bob).orElseThrow().lookalikeOf().isEmpty()); // a stranger makes nobody look bad
    }

    // ---- What is refused ----

    @Test
    void bothSidesOfTheLimits() throws Exception {
        assertEquals(128, of(alice).name("é".repeat(64)).name().length() * 2);
        assertEquals(Code.TOO_LARGE, codeOf(() -> of(alice).name("x".repeat(129))));
        assertEquals(512, of(alice).bio("x\n".repeat(255) + "yy").bio().length());
        assertEquals(Code.TOO_LARGE, codeOf(() -> of(alice).bio("x".repeat(513))));
        for (var name : List.of("two\nlines", "Alice ✓", "a\u202Eb", "Аlice", "a\u200Bb")) {
            assertEquals(Code.USAGE, codeOf(() -> of(alice).name(name)), name);
        }
        assertEquals(Code.USAGE, codeOf(() -> of(alice).bio("a\u202Eb")));
        assertEquals(Code.USAGE, codeOf(() -> of(alice).picture(new byte[10])));
        assertEquals("é".repeat(64), of(alice).own().name());
        assertEquals("", of(alice).name(" ").name());
    }
}
