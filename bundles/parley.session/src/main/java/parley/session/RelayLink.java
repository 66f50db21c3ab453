package parley.session;

import static parley.client.api.CommandException.Code.NOT_REACHABLE;
import static parley.client.api.CommandException.Code.REFUSED;
import static parley.client.api.CommandException.Code.TOO_LARGE;
import static parley.client.api.CommandException.Code.USAGE;
import static parley.client.api.CommandException.Code.WRONG_KEY;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.protocol.Address;
import parley.protocol.DeviceList;
import parley.protocol.RelayAddress;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.text.Inert;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.transport.api.Endpoint;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One link to a relay that has proved its key. Blocks, where it says so; answers are given on the event loop, so that
 * nobody who asks waits for anybody who listens.
 */
final class RelayLink implements LinkListener {

    /** Takes what no request asked for. Called in order, on an event loop that must not be kept waiting. */
    interface Sink {
        void take(RelayLink link, Frame frame, int bytes);
    }

    private static final System.Logger log = System.getLogger(RelayLink.class.getName());
    private static final SecureRandom random = new SecureRandom();

    private final RelayAddress relay;
    private final Sink sink;
    private final CompletableFuture<Frame.RelayHello> hello = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    /** Guards the five below; held for moments only, also by the event loop. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition writable = lock.newCondition();
    private final Map<Long, CompletableFuture<Frame.Answer>> pending = new HashMap<>();
    private long lastRequest;

    /** Who waits for the transport to connect, and whether that was called off by an interrupt. */
    private @Nullable Thread connecting;

    private boolean calledOff;

    private volatile boolean signedIn;
    private volatile @Nullable String goodbye;

    /** Set once the transport has connected; no frame is sent before, but one may come. */
    private volatile @Nullable Link link;

    private Session.@Nullable Up up;

    /** What the relay says it can. */
    private Set<String> capabilities = Set.of();

    private RelayLink(RelayAddress relay, Sink sink) {
        this.relay = relay;
        this.sink = sink;
    }

    /**
     * Connects and has the relay prove its key. Blocks.
     *
     * @param begun is given the link before anybody is connected to, to {@link #close} it before it is there
     * @throws CommandException NOT_REACHABLE; WRONG_KEY if another relay answers, or somebody stands in between;
     *     REFUSED or USAGE if the address is none to connect to
     */
    static RelayLink open(
            Transport transport,
            RelayAddress relay,
            Identities identities,
            Timing timing,
            Sink sink,
            Consumer<RelayLink> begun)
            throws CommandException {
        var endpoint = endpoint(relay);
        var opening = new RelayLink(relay, sink);
        begun.accept(opening);
        opening.connect(transport, endpoint);
        try {
            opening.prove(identities, timing.handshake());
            return opening;
        } catch (CommandException e) {
            opening.close("the hello did not hold");
            throw e;
        }
    }

    private void connect(Transport transport, Endpoint endpoint) throws CommandException {
        lock.lock();
        try {
            if (closed.isDone()) throw notReachable(relay, closed.join(), null);
            connecting = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        @Nullable Link made = null;
        try {
            made = transport.connect(endpoint, this);
        } catch (IOException e) {
            throw notConnected(e);
        } finally {
            lock.lock();
            try {
                link = made; // whoever closes this from now on closes that
                connecting = null;
                if (calledOff) Thread.interrupted(); // it has done its work, and is nobody else's
            } finally {
                lock.unlock();
            }
        }
    }

    /** Without TLS only on this machine: anybody on the way could read who talks when, and sign in as somebody else. */
    private static Endpoint endpoint(RelayAddress relay) throws CommandException {
        try {
            var endpoint = Endpoint.of(relay.url());
            if (!endpoint.tls() && !InetAddress.getByName(endpoint.host()).isLoopbackAddress()) {
                throw new CommandException(
                        REFUSED,
                        "the relay "
                                + relay.url()
                                + " is not on this machine and speaks no TLS; ask its operator for an"
                                + " address that begins with wss://");
            }
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw new CommandException(USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw notReachable(relay, "its name is not known", e);
        }
    }

    private void prove(Identities identities, Duration timeout) throws CommandException {
        var nonce = new byte[Frame.NONCE];
        random.nextBytes(nonce);
        link().setMaxFrame(Frame.MAX_FRAME_BEFORE_SIGN_IN);
        link().send(FrameCodec.encode(new Frame.ClientHello(List.of(), Bytes.wrap(nonce))));
        var answer = await(hello, timeout.toNanos());
        capabilities = Set.copyOf(answer.capabilities());
        if (!RelayAddress.fingerprint(answer.key()).equals(relay.fingerprint())) {
            throw wrongKey(
                    "has another key than the one you trust; if it was set up anew, ask for a new invite, else"
                            + " somebody answers in its place");
        }
        var seen = link().certificateHash();
        if (!answer.certificateHash().isEmpty() && !answer.certificateHash().equals(seen)) {
            throw wrongKey("is reached through somebody who decrypts in between; use another network");
        }
        if (answer.certificateHash().isEmpty() && !seen.isEmpty() && !link().isCertificateValid()) {
            throw wrongKey(
                    "says that it stands behind a proxy, but the certificate there is not valid for its name; ask its"
                            + " operator, or use another network");
        }
        // What the relay states, for it signs and checks with that: empty behind a proxy, whose certificate it does not
        // see.
        var transcript = new Transcript(Bytes.wrap(nonce), answer.nonce(), answer.key(), answer.certificateHash());
        var said = transcript.hello(answer.name(), answer.openRegistration());
        try {
            if (!identities.verify(answer.key().bytes(), said, answer.signature())) {
                throw wrongKey(
                        "has not proved its key; somebody may answer in its place: try again, or use another network");
            }
        } catch (SuiteMissingException e) {
            throw suiteMissing(e);
        }
        try {
            var name = new Address("x", answer.name()).relay();
            up = new Session.Up(relay.url(), answer.key(), name, seen, transcript);
        } catch (IllegalArgumentException e) {
            throw notReachable(relay, "it gives itself a name that is none", e);
        }
    }

    /** Signs in; returns the account's name. Blocks. @throws CommandException REFUSED, NOT_REACHABLE */
    String signIn(Identities identities, Bytes identity, Timing timing) throws CommandException {
        var view = identities.view(identity);
        var signature = signed(identities, identity, up().transcript().signIn());
        var answer =
                ask(n -> new Frame.SignIn(n, view.account(), view.device(), signature), timing.handshake().toNanos());
        return signedIn(answer)
                .orElseThrow(() -> notReachable(relay, "it answered a sign-in with something else", null));
    }

    /** Whether the relay names {@code capability} in its hello. */
    boolean offers(String capability) {
        return capabilities.contains(capability);
    }

    /** What the relay says to a device that is to take the place of those the account has. */
    sealed interface Recovered {

        /** It has, and is signed in. */
        record In(String name) implements Recovered {}

        /** The list there is not older than this device's. */
        record Newer(DeviceList devices) implements Recovered {}
    }

    /**
     * Puts this device in the place of those the account has, and signs it in.
     *
     * @throws CommandException REFUSED (also by a relay that knows nothing of it), NOT_REACHABLE
     */
    Recovered recover(Identities identities, Bytes identity, Timing timing) throws CommandException {
        if (!offers(Frame.RECOVER)) {
            throw new CommandException(
                    REFUSED,
                    "the relay "
                            + relay.url()
                            + " is too old to take a device that was restored from a backup; ask its operator to update"
                            + " it. Everything that was restored can be read meanwhile");
        }
        var devices = identities.view(identity).devices();
        var signature = signed(identities, identity, up().transcript().recover());
        var answer = ask(n -> new Frame.Recover(n, devices, signature), timing.handshake().toNanos());
        if (answer instanceof Frame.Person person) return new Recovered.Newer(person.devices());
        return new Recovered.In(
                signedIn(answer)
                        .orElseThrow(() -> notReachable(relay, "it answered a recovery with something else", null)));
    }

    /** Signs up, and so in; returns the account's name. Blocks. */
    String signUp(Identities identities, Bytes identity, String name, Optional<Token> invite, Timing timing)
            throws CommandException {
        var devices = identities.view(identity).devices();
        var signature = signed(identities, identity, up().transcript().signUp(name));
        var answer = ask(n -> new Frame.SignUp(n, invite, name, devices, signature), timing.handshake().toNanos());
        var in = signedIn(answer);
        return in.isPresent() ? in.get() : signIn(identities, identity, timing);
    }

    private Optional<String> signedIn(Frame.Answer answer) throws CommandException {
        return switch (answer) {
            case Frame.SignedIn(var number, var name) -> {
                link().setMaxFrame(Frame.MAX_FRAME);
                signedIn = true;
                yield Optional.of(name);
            }
            case Frame.Refused refused -> throw refused(refused);
            default -> Optional.empty();
        };
    }

    /** Whoever is not let in is refused, whatever it was that was not found; what may pass is to be tried again. */
    private static CommandException refused(Frame.Refused refused) {
        var code =
                switch (refused.problem()) {
                    case LEAVING, TOO_MUCH, NO_SPACE -> NOT_REACHABLE;
                    default -> REFUSED;
                };
        return new CommandException(code, refused.text());
    }

    private static Bytes signed(Identities identities, Bytes identity, Bytes message) throws CommandException {
        try {
            return identities.signAsDevice(identity, message);
        } catch (SuiteMissingException e) {
            throw suiteMissing(e);
        }
    }

    Session.Up up() {
        var known = up;
        if (known == null) throw new IllegalStateException("the relay has not proved its key");
        return known;
    }

    private Link link() {
        var known = link;
        if (known == null) throw new IllegalStateException("not connected");
        return known;
    }

    /** Asks and waits for the answer. Blocks, at most {@code nanos}. */
    Frame.Answer ask(LongFunction<? extends Frame.Request> request, long nanos) throws CommandException {
        var start = System.nanoTime();
        var answer = new CompletableFuture<Frame.Answer>();
        var number = begin(answer);
        try {
            var frame = request.apply(number);
            if (frame.request() != number) throw new IllegalArgumentException("the request has another number");
            var bytes = FrameCodec.encode(frame);
            if (bytes.length() > Frame.MAX_FRAME) {
                throw new CommandException(
                        TOO_LARGE, "this is larger than a relay takes at once; do it in smaller parts");
            }
            if (sendWithin(bytes, nanos)) return await(answer, nanos - (System.nanoTime() - start));
            throw notReachable(relay, closed.getNow("it takes nothing more"), null);
        } finally {
            end(number);
        }
    }

    private long begin(CompletableFuture<Frame.Answer> answer) throws CommandException {
        lock.lock();
        try {
            if (closed.isDone()) throw notReachable(relay, closed.join(), null);
            do {
                lastRequest = lastRequest + 1 & 0xFFFF_FFFFL;
            } while (pending.containsKey(lastRequest));
            pending.put(lastRequest, answer);
            return lastRequest;
        } finally {
            lock.unlock();
        }
    }

    private void end(long number) {
        lock.lock();
        try {
            pending.remove(number);
        } finally {
            lock.unlock();
        }
    }

    private <T> T await(CompletableFuture<T> future, long nanos) throws CommandException {
        try {
            return future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw notReachable(relay, "it does not answer", e);
        } catch (ExecutionException e) {
            throw notReachable(relay, closed.getNow("the connection failed"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReachable(relay, "Parley is being closed", e);
        }
    }

    /** Sends a frame that nobody answers; false if the link is down. Blocks while the link is full. */
    boolean send(Frame frame) {
        var bytes = FrameCodec.encode(frame);
        if (bytes.length() > Frame.MAX_FRAME)
            throw new IllegalArgumentException("frame of " + bytes.length() + " bytes");
        return sendWithin(bytes, Long.MAX_VALUE);
    }

    private boolean sendWithin(Bytes bytes, long nanos) {
        var link = link();
        lock.lock();
        try {
            var left = nanos;
            while (!link.isWritable() && !closed.isDone()) {
                if (left <= 0) return false;
                left = writable.awaitNanos(left);
            }
            if (closed.isDone()) return false;
            link.send(bytes);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void setReading(boolean reading) {
        link().setReading(reading);
    }

    @Override
    public void received(Bytes bytes) {
        if (closed.isDone()) return; // what was still on its way when we hung up
        Frame frame;
        try {
            frame = inert(FrameCodec.decode(bytes));
        } catch (UnknownFrameException e) { // from a newer relay, which does without an answer
            log.log(System.Logger.Level.DEBUG, "Ignored from {0}: {1}", relay.url(), e.getMessage());
            return;
        } catch (MalformedException e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "The relay {0} sent what is no frame: {1}",
                    relay.url(),
                    e.getMessage());
            close("a malformed frame came");
            return;
        }
        switch (frame) {
            case Frame.RelayHello said when !hello.isDone() -> hello.complete(said);
            case Frame.Answer answer -> {
                if (answer instanceof Frame.Following && signedIn) sink.take(this, frame, bytes.length());
                answered(answer);
            }
            case Frame.Goodbye(var problem, var text) -> {
                // It goes on after this one: only a frame was not known to it.
                if (problem == Problem.UNKNOWN_TYPE && signedIn) log.log(System.Logger.Level.WARNING, text);
                else if (hello.isDone()) goodbye = text; // before it, anybody may have said it
            }
            case Frame.Items _, Frame.Accepted _, Frame.AppendRefused _, Frame.Signal _ when signedIn ->
                    sink.take(this, frame, bytes.length());
            default -> {
                log.log(System.Logger.Level.WARNING, "The relay {0} sent a frame out of place", relay.url());
                close("a frame came out of place");
            }
        }
    }

    /** What a relay says to people is read and does nothing else, wherever it is shown. */
    private static Frame inert(Frame frame) {
        return switch (frame) {
            case Frame.Refused(var request, var problem, var text) ->
                    new Frame.Refused(request, problem, Inert.plain(text));
            case Frame.AppendRefused(var log, var follower, var number, var problem, var expected, var text) ->
                    new Frame.AppendRefused(log, follower, number, problem, expected, Inert.plain(text));
            case Frame.Goodbye(var problem, var text) -> new Frame.Goodbye(problem, Inert.plain(text));
            default -> frame;
        };
    }

    private void answered(Frame.Answer answer) {
        CompletableFuture<Frame.Answer> waiting;
        lock.lock();
        try {
            waiting = pending.remove(answer.request());
        } finally {
            lock.unlock();
        }
        if (waiting != null) waiting.complete(answer); // else whoever asked has given up
    }

    @Override
    public void writable() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(String reason) {
        var said = goodbye;
        var why = said != null ? said : reason.isEmpty() ? "it closed the connection" : reason;
        List<CompletableFuture<Frame.Answer>> unanswered;
        lock.lock();
        try {
            if (!closed.complete(why)) return;
            unanswered = List.copyOf(pending.values());
            pending.clear();
            writable.signalAll();
        } finally {
            lock.unlock();
        }
        var down = new IOException(why);
        hello.completeExceptionally(down);
        unanswered.forEach(waiting -> waiting.completeExceptionally(down));
    }

    /** Closes the link, also one that is only being made; whoever waits for an answer hears it. Returns at once. */
    void close(String reason) {
        @Nullable Link open;
        lock.lock();
        try {
            open = link;
            calledOff = connecting != null;
            if (connecting != null) connecting.interrupt();
        } finally {
            lock.unlock();
        }
        if (open != null) open.close(reason);
        closed(reason);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Waits until the link is down; the reason, as a sentence. Blocks. */
    String awaitClosed() throws InterruptedException {
        try {
            return closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reason is no failure", e);
        }
    }

    private CommandException wrongKey(String why) {
        return new CommandException(WRONG_KEY, "the relay at " + relay.url() + " " + why);
    }

    /** {@code why} may be what the other side says. */
    static CommandException notReachable(RelayAddress relay, @Nullable String why, @Nullable Exception cause) {
        var text =
                "the relay "
                        + relay.url()
                        + " is not reachable"
                        + (why == null ? "" : " (" + why + ")")
                        + "; check the network, or try again later";
        return cause == null
                ? new CommandException(NOT_REACHABLE, text)
                : new CommandException(NOT_REACHABLE, text, cause);
    }

    /** What a transport says of connecting is its own, with the address and a next step in it. */
    private static CommandException notConnected(IOException e) {
        return new CommandException(NOT_REACHABLE, "the relay is not reachable: " + e.getMessage(), e);
    }

    static CommandException suiteMissing(SuiteMissingException e) {
        return new CommandException(
                REFUSED, "no cipher bundle that can sign is present; install or start one, then try again", e);
    }
}
