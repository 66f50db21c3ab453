package parley.history;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.nio.file.Path;
import java.sql.SQLException;

/** What keeps a profile from being used, as sentences. */
final class Trouble {

    // https://www.sqlite.org/rescode.html: the low byte is the primary code.
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    /** Below this a disk counts as full when a write to it fails. */
    private static final long NO_SPACE = 1 << 20;

    private Trouble() {}

    static CommandException with(Path profile, SQLException e) {
        return switch (e.getErrorCode() & 0xFF) {
            case FULL -> full(profile, e);
            case CORRUPT, NOTADB -> damaged(profile, e);
            case BUSY, LOCKED ->
                    new CommandException(
                            Code.PROFILE_IN_USE,
                            "another program has the database in " + profile + " open; close it and start again",
                            e);
            case PERM, READONLY, CANTOPEN -> unwritable(profile, e);
            case IOERR -> profile.toFile().getUsableSpace() < NO_SPACE ? full(profile, e) : unreliable(profile, e);
            default ->
                    new CommandException(
                            Code.INTERNAL,
                            "the database in " + profile + " refused a change (" + e.getMessage() + ")",
                            e);
        };
    }

    static CommandException damaged(Path profile, Throwable cause) {
        return new CommandException(
                Code.DAMAGED,
                "the profile in "
                        + profile
                        + " is damaged and was left as it is; restore that directory from a backup,"
                        + " or move it away and make an account anew",
                cause);
    }

    static CommandException unwritable(Path profile, Throwable cause) {
        return new CommandException(
                Code.REFUSED,
                "the profile in "
                        + profile
                        + " cannot be written; give yourself the permission, or choose another"
                        + " with --home",
                cause);
    }

    static CommandException full(Path profile, Throwable cause) {
        return new CommandException(
                Code.DISK_FULL, "the disk that holds " + profile + " is full; free some space and try again", cause);
    }

    static CommandException newer(Path profile) {
        return new CommandException(
                Code.REFUSED,
                "the profile in "
                        + profile
                        + " was written by a newer Parley; update Parley, or choose another profile"
                        + " with --home");
    }

    static CommandException locked() {
        return new CommandException(Code.PASSPHRASE_NEEDED, "the profile is locked; give its passphrase to unlock it");
    }

    static CommandException stopped() {
        return new CommandException(Code.INTERNAL, "the profile is being closed; start Parley again");
    }

    private static CommandException unreliable(Path profile, Throwable cause) {
        return new CommandException(
                Code.DAMAGED,
                "the disk that holds " + profile + " fails to read or write; check it, then start again",
                cause);
    }
}
