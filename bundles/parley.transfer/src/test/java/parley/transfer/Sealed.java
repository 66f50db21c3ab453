package parley.transfer;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A file as its sender made it, in small segments. */
final class Sealed {

    static final int SEGMENT = FileOffer.MIN_SEGMENT;

    final MessageId id = MessageId.random();
    final byte[] plain;
    final FileOffer offer;
    final List<Bytes> segments = new ArrayList<>();
    final List<Hash> leaves = new ArrayList<>();
    final Hash root;

    Sealed(int size) {
        this(size, "holiday.jpg");
    }

    Sealed(int size, String name) {
        plain = new byte[size];
        new Random(size).nextBytes(plain);
        offer = offer(size, SEGMENT, name);
        var cut = Segments.of(offer);
        var sealer = new Segments.Sealer(offer);
        var tree = new Segments.Tree();
        for (var i = 0; i < cut.count(); i++) {
            var part = java.util.Arrays.copyOfRange(plain, (int) cut.offset(i), (int) cut.offset(i) + cut.length(i));
            var sealed = Bytes.wrap(sealer.seal(i, part, part.length));
            segments.add(sealed);
            leaves.add(Hash.of(sealed));
            tree.add(Hash.of(sealed));
        }
        root = tree.root();
    }

    static FileOffer offer(long size, int segment, String name) {
        return new FileOffer(
                ScriptedRelay.NAME,
                BlobId.random(),
                Token.random(),
                Token.random().bytes(),
                Token.random().bytes().slice(0, FileOffer.NONCE_PREFIX),
                size,
                segment,
                name,
                "");
    }

    /** Puts all of it at the relay. */
    Sealed at(ScriptedRelay relay) {
        var blob = relay.new Blob((int) Segments.of(offer).sealedSize(), Hash.ZERO, offer.read().hash());
        var at = 0;
        for (var segment : segments) {
            System.arraycopy(segment.toArray(), 0, blob.bytes, at, segment.length());
            at += segment.length();
        }
        blob.here.set(0, blob.bytes.length);
        relay.blobs.put(offer.blob(), blob);
        return this;
    }

    /** What its sender says of the segments {@code from} to {@code to}. */
    FileLeaves leaves(int from, int to) {
        return new FileLeaves(id, from, leaves.subList(from, to));
    }

    FileLeaves allLeaves() {
        return leaves(0, leaves.size());
    }

    FileComplete complete() {
        return new FileComplete(id, root, Hash.of(plain));
    }

    /** Makes a segment at the relay another than its leaf says. */
    void damage(ScriptedRelay relay, int index) {
        relay.blobs.get(offer.blob()).bytes[(int) Segments.of(offer).sealedOffset(index)] ^= 1;
    }
}
