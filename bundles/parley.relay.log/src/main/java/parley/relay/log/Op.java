package parley.relay.log;

import parley.protocol.relay.Problem;

import java.io.IOException;

/**
 * Something handed to the writer. The writer calls {@link #decide}; when the batch is durable {@link #publish} for all
 * of its operations, then {@link #tell} for all; or {@link #fail} in place of both.
 */
abstract class Op {

    /** What came of deciding. */
    enum Verdict {
        /** Decided, with or without records. */
        DECIDED,
        /** It depends on what the batch changes: decide it again in the next one. */
        NEXT_BATCH
    }

    /** About how much memory it holds while it waits. */
    int cost() {
        return 256;
    }

    /** What is left of it to refuse it where too much is waiting. */
    Op withoutContent() {
        return this;
    }

    /** Judges by what is durable and by earlier numbers of this batch, and writes records. */
    abstract Verdict decide() throws IOException;

    /** Makes visible what the records changed. */
    void publish() {}

    /** Tells whoever handed it over. */
    abstract void tell();

    /** The batch was not written, or the operation never decided. Undoes what {@link #decide} noted, and tells. */
    abstract void fail(Problem problem, String text);
}
