package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Profiles.Profile;
import parley.protocol.Address;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What people are called, where others choose the letters. */
class TitlesTest {

    private final FakeClient client = new FakeClient();
    private final Names names = new Names(client.profiles);
    private final Titles titles = new Titles(List.of(), names::of);

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
        assertEquals("Mira Okafor", titles.of("mira@relay.example"), "as the title of a conversation");
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
        names.learn(mira, FakeClient.key("mallory")); // their key was accepted
        assertEquals("Honest Mira", titles.of(mira));
    }

    @Test
    void showsNamesInert() throws Exception {
        client.profiles.says("mira", "Mi\u202Era\u2066\u0007" + "x".repeat(1000));
        var shown = of("mira");
        assertFalse(shown.contains("\u202E") || shown.contains("\u2066") || shown.contains("\u0007"), shown);
        assertTrue(shown.length() <= 201, shown);
    }
}
