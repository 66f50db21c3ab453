package parley.mls;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Why something received, or asked for, was refused. The state it was meant for is as it was before.
 *
 * <p>The kinds are the conditions that a caller treats differently. What matters most for a commit is whether every
 * member finds the same ({@link #alike()}): such a commit is void for all, whereas one that only this member cannot
 * follow cuts it off.
 */
public abstract sealed class MlsException extends Exception {

    private static final long serialVersionUID = 1;

    private MlsException(String message) {
        super(message);
    }

    private MlsException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether every other member that has read the same messages in the same order refuses this one as well. For a
     * commit that makes it void; otherwise the group may have gone on without this member.
     */
    public abstract boolean alike();

    /** The bytes are no MLS structure, or break a limit that it states. */
    public static final class Malformed extends MlsException {
        private static final long serialVersionUID = 1;

        /**
         * @param message what is wrong, without any secret
         */
        public Malformed(String message) {
            super(message);
        }

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** Well formed, but against a rule that every member checks alike (RFC 9420 §7.3, §12.1, §12.2, §12.4). */
    public static final class Invalid extends MlsException {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** A signature, a tag or a MAC does not fit. It says no more, on purpose. */
    public static final class Forged extends MlsException {
        private static final long serialVersionUID = 1;

        Forged() {
            super("forged");
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** Of another group or another epoch than the state it was given to. */
    public static final class WrongEpoch extends MlsException {
        private static final long serialVersionUID = 1;
        private final long epoch;

        WrongEpoch(String message, long epoch) {
            super(message);
            this.epoch = epoch;
        }

        /** The epoch that the message names, unsigned. */
        public long epoch() {
            return epoch;
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** The key for this message was used before, or given up: a replay, or a message that came too late. */
    public static final class KeyUsed extends MlsException {
        private static final long serialVersionUID = 1;

        KeyUsed(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** The message lies, or would lie, further ahead in its sender's ratchet than {@link Group#MAX_SKIPPED} allows. */
    public static final class TooFarAhead extends MlsException {
        private static final long serialVersionUID = 1;

        TooFarAhead(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /**
     * Says that it is this member's own message, which a sender keeps no key to read. Callers recognise what they sent
     * before they come here, so what remains is another member's forgery, which the others cannot open either.
     */
    public static final class OwnMessage extends MlsException {
        private static final long serialVersionUID = 1;

        OwnMessage() {
            super("own message");
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /**
     * The commit passes every check that all members make alike, but this member cannot follow it: its path secret does
     * not open, or does not fit the published keys. Only a rejoin helps.
     */
    public static final class CutOff extends MlsException {
        private static final long serialVersionUID = 1;

        private final transient @Nullable Member committer;

        CutOff(String message) {
            this(message, null);
        }

        private CutOff(String message, @Nullable Member committer) {
            super(message);
            this.committer = committer;
        }

        CutOff by(Member member) {
            var known = new CutOff(message(), member);
            known.initCause(this);
            return known;
        }

        private String message() {
            return String.valueOf(getMessage());
        }

        /** Whose signature the commit bears, if a member's. */
        public Optional<Member> committer() {
            return Optional.ofNullable(committer);
        }

        @Override
        public boolean alike() {
            return false;
        }
    }

    /** A pre-shared key that the message names is not at hand. */
    public static final class MissingPsk extends MlsException {
        private static final long serialVersionUID = 1;

        MissingPsk(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return false;
        }
    }

    /** A proposal that the commit refers to was not received in this epoch. */
    public static final class MissingProposal extends MlsException {
        private static final long serialVersionUID = 1;

        MissingProposal(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return true;
        }
    }

    /** The caller's {@link CredentialCheck} refused a leaf that this member was about to add. */
    public static final class BadCredential extends MlsException {
        private static final long serialVersionUID = 1;

        BadCredential(String message) {
            super(message);
        }

        @Override
        public boolean alike() {
            return false;
        }
    }
}
