package parley.relay.log;

import org.jspecify.annotations.Nullable;

/** What a record of the journal says. The numbers stand on disk. */
enum RecordType {
    OPENED(1),
    APPENDED(2),
    COMMITTED(3),
    LETTER(4),
    LINKED(5),
    REQUESTED(6),
    ACCOUNT(16),
    DEVICES(17),
    KEY_PACKAGES_ADDED(18),
    KEY_PACKAGES_TAKEN(19),
    TOKEN_GRANTED(20),
    TOKEN_REVOKED(21),
    TOKEN_USED(22),
    /** The time at this place of the journal; entries before it are older. */
    TIME(32),
    /** Compaction: a log as it stands, in place of all that was said of it before, its entries excepted. */
    LOG_SNAPSHOT(33),
    /** Compaction: an entry copied from a segment about to be deleted. */
    ENTRY_COPY(34),
    /** Compaction: the directory's rows as of a position, in parts. */
    DIRECTORY_BEGIN(35),
    DIRECTORY_ROWS(36),
    DIRECTORY_END(37),
    /** Compaction: all that is needed of the segments before the one named has been copied behind it. */
    COMPACTED(38),
    /** The journal was closed in order: nothing behind this can be missing. */
    CLOSED(39);

    private static final @Nullable RecordType[] BY_CODE = new @Nullable RecordType[64];

    static {
        for (var type : values()) BY_CODE[type.code] = type;
    }

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Null if the number is unknown. */
    static @Nullable RecordType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Whether it changes the directory's tables. A commit does by using up tokens. */
    boolean ofDirectory() {
        return code >= ACCOUNT.code && code <= TOKEN_USED.code || this == COMMITTED;
    }
}
