package parley.desktop.chat.timeline;

import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Wording;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file as the list shows it.
 *
 * @param size of the file, in bytes
 * @param local where a picture lies that can be shown; empty if it is none, or not all here
 * @param sha256 of the whole file, in hex, once that was found to be right; empty before
 */
public record Card(String name, long size, State state, String local, String sha256) {

    private static final Phrases T = Phrases.of(Card.class);

    /** What starts a program, or may hide one, wherever it is opened. */
    private static final Set<String> PROGRAMS =
            Set.of(
                    ("exe msi bat cmd com scr pif ps1 psm1 vbs vbe js jse wsf wsh hta jar lnk reg cpl dll sh run bin"
                                    + " appimage deb rpm desktop app command pkg dmg apk py pl rb docm xlsm pptm iso"
                                    + " img vhd vhdx chm scf url inf gadget msc")
                            .split(" "));

    public Card(String name, long size, State state) {
        this(name, size, state, "", "");
    }

    /** Whether opening it could start a program. */
    boolean risky() {
        return PROGRAMS.contains(name.substring(name.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT));
    }

    /** How a file stands. */
    public sealed interface State {

        /** Somebody offers it to us. */
        record Offered() implements State {}

        /** We offer it; nothing of it has left yet. */
        record Waiting() implements State {}

        /** Under way: {@code bytes} of it are there, {@code rate} more come each second, 0 if that is not known. */
        record Running(long bytes, long rate) implements State {}

        /** Held up after {@code bytes}; it goes on by itself or when asked to. */
        record Paused(long bytes) implements State {}

        /** All there, and unharmed; {@code path} is where it lies, or empty if it was ours to begin with. */
        record Done(String path) implements State {}

        /** Not wanted, by whoever had to say so. */
        record Declined() implements State {}

        /** It did not work, for {@code reason}, a sentence. */
        record Failed(String reason) implements State {}
    }

    /** What a person can do about a file. */
    public enum Act {
        ACCEPT("card.accept"),
        DECLINE("card.decline"),
        PAUSE("card.pause"),
        RESUME("card.resume"),
        CANCEL("card.cancel"),
        SHOW("card.show");

        private final String key;

        Act(String key) {
            this.key = key;
        }

        /** In the words of a button. */
        public String label() {
            return T.get(key);
        }
    }

    /** What can be done now, the likeliest first. */
    public List<Act> acts() {
        return switch (state) {
            case State.Offered() -> List.of(Act.ACCEPT, Act.DECLINE);
            case State.Waiting() -> List.of(Act.CANCEL);
            case State.Running _ -> List.of(Act.PAUSE, Act.CANCEL);
            case State.Paused _ -> List.of(Act.RESUME, Act.CANCEL);
            case State.Done(var path) -> path.isEmpty() ? List.of() : List.of(Act.SHOW);
            case State.Declined(), State.Failed _ -> List.of();
        };
    }

    /** How much of it is there, from 0 to 1. */
    double share() {
        return switch (state) {
            case State.Running(var bytes, _) -> share(bytes);
            case State.Paused(var bytes) -> share(bytes);
            case State.Done _ -> 1;
            case State.Offered(), State.Waiting(), State.Declined(), State.Failed _ -> 0;
        };
    }

    /** Whether it is on its way, so that a bar shows how far it is. */
    boolean moving() {
        return state instanceof State.Running || state instanceof State.Paused;
    }

    private double share(long bytes) {
        return size == 0 ? 1 : Math.clamp((double) bytes / size, 0, 1);
    }

    /** The line below the name. */
    String detail() {
        return switch (state) {
            case State.Offered() -> risky() ? facts(Wording.size(size), T.get("card.expected")) : Wording.size(size);
            case State.Waiting() -> facts(Wording.size(size), T.get("card.waiting"));
            case State.Running(var bytes, var rate) ->
                    rate > 0
                            ? facts(Wording.progress(bytes, size), Wording.rate(rate), Wording.left(size - bytes, rate))
                            : Wording.progress(bytes, size);
            case State.Paused(var bytes) -> facts(Wording.progress(bytes, size), T.get("card.paused"));
            case State.Done(var path) -> facts(Wording.size(size), path.isEmpty() ? T.get("card.sent") : saved());
            case State.Declined() -> facts(Wording.size(size), T.get("card.declined"));
            case State.Failed(var reason) -> reason;
        };
    }

    private String saved() {
        var saved = sha256.isEmpty() ? T.get("card.saved") : T.get("card.checked");
        return risky() ? T.get("card.trusted", "saved", saved) : saved;
    }

    private static String facts(String... facts) {
        return String.join(" · ", facts);
    }

    /** What a screen reader says. */
    String spoken() {
        return T.heard("card.spoken", "name", name, "detail", detail());
    }
}
