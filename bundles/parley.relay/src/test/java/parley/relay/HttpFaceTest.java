package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.BlobStore;
import parley.relay.api.StoreException;
import parley.transport.api.HttpCall;

import java.util.Map;
import java.util.Optional;

/** Whose bodies the relay takes. */
class HttpFaceTest {

    private static final BlobId BLOB = BlobId.random();
    private static final Token TOKEN = Token.random();
    private static final String PATH = "/blob/" + BLOB.hex();

    /** Knows one blob; nothing of it is written or read. */
    private static final class OneBlob implements BlobStore {

        private boolean broken;

        @Override
        public Optional<Long> size(BlobId blob, Hash token) throws StoreException {
            if (broken) throw new StoreException(StoreException.Kind.FAILED, "The disk fails, on purpose.");
            return blob.equals(BLOB) && token.equals(TOKEN.hash()) ? Optional.of(10L) : Optional.empty();
        }

        @Override
        public Optional<Problem> reserve(BlobId blob, AccountKey owner, long size, Hash write, Hash read) {
            throw new AssertionError();
        }

        @Override
        public Optional<Problem> write(BlobId blob, Hash token, long offset, Bytes bytes) {
            throw new AssertionError();
        }

        @Override
        public Optional<Bytes> read(BlobId blob, Hash token, long offset, int length) {
            throw new AssertionError();
        }

        @Override
        public Optional<Bytes> parts(BlobId blob, AccountKey owner, int partSize) {
            throw new AssertionError();
        }

        @Override
        public Optional<Problem> finish(BlobId blob, AccountKey owner) {
            throw new AssertionError();
        }

        @Override
        public Optional<Problem> drop(BlobId blob, AccountKey owner) {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }

    private final OneBlob blobs = new OneBlob();
    private final HttpFace face = new HttpFace(blobs);

    private static HttpCall head(String method, String path, String authorization) {
        return new HttpCall(method, path, Map.of("host", "x", "authorization", authorization), Bytes.EMPTY);
    }

    private static String bearer(Token token) {
        return "Bearer " + token.text();
    }

    @Test
    void takesTheBodyOfAnUploadThatTheTokenFits() throws Exception {
        assertTrue(face.refusal(head("PUT", PATH, bearer(TOKEN))).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"PUT,/x,404", "PUT,/,404", "PUT,/health,404", "POST,BLOB,400", "GET,BLOB,400", "GET,/health,404"})
    void takesNoOther(String method, String path, int status) {
        var head = head(method, path.equals("BLOB") ? PATH : path, bearer(TOKEN));
        assertEquals(status, face.refusal(head).orElseThrow().status());
    }

    @Test
    void takesNothingFromStrangers() {
        for (var none : new String[] {"", "Bearer", "Bearer x", "Basic " + TOKEN.text(), bearer(TOKEN) + "A"}) {
            var reply = face.refusal(head("PUT", PATH, none)).orElseThrow();
            assertEquals(401, reply.status(), none);
            assertEquals("Bearer", reply.headers().get("www-authenticate"));
        }
        var guessed = face.refusal(head("PUT", PATH, bearer(Token.random()))).orElseThrow();
        var elsewhere = face.refusal(head("PUT", "/blob/" + BlobId.random().hex(), bearer(TOKEN))).orElseThrow();
        assertEquals(404, guessed.status());
        assertEquals(guessed, elsewhere);
    }

    @Test
    void aStoreThatFailsTakesNothing() {
        blobs.broken = true;
        assertEquals(500, face.refusal(head("PUT", PATH, bearer(TOKEN))).orElseThrow().status());
    }
}
