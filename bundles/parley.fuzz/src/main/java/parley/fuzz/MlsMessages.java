package parley.fuzz;

import parley.mls.GroupView;
import parley.mls.KeyPackage;
import parley.mls.MessageInfo;
import parley.mls.MlsException;

import java.util.Arrays;
import java.util.List;

/** Decoders of what anybody may send: messages, KeyPackages, GroupInfos with their trees. */
public final class MlsMessages {

    private MlsMessages() {}

    /** Loads what is loaded once, whose time must not count as an input's. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(Traffic.make().states.getFirst().groupInfo(Traffic.SUITE, true, true, List.of()));
    }

    /** Called by Jazzer for each input. */
    @SuppressWarnings("ReturnValueIgnored") // reading is what is to be seen
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            MessageInfo.of(input);
        } catch (MlsException e) {
            // what refuses is right
        }
        try {
            var written = KeyPackage.fromBytes(input).toBytes();
            if (!Arrays.equals(input, written)) throw new AssertionError("a KeyPackage has two forms");
        } catch (MlsException e) {
            // as above
        }
        try {
            GroupView.of(Traffic.SUITE, input, null);
        } catch (MlsException e) {
            // as above
        }
    }
}
