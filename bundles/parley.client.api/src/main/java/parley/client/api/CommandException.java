package parley.client.api;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A command did not do what it should; the message is a sentence for a person, with cause and next step. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1;

    /** What scripts tell apart (docs/commands.md). */
    public enum Code {
        USAGE(2),
        UNKNOWN_COMMAND(2),
        NOT_REACHABLE(3),
        REFUSED(4),
        NOT_APPROVED(4),
        WRONG_KEY(4),
        PROFILE_IN_USE(4),
        PASSPHRASE_NEEDED(4),
        NOT_FOUND(1),
        AMBIGUOUS(1),
        TOO_LARGE(1),
        DISK_FULL(1),
        DAMAGED(1),
        INTERNAL(1);

        private final int exitStatus;

        Code(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /** The process's exit status where the command was its purpose. */
        public int exitStatus() {
            return exitStatus;
        }

        /** The word on the wire of scripts, such as {@code not_reachable}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a person can say yes to where a command is refused without it; faces offer that, each in its own way. */
    public enum Yes {
        /** The cipher is weaker than the one in use, or than the strongest there is. */
        WEAKER,
        /** Members lack the cipher: the change waits for them. */
        WAITING
    }

    private final Code code;
    private final @Nullable Yes lacks;

    public CommandException(Code code, String message) {
        super(message);
        this.code = code;
        this.lacks = null;
    }

    /** REFUSED, for want of a yes. */
    public CommandException(Yes lacks, String message) {
        super(message);
        this.code = Code.REFUSED;
        this.lacks = lacks;
    }

    public CommandException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.lacks = null;
    }

    public Code code() {
        return code;
    }

    /** The yes with which the same command would not have been refused for this; empty if there is none to offer. */
    public Optional<Yes> lacks() {
        return Optional.ofNullable(lacks);
    }

    /** Whether it is {@code yes} that {@link #lacks}. */
    public boolean lacks(Yes yes) {
        return lacks == yes;
    }

    /** The message as a sentence of its own. It may hold what others wrote, and is not inert. */
    public String sentence() {
        return Sentences.of(String.valueOf(getMessage()));
    }
}
