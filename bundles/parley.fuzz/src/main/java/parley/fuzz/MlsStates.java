package parley.fuzz;

import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.PastEpoch;
import parley.mls.PendingCommit;

import java.util.Arrays;

/** Decoders of what a client has stored, damaged. */
public final class MlsStates {

    private static final Traffic TRAFFIC = Traffic.make();

    private MlsStates() {}

    /** Called by Jazzer for each input: its first byte chooses what is damaged. */
    public static void fuzzerTestOneInput(byte[] input) {
        var which = Mutation.choice(input, 6 * 16);
        var at = which / 6;
        try {
            switch (which % 6) {
                case 0 -> {
                    var state = TRAFFIC.states.get(at % TRAFFIC.states.size());
                    var changed = Mutation.of(state.epochBytes(), input);
                    var read = Group.fromBytes(changed, state.ratchetBytes());
                    settled(read.epochBytes(), Group.fromBytes(read.epochBytes(), state.ratchetBytes()).epochBytes());
                }
                case 1 -> {
                    var state = TRAFFIC.states.get(at % TRAFFIC.states.size());
                    var changed = Mutation.of(state.ratchetBytes(), input);
                    var read = Group.fromBytes(state.epochBytes(), changed);
                    settled(
                            read.ratchetBytes(),
                            Group.fromBytes(state.epochBytes(), read.ratchetBytes()).ratchetBytes());
                }
                case 2 -> {
                    var pending = TRAFFIC.pending.get(at % TRAFFIC.pending.size());
                    var changed = Mutation.of(pending.toBytes(), input);
                    var written = PendingCommit.fromBytes(changed).toBytes();
                    settled(written, PendingCommit.fromBytes(written).toBytes());
                }
                case 3 -> {
                    var past = TRAFFIC.past.get(at % TRAFFIC.past.size());
                    var changed = Mutation.of(past.epochBytes(), input);
                    var read = PastEpoch.fromBytes(changed, past.ratchetBytes());
                    settled(
                            read.epochBytes(),
                            PastEpoch.fromBytes(read.epochBytes(), past.ratchetBytes()).epochBytes());
                }
                case 4 -> {
                    var past = TRAFFIC.past.get(at % TRAFFIC.past.size());
                    var changed = Mutation.of(past.ratchetBytes(), input);
                    var read = PastEpoch.fromBytes(past.epochBytes(), changed);
                    settled(
                            read.ratchetBytes(),
                            PastEpoch.fromBytes(past.epochBytes(), read.ratchetBytes()).ratchetBytes());
                }
                default -> {
                    var own = TRAFFIC.invitations.getFirst().keyPackage();
                    var changed = Mutation.of(own.toBytes(), input);
                    var written = OwnKeyPackage.fromBytes(changed).toBytes();
                    settled(written, OwnKeyPackage.fromBytes(written).toBytes());
                }
            }
        } catch (MlsException e) {
            // what refuses is right
        }
    }

    /** What was read can be written, and then has one form. */
    private static void settled(byte[] once, byte[] twice) {
        if (!Arrays.equals(once, twice)) throw new AssertionError("a state has no form that stays");
    }
}
