package parley.fuzz;

import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.MlsException;

import java.util.Arrays;

/** A client who is to join by a real Welcome, and gets it, or the tree beside it, changed. */
public final class MlsJoining {

    private static final Traffic TRAFFIC = Traffic.make();

    private MlsJoining() {}

    /** Loads what is loaded once, whose time must not count as an input's. */
    public static void fuzzerInitialize() {
        for (int i = 0; i < 256; i++) fuzzerTestOneInput(new byte[] {(byte) i});
    }

    /** Called by Jazzer for each input: see {@link Mutation}. */
    public static void fuzzerTestOneInput(byte[] input) {
        var count = TRAFFIC.invitations.size();
        var which = Mutation.choice(input, 2 * count);
        var real = TRAFFIC.invitations.get(which % count);
        var welcome = which < count ? Mutation.of(real.welcome(), input) : real.welcome();
        var tree = which < count ? real.tree() : Mutation.of(real.tree(), input);
        var same = Arrays.equals(welcome, real.welcome()) && Arrays.equals(tree, real.tree());
        try {
            Group.join(Traffic.SUITE, welcome, real.keyPackage(), tree, Traffic.PSKS, CredentialCheck.none());
        } catch (MlsException e) {
            if (same) throw new AssertionError("a real Welcome is refused", e);
            return;
        }
        if (!same) throw new AssertionError("a forged Welcome is accepted");
    }
}
