package parley.relay;

import org.jspecify.annotations.Nullable;

import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.relay.Doorkeeper.Guest;
import parley.relay.Doorkeeper.Verdict;
import parley.relay.api.StoreException;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One link, from its first frame to its last.
 *
 * <p>Frames are handled in the order in which they come. What only hands over (an append, say) is handled on the event
 * loop; what blocks goes to a lane, and while that is busy all that follows queues behind it. Blobs have a lane of
 * their own: a file that is being synced keeps no message waiting. While the link takes no answers nothing is handled:
 * what has come waits.
 */
final class ClientLink implements LinkListener {

    private static final System.Logger log = System.getLogger(ClientLink.class.getName());

    /** A link that has taken nothing for so long is closed, whatever filled it. */
    private static final long STALLED_TOO_LONG = 60_000_000_000L;

    /** Nothing more is handled while so many bytes of answers are still on their way to the link. */
    private static final long MAX_UNDER_WAY = 256 * 1024;

    /** A follower key proved for a log on this link. */
    private record Proved(LogId log, FollowerKey follower) {}

    private final Hub hub;
    private final Link link;
    private final InetAddress address;
    private final Window window;
    private final Outlet outlet;
    private final Lane lane;
    private final Lane blobLane;
    private final Doorkeeper doorkeeper;
    private final AccountRequests accounts;
    private final LogRequests logs;
    private final Set<Proved> proved = ConcurrentHashMap.newKeySet();
    private final Map<Proved, TokenBucket> signals = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> deadline;

    private volatile @Nullable Guest guest;
    private volatile boolean closing;

    /** When {@link #tick} first found the link full; 0 while it is not. */
    private volatile long fullSince;

    // Belongs to the lane.
    private @Nullable Transcript transcript;

    // Belongs to the event loop.
    private int framesBefore;

    ClientLink(Hub hub, Link link) {
        this.hub = hub;
        this.link = link;
        this.address = link.remote().getAddress();
        this.window = new Window(link, hub.unanswered(), hub.patience().unansweredBytes());
        this.outlet = new Outlet(link, window, this::goOn);
        this.lane = new Lane(hub.threads(), this::mayHandle);
        this.blobLane = new Lane(hub.threads(), this::mayHandle);
        this.doorkeeper = new Doorkeeper(hub);
        this.accounts = new AccountRequests(hub);
        this.logs = new LogRequests(hub, this);
        this.deadline = hub.clock().schedule(this::tooLate, hub.patience().signIn().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void received(Bytes bytes) {
        if (closing) return;
        if (guest == null && ++framesBefore > hub.patience().frames()) {
            fail(Problem.NOT_SIGNED_IN, "Too many frames came before a sign-in: sign in first.");
            return;
        }
        Frame frame;
        try {
            frame = FrameCodec.decode(bytes);
        } catch (MalformedException e) {
            fail(
                    Problem.MALFORMED,
                    "A frame breaks a rule of the protocol (" + e.getMessage() + "): update the client.");
            return;
        } catch (UnknownFrameException e) {
            unknown(e.type(), bytes.length());
            return;
        }
        var weight = bytes.length();
        begin(weight);
        if (guest == null) {
            lane.run(() -> handle(frame, weight));
        } else if (AccountRequests.isBlob(frame)) {
            blobLane.run(() -> handle(frame, weight));
        } else if (LogRequests.isQuick(frame) && lane.isIdle() && mayHandle()) {
            handle(frame, weight);
        } else {
            lane.run(() -> handle(frame, weight));
        }
    }

    private void begin(int weight) {
        window.begin(weight);
        if (!link.isWritable()) window.full();
    }

    /** Whether the link takes answers; one that is closing does, so that what waits can end. */
    private boolean mayHandle() {
        return closing || link.isWritable() && outlet.underWay.get() < MAX_UNDER_WAY;
    }

    private void goOn() {
        lane.goOn();
        blobLane.goOn();
    }

    private static boolean isAnswered(Frame frame) {
        return frame instanceof Frame.Append || frame instanceof Frame.Request;
    }

    /** An answer ends the frame's place in the window; where there is none, having handled it does. */
    private void handle(Frame frame, int weight) {
        if (isAnswered(frame)) {
            dispatch(frame, weight);
            return;
        }
        try {
            dispatch(frame, weight);
        } finally {
            window.end(weight);
        }
    }

    private void dispatch(Frame frame, int weight) {
        if (closing) return;
        var who = guest;
        if (who == null) {
            beforeSignIn(frame, weight);
        } else if (logs.handle(frame, who, weight)) {
            return;
        } else if (frame instanceof Frame.SignIn || frame instanceof Frame.SignUp || frame instanceof Frame.Recover) {
            signInAgain((Frame.Request) frame, who, weight);
        } else if (frame instanceof Frame.Request request) {
            reply(accounts.answer(request, who, weight), weight);
        } else {
            fail(Problem.MALFORMED, Sentences.MISPLACED);
        }
    }

    private void beforeSignIn(Frame frame, int weight) {
        try {
            switch (frame) {
                case Frame.ClientHello hello when transcript == null -> hello(hello);
                case Frame.SignUp signUp when transcript != null ->
                        verdict(signUp, doorkeeper.signUp(signUp, transcript, address), weight);
                case Frame.SignIn signIn when transcript != null ->
                        verdict(signIn, doorkeeper.signIn(signIn, transcript, address), weight);
                case Frame.Recover recover when transcript != null ->
                        verdict(recover, doorkeeper.recover(recover, transcript, address), weight);
                case Frame.Request request -> {
                    replyNow(AccountRequests.refused(request, Problem.NOT_SIGNED_IN, Sentences.SIGN_IN_FIRST), weight);
                    close(Sentences.SIGN_IN_FIRST);
                }
                default -> fail(Problem.NOT_SIGNED_IN, Sentences.SIGN_IN_FIRST);
            }
        } catch (StoreException e) {
            log.log(System.Logger.Level.ERROR, "A sign-in failed at the store", e);
            fail(Problem.NO_SPACE, Sentences.STORE_FAILS);
        }
    }

    private void hello(Frame.ClientHello hello) {
        if (doorkeeper.tooOften(address)) {
            fail(Problem.TOO_MUCH, Sentences.TOO_MUCH);
            return;
        }
        var begun = doorkeeper.transcript(hello, link.certificateHash());
        var answer = doorkeeper.hello(begun);
        if (answer.isEmpty()) {
            fail(Problem.TOO_MUCH, Sentences.NO_SUITE);
            return;
        }
        transcript = begun;
        link.send(FrameCodec.encode(answer.get()));
    }

    private void verdict(Frame.Request request, Verdict verdict, int weight) {
        switch (verdict) {
            case Verdict.In(var in) -> {
                if (hub.links().merge(in.account(), 1, Integer::sum) > hub.patience().linksPerAccount()) {
                    hub.links().computeIfPresent(in.account(), (_, links) -> links - 1);
                    fail(Problem.TOO_MUCH, "This account has too many links open: close some.");
                    return;
                }
                deadline.cancel(false);
                guest = in;
                link.setMaxFrame(Frame.MAX_FRAME);
                replyNow(new Frame.SignedIn(request.request(), in.name()), weight);
            }
            case Verdict.Newer(var account) ->
                    replyNow(new Frame.Person(request.request(), account.name(), account.devices()), weight);
            case Verdict.Out(var problem, var text, var isFinal) -> {
                replyNow(AccountRequests.refused(request, problem, text), weight);
                if (isFinal) close(text);
            }
        }
    }

    /** Who is in already, and says so again, is in; somebody else needs a link of his own. */
    private void signInAgain(Frame.Request request, Guest who, int weight) {
        var same =
                request instanceof Frame.SignIn signIn
                        && signIn.account().equals(who.account())
                        && signIn.device().equals(who.device());
        reply(
                same
                        ? new Frame.SignedIn(request.request(), who.name())
                        : AccountRequests.refused(
                                request, Problem.DENIED, "This link is signed in already: open another."),
                weight);
    }

    /** Remembers that {@code follower} was proved for {@code id} on this link; false if there are too many already. */
    boolean prove(LogId id, FollowerKey follower) {
        if (proved.size() >= hub.patience().subscriptions()) return false;
        proved.add(new Proved(id, follower));
        return true;
    }

    boolean isProved(LogId id, FollowerKey follower) {
        return proved.contains(new Proved(id, follower));
    }

    /** At most one signal per 3 s and follower, three at once. */
    boolean maySignal(LogId id, FollowerKey follower) {
        return signals.computeIfAbsent(new Proved(id, follower), _ -> new TokenBucket(3, 1 / 3.0, System::nanoTime))
                .take();
    }

    Outlet outlet() {
        return outlet;
    }

    /** Answers through the fan-out, which keeps count of what a link does not take. */
    void reply(Frame.Answer answer, int weight) {
        var frame = FrameCodec.encode(answer);
        outlet.underWay.addAndGet(frame.length());
        hub.fanOut().post(new FanOutEvent.Replied(outlet, frame, weight));
    }

    /** Answers at once: what comes next may end the link. */
    private void replyNow(Frame.Answer answer, int weight) {
        link.send(FrameCodec.encode(answer));
        window.end(weight);
    }

    private void unknown(int type, int weight) {
        var text = "Frame type " + type + " is unknown here: do without, or update the relay.";
        if (guest == null) {
            fail(Problem.UNKNOWN_TYPE, text);
        } else {
            begin(weight);
            lane.run(() -> {
                link.send(FrameCodec.encode(new Frame.Goodbye(Problem.UNKNOWN_TYPE, text)));
                window.end(weight);
            });
        }
    }

    private void tooLate() {
        if (guest == null) fail(Problem.NOT_SIGNED_IN, "The sign-in took too long: connect again.");
    }

    /** Ends the link where its device is no longer one of its account. */
    void devicesChanged(DeviceList devices) {
        var who = guest;
        if (who != null && who.account().equals(devices.account()) && !devices.devices().contains(who.device())) {
            fail(Problem.DENIED, Sentences.DISPLACED);
        }
    }

    /** Says goodbye and closes. */
    void fail(Problem problem, String text) {
        if (closing) return;
        link.send(FrameCodec.encode(new Frame.Goodbye(problem, text)));
        close(text);
    }

    private void close(String text) {
        closing = true;
        link.close(text);
    }

    @Override
    public void writable() {
        fullSince = 0;
        window.writable();
        hub.fanOut().post(new FanOutEvent.Writable(outlet));
        goOn();
    }

    /** Called now and then: closes a link that takes nothing. */
    void tick(long nanoTime) {
        if (link.isWritable()) {
            fullSince = 0;
        } else if (fullSince == 0) {
            fullSince = nanoTime == 0 ? 1 : nanoTime;
        } else if (nanoTime - fullSince >= STALLED_TOO_LONG && !closing) {
            close("the link takes nothing; connect again to read on");
        }
    }

    @Override
    public void closed(String reason) {
        closing = true;
        deadline.cancel(false);
        lane.clear();
        blobLane.clear();
        window.close();
        if (hub.clientLinks().remove(this)) {
            lane.run(this::signedOut); // behind a sign-in that may be under way
            hub.fanOut().post(new FanOutEvent.Closed(outlet));
        }
    }

    private void signedOut() {
        var who = guest;
        if (who != null) hub.links().computeIfPresent(who.account(), (_, links) -> links == 1 ? null : links - 1);
    }
}
