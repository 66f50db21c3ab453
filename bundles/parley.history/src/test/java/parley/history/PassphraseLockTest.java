package parley.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.AppLock;
import parley.client.api.AppLock.State;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A profile behind a passphrase. */
class PassphraseLockTest {

    private static final String PASSPHRASE = "four words of mine";

    @TempDir Path home;
    private final AtomicLong nanos = new AtomicLong();
    private final List<State> told = new CopyOnWriteArrayList<>();
    private final AtomicBoolean admits = new AtomicBoolean();
    private final Admission admission =
            new Admission(() -> {
                admits.set(true);
                return () -> admits.set(false);
            });
    private SealedHistory history;
    private PassphraseLock lock;

    @BeforeEach
    void open() {
        open(Optional.empty());
    }

    private void open(Optional<String> atHand) {
        history = new SealedHistory(home, () -> atHand.map(String::toCharArray));
        lock = new PassphraseLock(history, admission, nanos::get);
        lock.listeners = List.of(told::add);
    }

    @AfterEach
    void close() throws Exception {
        lock.close();
        history.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    private void put(String value) throws CommandException {
        history.run(tx -> tx.put("test", bytes("id"), bytes(value)));
    }

    private Optional<Bytes> value() throws CommandException {
        return history.transact(tx -> tx.get("test", bytes("id")));
    }

    private static void refuses(Code code, Executable what) {
        assertEquals(code, assertThrows(CommandException.class, what).code());
    }

    private static char[] chars(String text) {
        return text.toCharArray();
    }

    @Test
    void opensWithThePassphraseAndNothingElse() throws Exception {
        put("before");
        var plainKey = Files.readAllBytes(home.resolve("client/key"));
        assertEquals(State.OPEN, lock.state());
        lock.change(new char[0], chars(PASSPHRASE));
        assertEquals(State.UNLOCKED, lock.state());
        assertEquals(Optional.of(bytes("before")), value(), "whoever is in stays in");
        var secret = new String(plainKey, plainKey.length - 32, 32, StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(secret), "the key as it was is in " + file);
            }
        }
        reopen();
        refuses(Code.PASSPHRASE_NEEDED, () -> history.check());
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        assertEquals(State.LOCKED, lock.state());
        refuses(Code.REFUSED, () -> lock.unlock(chars(PASSPHRASE + " ")));
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        lock.unlock(chars(PASSPHRASE));
        assertEquals(Optional.of(bytes("before")), value());
        lock.unlock(chars("whatever: it is open")); // does nothing
        assertEquals(List.of(State.UNLOCKED, State.UNLOCKED), told);
    }

    /** What is only about to be kept still can be, and who fails at it keeps nobody out. */
    @Test
    void saysThatItLocksWhileTheProfileIsOpen() throws Exception {
        lock.change(new char[0], chars(PASSPHRASE));
        var locking =
                new AppLock.Listener() {
                    @Override
                    public void locking() {
                        assertDoesNotThrow(() -> put("the last"));
                        throw new IllegalStateException("on purpose");
                    }

                    @Override
                    public void lockChanged(State state) {
                        told.add(state);
                    }
                };
        lock.listeners = List.of(locking);
        lock.lock();
        lock.lock(); // is locked: nothing is told
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        lock.unlock(chars(PASSPHRASE));
        assertEquals(Optional.of(bytes("the last")), value());
        assertEquals(List.of(State.UNLOCKED, State.LOCKED, State.UNLOCKED), told);
    }

    @Test
    void locksNowAndKeepsTheProfileFromOthers() throws Exception {
        refuses(Code.REFUSED, () -> lock.lock());
        lock.change(new char[0], chars(PASSPHRASE));
        put("said");
        lock.lock();
        assertEquals(State.LOCKED, lock.state());
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        refuses(Code.PASSPHRASE_NEEDED, () -> put("unseen"));
        refuses(Code.PASSPHRASE_NEEDED, () -> history.after(0, 10));
        refuses(Code.PASSPHRASE_NEEDED, () -> lock.change(chars(PASSPHRASE), chars("another one")));
        refuses(Code.PASSPHRASE_NEEDED, () -> lock.remove(chars(PASSPHRASE)));
        var other = new SealedHistory(home);
        refuses(Code.PROFILE_IN_USE, other::check);
        other.close();
        lock.lock(); // twice is once
        lock.unlock(chars(PASSPHRASE));
        assertEquals(Optional.of(bytes("said")), value());
        assertEquals(List.of(State.UNLOCKED, State.LOCKED, State.UNLOCKED), told);
    }

    @Test
    void whoeverShowsWhatIsInItIsThereOnlyWhileItIsOpen() throws Exception {
        Eventually.until("admitted", admits::get);
        lock.listeners = List.of(_ -> told.add(admits.get() ? State.OPEN : State.LOCKED)); // when they are told
        lock.change(new char[0], chars(PASSPHRASE));
        assertTrue(admits.get());
        lock.lock();
        assertFalse(admits.get());
        refuses(Code.REFUSED, () -> lock.unlock(chars("not the passphrase")));
        assertFalse(admits.get());
        lock.unlock(chars(PASSPHRASE));
        assertTrue(admits.get());
        assertEquals(List.of(State.OPEN, State.LOCKED, State.LOCKED), told, "before the lock they are gone");
        reopen();
        assertEquals(State.LOCKED, lock.state());
        assertFalse(admits.get());
        lock.unlock(chars(PASSPHRASE));
        assertTrue(admits.get());
    }

    @Test
    void whoeverShowsWhyAProfileCannotBeUsedIsThere() throws Exception {
        history.check();
        close();
        Files.writeString(home.resolve("client/key"), "no key");
        open();
        Eventually.until("admitted", admits::get);
        refuses(Code.DAMAGED, () -> history.check());
    }

    @Test
    void aWrongPassphraseKeepsNobodyFromLocking() throws Exception {
        lock.change(new char[0], chars(PASSPHRASE));
        for (var i = 0; i < 3; i++) refuses(Code.REFUSED, () -> lock.remove(chars("not the passphrase")));
        assertTrue(lock.pause().compareTo(Duration.ofSeconds(2)) > 0, "the third one costs four seconds");
        var guess =
                Thread.ofVirtual().start(() -> assertThrows(CommandException.class, () -> lock.remove(chars("no"))));
        lock.lock();
        assertTrue(lock.pause().isPositive(), "long before the guess was looked at");
        assertEquals(State.LOCKED, lock.state());
        guess.join();
        lock.unlock(chars(PASSPHRASE));
        assertFalse(lock.pause().isPositive());
    }

    @Test
    void nothingIsToldWhileLocked() throws Exception {
        lock.change(new char[0], chars(PASSPHRASE));
        var heard = new CopyOnWriteArrayList<Event>();
        var held = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        history.listeners =
                List.of(event -> {
                    heard.add(event);
                    busy.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        history.run(tx -> tx.tell(new Event.Notice("first")));
        assertTrue(busy.await(30, TimeUnit.SECONDS));
        history.run(tx -> tx.tell(new Event.Notice("a secret that still waits")));
        lock.lock();
        history.publish(new Event.Warning("a secret of now"));
        var link = new Event.LinkChanged(Event.LinkChanged.State.OFFLINE, Optional.empty(), Optional.empty());
        history.publish(link);
        held.countDown();
        Eventually.until("the link", () -> heard.contains(link));
        assertEquals(List.of(new Event.Notice("first"), link), heard);
        lock.unlock(chars(PASSPHRASE));
        assertEquals(2, history.after(0, 10).size(), "it is shown when the profile is open again");
    }

    @Test
    void changesAndTakesAway() throws Exception {
        put("kept");
        refuses(Code.USAGE, () -> lock.change(new char[0], chars("7 chars")));
        refuses(Code.REFUSED, () -> lock.remove(new char[0]));
        refuses(Code.REFUSED, () -> lock.change(chars("there is none"), chars(PASSPHRASE)));
        lock.change(new char[0], chars("8 chars!"));
        refuses(Code.REFUSED, () -> lock.change(chars("8 chars?"), chars(PASSPHRASE)));
        lock.change(chars("8 chars!"), chars(PASSPHRASE));
        reopen();
        lock.unlock(chars(PASSPHRASE));
        lock.remove(chars(PASSPHRASE));
        assertEquals(State.OPEN, lock.state());
        reopen();
        assertEquals(Optional.of(bytes("kept")), value());
    }

    @Test
    void takesThePassphraseAtHandUntilSomebodyLocks() throws Exception {
        put("kept");
        lock.change(new char[0], chars(PASSPHRASE));
        close();
        open(Optional.of(PASSPHRASE));
        assertEquals(Optional.of(bytes("kept")), value());
        lock.lock();
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        close();
        open(Optional.of("another passphrase"));
        refuses(Code.PASSPHRASE_NEEDED, this::value);
        lock.unlock(chars(PASSPHRASE));
        value();
    }

    @Test
    void locksItselfWhenNobodyDoesAnything() throws Exception {
        refuses(Code.REFUSED, () -> lock.lockAfter(Optional.of(Duration.ofMinutes(1))));
        lock.change(new char[0], chars(PASSPHRASE));
        refuses(Code.USAGE, () -> lock.lockAfter(Optional.of(Duration.ofSeconds(59))));
        refuses(Code.USAGE, () -> lock.lockAfter(Optional.of(Duration.ofDays(1).plusSeconds(1))));
        lock.lockAfter(Optional.of(Duration.ofMinutes(1)));
        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        lock.touched();
        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        lock.timePassed();
        assertEquals(State.UNLOCKED, lock.state());
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        lock.touched(); // by whoever woke the computer, which is too late
        Eventually.until("locked", () -> told.contains(State.LOCKED));
        reopen();
        lock.unlock(chars(PASSPHRASE));
        assertEquals(Optional.of(Duration.ofMinutes(1)), lock.lockAfter());
        lock.lockAfter(Optional.empty());
        assertEquals(Optional.empty(), lock.lockAfter());
    }

    @Test
    void guessesCostMoreEachTime() {
        assertEquals(Duration.ofSeconds(1), Guesses.pause(0));
        assertEquals(Duration.ofSeconds(2), Guesses.pause(1));
        assertEquals(Duration.ofSeconds(32), Guesses.pause(5));
        assertEquals(Duration.ofMinutes(1), Guesses.pause(6));
        assertEquals(Duration.ofMinutes(1), Guesses.pause(1_000_000));
    }

    @Test
    void aKeyFileThatWasBentOpensNothing() throws Exception {
        put("kept");
        lock.change(new char[0], chars("Pässwörter"));
        close();
        var file = home.resolve("client/key");
        var good = Files.readAllBytes(file);
        for (var bent : List.of(20, 36, 40, good.length - 1)) {
            var bytes = good.clone();
            bytes[bent] ^= (byte) 0x80;
            Files.write(file, bytes);
            open();
            var refused =
                    assertThrows(
                            CommandException.class,
                            () -> {
                                history.check();
                            });
            if (refused.code() == Code.PASSPHRASE_NEEDED) {
                refuses(Code.REFUSED, () -> lock.unlock(chars("Pässwörter")));
            } else {
                assertEquals(Code.DAMAGED, refused.code(), "at " + bent);
            }
            close();
        }
        Files.write(file, good);
        open();
        refuses(Code.PASSPHRASE_NEEDED, () -> history.check());
        lock.unlock(chars("Pässwörter"));
        assertEquals(Optional.of(bytes("kept")), value());
    }

    @Test
    void accentsMayBePutTogetherInEitherWay() {
        var key = Bytes.wrap(new byte[32]);
        var wrapped = WrappedKey.wrap(key, chars("Pa\u0308sswo\u0308rter"));
        assertEquals(Optional.of(key), wrapped.open(chars("Pässwörter")));
        var passphrase = chars("Pässwörter");
        assertEquals(Optional.of(key), wrapped.open(passphrase));
        assertArrayEquals(chars("Pässwörter"), passphrase, "it is its owner's to wipe");
        assertEquals(Optional.empty(), wrapped.open(chars("Passworter")));
    }
}
