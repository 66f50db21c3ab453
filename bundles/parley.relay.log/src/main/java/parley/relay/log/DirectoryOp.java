package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Problem;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A change of the directory, whose caller waits for what came of it. */
final class DirectoryOp<T> extends Op {

    /** Judges by the tables as the batch has them, and writes records through the operation. */
    @FunctionalInterface
    interface Judge<T> {
        T judge(DirectoryOp<T> op) throws StoreException, IOException;
    }

    /** Something to do once the change is durable. */
    @FunctionalInterface
    interface Effect {
        void happen(long position);
    }

    private final Journal journal;
    private final Projection projection;
    private final int bytes;
    private final Judge<T> judge;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private @Nullable T value;
    private @Nullable StoreException failure;
    private @Nullable Effect effect;
    private @Nullable Runnable undo;
    private long position;

    /**
     * @param bytes of what the judge holds, beyond some hundreds
     */
    DirectoryOp(Journal journal, Projection projection, int bytes, Judge<T> judge) {
        this.journal = journal;
        this.projection = projection;
        this.bytes = bytes;
        this.judge = judge;
    }

    CompletableFuture<T> result() {
        return result;
    }

    @Override
    int cost() {
        return super.cost() + bytes;
    }

    @Override
    Verdict decide() throws IOException {
        try {
            value = judge.judge(this);
        } catch (StoreException e) {
            failure = e;
        }
        return Verdict.DECIDED;
    }

    /** Adds a record to the batch and applies it to the tables. */
    void write(RecordType type, byte[] payload) throws IOException {
        position = journal.add(type, payload);
        projection.apply(type, position, payload);
    }

    /**
     * @param undone called instead where the batch is not written
     */
    void then(Effect whenDurable, Runnable undone) {
        effect = whenDurable;
        undo = undone;
    }

    @Override
    void publish() {
        if (effect != null) effect.happen(position);
    }

    @Override
    void tell() {
        if (failure != null) result.completeExceptionally(failure);
        else result.complete(value);
    }

    @Override
    void fail(Problem problem, String text) {
        if (undo != null) undo.run();
        var kind = problem == Problem.NO_SPACE ? Kind.DISK_FULL : Kind.FAILED;
        result.completeExceptionally(new StoreException(kind, text));
    }
}
