package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Event;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import javax.crypto.AEADBadTagException;

/** What a stolen disk without the key tells. */
class SecrecyTest {

    private static final String VALUE = "canary: the plain text of a message";
    private static final String ID = "canary: the id of a conversation";
    private static final String EVENT = "canary: what an event says";
    private static final String SPACE = "test.space";

    @TempDir Path home;

    @Test
    void noFileHoldsValuesIdsOrEventsNorTheKeyOutsideItsFile() throws Exception {
        var history = new SealedHistory(home);
        for (int i = 0; i < 50; i++) {
            var n = i;
            history.transact(tx -> {
                tx.put(SPACE, bytes(ID), n, bytes(VALUE));
                tx.tell(new Event.Notice(EVENT));
                return null;
            });
        }
        lookEverywhere("while open");
        history.transact(tx -> {
            for (int i = 0; i < 50; i++) tx.remove(SPACE, bytes(ID), i);
            return null;
        });
        history.close();
        lookEverywhere("after closing");
    }

    private void lookEverywhere(String when) throws Exception {
        var key = Files.readAllBytes(home.resolve("client/key"));
        var secret = text(key).substring(key.length - 32);
        var sawSpace = false;
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = text(Files.readAllBytes(file));
                for (var canary : new String[] {VALUE, ID, EVENT})
                    assertFalse(content.contains(canary), when + ": " + file);
                assertEquals(file.endsWith("key"), content.contains(secret), when + ": " + file);
                sawSpace |= content.contains(SPACE);
            }
        }
        if (when.equals("while open")) assertTrue(sawSpace, "the search finds what is there in the clear");
    }

    @Test
    void theSameValueSealsDifferentlyEachTimeAndOnlyItsPlaceOpensIt() throws Exception {
        var key = Token.random().bytes();
        var seals = new Seals(key);
        var id = seals.hide("s", bytes("a"));
        var one = seals.seal("s", id, 1, bytes("v"));
        var two = seals.seal("s", id, 1, bytes("v"));
        assertNotEquals(HexFormat.of().formatHex(one), HexFormat.of().formatHex(two));
        assertEquals(bytes("v"), seals.open("s", id, 1, one));
        assertEquals(bytes("v"), new Seals(key).open("s", id, 1, two));
        assertThrows(AEADBadTagException.class, () -> seals.open("t", id, 1, one));
        assertThrows(AEADBadTagException.class, () -> seals.open("s", id, 2, one));
        assertThrows(AEADBadTagException.class, () -> seals.open("s", seals.hide("s", bytes("b")), 1, one));
        assertThrows(AEADBadTagException.class, () -> new Seals(Token.random().bytes()).open("s", id, 1, one));
        for (int length = 0; length < one.length; length++) {
            var cut = java.util.Arrays.copyOf(one, length);
            assertThrows(AEADBadTagException.class, () -> seals.open("s", id, 1, cut));
        }
        for (int i = 0; i < one.length; i++) {
            var bent = one.clone();
            bent[i] ^= 0x40;
            assertThrows(AEADBadTagException.class, () -> seals.open("s", id, 1, bent));
        }
    }

    @Test
    void idsOfTwoSpacesOrTwoProfilesDoNotMatch() {
        var key = Token.random().bytes();
        var seals = new Seals(key);
        var hidden = Bytes.wrap(seals.hide("s", bytes("a")));
        assertEquals(hidden, Bytes.wrap(new Seals(key).hide("s", bytes("a"))));
        assertNotEquals(hidden, Bytes.wrap(seals.hide("t", bytes("a"))));
        assertNotEquals(hidden, Bytes.wrap(new Seals(Token.random().bytes()).hide("s", bytes("a"))));
        // Space and id do not run into one another.
        assertNotEquals(Bytes.wrap(seals.hide("s", bytes("ta"))), Bytes.wrap(seals.hide("st", bytes("a"))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
