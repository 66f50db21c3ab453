package parley.relay.log;

import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.util.function.Consumer;

/** An operation on logs, whose caller is told an outcome. */
abstract class LogOp extends Op {

    static final Outcome THERE_ALREADY = new Outcome.Stored(0);

    private final Consumer<Outcome> done;
    private Outcome outcome = THERE_ALREADY;

    LogOp(Consumer<Outcome> done) {
        this.done = done;
    }

    Consumer<Outcome> done() {
        return done;
    }

    /** Decides without a record. */
    Verdict answer(Outcome answer) {
        outcome = answer;
        return Verdict.DECIDED;
    }

    Verdict refuse(Problem problem, String text) {
        return answer(new Outcome.Refused(problem, 0, text));
    }

    @Override
    void tell() {
        done.accept(outcome);
    }

    @Override
    void fail(Problem problem, String text) {
        done.accept(new Outcome.Refused(problem, 0, text));
    }
}
