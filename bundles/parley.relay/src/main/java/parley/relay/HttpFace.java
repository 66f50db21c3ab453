package parley.relay;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.BlobStore;
import parley.relay.api.StoreException;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the relay answers over HTTP: segments of blobs, and whether it lives. A call is taken exactly as
 * docs/protocol.md (Blobs) writes it or refused; nothing of it is repeated in an answer. Blocks; call it from a virtual
 * thread.
 */
final class HttpFace {

    private static final System.Logger log = System.getLogger(HttpFace.class.getName());

    private static final Pattern BLOB = Pattern.compile("/blob/([0-9a-f]{32})");
    private static final Pattern TOKEN = Pattern.compile("Bearer ([A-Za-z0-9_-]{43})");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

    private final BlobStore blobs;

    HttpFace(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** Why the body of a call is not taken, if not: only of an upload to a blob that the token fits. */
    Optional<HttpReply> refusal(HttpCall head) {
        var blob = BLOB.matcher(head.path());
        if (!blob.matches()) return Optional.of(text(404, "There is nothing here that takes a body."));
        if (!head.method().equals("PUT")) return Optional.of(text(400, "Only PUT takes a body here."));
        var token = token(head);
        if (token.isEmpty()) return Optional.of(unauthorized());
        try {
            var size = blobs.size(new BlobId(Bytes.ofHex(blob.group(1))), token.get());
            return size.isEmpty() ? Optional.of(notFound()) : Optional.empty();
        } catch (StoreException e) {
            return Optional.of(failed(e));
        }
    }

    HttpReply answer(HttpCall call) {
        if (call.path().equals("/health")) {
            return call.method().equals("GET") ? text(200, "ok") : notAllowed("GET");
        }
        var blob = BLOB.matcher(call.path());
        if (!blob.matches()) return text(404, "There is nothing here.");
        var put = call.method().equals("PUT");
        if (!put && !call.method().equals("GET")) return notAllowed("GET, PUT");
        var token = token(call);
        if (token.isEmpty()) return unauthorized();
        var id = new BlobId(Bytes.ofHex(blob.group(1)));
        try {
            var size = blobs.size(id, token.get());
            if (size.isEmpty()) return notFound();
            return put ? put(id, token.get(), size.get(), call) : get(id, token.get(), size.get(), call);
        } catch (StoreException e) {
            return failed(e);
        }
    }

    private HttpReply put(BlobId id, Hash token, long size, HttpCall call) throws StoreException {
        var range = CONTENT_RANGE.matcher(call.header("content-range").orElse(""));
        if (!range.matches()) return text(400, "Say where the bytes belong: content-range: bytes FIRST-LAST/SIZE.");
        var first = Long.parseLong(range.group(1));
        var last = Long.parseLong(range.group(2));
        if (last < first || last - first + 1 != call.body().length() || Long.parseLong(range.group(3)) != size) {
            return text(400, "The content-range does not fit the body or the blob's size.");
        }
        if (last >= size || call.body().length() > BlobStore.MAX_RANGE) return outside(size);
        var problem = blobs.write(id, token, first, call.body());
        if (problem.isEmpty()) return new HttpReply(204, Map.of("cache-control", "no-store"), Bytes.EMPTY);
        return switch (problem.get()) {
            case NOT_FOUND -> notFound();
            case MALFORMED -> outside(size);
            case NO_SPACE -> text(507, Sentences.STORE_FAILS);
            case TOO_MUCH -> text(429, Sentences.of(Problem.TOO_MUCH));
            default -> text(409, "The blob is finished and does not change any more.");
        };
    }

    private HttpReply get(BlobId id, Hash token, long size, HttpCall call) throws StoreException {
        var range = RANGE.matcher(call.header("range").orElse(""));
        if (!range.matches()) return text(400, "Say which bytes: range: bytes=FIRST-LAST.");
        var first = Long.parseLong(range.group(1));
        var last = Long.parseLong(range.group(2));
        if (last < first || last >= size || last - first + 1 > BlobStore.MAX_RANGE) return outside(size);
        var bytes = blobs.read(id, token, first, (int) (last - first + 1));
        if (bytes.isEmpty()) return outside(size); // the token fits: what is missing has not been uploaded yet
        var headers =
                Map.of(
                        "content-type", "application/octet-stream",
                        "content-range", String.format(Locale.ROOT, "bytes %d-%d/%d", first, last, size),
                        "cache-control", "no-store",
                        "x-content-type-options", "nosniff");
        return new HttpReply(206, headers, bytes.get());
    }

    private static Optional<Hash> token(HttpCall call) {
        var header = TOKEN.matcher(call.header("authorization").orElse(""));
        if (!header.matches()) return Optional.empty();
        try {
            return Optional.of(Token.parse(header.group(1)).hash());
        } catch (IllegalArgumentException e) { // bits beyond the 32 bytes
            return Optional.empty();
        }
    }

    private static final String TEXT = "text/plain; charset=utf-8";

    /** No such blob and a token that does not fit look alike. */
    private static HttpReply notFound() {
        return text(404, "There is no such blob here for this token: it may be too old.");
    }

    private static HttpReply unauthorized() {
        var headers = Map.of("www-authenticate", "Bearer", "content-type", TEXT, "cache-control", "no-store");
        return new HttpReply(401, headers, ascii("Show the blob's token: authorization: Bearer TOKEN."));
    }

    private static HttpReply failed(StoreException e) {
        log.log(System.Logger.Level.ERROR, "A blob failed at the store", e);
        return text(e.kind() == StoreException.Kind.DISK_FULL ? 507 : 500, Sentences.STORE_FAILS);
    }

    private static HttpReply outside(long size) {
        var headers = Map.of("content-range", "bytes */" + size, "content-type", TEXT, "cache-control", "no-store");
        return new HttpReply(
                416,
                headers,
                ascii(
                        "The range is not within the blob, not all here yet, or longer than a segment of 1 MiB and its"
                                + " tag."));
    }

    private static HttpReply notAllowed(String methods) {
        var headers = Map.of("allow", methods, "content-type", TEXT, "cache-control", "no-store");
        return new HttpReply(405, headers, ascii("Use " + methods + " here."));
    }

    private static HttpReply text(int status, String sentence) {
        var headers = Map.of("content-type", TEXT, "cache-control", "no-store", "x-content-type-options", "nosniff");
        return new HttpReply(status, headers, ascii(sentence));
    }

    private static Bytes ascii(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
