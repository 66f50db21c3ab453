package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.Hash;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.wire.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

class SegmentsTest {

    private static final int SEGMENT = Sealed.SEGMENT;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 16",
        "1, 1, 1, 17",
        "4095, 1, 4095, 4111",
        "4096, 1, 4096, 4112",
        "4097, 2, 1, 4129",
        "8192, 2, 4096, 8224",
        "8193, 3, 1, 8241"
    })
    void cutsAFile(long size, int count, int last, long sealed) {
        var segments = new Segments(size, SEGMENT);
        assertEquals(count, segments.count());
        assertEquals(last, segments.length(count - 1));
        assertEquals(last + 16, segments.sealedLength(count - 1));
        assertEquals(sealed, segments.sealedSize());
        assertEquals(sealed, segments.sealedOffset(count - 1) + segments.sealedLength(count - 1));
        assertEquals(Sealed.offer(size, SEGMENT, "x").segments(), count);
    }

    @Test
    void countsTheLargestFile() {
        var segments = new Segments(FileOffer.MAX_SIZE, FileOffer.MAX_SEGMENT);
        assertEquals(Integer.MAX_VALUE, segments.count());
        assertEquals(FileOffer.MAX_SIZE, segments.offset(Integer.MAX_VALUE - 1) + FileOffer.MAX_SEGMENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 8192, 10_000})
    void opensWhatItSealed(int size) throws Exception {
        var file = new Sealed(size);
        var sealer = new Segments.Sealer(file.offer);
        var plain = new ByteArrayOutputStream();
        for (var i = 0; i < file.segments.size(); i++) plain.write(sealer.open(i, file.segments.get(i).toArray()));
        assertArrayEquals(file.plain, plain.toByteArray());
    }

    /** docs/protocol.md, Files, written down again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4096, 4097, 8193})
    void sealsAsTheProtocolSays(int size) throws Exception {
        var file = new Sealed(size);
        var label = "Parley file 1".getBytes(StandardCharsets.UTF_8);
        var header =
                ByteBuffer.allocate(1 + label.length + 8 + 4 + 7)
                        .put((byte) label.length)
                        .put(label)
                        .putLong(size)
                        .putInt(SEGMENT)
                        .put(file.offer.noncePrefix().toArray())
                        .array();
        var last = file.segments.size() - 1;
        for (var i = 0; i <= last; i++) {
            var nonce =
                    ByteBuffer.allocate(12)
                            .put(file.offer.noncePrefix().toArray())
                            .putInt(i)
                            .put((byte) (i == last ? 1 : 0))
                            .array();
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(file.offer.key().toArray(), "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD(MessageDigest.getInstance("SHA-256").digest(header));
            var from = i * SEGMENT;
            var sealed = cipher.doFinal(file.plain, from, Math.min(SEGMENT, size - from));
            assertArrayEquals(sealed, file.segments.get(i).toArray());
        }
    }

    @Test
    void refusesWhatIsNotTheSegment() throws Exception {
        var file = new Sealed(3 * SEGMENT);
        var sealer = new Segments.Sealer(file.offer);
        var first = file.segments.get(0).toArray();
        assertEquals(SEGMENT, sealer.open(0, first).length);
        assertThrows(AEADBadTagException.class, () -> sealer.open(1, first)); // another's place
        assertThrows(AEADBadTagException.class, () -> sealer.open(0, file.segments.get(1).toArray()));
        assertThrows(
                AEADBadTagException.class,
                () -> sealer.open(0, Bytes.wrap(first).slice(0, first.length - 1).toArray()));
        assertThrows(AEADBadTagException.class, () -> sealer.open(0, new byte[0]));
        assertThrows(AEADBadTagException.class, () -> sealer.open(0, new byte[15]));
        for (var at : new int[] {0, SEGMENT - 1, SEGMENT, SEGMENT + 15}) {
            var flipped = first.clone();
            flipped[at] ^= 1;
            assertThrows(AEADBadTagException.class, () -> sealer.open(0, flipped));
        }
    }

    @Test
    void bindsKeyPrefixSizeAndSegmentSize() {
        var file = new Sealed(3 * SEGMENT);
        var offer = file.offer;
        var other = Sealed.offer(3 * SEGMENT, SEGMENT, "x");
        refuses(file, with(offer, other.key(), offer.noncePrefix(), offer.size(), SEGMENT));
        refuses(file, with(offer, offer.key(), other.noncePrefix(), offer.size(), SEGMENT));
        refuses(file, with(offer, offer.key(), offer.noncePrefix(), offer.size() - 1, SEGMENT));
        refuses(file, with(offer, offer.key(), offer.noncePrefix(), offer.size(), SEGMENT + 1));
    }

    /** A file cut short at a segment's border: what is now its last segment was not sealed as one, and the reverse. */
    @Test
    void bindsWhichSegmentIsTheLast() throws Exception {
        var file = new Sealed(2 * SEGMENT);
        var key = new SecretKeySpec(file.offer.key().toArray(), "AES");
        var header = new ByteArrayOutputStream();
        header.write(13);
        header.writeBytes("Parley file 1".getBytes(StandardCharsets.UTF_8));
        header.writeBytes(ByteBuffer.allocate(12).putLong(2 * SEGMENT).putInt(SEGMENT).array());
        header.writeBytes(file.offer.noncePrefix().toArray());
        var sealer = new Segments.Sealer(file.offer);
        for (var last : new byte[] {0, 1}) {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var nonce = ByteBuffer.allocate(12).put(file.offer.noncePrefix().toArray()).putInt(1).put(last).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(MessageDigest.getInstance("SHA-256").digest(header.toByteArray()));
            var sealed = cipher.doFinal(new byte[SEGMENT]);
            if (last == 1) assertEquals(SEGMENT, sealer.open(1, sealed).length);
            else assertThrows(AEADBadTagException.class, () -> sealer.open(1, sealed));
        }
    }

    private static void refuses(Sealed file, FileOffer offer) {
        var sealer = new Segments.Sealer(offer);
        assertThrows(AEADBadTagException.class, () -> sealer.open(0, file.segments.get(0).toArray()));
    }

    private static FileOffer with(FileOffer offer, Bytes key, Bytes prefix, long size, int segment) {
        return new FileOffer(offer.relay(), offer.blob(), offer.read(), key, prefix, size, segment, "", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 256, 257})
    void buildsTheTreeOfRfc9162(int count) throws Exception {
        var tree = new Segments.Tree();
        var leaves = new ArrayList<byte[]>();
        for (var i = 0; i < count; i++) {
            var leaf = Hash.of(new byte[] {(byte) i, (byte) (i >> 8)});
            tree.add(leaf);
            leaves.add(leaf.bytes().toArray());
        }
        assertEquals(new Hash(Bytes.wrap(root(leaves))), tree.root());
    }

    /** RFC 9162 §2.1.1 to the letter. */
    private static byte[] root(List<byte[]> leaves) throws Exception {
        var sha256 = MessageDigest.getInstance("SHA-256");
        if (leaves.size() == 1) {
            sha256.update((byte) 0);
            return sha256.digest(leaves.getFirst());
        }
        var split = 1;
        while (split * 2 < leaves.size()) split *= 2;
        var left = root(leaves.subList(0, split));
        var right = root(leaves.subList(split, leaves.size()));
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }

    @Test
    void tellsLeavesFromNodes() {
        var left = Hash.of(new byte[] {1});
        var right = Hash.of(new byte[] {2});
        var two = new Segments.Tree();
        two.add(left);
        two.add(right);
        var one = new Segments.Tree();
        one.add(two.root());
        assertEquals(Hash.of(new byte[] {0}, two.root().bytes().toArray()), one.root());
        assertThrows(IllegalStateException.class, () -> new Segments.Tree().root());
    }
}
