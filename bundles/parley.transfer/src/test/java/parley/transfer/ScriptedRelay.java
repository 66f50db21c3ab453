package parley.transfer;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.session.Session;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
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
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;

/** A relay's blobs in memory, the session with it and the transport to it; does as it is told. */
final class ScriptedRelay implements Session, Transport {

    /** Answers an exchange in place of the relay; null leaves it to the relay. */
    interface Script {
        @Nullable HttpReply answer(HttpCall call) throws IOException;
    }

    static final String NAME = "relay.example";

    static final Session.Up LINK =
            new Session.Up(
                    URI.create("ws://127.0.0.1:7463"),
                    new RelayKey(Token.random().bytes()),
                    NAME,
                    Bytes.EMPTY,
                    new Transcript(
                            Token.random().bytes(),
                            Token.random().bytes(),
                            new RelayKey(Token.random().bytes()),
                            Bytes.EMPTY));

    final class Blob {
        final byte[] bytes;
        final BitSet here = new BitSet();
        final Hash write;
        final Hash read;
        boolean finished;

        Blob(int size, Hash write, Hash read) {
            bytes = new byte[size];
            this.write = write;
            this.read = read;
        }
    }

    volatile boolean isUp = true;
    volatile Runnable connecting = () -> {};
    volatile Script script = _ -> null;
    volatile Function<Frame, Frame.@Nullable Answer> answers = _ -> null;
    final Map<BlobId, Blob> blobs = new ConcurrentHashMap<>();
    final List<HttpCall> calls = new CopyOnWriteArrayList<>();
    final List<Frame> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    long calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).count();
    }

    <T extends Frame> List<T> asked(Class<T> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    // ---- Session ----

    @Override
    public Optional<Up> up() {
        return isUp ? Optional.of(LINK) : Optional.empty();
    }

    @Override
    public boolean offers(String capability) {
        return false;
    }

    @Override
    public Frame.Answer ask(LongFunction<? extends Frame.Request> request) throws CommandException {
        if (!isUp) throw new CommandException(Code.NOT_REACHABLE, "no link");
        var frame = request.apply(1);
        asked.add(frame);
        var scripted = answers.apply(frame);
        if (scripted != null) return scripted;
        return switch (frame) {
            case Frame.ReserveBlob reserve -> {
                blobs.computeIfAbsent(
                        reserve.blob(), _ -> new Blob((int) reserve.size(), reserve.write(), reserve.read()));
                yield new Frame.Done(1);
            }
            case Frame.AskBlob ask -> parts(ask);
            case Frame.FinishBlob finish -> {
                var blob = blobs.get(finish.blob());
                if (blob == null || blob.here.cardinality() < blob.bytes.length) {
                    yield new Frame.Refused(1, Problem.MALFORMED, "It is not all here.");
                }
                blob.finished = true;
                yield new Frame.Done(1);
            }
            case Frame.DropBlob drop -> {
                blobs.remove(drop.blob());
                yield new Frame.Done(1);
            }
            default -> throw new AssertionError(frame);
        };
    }

    private Frame.Answer parts(Frame.AskBlob ask) {
        var blob = blobs.get(ask.blob());
        if (blob == null) return new Frame.Refused(1, Problem.NOT_FOUND, "There is no such blob.");
        var parts = new BitSet();
        synchronized (blob) {
            var size = (int) ask.partSize();
            for (int at = 0, part = 0; at < blob.bytes.length; at += size, part++) {
                if (blob.here.nextClearBit(at) >= Math.min(blob.bytes.length, at + size)) parts.set(part);
            }
        }
        return new Frame.BlobParts(1, Bytes.wrap(parts.toByteArray()));
    }

    @Override
    public Frame.Answer ask(Up link, LongFunction<? extends Frame.Request> request) throws CommandException {
        return ask(request);
    }

    @Override
    public boolean send(Up link, Frame frame) {
        throw new UnsupportedOperationException();
    }

    // ---- Transport ----

    @Override
    public HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) {
        opened.incrementAndGet();
        connecting.run();
        return new HttpConnection() {

            private volatile boolean isClosed;

            @Override
            public HttpReply exchange(HttpCall call) throws IOException {
                if (isClosed) throw new IOException("closed");
                calls.add(call);
                var scripted = script.answer(call);
                if (isClosed) throw new IOException("closed");
                return scripted != null ? scripted : serve(call);
            }

            @Override
            public void close() {
                if (!isClosed) closed.incrementAndGet();
                isClosed = true;
            }
        };
    }

    HttpReply serve(HttpCall call) {
        var blob = blobs.get(new BlobId(Bytes.ofHex(call.path().substring("/blob/".length()))));
        if (blob == null) return HttpReply.of(404);
        var token = Token.parse(call.header("authorization").orElseThrow().substring("Bearer ".length())).hash();
        var words = call.header(call.method().equals("PUT") ? "content-range" : "range").orElseThrow().split("[ =/-]");
        var first = Integer.parseInt(words[1]);
        var last = Integer.parseInt(words[2]);
        synchronized (blob) {
            if (call.method().equals("GET")) {
                if (!token.equals(blob.read)) return HttpReply.of(404);
                if (last >= blob.bytes.length || blob.here.nextClearBit(first) <= last) return HttpReply.of(416);
                return new HttpReply(206, Map.of(), Bytes.wrap(blob.bytes).slice(first, last + 1));
            }
            if (!token.equals(blob.write)) return HttpReply.of(404);
            if (Integer.parseInt(words[3]) != blob.bytes.length || call.body().length() != last + 1 - first)
                return HttpReply.of(400);
            if (blob.finished) return HttpReply.of(409);
            System.arraycopy(call.body().toArray(), 0, blob.bytes, first, last + 1 - first);
            blob.here.set(first, last + 1);
            return HttpReply.of(204);
        }
    }

    @Override
    public Link connect(Endpoint endpoint, LinkListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listener listen(ListenOptions options, Acceptor acceptor) {
        throw new UnsupportedOperationException();
    }
}
