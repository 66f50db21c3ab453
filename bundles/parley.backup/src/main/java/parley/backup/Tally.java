package parley.backup;

import org.jspecify.annotations.Nullable;

import parley.client.api.Backups.Summary;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.content.BackupItem;
import parley.protocol.wire.Parts;

import java.time.Instant;

/** Counts what goes into a backup, or comes out of it, and holds it to the order in which that stands. */
final class Tally {

    /** The last time that is written with a year of four digits (RFC 3339). */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private BackupItem.@Nullable Account account;
    private long people;
    private long conversations;
    private long messages;
    private long unknown;
    private long items;

    /**
     * @throws CommandException DAMAGED if it does not stand where it may
     */
    void count(BackupItem item) throws CommandException {
        items++;
        if ((items == 1) != item instanceof BackupItem.Account) throw misplaced();
        switch (item) {
            case BackupItem.Account first -> account = first;
            case BackupItem.Person _ -> people++;
            case BackupItem.Conversation _ -> conversations++;
            case BackupItem.Message _ -> {
                if (conversations == 0) throw misplaced();
                messages++;
            }
            case BackupItem.Member _ -> {
                if (conversations == 0) throw misplaced();
            }
            case BackupItem.End end -> {
                if (!end.equals(end())) throw misplaced();
            }
            case BackupItem.Unknown _ -> unknown++;
            case BackupItem.Profile _, BackupItem.Privacy _ -> {}
        }
    }

    private static CommandException misplaced() {
        return new CommandException(
                Code.DAMAGED, "this backup does not hold together; make another where it comes from");
    }

    long items() {
        return items;
    }

    BackupItem.End end() {
        return new BackupItem.End(people, conversations, messages, Parts.NONE);
    }

    Summary summary() throws CommandException {
        var first = account;
        if (first == null) throw misplaced();
        var made = Instant.ofEpochMilli(Math.min(first.at(), LAST.toEpochMilli()));
        return new Summary(first.address(), made, people, conversations, messages, unknown);
    }
}
