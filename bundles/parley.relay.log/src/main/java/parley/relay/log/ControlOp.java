package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Problem;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Something that the stores themselves do on the writer: first in its batch, so that nothing is half decided. */
final class ControlOp extends Op {

    /** Writes records; the result runs when they are durable. */
    @FunctionalInterface
    interface Action {
        @Nullable Runnable act() throws IOException;
    }

    private final Journal journal;
    private final int cost;
    private final Action action;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Runnable effect;

    ControlOp(Journal journal, int cost, Action action) {
        this.journal = journal;
        this.cost = cost;
        this.action = action;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    int cost() {
        return cost;
    }

    @Override
    Verdict decide() throws IOException {
        if (journal.hasRecords()) return Verdict.NEXT_BATCH;
        effect = action.act();
        return Verdict.DECIDED;
    }

    @Override
    void publish() {
        if (effect != null) effect.run();
    }

    @Override
    void tell() {
        done.complete(null);
    }

    @Override
    void fail(Problem problem, String text) {
        done.completeExceptionally(new StoreException(Kind.FAILED, text));
    }
}
