package parley.relay.log;

import parley.protocol.wire.Bytes;

/**
 * A record as read back.
 *
 * @param sequence its place in the journal; a record with several entries takes as many places
 * @param segment the number of its file
 * @param offset where in that file it begins
 */
record JournalRecord(RecordType type, long sequence, long segment, long offset, Bytes payload) {

    /** Bytes before the payload. */
    static final int HEADER = 25;

    /** The largest payload: a commit at its limits is below it. */
    static final int MAX_PAYLOAD = 16 << 20;

    int size() {
        return HEADER + payload.length();
    }
}
