package parley.transfer;

import parley.client.api.session.Session;
import parley.protocol.BlobId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;
import parley.transport.api.Transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes and reads ranges of one blob over HTTP (docs/protocol.md, Blobs), as long as the link it was made for is up;
 * keeps connections to use again. Thread-safe.
 */
final class Blobs implements AutoCloseable {

    /** The relay does not have what was asked for, or does not let us: no use in trying the same again. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status) {
            super("the relay answered " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static final int ATTEMPTS = 4;
    private static final long PAUSE_MILLIS = 100;

    private final Transport transport;
    private final Session session;
    private final Session.Up relay;
    private final String path;
    private final String authorization;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<HttpConnection> open = new HashSet<>(); // guarded by itself
    private final Deque<HttpConnection> idle = new ArrayDeque<>(); // those of them not in use; guarded by open

    Blobs(Transport transport, Session session, Session.Up relay, BlobId blob, Token token) {
        this.transport = transport;
        this.session = session;
        this.relay = relay;
        this.path = "/blob/" + blob.hex();
        this.authorization = "Bearer " + token.text();
    }

    /** Writes one range. Blocks. */
    void write(long offset, Bytes bytes, long total) throws IOException {
        var range = "bytes " + offset + "-" + (offset + bytes.length() - 1) + "/" + total;
        var reply =
                exchange(
                        new HttpCall(
                                "PUT", path, Map.of("authorization", authorization, "content-range", range), bytes));
        if (reply.status() / 100 != 2) throw refused(reply);
    }

    /** Reads one range, which is all there or refused. Blocks. */
    Bytes read(long offset, int length) throws IOException {
        var range = "bytes=" + offset + "-" + (offset + length - 1);
        var reply =
                exchange(
                        new HttpCall("GET", path, Map.of("authorization", authorization, "range", range), Bytes.EMPTY));
        if (reply.status() != 206) throw refused(reply);
        if (reply.body().length() != length) throw new IOException("the relay sent another length than asked for");
        return reply.body();
    }

    private static IOException refused(HttpReply reply) {
        return passing(reply.status())
                ? new IOException("the relay answered " + reply.status())
                : new RefusedException(reply.status());
    }

    /** Whether the same may be taken a little later. */
    private static boolean passing(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** Tries a range some times before the whole file has to begin anew: connections end, and relays are busy. */
    private HttpReply exchange(HttpCall call) throws IOException {
        for (var attempt = 1; ; attempt++) {
            try {
                var reply = once(call);
                if (!passing(reply.status()) || attempt == ATTEMPTS) return reply;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) throw e;
            }
            try {
                if (closed.await(PAUSE_MILLIS << attempt, TimeUnit.MILLISECONDS)) throw stopped();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped();
            }
        }
    }

    private HttpReply once(HttpCall call) throws IOException {
        var connection = take();
        var kept = false;
        try {
            var reply = connection.exchange(call);
            kept = giveBack(connection);
            return reply;
        } finally {
            if (!kept) {
                synchronized (open) {
                    open.remove(connection);
                }
                connection.close();
            }
        }
    }

    private HttpConnection take() throws IOException {
        requireLink();
        synchronized (open) {
            if (!idle.isEmpty()) return idle.pop();
        }
        var connection = transport.connectHttp(Endpoint.of(relay.url()), relay.certificateHash());
        var taken = false;
        try {
            synchronized (open) {
                requireLink(); // it may have gone while we connected; if it goes later, close() finds the connection
                if (closed.getCount() == 0) throw stopped();
                taken = open.add(connection);
            }
            return connection;
        } finally {
            if (!taken) connection.close();
        }
    }

    /** Whoever goes offline, or locks the profile, has nothing go to the relay. */
    private void requireLink() throws IOException {
        if (!session.up().equals(Optional.of(relay))) throw new IOException("the link is down");
    }

    private boolean giveBack(HttpConnection connection) {
        synchronized (open) {
            if (closed.getCount() == 0) return false;
            idle.push(connection);
            return true;
        }
    }

    private static IOException stopped() {
        return new InterruptedIOException("stopped");
    }

    /** Ends all exchanges, also those under way. */
    @Override
    public void close() {
        List<HttpConnection> all;
        synchronized (open) {
            closed.countDown();
            all = List.copyOf(open);
            open.clear();
            idle.clear();
        }
        all.forEach(HttpConnection::close);
    }
}
