package parley.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.BlobId;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

/** Accounts, KeyPackages, tokens and files, over a real link. */
@Timeout(60)
final class DirectoryAndBlobsTest {

    @TempDir private Path home;

    private RelayFixture relay;
    private final Person alice = new Person("alice");
    private final Person bob = new Person("bob");
    private Client a;
    private Client b;

    @BeforeEach
    void start() throws IOException {
        relay = new RelayFixture(home);
        a = relay.signedUp(alice);
        b = relay.signedUp(bob);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void peopleAreFoundByNameAndKey() {
        var byName = assertInstanceOf(Frame.Person.class, a.ask(n -> new Frame.Lookup(n, "bob")));
        assertEquals(bob.devices(), byName.devices());
        var byKey = assertInstanceOf(Frame.Person.class, a.ask(n -> new Frame.LookupAccount(n, bob.accountKey())));
        assertEquals("bob", byKey.name());
        for (var name : List.of("", "BOB", "bob ", "carol", "bob\u0000", "*")) {
            a.refused(Problem.NOT_FOUND, n -> new Frame.Lookup(n, name));
        }
        a.refused(Problem.NOT_FOUND, n -> new Frame.LookupAccount(n, new Person("carol").accountKey()));
    }

    @Test
    void askingTooOftenIsRefusedAndEveryRequestAnsweredOnce() {
        var refused = 0;
        for (var i = 0; i < Allowances.Cost.LOOKUP.burst() + 200; i++) {
            if (a.ask(n -> new Frame.Lookup(n, "bob")) instanceof Frame.Refused(var _, var problem, var _)) {
                assertEquals(Problem.TOO_MUCH, problem);
                refused++;
            }
        }
        assertTrue(refused > 0);
        assertInstanceOf(Frame.Person.class, b.ask(n -> new Frame.Lookup(n, "alice")), "others are not concerned");
        assertTrue(a.others.isEmpty());
    }

    @Test
    void keyPackagesAreHandedOutOnceAndForATokenOnly() {
        var stored =
                List.of(
                        new Frame.StoredKeyPackage(bob.deviceKey(), 1, false, Bytes.of((byte) 1)),
                        new Frame.StoredKeyPackage(bob.deviceKey(), 1, true, Bytes.of((byte) 9)));
        b.done(n -> new Frame.PublishKeyPackages(n, stored));
        a.refused(Problem.DENIED, n -> new Frame.PublishKeyPackages(n, stored)); // they are another device's
        var counts = assertInstanceOf(Frame.KeyPackageCounts.class, b.ask(Frame.CountKeyPackages::new)).counts();
        assertEquals(List.of(new Frame.SuiteCount(1, 1)), counts);
        var token = Token.random();
        a.refused(Problem.DENIED, n -> new Frame.TakeKeyPackages(n, bob.accountKey(), token, List.of(1)));
        b.done(n -> new Frame.Grant(n, token.hash(), Right.TAKE_KEY_PACKAGE, 0, 0));
        a.refused(Problem.DENIED, n -> new Frame.TakeKeyPackages(n, alice.accountKey(), token, List.of(1)));
        assertEquals(List.of(stored.get(0)), taken(token));
        assertEquals(List.of(stored.get(1)), taken(token));
        assertEquals(List.of(stored.get(1)), taken(token), "the last resort stays");
        b.done(n -> new Frame.Revoke(n, token.hash()));
        a.refused(Problem.DENIED, n -> new Frame.TakeKeyPackages(n, bob.accountKey(), token, List.of(1)));
    }

    private List<Frame.StoredKeyPackage> taken(Token token) {
        var answer = a.ask(n -> new Frame.TakeKeyPackages(n, bob.accountKey(), token, List.of(7, 1)));
        return assertInstanceOf(Frame.KeyPackages.class, answer).keyPackages();
    }

    /** A hundred and some stocks of twenty in each of eight suites pass at once; not a gigabyte and more. */
    @Test
    void keyPackagesAreChargedByTheirBytes() {
        var large = Bytes.wrap(new byte[8192]);
        var many = Collections.nCopies(200, new Frame.StoredKeyPackage(bob.deviceKey(), 1, false, large));
        LongFunction<Frame.Request> publish = n -> new Frame.PublishKeyPackages(n, many);
        b.done(publish);
        var allowances = ((RunningRelay) relay.running).hub().allowances();
        var rest = (int) Allowances.Cost.BYTES.burst() - FrameCodec.encode((Frame) publish.apply(1)).length();
        assertTrue(allowances.take(bob.accountKey(), Allowances.Cost.BYTES, rest));
        var answer = b.ask(publish);
        for (var i = 0; i < 20 && answer instanceof Frame.Done; i++)
            answer = b.ask(publish); // a second gives a MiB back
        var refused = assertInstanceOf(Frame.Refused.class, answer);
        assertEquals(Problem.TOO_MUCH, refused.problem());
        assertEquals(Sentences.TOO_MANY_BYTES, refused.text());
        b.done(n -> new Frame.Grant(n, Token.random().hash(), Right.DELIVER, 0, 0));
        a.done(n -> new Frame.PublishKeyPackages(n, List.of()));
    }

    @Test
    void tokensAreTheirGrantersAndInvitesTheRelays() {
        var token = Token.random();
        a.refused(Problem.DENIED, n -> new Frame.Grant(n, token.hash(), Right.SIGN_UP, 0, 0));
        b.done(n -> new Frame.Grant(n, token.hash(), Right.DELIVER, 0, 0));
        a.refused(Problem.NOT_FOUND, n -> new Frame.Revoke(n, token.hash()));
        b.done(n -> new Frame.Revoke(n, token.hash()));
        b.refused(Problem.NOT_FOUND, n -> new Frame.Revoke(n, token.hash()));
    }

    @Test
    void aFileGoesUpInPartsAndDownInRanges() throws IOException {
        var blob = BlobId.random();
        var write = Token.random();
        var read = Token.random();
        var content = new byte[300_000];
        new Random(1).nextBytes(content);
        var whole = Bytes.wrap(content);
        a.done(n -> new Frame.ReserveBlob(n, blob, content.length, write.hash(), read.hash()));
        a.done(n -> new Frame.ReserveBlob(n, blob, content.length, write.hash(), read.hash()));
        b.refused(Problem.DENIED, n -> new Frame.ReserveBlob(n, blob, content.length, write.hash(), read.hash()));
        try (var http = RelayFixture.TRANSPORT.connectHttp(relay.endpoint(), Bytes.EMPTY)) {
            assertEquals(204, put(http, blob, write, 100_000, whole.slice(100_000, 200_000), 300_000).status());
            assertEquals(204, put(http, blob, write, 0, whole.slice(0, 100_000), 300_000).status());
            a.refused(Problem.MALFORMED, n -> new Frame.FinishBlob(n, blob)); // a part is missing
            var parts = assertInstanceOf(Frame.BlobParts.class, a.ask(n -> new Frame.AskBlob(n, blob, 100_000)));
            assertEquals(Bytes.of((byte) 0b011), parts.bitmap());
            b.refused(Problem.NOT_FOUND, n -> new Frame.AskBlob(n, blob, 100_000));
            a.refused(Problem.MALFORMED, n -> new Frame.AskBlob(n, blob, AccountRequests.MIN_PART - 1));
            assertEquals(204, put(http, blob, write, 200_000, whole.slice(200_000, 300_000), 300_000).status());
            a.done(n -> new Frame.FinishBlob(n, blob));
            assertEquals(409, put(http, blob, write, 0, whole.slice(0, 10), 300_000).status());
            var got = get(http, blob, read, "bytes=99990-100009");
            assertEquals(206, got.status());
            assertArrayEquals(whole.slice(99_990, 100_010).shared(), got.body().shared());
            assertEquals("bytes 99990-100009/300000", got.headers().get("content-range"));
            assertEquals(404, get(http, blob, Token.random(), "bytes=0-9").status());
            assertEquals(404, get(http, BlobId.random(), read, "bytes=0-9").status());
            b.refused(Problem.NOT_FOUND, n -> new Frame.DropBlob(n, blob));
            a.done(n -> new Frame.DropBlob(n, blob));
            assertEquals(404, get(http, blob, read, "bytes=0-9").status());
        }
    }

    @Test
    void httpTakesNothingThatIsNotWrittenAsTheProtocolSays() throws IOException {
        var blob = BlobId.random();
        var write = Token.random();
        var read = Token.random();
        a.done(n -> new Frame.ReserveBlob(n, blob, 100, write.hash(), read.hash()));
        var ten = Bytes.wrap(new byte[10]);
        try (var http = RelayFixture.TRANSPORT.connectHttp(relay.endpoint(), Bytes.EMPTY)) {
            for (var range :
                    List.of(
                            "",
                            "0-9/100",
                            "bytes 0-9",
                            "bytes 0-8/100",
                            "bytes 9-0/100",
                            "bytes 0-9/101",
                            "bytes 0-9/*",
                            "bytes=0-9/100",
                            "bytes -1-8/100",
                            "bytes 99999999999999999999-1/100")) {
                assertEquals(400, put(http, blob, write, range, ten).status(), range);
            }
            assertEquals(416, put(http, blob, write, "bytes 95-104/100", ten).status());
            assertEquals(404, put(http, blob, read, "bytes 0-9/100", ten).status(), "a read token does not write");
            assertEquals(404, put(http, blob, Token.random(), "bytes 0-9/100", ten).status());
            for (var range : List.of("", "bytes=0-", "bytes=-5", "bytes=5-4", "bytes=0-1,3-4", "bytes=a-b")) {
                var status = get(http, blob, read, range).status();
                assertEquals(range.equals("bytes=5-4") ? 416 : 400, status, range);
            }
            assertEquals(416, get(http, blob, read, "bytes=0-100").status());
            assertEquals(416, get(http, blob, read, "bytes=0-9").status(), "nothing has been uploaded");
            for (var header :
                    List.of(
                            "",
                            "Bearer",
                            "Bearer x",
                            "bearer " + read.text(),
                            read.text(),
                            "Bearer " + read.text() + "=")) {
                var headers = header.isEmpty() ? Map.<String, String>of() : Map.of("authorization", header);
                assertEquals(
                        401, http.exchange(new HttpCall("GET", "/blob/" + blob.hex(), headers, Bytes.EMPTY)).status());
            }
            for (var path :
                    List.of(
                            "/",
                            "/blob",
                            "/blob/",
                            "/blob/" + blob.hex() + "/",
                            "/blob/" + blob.hex() + "0",
                            "/blob/%2e%2e/relay.key",
                            "/blob/" + blob.hex().toUpperCase(java.util.Locale.ROOT).replaceAll("[0-9]", "A"),
                            "/health/",
                            "/health/..")) {
                var reply = http.exchange(new HttpCall("GET", path, Map.of(), Bytes.EMPTY));
                assertEquals(404, reply.status(), path);
                var text = new String(reply.body().shared(), StandardCharsets.US_ASCII);
                assertEquals("There is nothing here.", text);
            }
            assertEquals(405, http.exchange(new HttpCall("POST", "/blob/" + blob.hex(), Map.of(), ten)).status());
            assertEquals(405, http.exchange(new HttpCall("DELETE", "/health", Map.of(), Bytes.EMPTY)).status());
            var health = http.exchange(new HttpCall("GET", "/health", Map.of(), Bytes.EMPTY));
            assertEquals(200, health.status());
            assertEquals("ok", new String(health.body().shared(), StandardCharsets.US_ASCII));
        }
    }

    private static HttpReply put(HttpConnection http, BlobId blob, Token token, long first, Bytes bytes, long size)
            throws IOException {
        return put(http, blob, token, "bytes " + first + "-" + (first + bytes.length() - 1) + "/" + size, bytes);
    }

    private static HttpReply put(HttpConnection http, BlobId blob, Token token, String range, Bytes bytes)
            throws IOException {
        var headers = Map.of("authorization", "Bearer " + token.text(), "content-range", range);
        return http.exchange(new HttpCall("PUT", "/blob/" + blob.hex(), headers, bytes));
    }

    private static HttpReply get(HttpConnection http, BlobId blob, Token token, String range) throws IOException {
        var headers = Map.of("authorization", "Bearer " + token.text(), "range", range);
        return http.exchange(new HttpCall("GET", "/blob/" + blob.hex(), headers, Bytes.EMPTY));
    }
}
