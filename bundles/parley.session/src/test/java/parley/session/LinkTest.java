package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.LinkChanged.State;
import parley.client.api.session.Session;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

class LinkTest extends SessionTest {

    /** Whoever asks does not wait long. */
    private static final Timing IMPATIENT =
            new Timing(
                    QUICK.first(),
                    QUICK.longest(),
                    QUICK.steady(),
                    QUICK.stopped(),
                    QUICK.handshake(),
                    Duration.ofMillis(300));

    @Test
    void comesUpAgainAfterTheRelayWasAway() throws Exception {
        var session = signedUp();
        var heard = new Heard();
        session.bindListener(heard);
        relay.isDown = true;
        relay.last().drop("");
        Eventually.until("offline", () -> lastLinkChange().state() == State.OFFLINE);
        assertEquals(State.OFFLINE, session.linkState());
        assertTrue(lastLinkChange().reason().orElseThrow().contains(": nobody listens there"));
        assertEquals(Optional.empty(), session.up());
        relay.isDown = false;
        Eventually.until("link", () -> session.up().isPresent());
        Eventually.until("heard", () -> heard.words.equals(List.of("up", "down", "up")));
        assertEquals(
                List.of(State.CONNECTED, State.RECONNECTING, State.RECONNECTING, State.OFFLINE, State.CONNECTED),
                states());
    }

    @Test
    void saysWhyTheRelayLeaves() throws Exception {
        signedUp();
        relay.isDown = true;
        relay.last().say(new Frame.Goodbye(Problem.LEAVING, "The relay is stopping: connect again in a moment."));
        relay.last().drop("1001");
        Eventually.until(
                "said",
                () ->
                        store.published.contains(
                                new LinkChanged(
                                        State.RECONNECTING,
                                        Optional.empty(),
                                        Optional.of("The relay is stopping: connect again in a moment."))));
    }

    @Test
    void doesNotStormARelayWhoseKeyIsWrong() throws Exception {
        var session = signedUp();
        stop(session);
        var trusted = relay.pair;
        relay.pair = Ed25519.newPair();
        var before = relay.attempts.get();
        var again = start();
        Eventually.until(
                "offline",
                () ->
                        store.published.getLast() instanceof LinkChanged change
                                && change.state() == State.OFFLINE
                                && change.reason().isPresent());
        assertTrue(lastLinkChange().reason().orElseThrow().contains("has another key"));
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    Code.WRONG_KEY,
                    assertThrows(CommandException.class, () -> again.ask(Frame.CountKeyPackages::new)).code());
        }
        assertEquals(before + 1, relay.attempts.get());
        // The person says where the relay is in truth.
        relay.pair = trusted;
        again.relayMoved(URI.create("ws://127.0.0.1:7464"));
        Eventually.until("link", () -> again.up().isPresent());
        assertEquals(7464, relay.endpoints.getLast().port());
    }

    @Test
    void doesNotStormARelayThatLetsItNotIn() throws Exception {
        stop(signedUp());
        relay.names.clear();
        var before = relay.attempts.get();
        var session = start();
        Eventually.until(
                "offline",
                () ->
                        store.published.getLast() instanceof LinkChanged change
                                && change.reason().equals(Optional.of("The sign-in does not hold.")));
        assertEquals(State.OFFLINE, session.linkState());
        var thrown = assertThrows(CommandException.class, () -> session.ask(Frame.CountKeyPackages::new));
        assertEquals(Code.REFUSED, thrown.code());
        assertEquals(before + 1, relay.attempts.get());
    }

    @Test
    void followsTheRelayWhereItMoves() throws Exception {
        var session = signedUp();
        session.relayMoved(URI.create("wss://localhost:9999"));
        Eventually.until("moved", () -> session.up().filter(up -> up.url().getPort() == 9999).isPresent());
        assertTrue(relay.endpoints.getLast().tls());
        assertEquals(9999, session.current().orElseThrow().relay().url().getPort());
        stop(session);
        var again = start();
        assertEquals(9999, again.current().orElseThrow().relay().url().getPort());
        assertEquals(
                Code.USAGE,
                assertThrows(CommandException.class, () -> again.relayMoved(URI.create("https://localhost"))).code());
    }

    @Test
    void keepsTheLinkIfTheRelayIsWhereItWas() throws Exception {
        var session = signedUp();
        session.relayMoved(ScriptedRelay.HERE);
        assertInstanceOf(Frame.KeyPackageCounts.class, session.ask(Frame.CountKeyPackages::new));
        assertEquals(1, relay.attempts.get());
    }

    /** What the window's start would wait for; whoever signs up meanwhile is served. */
    @Test
    void beginsOnceTheWindowHasBeenPainted() throws Exception {
        stop(signedUp());
        var shown = new CompletableFuture<Void>();
        var attempts = new CopyOnWriteArrayList<Boolean>();
        relay.hello =
                hello -> {
                    attempts.add(shown.isDone());
                    return hello;
                };
        var session = start(shown, QUICK);
        assertTrue(session.current().isPresent(), "who one is is known before");
        Eventually.until("it waits", () -> shown.getNumberOfDependents() > 0);
        assertEquals(State.RECONNECTING, session.linkState(), "nobody is told that there is no way");
        shown.complete(null);
        Eventually.until("link", () -> session.up().isPresent());
        assertEquals(List.of(true), attempts);
    }

    @Test
    void staysOfflineUntilAskedForTheOtherAtLaterStartsToo() throws Exception {
        var session = signedUp();
        assertFalse(session.staysOffline());
        session.stayOffline(true);
        Eventually.until("down", () -> session.up().isEmpty());
        Eventually.until("said so", () -> session.linkState() == State.OFFLINE);
        var refused = assertThrows(CommandException.class, () -> session.ask(Frame.CountKeyPackages::new));
        assertEquals(Code.NOT_REACHABLE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("you have gone offline"), refused.getMessage());
        stop(session);

        int before = relay.attempts.get();
        var later = start();
        assertTrue(later.staysOffline());
        assertTrue(later.current().isPresent(), "who one is stays known");
        assertEquals(State.OFFLINE, later.linkState());
        assertTrue(lastLinkChange().reason().orElseThrow().startsWith("you have gone offline"));
        assertEquals(before, relay.attempts.get());
        later.stayOffline(false);
        Eventually.until("up", () -> later.up().isPresent());
        assertEquals(before + 1, relay.attempts.get(), "none before");
        assertFalse(later.staysOffline());
        stop(later);
        assertFalse(start().staysOffline());
    }

    /** A relay that takes its time keeps nobody's link up. */
    @Test
    void goesOfflineWhileTheLinkIsMade() throws Exception {
        stop(signedUp());
        var made = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        relay.hello =
                hello -> {
                    made.countDown();
                    await(go);
                    return hello;
                };
        var heard = new Heard();
        var session = start();
        session.bindListener(heard);
        await(made);
        session.stayOffline(true);
        int said = store.published.size();
        go.countDown();
        Eventually.until("dropped", () -> !relay.last().isOpen());
        assertEquals(List.of(), heard.words);
        assertFalse(states().subList(said, states().size()).contains(State.CONNECTED));
        assertEquals(State.OFFLINE, session.linkState());
    }

    private static final Timing PATIENT =
            new Timing(
                    QUICK.first(),
                    QUICK.longest(),
                    QUICK.steady(),
                    QUICK.stopped(),
                    Duration.ofMinutes(5),
                    QUICK.answer());

    /** Whatever of a link is being made when nobody wants it any more ends at once: the relay keeps none open. */
    @ParameterizedTest
    @ValueSource(classes = {Frame.ClientHello.class, Frame.SignIn.class})
    void hangsUpOnARelayThatHoldsItsAnswerBack(Class<?> asked) throws Exception {
        stop(signedUp());
        for (var locks : new boolean[] {false, true}) {
            var held = new CountDownLatch(1);
            relay.script =
                    (_, frame) -> {
                        if (!asked.isInstance(frame)) return null;
                        held.countDown();
                        return ScriptedRelay.SILENCE;
                    };
            var session = start(PATIENT);
            await(held);
            if (locks) session.lockChanged(AppLock.State.LOCKED);
            else session.stayOffline(true);
            assertEquals("the client is being closed", relay.last().goodbye);
            relay.script = (_, _) -> null;
            if (locks) session.lockChanged(AppLock.State.UNLOCKED);
            else session.stayOffline(false);
            Eventually.until("up", () -> session.up().isPresent());
            stop(session);
        }
    }

    /** Nor does it go on connecting. */
    @Test
    void givesUpAConnectionThatIsNotThereYet() throws Exception {
        stop(signedUp());
        var connecting = new CountDownLatch(1);
        var calledOff = new CountDownLatch(1);
        relay.connecting =
                () -> {
                    connecting.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        calledOff.countDown();
                    }
                };
        var session = start(PATIENT);
        await(connecting);
        session.stayOffline(true);
        await(calledOff);
        relay.connecting = () -> {};
        session.stayOffline(false);
        Eventually.until("up", () -> session.up().isPresent());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoSignsUpIsOnlineAgain() throws Exception {
        var session = start();
        session.stayOffline(true);
        session.create("alice", invite());
        Eventually.until("link", () -> session.up().isPresent());
        assertFalse(session.staysOffline());
        stop(session);
        assertFalse(start().staysOffline());
    }

    /** It waits for nothing that never comes. */
    @Test
    void endsWhileItWaitsForTheWindow() throws Exception {
        var shown = new CompletableFuture<Void>();
        var session = start(shown, QUICK);
        Eventually.until("it waits", () -> shown.getNumberOfDependents() > 0);
        assertEquals(State.OFFLINE, session.linkState(), "there is no account yet");
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> stop(session));
    }

    @Test
    void waitsForCryptography() throws Exception {
        stop(signedUp());
        var session = new HomeRelay(store, relay, SHOWN, QUICK);
        assertTrue(session.current().isPresent());
        assertEquals(1, relay.attempts.get());
        session.bindIdentities(crypto);
        Eventually.until("link", () -> session.up().isPresent());
        session.close();
    }

    // ---- Requests ----

    /** A relay's sentences are shown as Parley's own. */
    @Test
    void takesFromTheRelaysWordsWhatIsMoreThanWords() throws Exception {
        var session = signedUp();
        relay.script =
                (connection, frame) ->
                        frame instanceof Frame.Lookup lookup
                                ? new Frame.Refused(
                                        lookup.request(), Problem.NOT_FOUND, "No.\u202e\n\u001b[2JAsk\u200b again.")
                                : null;
        var answer = session.ask(n -> new Frame.Lookup(n, "mira"));
        assertEquals("No. [2JAsk again.", ((Frame.Refused) answer).text());
        relay.isDown = true;
        relay.last().say(new Frame.Goodbye(Problem.LEAVING, "Bye.\u2066\nCome back."));
        relay.last().drop("1001");
        Eventually.until(
                "said",
                () ->
                        store.published.contains(
                                new LinkChanged(State.RECONNECTING, Optional.empty(), Optional.of("Bye. Come back."))));
    }

    @Test
    void answersManyAtOnce() throws Exception {
        var session = signedUp();
        relay.script =
                (connection, frame) ->
                        frame instanceof Frame.Lookup lookup
                                ? new Frame.Refused(lookup.request(), Problem.NOT_FOUND, lookup.name())
                                : null;
        var asked = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 50; i++) {
            var name = "n" + i;
            asked.add(
                    CompletableFuture.runAsync(() -> {
                        try {
                            var answer = session.ask(n -> new Frame.Lookup(n, name));
                            assertEquals(name, ((Frame.Refused) answer).text());
                        } catch (CommandException e) {
                            throw new AssertionError(e);
                        }
                    }));
        }
        asked.forEach(CompletableFuture::join);
    }

    @Test
    void failsWhatIsUnansweredWhenTheLinkGoesDown() throws Exception {
        var session = signedUp();
        relay.script =
                (connection, frame) -> {
                    if (!(frame instanceof Frame.Lookup)) return null;
                    connection.drop("the cable was pulled");
                    return ScriptedRelay.SILENCE;
                };
        var thrown = assertThrows(CommandException.class, () -> session.ask(n -> new Frame.Lookup(n, "bob")));
        assertEquals(Code.NOT_REACHABLE, thrown.code());
        assertTrue(thrown.getMessage().contains("(the cable was pulled)"), thrown.getMessage());
        relay.script = (connection, frame) -> null;
        assertInstanceOf(Frame.Done.class, session.ask(n -> new Frame.Lookup(n, "bob")));
    }

    @Test
    void waitsForALinkThatComes() throws Exception {
        var session = signedUp();
        relay.isDown = true;
        relay.last().drop("");
        Eventually.until("down", () -> session.up().isEmpty());
        var answer =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return session.ask(Frame.CountKeyPackages::new);
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
        Eventually.until("tried in vain", () -> relay.attempts.get() > 3);
        assertFalse(answer.isDone());
        relay.isDown = false;
        assertInstanceOf(Frame.KeyPackageCounts.class, answer.get(30, TimeUnit.SECONDS));
    }

    @Test
    void doesNotWaitForever() throws Exception {
        stop(signedUp());
        var session = start(IMPATIENT);
        Eventually.until("link", () -> session.up().isPresent());
        relay.script = (connection, frame) -> frame instanceof Frame.Lookup ? ScriptedRelay.SILENCE : null;
        var unanswered = assertThrows(CommandException.class, () -> session.ask(n -> new Frame.Lookup(n, "bob")));
        assertEquals(Code.NOT_REACHABLE, unanswered.code());
        assertTrue(unanswered.getMessage().contains("(it does not answer)"), unanswered.getMessage());
        relay.isDown = true;
        relay.last().drop("");
        Eventually.until("tried again", () -> lastLinkChange().reason().orElse("").contains("nobody listens"));
        var unreachable = assertThrows(CommandException.class, () -> session.ask(n -> new Frame.Lookup(n, "bob")));
        assertEquals(Code.NOT_REACHABLE, unreachable.code());
        assertEquals("the relay is not reachable: nobody listens there", unreachable.getMessage());
    }

    /** What the other side says, whom nobody has proved yet, stands in brackets behind whose word it is. */
    @Test
    void aSentenceOfTheOtherSideIsNoneOfOurs() throws Exception {
        stop(signedUp());
        var lie = "your relay is not reachable any more; it has moved to wss://other.example";
        relay.script =
                (connection, frame) -> {
                    if (!(frame instanceof Frame.ClientHello)) return null;
                    connection.drop(lie);
                    return ScriptedRelay.SILENCE;
                };
        var session = start(IMPATIENT);
        Eventually.until("its word", () -> lastLinkChange().reason().orElse("").contains("has moved"));
        var framed = "the relay " + ScriptedRelay.HERE + " is not reachable (" + lie + "); check the network, ";
        assertEquals(framed + "or try again later", lastLinkChange().reason().orElseThrow());
        var unreachable = assertThrows(CommandException.class, () -> session.ask(n -> new Frame.Lookup(n, "bob")));
        assertEquals(framed + "or try again later", unreachable.getMessage());
    }

    @Test
    void triesAtOnceWhenSomebodyAsks() throws Exception {
        stop(signedUp());
        relay.isDown = true;
        var patient =
                new Timing(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        QUICK.steady(),
                        QUICK.stopped(),
                        QUICK.handshake(),
                        QUICK.answer());
        var session = start(patient);
        Eventually.until("failed", () -> relay.attempts.get() == 2);
        relay.isDown = false;
        assertInstanceOf(Frame.KeyPackageCounts.class, session.ask(Frame.CountKeyPackages::new));
    }

    /** What was proved over one link is not over the next. */
    @Test
    void anotherLinkIsNotTheOneMeant() throws Exception {
        var session = signedUp();
        var first = session.up().orElseThrow();
        assertInstanceOf(Frame.KeyPackageCounts.class, session.ask(first, Frame.CountKeyPackages::new));
        relay.last().drop("");
        Eventually.until("the next", () -> session.up().filter(up -> !up.equals(first)).isPresent());
        var thrown = assertThrows(CommandException.class, () -> session.ask(first, Frame.CountKeyPackages::new));
        assertEquals(Code.NOT_REACHABLE, thrown.code());
        assertFalse(session.send(first, new Frame.Reached(LogId.random(), FollowerKey.NOBODY, 1)));
        assertInstanceOf(
                Frame.KeyPackageCounts.class, session.ask(session.up().orElseThrow(), Frame.CountKeyPackages::new));
    }

    @Test
    void saysThatThereIsNoAccount() {
        var thrown = assertThrows(CommandException.class, () -> start().ask(Frame.CountKeyPackages::new));
        assertEquals(Code.NOT_FOUND, thrown.code());
    }

    @Test
    void waitsWhileTheLinkIsFull() throws Exception {
        var session = signedUp();
        var up = session.up().orElseThrow();
        var link = relay.last();
        link.fill();
        var reached = new Frame.Reached(LogId.random(), FollowerKey.NOBODY, 1);
        var sent = CompletableFuture.supplyAsync(() -> session.send(up, reached));
        var asked =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return session.ask(Frame.CountKeyPackages::new);
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> sent.get(100, TimeUnit.MILLISECONDS));
        assertFalse(link.heard.contains(reached));
        link.drain();
        assertTrue(sent.get(30, TimeUnit.SECONDS));
        assertInstanceOf(Frame.KeyPackageCounts.class, asked.get(30, TimeUnit.SECONDS));
        Eventually.until("heard", () -> link.heard.contains(reached));
        link.fill();
        var never = CompletableFuture.supplyAsync(() -> session.send(up, reached));
        relay.isDown = true;
        link.drop("");
        assertFalse(never.get(30, TimeUnit.SECONDS));
        assertFalse(session.send(up, reached));
    }

    // ---- Listeners ----

    @Test
    void tellsInOrderAndWhoComesLaterToo() throws Exception {
        var session = signedUp();
        var early = new Heard();
        session.bindListener(early);
        Eventually.until("up", () -> early.words.equals(List.of("up"))); // which no relay says anything before
        for (int i = 1; i <= 100; i++) relay.last().say(accepted(i));
        Eventually.until("all", () -> early.words.size() == 101);
        for (int i = 1; i <= 100; i++) assertEquals("accepted " + i, early.words.get(i));
        var late = new Heard();
        session.bindListener(late);
        Eventually.until("up", () -> late.words.equals(List.of("up")));
        session.unbindListener(early);
        relay.last().say(accepted(101));
        Eventually.until("last", () -> late.words.equals(List.of("up", "accepted 101")));
        assertEquals(101, early.words.size());
    }

    @Test
    void oneListenersFaultIsNoOthers() throws Exception {
        var session = signedUp();
        session.bindListener(
                new Heard() {
                    @Override
                    public void received(Frame frame) {
                        throw new IllegalStateException("its own fault");
                    }
                });
        var other = new Heard();
        session.bindListener(other);
        relay.last().say(accepted(1));
        Eventually.until("told", () -> other.words.contains("accepted 1"));
    }

    @Test
    void aSlowListenerStopsTheRelayButNotThoseWhoAsk() throws Exception {
        var session = signedUp();
        var taken = new Semaphore(0);
        var slow =
                new Heard() {
                    @Override
                    public void received(Frame frame) {
                        try {
                            assertTrue(taken.tryAcquire(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        super.received(frame);
                    }
                };
        session.bindListener(slow);
        Eventually.until("up", () -> slow.words.equals(List.of("up")));
        var link = relay.last();
        var items = items(512 * 1024);
        link.say(items);
        link.say(items);
        // A few are waiting: whoever asks is answered all the same.
        assertInstanceOf(Frame.KeyPackageCounts.class, session.ask(Frame.CountKeyPackages::new));
        for (int i = 0; i < 38; i++) link.say(items);
        Eventually.until("stopped reading", () -> !link.isReading());
        Eventually.until("the relay keeps the rest", () -> link.held() > 25);
        assertEquals(List.of("up"), slow.words);
        Eventually.until(
                "stopped again and again",
                () -> {
                    // One by one, and none while the relay is read: so that it is always the faster one.
                    if (!link.isReading() && taken.availablePermits() == 0) taken.release();
                    return link.pauses > 1;
                });
        taken.release(41);
        Eventually.until("all told", () -> slow.words.size() == 41);
        Eventually.until("read on", link::isReading);
        assertEquals(1, relay.attempts.get());
    }

    private static Frame.Items items(int bytes) {
        return new Frame.Items(
                LogId.random(),
                List.of(
                        new Entry(
                                1,
                                Entry.Kind.APPLICATION,
                                FollowerKey.NOBODY,
                                1,
                                0,
                                false,
                                Bytes.wrap(new byte[bytes]))));
    }

    /** What came over one link is told before the next link comes up, so that no flapping fills the memory. */
    @Test
    void doesNotConnectAgainBeforeListenersHaveTakenWhatCame() throws Exception {
        var session = signedUp();
        var go = new CountDownLatch(1);
        session.bindListener(
                new Heard() {
                    @Override
                    public void received(Frame frame) {
                        try {
                            assertTrue(go.await(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        var told = new Heard();
        session.bindListener(told);
        relay.last().say(accepted(1));
        relay.last().drop("");
        Eventually.until("down", () -> session.linkState() == State.RECONNECTING);
        assertEquals(1, relay.attempts.get());
        go.countDown();
        Eventually.until("up again", () -> told.words.equals(List.of("up", "accepted 1", "down", "up")));
    }

    // ---- A relay that misbehaves ----

    @ParameterizedTest
    @ValueSource(strings = {"", "ff00", "10", "06ffffffff"})
    void survivesWhatIsNoFrame(String hex) throws Exception {
        var session = signedUp();
        relay.last().sayBytes(Bytes.ofHex(hex));
        assertInstanceOf(Frame.KeyPackageCounts.class, askAgain(session));
    }

    @Test
    void closesOnFramesOutOfPlace() throws Exception {
        var session = signedUp();
        var link = relay.last();
        link.say(new Frame.Lookup(1, "bob"));
        Eventually.until("closed", () -> !link.open);
        assertInstanceOf(Frame.KeyPackageCounts.class, askAgain(session));
        // Entries before the sign-in.
        stop(session);
        var heard = new Heard();
        relay.script = (connection, frame) -> frame instanceof Frame.ClientHello ? accepted(1) : null;
        var early = start();
        early.bindListener(heard);
        Eventually.until("tried", () -> relay.attempts.get() > 3);
        assertEquals(List.of(), heard.words);
    }

    @Test
    void ignoresAnswersNobodyAskedFor() throws Exception {
        var session = signedUp();
        relay.last().say(new Frame.Done(77));
        relay.last().say(new Frame.SignedIn(1, "mallory"));
        assertInstanceOf(Frame.KeyPackageCounts.class, session.ask(Frame.CountKeyPackages::new));
        assertEquals(1, relay.attempts.get());
        assertEquals("alice", session.current().orElseThrow().address().name());
    }

    @Test
    void survivesARandomRelay() throws Exception {
        var session = signedUp();
        var random = new java.util.Random(5);
        var sample = FrameCodec.encode(items(40)).toArray();
        for (int i = 0; i < 200; i++) {
            var bent = sample.clone();
            for (int n = 0; n < 3; n++) bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            if (relay.last().open) relay.last().sayBytes(Bytes.wrap(bent));
        }
        assertInstanceOf(Frame.KeyPackageCounts.class, askAgain(session));
    }

    /** The first tries may still meet links that are about to close. */
    private static Frame.Answer askAgain(Session session) throws CommandException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return session.ask(Frame.CountKeyPackages::new);
            } catch (CommandException e) {
                if (System.nanoTime() > end) throw e;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    @Test
    void thePersonIsToldThatTheRelayRenamedItself() throws Exception {
        var session = signedUp();
        relay.name = "renamed.example";
        relay.last().drop("moved");
        Eventually.until(
                "renamed", () -> session.current().orElseThrow().address().toString().equals("alice@renamed.example"));
        var told = store.published.stream().filter(Event.Notice.class::isInstance).map(Event.Notice.class::cast);
        var notice = told.toList().getFirst().text();
        assertTrue(notice.contains("alice@renamed.example"), notice);
        assertTrue(notice.contains("alice@relay.example"), notice);
    }
}
