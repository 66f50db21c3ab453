package parley.protocol.relay;

import parley.protocol.LogId;
import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

/**
 * What both ends of a link know after the hellos, and every signature made on that link covers: a signature for one
 * link is worth nothing on another.
 *
 * @param certificateHash as its holder sees it: the relay signs the one it serves, the client the one it saw
 */
public record Transcript(Bytes clientNonce, Bytes relayNonce, RelayKey relay, Bytes certificateHash) {

    /** Signed by the relay key. Covers the relay's name too. */
    public Bytes hello(String name, boolean openRegistration) {
        return labelled("Parley relay hello 1").text(name).bool(openRegistration).toBytes();
    }

    /** Signed by the device key. */
    public Bytes signIn() {
        return labelled("Parley sign in 1").toBytes();
    }

    /** Signed by the first device's key. */
    public Bytes signUp(String name) {
        return labelled("Parley sign up 1").text(name).toBytes();
    }

    /** Signed by the first device's key of the list that takes the place of the account's. */
    public Bytes recover() {
        return labelled("Parley recover 1").toBytes();
    }

    /** Signed by a follower key; for an inbox by the device key. */
    public Bytes follow(LogId log) {
        var out = labelled("Parley follow 1");
        log.write(out);
        return out.toBytes();
    }

    private WireWriter labelled(String label) {
        var out = new WireWriter().text(label).opaque(clientNonce).opaque(relayNonce);
        relay.write(out);
        return out.opaque(certificateHash);
    }
}
