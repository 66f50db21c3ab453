package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A relay's blobs in memory, and the HTTP by which they are written and read. */
final class Blobs implements Transport {

    private static final Pattern WRITTEN = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final Pattern READ = Pattern.compile("bytes=(\\d+)-(\\d+)");

    record Blob(byte[] bytes, Hash write, Hash read) {}

    final Map<String, Blob> blobs = new ConcurrentHashMap<>();

    final List<HttpCall> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger closed = new AtomicInteger();

    long calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).count();
    }

    /** Answers in place of the relay; null leaves it to the relay. */
    volatile Function<HttpCall, @Nullable HttpReply> script = call -> null;

    void reserve(BlobId id, long size, Hash write, Hash read) {
        blobs.putIfAbsent("/blob/" + id.hex(), new Blob(new byte[(int) size], write, read));
    }

    void drop(BlobId id) {
        blobs.remove("/blob/" + id.hex());
    }

    @Override
    public HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) {
        return new HttpConnection() {

            private volatile boolean isClosed;

            @Override
            public HttpReply exchange(HttpCall call) throws IOException {
                if (isClosed) throw new IOException("closed");
                calls.add(call);
                var scripted = script.apply(call);
                if (isClosed) throw new IOException("closed");
                return scripted != null ? scripted : answer(call);
            }

            @Override
            public void close() {
                if (!isClosed) closed.incrementAndGet();
                isClosed = true;
            }
        };
    }

    private HttpReply answer(HttpCall call) {
        var blob = blobs.get(call.path());
        var token = Token.parse(call.header("authorization").orElseThrow().substring("Bearer ".length())).hash();
        var writes = call.method().equals("PUT");
        if (blob == null || !token.equals(writes ? blob.write : blob.read)) return HttpReply.of(404);
        var range =
                writes
                        ? WRITTEN.matcher(call.header("content-range").orElseThrow())
                        : READ.matcher(call.header("range").orElseThrow());
        if (!range.matches()) return HttpReply.of(400);
        var first = Integer.parseInt(range.group(1));
        var last = Integer.parseInt(range.group(2));
        if (last - first >= 1 << 20 || last >= blob.bytes.length) return HttpReply.of(416);
        if (!writes) {
            return new HttpReply(206, Map.of(), Bytes.wrap(java.util.Arrays.copyOfRange(blob.bytes, first, last + 1)));
        }
        System.arraycopy(call.body().shared(), 0, blob.bytes, first, last - first + 1);
        return HttpReply.of(204);
    }

    @Override
    public Link connect(Endpoint endpoint, LinkListener listener) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Listener listen(ListenOptions options, Acceptor acceptor) {
        throw new AssertionError("not asked for");
    }
}
