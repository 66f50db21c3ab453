package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Event;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.SuiteChanges.Waiting;
import parley.protocol.ConversationId;
import parley.protocol.relay.Frame;

import java.util.List;
import java.util.Optional;

/** Who may change the suite of a conversation to what, and who is waited for. */
class SuiteWishTest extends SeveralSuites {

    // ---- Who lacks it ----

    @Test
    void whoLacksTheSuiteIsNamed() throws Exception {
        bob.crypto.have(SUITE);
        var id = between();
        var candidates = alice.suites.of(id).candidates();
        assertEquals(List.of(bob.address()), candidates.getFirst().lacking());
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().startsWith("bob@relay.example does not have"), refused.getMessage());
        assertEquals(Optional.of(Yes.WAITING), refused.lacks());
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(SUITE, alice.state(id).suite);
        talk(id, "as before", alice, bob);
    }

    @Test
    void itWaitsForWhoLacksTheSuite() throws Exception {
        bob.crypto.have(SUITE);
        var id = between();
        assertEquals(new Waiting(List.of(bob.address())), alice.suites.use(id, STRONG, WAITING));
        var wanted = alice.suites.of(id).wanted().orElseThrow();
        assertEquals(STRONG, wanted.suite());
        assertEquals(List.of(bob.address()), wanted.lacking());
        talk(id, "as before", alice, bob);
        var asked = alice.port.heard(Frame.TakeKeyPackages.class).size();
        alice.restart();
        alice.chat.tick();
        talk(id, "still", alice, bob);
        assertEquals(asked, alice.port.heard(Frame.TakeKeyPackages.class).size()); // at most once an hour
        bob.crypto.have(SUITE, STRONG);
        clock.set(clock.get().plus(Moving.AGAIN));
        alice.chat.tick();
        isIn(id, STRONG, 2, alice, bob);
        assertEquals(Optional.empty(), alice.suites.of(id).wanted());
        talk(id, "changed", alice, bob);
    }

    @Test
    void aChangeThatWaitsCanBeGivenUp() throws Exception {
        bob.crypto.have(SUITE);
        var id = between();
        assertFalse(alice.suites.cancel(id));
        alice.suites.use(id, STRONG, WAITING);
        assertTrue(alice.suites.cancel(id));
        assertEquals(Optional.empty(), alice.suites.of(id).wanted());
        bob.crypto.have(SUITE, STRONG);
        clock.set(clock.get().plus(Moving.AGAIN));
        alice.chat.tick();
        talk(id, "as before", alice, bob);
        assertEquals(1, alice.state(id).generation);
    }

    @Test
    void whoeverIsNotWaitedForAnyMoreLetsItGoOn() throws Exception {
        var carol = client("carol");
        var id = group(bob, carol);
        assertEquals(new Waiting(List.of(carol.address())), alice.suites.use(id, STRONG, WAITING));
        alice.groups.remove(id, "carol");
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "the two of us", alice, bob);
    }

    /** The relay has less than what a member has said of itself. */
    @Test
    void anOfferThatWasStrippedIsRefused() throws Exception {
        var id = between();
        hub.stock.put(bob.account(), () -> bob.keys.published().stream().filter(one -> one.suite() != STRONG).toList());
        assertEquals(List.of(), alice.suites.of(id).candidates().getFirst().lacking());
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().contains("withholding"), refused.getMessage());
        assertTrue(refused.getMessage().contains("bob@relay.example"), refused.getMessage());
        assertEquals(Optional.empty(), refused.lacks());
        assertEquals(SUITE, alice.state(id).suite);
        assertEquals(new Waiting(List.of(bob.address())), alice.suites.use(id, STRONG, WAITING));
        assertTrue(
                alice.told(Event.Warning.class).stream().anyMatch(warning -> warning.text().contains("withholding")));
    }

    @Test
    void anotherOnesKeyPackageIsRefused() throws Exception {
        var id = between();
        var mallory = client("mallory");
        mallory.crypto.have(SUITE, STRONG);
        hub.stock.put(
                bob.account(),
                () -> {
                    var his = bob.keys.published().getFirst().device();
                    return mallory.keys.published().stream()
                            .map(one -> new Frame.StoredKeyPackage(his, one.suite(), false, one.keyPackage()))
                            .toList();
                });
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().contains("does not verify"), refused.getMessage());
        assertEquals(Optional.empty(), refused.lacks());
        talk(id, "as before", alice, bob);
    }

    // ---- Who may ----

    @Test
    void onlyAnAdminChangesAGroup() throws Exception {
        var id = group(bob);
        assertFalse(bob.suites.of(id).mayChange());
        var refused = refused(Code.REFUSED, () -> bob.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().contains("admin"), refused.getMessage());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        var id = between();
        var missing = refused(Code.NOT_FOUND, () -> alice.suites.use(id, 99, Consent.NONE));
        assertEquals(
                "the cipher suite 99 is not installed or stopped; cipher list shows those there are",
                missing.getMessage());
        refused(Code.NOT_FOUND, () -> alice.suites.use(id, 5, Consent.NONE));
        refused(Code.NOT_FOUND, () -> alice.suites.use(ConversationId.random(), STRONG, Consent.NONE));
        refused(Code.NOT_FOUND, () -> alice.suites.of(ConversationId.random()));
        alice.crypto.have(STRONG);
        assertFalse(alice.suites.of(id).present());
        assertFalse(alice.suites.of(id).mayChange());
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().contains("X25519"), refused.getMessage());
    }

    @Test
    void aHubThatRefusesIsQuoted() throws Exception {
        var id = between();
        alice.port.script =
                request ->
                        isClosing(request)
                                ? Hub.refused(((Frame.Commit) request).request(), parley.protocol.relay.Problem.DENIED)
                                : null;
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, STRONG, Consent.NONE));
        assertTrue(refused.getMessage().contains("The relay says DENIED"), refused.getMessage());
        alice.port.script = request -> null;
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(0, alice.store.count("chat.pending"));
        talk(id, "as before", alice, bob);
    }

    // ---- Conversations to come ----

    @Test
    void theSuiteOfConversationsToComeIsChosen() throws Exception {
        assertEquals(Optional.empty(), bob.suites.preferred());
        bob.suites.prefer(STRONG, false);
        assertEquals(Optional.of(STRONG), bob.suites.preferred());
        var id = between(); // bob approves
        assertEquals(STRONG, bob.state(id).suite);
        var group = bob.groups.create("bob's").id();
        assertEquals(STRONG, bob.state(group).suite);
        var refused = refused(Code.REFUSED, () -> bob.suites.prefer(SUITE, false));
        assertTrue(refused.getMessage().contains("weaker"), refused.getMessage());
        assertEquals(Optional.of(Yes.WEAKER), refused.lacks());
        refused(Code.NOT_FOUND, () -> bob.suites.prefer(5, true));
        bob.suites.prefer(SUITE, true);
        assertEquals(Optional.of(SUITE), bob.suites.preferred());
        bob.crypto.have(STRONG);
        var other = bob.groups.create("another").id();
        assertEquals(STRONG, bob.state(other).suite); // the preferred one is not there
    }

    /** What they would begin in is stopped, here or at the other's. */
    @Test
    void whatBeginsWeakerSaysSoAndWhy() throws Exception {
        alice.crypto.first = STRONG;
        alice.crypto.have(SUITE);
        alice.groups.create("crew");
        assertEquals(List.of(WEAKER_THAN_P384.formatted("The group crew") + HERE), weaker(alice));

        bob.suites.prefer(STRONG, false);
        var id = between(); // alice asks, bob approves
        assertEquals(SUITE, bob.state(id).suite);
        var between = "Your conversation with ";
        assertEquals(
                List.of(
                        WEAKER_THAN_P384.formatted(between + alice.address())
                                + " alice@relay.example did not have that one: once they do, you can change the"
                                + " cipher."),
                weaker(bob));
        assertEquals(WEAKER_THAN_P384.formatted(between + bob.address()) + HERE, weaker(alice).getLast());

        var carol = client("carol");
        carol.crypto.have(SUITE, STRONG);
        carol.suites.prefer(STRONG, false);
        Client.befriend(carol, alice); // who approves, and lacks it
        assertEquals(
                List.of(
                        WEAKER_THAN_P384.formatted(between + alice.address())
                                + " alice@relay.example did not have that one: once they do, you can change the"
                                + " cipher."),
                weaker(carol));
        assertEquals(3, weaker(alice).size());
    }

    @Test
    void whatBeginsAsOneWantsItSaysNothing() throws Exception {
        for (var client : List.of(alice, bob)) {
            client.suites.prefer(STRONG, false);
            client.groups.create("crew of " + client.name);
        }
        var id = between();
        assertEquals(STRONG, alice.state(id).suite);
        var carol = client("carol");
        carol.crypto.have(SUITE, STRONG);
        carol.suites.prefer(SUITE, true);
        carol.groups.create("crew of carol");
        Client.befriend(alice, carol); // who approves, and wants it so
        assertEquals(SUITE, alice.state(alice.with(carol)).suite);
        for (var client : List.of(bob, carol)) assertEquals(List.of(), weaker(client));
        assertEquals(
                List.of(
                        WEAKER_THAN_P384.formatted("Your conversation with " + carol.address())
                                + " carol@relay.example began it so: you can change the cipher."),
                weaker(alice));
    }

    private static final String WEAKER_THAN_P384 =
            "%s begins in the cipher MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, which is weaker than"
                    + " MLS_256_DHKEMP384_AES256GCM_SHA384_P384.";

    private static final String HERE =
            " That one is not installed or stopped here: start its bundle, then change the cipher.";

    private static List<String> weaker(Client client) {
        return notices(client).stream().filter(text -> text.contains("weaker")).toList();
    }
}
