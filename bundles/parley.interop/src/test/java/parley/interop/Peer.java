package parley.interop;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * A client of one MLS implementation, in at most one group at a time. All messages are MLSMessages (RFC 9420 §6), and
 * what a peer sends it has taken account of itself.
 */
interface Peer {

    /** What a commit shall do; with nothing in it, replace its author's keys. */
    record Wanted(List<byte[]> adds, List<Integer> removes, List<byte[]> psks, boolean byReference) {

        static final Wanted NOTHING = new Wanted(List.of(), List.of(), List.of(), false);

        static Wanted add(byte[]... keyPackages) {
            return new Wanted(List.of(keyPackages), List.of(), List.of(), false);
        }

        static Wanted remove(int leaf) {
            return new Wanted(List.of(), List.of(leaf), List.of(), false);
        }

        static Wanted psk(byte[] id) {
            return new Wanted(List.of(), List.of(), List.of(id), false);
        }

        /** All proposals that were received. */
        static Wanted proposed() {
            return new Wanted(List.of(), List.of(), List.of(), true);
        }
    }

    /** A commit, and the Welcome for whom it adds; the new epoch's ratchet tree travels beside it. */
    record Made(byte[] commit, byte @Nullable [] welcome, byte[] tree) {}

    /** A fresh KeyPackage, its private half kept. */
    byte[] keyPackage(int suite) throws Exception;

    /** Knows a pre-shared key from now on. */
    void knows(byte[] pskId, byte[] psk) throws Exception;

    void create(int suite, byte[] groupId) throws Exception;

    void join(byte[] welcome, byte[] tree) throws Exception;

    Made commit(Wanted wanted) throws Exception;

    byte[] proposeAdd(byte[] keyPackage) throws Exception;

    byte[] proposeRemove(int leaf) throws Exception;

    byte[] proposeUpdate() throws Exception;

    byte[] say(byte[] data) throws Exception;

    /** Takes a message; what was said, if it is application data. */
    Optional<byte[]> take(byte[] message) throws Exception;

    byte[] epochAuthenticator() throws Exception;

    int leaf() throws Exception;

    /** A GroupInfo with tree and external key. */
    byte[] groupInfo() throws Exception;

    /** Joins by an external commit, and gives it. */
    byte[] joinExternally(int suite, byte[] groupInfo) throws Exception;

    /** Commits a ReInit to another suite; the group is closed. */
    byte[] reInit(byte[] groupId, int suite) throws Exception;

    /** After a ReInit: starts the group that follows, with these members. */
    Made succeed(List<byte[]> keyPackages) throws Exception;

    /** After a ReInit: joins the group that follows. */
    void joinSuccessor(byte[] welcome, byte[] tree) throws Exception;
}
