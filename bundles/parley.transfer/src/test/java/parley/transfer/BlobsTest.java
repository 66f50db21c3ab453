package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.session.Session;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class BlobsTest {

    static final Bytes HELLO = Bytes.of((byte) 1, (byte) 2, (byte) 3);

    final ScriptedRelay relay = new ScriptedRelay();
    final BlobId id = BlobId.random();
    final Token token = Token.random();
    final Blobs blobs = new Blobs(relay, relay, ScriptedRelay.LINK, id, token);

    @AfterEach
    void everyConnectionIsClosed() {
        blobs.close();
        assertEquals(relay.opened.get(), relay.closed.get());
    }

    @Test
    void writesAndReadsRanges() throws Exception {
        relay.blobs.put(id, relay.new Blob(10, token.hash(), token.hash()));
        blobs.write(4, HELLO, 10);
        assertEquals(HELLO.slice(1, 3), blobs.read(5, 2));
        var write = relay.calls.getFirst();
        assertEquals("PUT", write.method());
        assertEquals("/blob/" + id.hex(), write.path());
        assertEquals(
                Map.of("authorization", "Bearer " + token.text(), "content-range", "bytes 4-6/10"), write.headers());
        assertEquals("bytes=5-6", relay.calls.getLast().header("range").orElseThrow());
        assertEquals(1, relay.opened.get()); // one connection, kept
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void triesAgainWhatMayPass(int status) throws Exception {
        relay.script = _ -> HttpReply.of(relay.calls.size() < 2 ? status : 204);
        blobs.write(0, HELLO, 3);
        assertEquals(2, relay.calls.size());
    }

    @Test
    void givesUpARelayThatStaysBusy() {
        relay.script = _ -> HttpReply.of(503);
        var e = assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3));
        assertFalse(e instanceof Blobs.RefusedException);
        assertEquals(4, relay.calls.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 410, 413, 416, 507, 200})
    void doesNotTryAgainWhatIsRefused(int status) {
        relay.script = _ -> HttpReply.of(status);
        var e = assertThrows(Blobs.RefusedException.class, () -> blobs.read(0, 3));
        assertEquals(status, e.status());
        assertEquals(1, relay.calls.size());
    }

    @Test
    void connectsAnewAfterALostConnection() throws Exception {
        relay.script =
                _ -> {
                    if (relay.calls.size() == 1) throw new IOException("lost");
                    return HttpReply.of(204);
                };
        blobs.write(0, HELLO, 3);
        assertEquals(2, relay.opened.get());
        assertEquals(1, relay.closed.get());
    }

    @Test
    void saysWhyAfterTheLastLoss() {
        relay.script =
                _ -> {
                    throw new IOException("lost " + relay.calls.size());
                };
        var e = assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3));
        assertEquals("lost 4", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void takesNoOtherLengthThanAskedFor(int length) {
        relay.script = _ -> new HttpReply(206, Map.of(), Bytes.wrap(new byte[length]));
        assertThrows(IOException.class, () -> blobs.read(0, 3));
    }

    @Test
    void closesItsConnectionAfterAFault() {
        relay.script =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        assertThrows(IllegalStateException.class, () -> blobs.write(0, HELLO, 3));
        assertEquals(1, relay.closed.get());
    }

    @Test
    void endsWhatIsUnderWayWhenClosed() throws Exception {
        relay.blobs.put(id, relay.new Blob(3, token.hash(), Hash.ZERO));
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    await(goOn);
                    return null;
                };
        var result = new CompletableFuture<Object>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        blobs.write(0, HELLO, 3);
                        result.complete("written");
                    } catch (IOException e) {
                        result.complete(e);
                    }
                });
        await(asked);
        blobs.close();
        assertEquals(1, relay.closed.get()); // at once, in the middle
        goOn.countDown();
        assertTrue(result.get(30, TimeUnit.SECONDS) instanceof IOException);
        assertEquals(1, relay.calls.size()); // and no second try
        assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3));
    }

    @Test
    void asksNothingWhileTheLinkIsDown() throws Exception {
        relay.blobs.put(id, relay.new Blob(3, token.hash(), Hash.ZERO));
        relay.isUp = false;
        assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3));
        assertEquals(0, relay.opened.get());
        relay.isUp = true;
        blobs.write(0, HELLO, 3);
        relay.isUp = false;
        assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3)); // nor over a connection that was kept
        assertEquals(1, relay.calls.size());
    }

    @Test
    void asksNothingWhenTheLinkGoesWhileItConnects() {
        relay.connecting = () -> relay.isUp = false;
        assertThrows(IOException.class, () -> blobs.write(0, HELLO, 3));
        assertEquals(1, relay.opened.get());
        assertEquals(1, relay.closed.get());
        assertEquals(0, relay.calls.size());
    }

    @Test
    void asksNothingOverAnotherLink() {
        var link = ScriptedRelay.LINK;
        var before =
                new Session.Up(link.url(), link.relay(), "before.example", link.certificateHash(), link.transcript());
        try (var old = new Blobs(relay, relay, before, id, token)) {
            assertThrows(IOException.class, () -> old.write(0, HELLO, 3));
        }
        assertEquals(0, relay.opened.get());
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
