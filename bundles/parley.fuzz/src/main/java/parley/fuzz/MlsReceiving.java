package parley.fuzz;

import parley.mls.CredentialCheck;
import parley.mls.MlsException;

import java.util.Arrays;

/**
 * A member who is to get a real message, and gets it changed: no change may be accepted. And a state that has refused
 * one still takes the real one.
 */
public final class MlsReceiving {

    private static final Traffic TRAFFIC = Traffic.make();

    private MlsReceiving() {}

    /** Loads what is loaded once, whose time must not count as an input's. */
    public static void fuzzerInitialize() {
        for (int i = 0; i < 256; i++) fuzzerTestOneInput(new byte[] {(byte) i});
    }

    /** Called by Jazzer for each input: see {@link Mutation}. */
    public static void fuzzerTestOneInput(byte[] input) {
        var due = TRAFFIC.due.get(Mutation.choice(input, TRAFFIC.due.size()));
        var changed = Mutation.of(due.message(), input);
        try {
            due.reader().receive(Traffic.SUITE, changed, Traffic.PSKS, CredentialCheck.none());
        } catch (MlsException e) {
            if (Arrays.equals(changed, due.message())) throw new AssertionError("a real message is refused", e);
            return;
        }
        if (!Arrays.equals(changed, due.message())) throw new AssertionError("a forgery is accepted");
    }
}
