package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.AppLock;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The passphrase by command; it stands in no line and in no answer. */
class LockCommandsTest {

    private static final class Lock implements AppLock {

        State state = State.OPEN;
        Optional<Duration> after = Optional.empty();
        final List<String> calls = new ArrayList<>();

        @Override
        public State state() {
            return state;
        }

        @Override
        public Duration pause() {
            return Duration.ZERO;
        }

        @Override
        public void unlock(char[] passphrase) {
            calls.add("unlock " + new String(passphrase));
            state = State.UNLOCKED;
        }

        @Override
        public void lock() {
            state = State.LOCKED;
        }

        @Override
        public void change(char[] current, char[] wanted) {
            calls.add("change [" + new String(current) + "] [" + new String(wanted) + "]");
            state = State.UNLOCKED;
        }

        @Override
        public void remove(char[] current) {
            calls.add("remove " + new String(current));
            state = State.OPEN;
        }

        @Override
        public Optional<Duration> lockAfter() {
            return after;
        }

        @Override
        public void lockAfter(Optional<Duration> idle) {
            after = idle;
        }

        @Override
        public void touched() {}
    }

    private final Lock lock = new Lock();
    private final Map<String, String> known = new HashMap<>();
    private final TestClient client = new TestClient();
    private final Commands commands = client.commands();

    {
        new LockCommands(
                        () -> Optional.of(lock),
                        (what, variable) -> {
                            var value = known.get(variable);
                            if (value == null) throw new CommandException(Code.PASSPHRASE_NEEDED, what);
                            return value;
                        })
                .addTo(commands);
    }

    private String run(String line) throws CommandException {
        var answer = commands.run(Line.parse(line));
        assertFalse(answer.text().contains("secret"), answer.text());
        return Json.write(answer.fields());
    }

    private void refuses(Code code, String line) {
        assertEquals(code, assertThrows(CommandException.class, () -> run(line), line).code());
    }

    @Test
    void setsChangesAndRemoves() throws Exception {
        assertEquals("{\"state\":\"open\"}", run("passphrase show"));
        assertTrue(commands.run(Line.parse("passphrase show")).text().contains("no passphrase"));
        refuses(Code.PASSPHRASE_NEEDED, "passphrase set");
        refuses(Code.REFUSED, "passphrase change");
        known.put("PARLEY_PASSPHRASE", "my secret words");
        assertEquals("{\"state\":\"unlocked\"}", run("passphrase set"));
        refuses(Code.REFUSED, "passphrase set");
        refuses(Code.PASSPHRASE_NEEDED, "passphrase change");
        known.put("PARLEY_NEW_PASSPHRASE", "another secret");
        run("passphrase change");
        assertEquals("{\"state\":\"open\"}", run("passphrase remove"));
        assertEquals(
                List.of(
                        "change [] [my secret words]",
                        "change [my secret words] [another secret]",
                        "remove my secret words"),
                lock.calls);
    }

    @Test
    void locksNowAndLater() throws Exception {
        lock.state = AppLock.State.UNLOCKED;
        assertEquals("{\"state\":\"unlocked\",\"after\":15}", run("lock --after 15"));
        assertEquals(Optional.of(Duration.ofMinutes(15)), lock.after);
        assertEquals("{\"state\":\"unlocked\",\"after\":15}", run("passphrase show"));
        assertEquals("{\"state\":\"unlocked\"}", run("lock --after never"));
        assertEquals(Optional.empty(), lock.after);
        for (var wrong : List.of("0", "1441", "soon", "1.5")) refuses(Code.USAGE, "lock --after " + wrong);
        assertEquals("{\"state\":\"locked\"}", run("lock"));
        refuses(Code.PASSPHRASE_NEEDED, "unlock");
        known.put("PARLEY_PASSPHRASE", "my secret words");
        assertEquals("{\"state\":\"unlocked\"}", run("unlock"));
        assertEquals("{\"state\":\"unlocked\"}", run("unlock"));
        assertEquals(List.of("unlock my secret words"), lock.calls);
    }

    @Test
    void aPassphraseInTheLineIsRefused() {
        for (var line : List.of("passphrase set words", "passphrase change a b", "unlock words", "lock words")) {
            refuses(Code.USAGE, line);
        }
    }
}
