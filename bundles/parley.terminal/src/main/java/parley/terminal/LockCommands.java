package parley.terminal;

import parley.client.api.AppLock;
import parley.client.api.AppLock.State;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Commands about the passphrase of the profile. It never stands in a line. */
final class LockCommands {

    private static final String AFTER = "--after";

    /** Asks for a passphrase. */
    @FunctionalInterface
    interface Asking {
        /**
         * @param what such as "passphrase"
         * @param variable of the environment that may hold it
         * @throws CommandException PASSPHRASE_NEEDED if nobody can be asked
         */
        String ask(String what, String variable) throws CommandException;
    }

    static final String CURRENT = "PARLEY_PASSPHRASE";
    private static final String WANTED = "PARLEY_NEW_PASSPHRASE";

    private final Supplier<Optional<AppLock>> lock;
    private final Asking asking;

    LockCommands(Supplier<Optional<AppLock>> lock, Asking asking) {
        this.lock = lock;
        this.asking = asking;
    }

    void addTo(Commands commands) {
        commands.add("passphrase show", "says whether this profile has a passphrase", _ -> show());
        commands.add("passphrase set", "gives this profile a passphrase", _ -> set());
        commands.add("passphrase change", "gives this profile another passphrase", _ -> change());
        commands.add("passphrase remove", "takes the passphrase away", _ -> remove());
        commands.add(
                "lock",
                "locks this profile, or says when it is to lock itself",
                this::lock,
                new Word.Option(AFTER, "MINUTES|never"));
        commands.add("unlock", "opens this profile again", _ -> unlock());
    }

    private AppLock lock() throws CommandException {
        return lock.get()
                .orElseThrow(
                        () -> new CommandException(Code.NOT_FOUND, "the app lock is not running; start Parley again"));
    }

    private Answer show() throws CommandException {
        var state = lock().state();
        var after = state == State.UNLOCKED ? lock().lockAfter() : Optional.<Duration>empty();
        return Answer.of(
                Answer.fields("state", word(state), "after", after.map(Duration::toMinutes)),
                switch (state) {
                    case OPEN ->
                            "This profile has no passphrase: whoever copies its directory reads everything in it."
                                    + " passphrase set gives it one.";
                    case LOCKED -> "This profile is locked; unlock opens it.";
                    case UNLOCKED ->
                            "This profile has a passphrase"
                                    + after.map(time -> ", and locks itself after " + time.toMinutes() + " min.")
                                            .orElse(".");
                });
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Answer set() throws CommandException {
        if (lock().state() != State.OPEN) {
            throw new CommandException(
                    Code.REFUSED, "this profile has a passphrase already; passphrase change gives it another");
        }
        return changed("", asking.ask("new passphrase", CURRENT));
    }

    private Answer change() throws CommandException {
        if (lock().state() == State.OPEN) {
            throw new CommandException(Code.REFUSED, "this profile has no passphrase; passphrase set gives it one");
        }
        var current = asking.ask("passphrase", CURRENT);
        return changed(current, asking.ask("new passphrase", WANTED));
    }

    private Answer changed(String current, String wanted) throws CommandException {
        with(current, before -> with(wanted, after -> lock().change(before, after)));
        return Answer.of(
                Answer.fields("state", word(State.UNLOCKED)),
                "Done. Without the passphrase nobody can open this profile any more: nobody can tell it to you"
                        + " either.");
    }

    private Answer remove() throws CommandException {
        with(asking.ask("passphrase", CURRENT), current -> lock().remove(current));
        return Answer.of(
                Answer.fields("state", word(State.OPEN)), "Done. Whoever copies this profile reads everything in it.");
    }

    private Answer lock(ParseResult words) throws CommandException {
        var after = words.<String>matchedOptionValue(AFTER, null);
        if (after == null) {
            lock().lock();
            return Answer.of(Answer.fields("state", word(State.LOCKED)), "Locked; unlock opens it again.");
        }
        var minutes = after.equals("never") ? Optional.<Long>empty() : Optional.of(minutes(after));
        lock().lockAfter(minutes.map(Duration::ofMinutes));
        return Answer.of(Answer.fields("state", word(lock().state()), "after", minutes), "");
    }

    private static long minutes(String text) throws CommandException {
        var most = AppLock.LONGEST_IDLE.toMinutes();
        return Values.number(text, most)
                .orElseThrow(
                        () -> new CommandException(Code.USAGE, AFTER + " takes minutes, 1 to " + most + ", or never"));
    }

    private Answer unlock() throws CommandException {
        if (lock().state() == State.LOCKED) {
            with(asking.ask("passphrase", CURRENT), passphrase -> lock().unlock(passphrase));
        }
        return Answer.of(Answer.fields("state", word(lock().state())), "Unlocked.");
    }

    private interface Use {
        void of(char[] passphrase) throws CommandException;
    }

    private static void with(String passphrase, Use use) throws CommandException {
        var characters = passphrase.toCharArray();
        try {
            use.of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
