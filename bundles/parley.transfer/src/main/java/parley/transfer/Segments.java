package parley.transfer;

import parley.protocol.Hash;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.wire.WireWriter;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a file is cut and sealed (docs/protocol.md, Files): AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizár 2015), nonce = prefix (7) || segment index (u32) || last (u8), associated data = SHA-256 of the
 * header.
 *
 * @param size of the plain file, in bytes
 * @param plain bytes of a segment, all but the last
 */
record Segments(long size, int plain) {

    /** The most segments of a file that is sent or taken here: 16 TiB in the segments that Parley makes. */
    static final int MAX_COUNT = 1 << 24;

    /** Bytes that sealing adds. */
    static final int TAG = 16;

    static Segments of(FileOffer offer) {
        return new Segments(offer.size(), offer.segmentSize());
    }

    /** How many there are; an empty file has one, empty. */
    int count() {
        return (int) Math.max(1, (size + plain - 1) / plain);
    }

    /** Where segment {@code index} begins in the plain file. */
    long offset(int index) {
        return (long) index * plain;
    }

    /** Its plain length. */
    int length(int index) {
        return (int) Math.min(plain, size - offset(index));
    }

    /** Where it begins in the blob. */
    long sealedOffset(int index) {
        return (long) index * sealed();
    }

    int sealedLength(int index) {
        return length(index) + TAG;
    }

    /** Bytes of a sealed segment, all but the last. */
    int sealed() {
        return plain + TAG;
    }

    /** Bytes of the blob. */
    long sealedSize() {
        return size + (long) count() * TAG;
    }

    /** Seals and opens the segments of one file. Not thread-safe. */
    static final class Sealer {

        private static final String AES_GCM = "AES/GCM/NoPadding";

        /** From this size on a file is worth {@link #rehearse}, in bytes. */
        private static final long LONG_FILE = 16 << 20;

        private static final int REHEARSALS = 4_000;
        private static final AtomicBoolean rehearsed = new AtomicBoolean();

        private final Segments segments;
        private final SecretKeySpec key;
        private final byte[] prefix;
        private final byte[] header;

        Sealer(FileOffer offer) {
            segments = Segments.of(offer);
            if (offer.size() >= LONG_FILE && !rehearsed.getAndSet(true)) rehearse();
            key = new SecretKeySpec(offer.key().toArray(), "AES");
            prefix = offer.noncePrefix().toArray();
            header =
                    Hash.of(
                                    new WireWriter()
                                            .text("Parley file 1")
                                            .u64(offer.size())
                                            .u32(offer.segmentSize())
                                            .fixed(offer.noncePrefix())
                                            .toArray())
                            .bytes()
                            .toArray();
        }

        /**
         * Java's AES-GCM is some forty times slower until the compiler has replaced it by the processor's own
         * instructions, which happens after so many calls, not after so many bytes: a few thousand short messages cost
         * a fraction of a second and save many seconds of the first gigabyte.
         */
        private static void rehearse() {
            try {
                var key = new SecretKeySpec(new byte[32], "AES");
                var plain = new byte[1024];
                for (var i = 0; i < REHEARSALS; i++) {
                    var nonce = new GCMParameterSpec(8 * TAG, ByteBuffer.allocate(12).putInt(i).array());
                    var cipher = Cipher.getInstance(AES_GCM);
                    cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
                    var sealed = cipher.doFinal(plain);
                    cipher.init(Cipher.DECRYPT_MODE, key, nonce);
                    cipher.doFinal(sealed);
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refuses", e);
            }
        }

        byte[] seal(int index, byte[] plain, int length) {
            try {
                return cipher(Cipher.ENCRYPT_MODE, index).doFinal(plain, 0, length);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refuses to seal", e);
            }
        }

        /**
         * @throws AEADBadTagException if any of key, index and bytes differs from what was sealed
         */
        byte[] open(int index, byte[] sealed) throws AEADBadTagException {
            try {
                return cipher(Cipher.DECRYPT_MODE, index).doFinal(sealed);
            } catch (AEADBadTagException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw (AEADBadTagException) new AEADBadTagException(e.getMessage()).initCause(e);
            }
        }

        private Cipher cipher(int mode, int index) throws GeneralSecurityException {
            var last = index == segments.count() - 1;
            var nonce = ByteBuffer.allocate(12).put(prefix).putInt(index).put((byte) (last ? 1 : 0));
            var cipher = Cipher.getInstance(AES_GCM);
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce.array()));
            cipher.updateAAD(header);
            return cipher;
        }
    }

    /** The Merkle tree hash of RFC 9162 §2.1.1 over leaf hashes, in the memory of one path. */
    static final class Tree {

        private static final byte[] LEAF = {0};
        private static final byte[] NODE = {1};

        /** Whole subtrees of 2^i leaves, the larger ones to the left; those whose bit is set in {@code count}. */
        private final Hash[] subtrees = new Hash[Integer.SIZE];

        private int count;

        void add(Hash leaf) {
            var node = Hash.of(LEAF, leaf.bytes().shared());
            var height = 0;
            for (; (count >> height & 1) == 1; height++) node = over(subtrees[height], node);
            subtrees[height] = node;
            count++;
        }

        Hash root() {
            if (count == 0) throw new IllegalStateException("a tree without leaves");
            var height = Integer.numberOfTrailingZeros(count);
            var root = subtrees[height];
            while (++height < Integer.SIZE) if ((count >> height & 1) == 1) root = over(subtrees[height], root);
            return root;
        }

        private static Hash over(Hash left, Hash right) {
            return Hash.of(NODE, left.bytes().shared(), right.bytes().shared());
        }
    }
}
