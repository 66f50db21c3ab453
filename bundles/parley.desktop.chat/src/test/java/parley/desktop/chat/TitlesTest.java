package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Conversations.Kind;
import parley.client.api.Profiles.Profile;
import parley.desktop.api.text.Language;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people are called, where others choose the letters. */
class TitlesTest {

    private final FakeClient client = new FakeClient();
    private final Names names = new Names(client.profiles);
    private final Titles titles = new Titles(List.of(), names);

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
    }

    private String of(String who) throws Exception {
        names.learn(FakeClient.address(who), FakeClient.key(who));
        return titles.of(FakeClient.address(who));
    }

    @Test
    void callsPeopleAsTheySayAndByAddressWhereTheySayNothing() throws Exception {
        client.profiles.says("mira", "Mira Okafor");
        assertEquals("Mira Okafor", of("mira"));
        assertEquals("jonas", of("jonas"));
        client.profiles.says("ana", " \u202E\n ");
        assertEquals("ana", of("ana"));
        client.talk("mira@relay.example", Kind.DIRECT, Instant.EPOCH, "mira");
        var talk = client.conversations.all().getFirst();
        assertEquals("Mira Okafor", titles.of(talk), "as the title of a conversation");
    }

    @Test
    void putsTheAddressBeforeANameThatCouldMislead() throws Exception {
        client.profiles.looksLike("mallory", "Mira Okafor", FakeClient.address("mira"));
        assertEquals("mallory@relay.example (\u2068Mira Okafor\u2069)", of("mallory"));
        client.profiles.says(
                "eve", new Profile(FakeClient.key("eve"), "Bank \u2713", "", Bytes.EMPTY, Optional.empty(), true));
        assertEquals("eve@relay.example (\u2068Bank \u2713\u2069)", of("eve"));
    }

    @Test
    void nobodyElseIsCalledAsTheReaderIs() throws Exception {
        client.profiles.says("mallory", "You");
        assertEquals("mallory@relay.example (\u2068You\u2069)", of("mallory"));
        client.profiles.says("eve", " \uFF39OU ");
        assertTrue(of("eve").startsWith("eve@relay.example ("), of("eve"));
        client.profiles.says("yousef", "Yousef");
        assertEquals("Yousef", of("yousef"));
    }

    /** The language can change while the names stand there. */
    @Test
    void nobodyElseIsCalledAsTheReaderIsInTheLanguageOfNow() throws Exception {
        client.profiles.says("mallory", "Du");
        try {
            Language.choose("en");
            assertEquals("Du", of("mallory"));
            Language.choose("de");
            assertEquals("mallory@relay.example (\u2068Du\u2069)", of("mallory"));
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }

    @Test
    void doesTheSameForBothWhereTwoAreCalledTheSame() throws Exception {
        client.profiles.says("sam", "Sam");
        client.profiles.says("sam.too", "SAM");
        assertEquals("Sam", of("sam"));
        assertEquals("sam.too@relay.example (\u2068SAM\u2069)", of("sam.too"));
        assertEquals("sam@relay.example (\u2068Sam\u2069)", of("sam"));
        client.profiles.says("sam.too", "Samuel");
        names.again(FakeClient.address("sam.too"), FakeClient.key("sam.too"));
        assertEquals("Sam", of("sam"), "nobody else is called so any more");
    }

    /** Somebody in a group may claim any address: they do not name whom one knows by it. */
    @Test
    void takesNoNameFromAnotherKeyOfTheSameAddress() throws Exception {
        client.profiles.says("mira", "Mira");
        client.profiles.says("mallory", "Honest Mira");
        var mira = Address.parse("mira@relay.example");
        names.learn(mira, FakeClient.key("mira"));
        names.meet(mira, FakeClient.key("mallory"));
        names.again(mira, FakeClient.key("mallory"));
        assertEquals("Mira", titles.of(mira));
        assertEquals("Mira", titles.of(mira, FakeClient.key("mira")));
        assertEquals("Honest Mira", titles.of(mira, FakeClient.key("mallory")), "each says who they are");
        names.learn(mira, FakeClient.key("mallory")); // their key was accepted
        assertEquals("Honest Mira", titles.of(mira));
    }

    /** One address, met in two groups with two keys: neither has the other's name or picture. */
    @Test
    void takesNoNameOfAnotherGroupsMember() throws Exception {
        client.profiles.says("mira", "Mira");
        client.profiles.says("mallory", "Mallory");
        var pictured = new ArrayList<AccountKey>();
        var met = new Names(client.profiles, (who, _) -> pictured.add(who));
        var shown = new Titles(List.of(), met);
        var address = Address.parse("mira@relay.example");
        met.meet(address, FakeClient.key("mira"));
        assertEquals("Mira", shown.of(address));
        met.meet(address, FakeClient.key("mallory"));
        assertEquals("Mira", shown.of(address, FakeClient.key("mira")));
        assertEquals("Mallory", shown.of(address, FakeClient.key("mallory")));
        assertEquals("mira", shown.of(address), "nobody can tell who is meant");
        assertEquals(List.of(FakeClient.key("mira"), FakeClient.key("mallory")), pictured);
        met.learn(address, FakeClient.key("mira")); // a contact, now
        assertEquals("Mira", shown.of(address));
    }

    /** A group may be called whatever somebody likes. */
    @Test
    void takesNoNameOfAPersonForAGroup() throws Exception {
        client.profiles.says("mira", "Mira Okafor");
        of("mira");
        client.talk("mira@relay.example", Kind.GROUP, Instant.EPOCH, "lea", "eve");
        assertEquals("mira@relay.example", titles.of(client.conversations.all().getFirst()));
        assertEquals("mira@relay.example", Titles.group("mira@relay.example"));
    }

    /** Nor is anybody shown by a name alone that is another's address. */
    @Test
    void putsTheAddressBeforeANameThatIsAnothersAddress() throws Exception {
        client.profiles.says("mallory", "Mira");
        names.learn(FakeClient.address("mallory"), FakeClient.key("mallory"));
        var among = new Titles(List.of(FakeClient.address("mira"), FakeClient.address("mallory")), names);
        assertEquals("mira", among.of(FakeClient.address("mira"), FakeClient.key("mira")));
        assertEquals(
                "mallory@relay.example (\u2068Mira\u2069)",
                among.of(FakeClient.address("mallory"), FakeClient.key("mallory")));
        client.profiles.says("mallory", "Mallory");
        names.again(FakeClient.address("mallory"), FakeClient.key("mallory"));
        assertEquals("Mallory", among.of(FakeClient.address("mallory"), FakeClient.key("mallory")));
    }

    @Test
    void showsNamesInert() throws Exception {
        client.profiles.says("mira", "Mi\u202Era\u2066\u0007" + "x".repeat(1000));
        var shown = of("mira");
        assertFalse(shown.contains("\u202E") || shown.contains("\u2066") || shown.contains("\u0007"), shown);
        assertTrue(shown.length() <= 201, shown);
    }
}
