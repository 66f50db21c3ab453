package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;

/**
 * The message keys of an epoch (RFC 9420 §9): a binary tree of secrets in which a secret gives way to its children's as
 * soon as a leaf below is asked for. Values share what they have in common, so a message costs the depth of the tree,
 * and what is stored is one secret per untouched subtree plus two ratchets per sender heard.
 */
final class SecretTree {

    private static final byte[] LEFT = "left".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RIGHT = "right".getBytes(StandardCharsets.US_ASCII);

    private final int leaves;
    private final Part root;

    /** A subtree. */
    private sealed interface Part {}

    /** Not touched yet. */
    private record Seed(Bytes secret) implements Part {}

    /** Its secret is deleted, the children stand for it. */
    private record Fork(Part left, Part right) implements Part {}

    /** A sender's ratchets. */
    private record Sender(Ratchet handshake, Ratchet application) implements Part {
        Ratchet ratchet(boolean ofApplication) {
            return ofApplication ? application : handshake;
        }

        Sender with(boolean ofApplication, Ratchet ratchet) {
            return ofApplication ? new Sender(handshake, ratchet) : new Sender(ratchet, application);
        }
    }

    /** A key and the tree without it. */
    record Taken(long generation, Ratchet.Key key, SecretTree after) {}

    private interface Take {
        Ratchet.Taken from(Ratchet ratchet) throws MlsException;
    }

    private SecretTree(int leaves, Part root) {
        this.leaves = leaves;
        this.root = root;
    }

    /**
     * @param leaves how many leaves the group's tree has, blank ones included
     */
    static SecretTree start(Bytes encryptionSecret, int leaves) {
        return new SecretTree(TreeMath.fullLeaves(leaves), new Seed(encryptionSecret));
    }

    int leaves() {
        return leaves;
    }

    /** The key for {@code leaf} to send its next message with. */
    Taken takeNext(Labeled suite, int leaf, boolean application) {
        try {
            return take(suite, leaf, application, ratchet -> ratchet.takeNext(suite));
        } catch (MlsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of a message received from {@code leaf}. */
    Taken take(Labeled suite, int leaf, boolean application, long generation) throws MlsException {
        return take(suite, leaf, application, ratchet -> ratchet.take(suite, generation));
    }

    private Taken take(Labeled suite, int leaf, boolean application, Take take) throws MlsException {
        var sender = find(suite, leaf);
        var taken = take.from(sender.ratchet(application));
        var after = put(suite, root, leaves, leaf, sender.with(application, taken.after()));
        return new Taken(taken.generation(), taken.key(), new SecretTree(leaves, after));
    }

    private Sender find(Labeled suite, int leaf) {
        var part = root;
        var at = leaf;
        for (int width = leaves; ; width /= 2) {
            if (part instanceof Sender sender) return sender;
            if (part instanceof Seed(var secret) && width == 1) {
                return new Sender(
                        Ratchet.start(child(suite, secret, "handshake", new byte[0])),
                        Ratchet.start(child(suite, secret, "application", new byte[0])));
            }
            var fork = fork(suite, part);
            part = at < width / 2 ? fork.left : fork.right;
            if (at >= width / 2) at -= width / 2;
        }
    }

    private static Part put(Labeled suite, Part part, int width, int leaf, Sender sender) {
        if (width == 1) return sender;
        var fork = fork(suite, part);
        var half = width / 2;
        return leaf < half
                ? new Fork(put(suite, fork.left, half, leaf, sender), fork.right)
                : new Fork(fork.left, put(suite, fork.right, half, leaf - half, sender));
    }

    private static Fork fork(Labeled suite, Part part) {
        return switch (part) {
            case Fork fork -> fork;
            case Seed(var secret) ->
                    new Fork(
                            new Seed(child(suite, secret, "tree", LEFT)),
                            new Seed(child(suite, secret, "tree", RIGHT)));
            case Sender _ -> throw new IllegalStateException("a sender stands above the leaves");
        };
    }

    private static Bytes child(Labeled suite, Bytes secret, String label, byte[] context) {
        return Bytes.wrap(suite.expand(secret.shared(), label, context, suite.nh()));
    }

    static SecretTree load(WireReader in) throws MalformedException {
        var depth = in.u8();
        if (depth > 24) throw new MalformedException("secret tree of depth " + depth);
        return new SecretTree(1 << depth, load(in, 1 << depth));
    }

    private static Part load(WireReader in, int width) throws MalformedException {
        var kind = in.u8();
        if (kind == 0) return new Seed(in.opaqueBytes());
        if (kind == 1 && width > 1) return new Fork(load(in, width / 2), load(in, width / 2));
        if (kind == 2 && width == 1) return new Sender(Ratchet.load(in), Ratchet.load(in));
        throw new MalformedException("secret tree has a part of kind " + kind);
    }

    void store(WireWriter out) {
        out.u8(Integer.numberOfTrailingZeros(leaves));
        store(out, root);
    }

    private static void store(WireWriter out, Part part) {
        switch (part) {
            case Seed(var secret) -> out.u8(0).opaque(secret);
            case Fork(var left, var right) -> {
                store(out.u8(1), left);
                store(out, right);
            }
            case Sender(var handshake, var application) -> {
                handshake.store(out.u8(2));
                application.store(out);
            }
        }
    }
}
