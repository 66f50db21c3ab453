package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.Transaction;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What parley.transfer keeps in the profile, in one transaction: files, leaf hashes, and which segments are here. */
final class Ledger {

    private static final String FILE = "transfer.file";
    private static final String LEAVES = "transfer.leaves";
    private static final String HERE = "transfer.here";

    /** Leaves in one record. */
    private static final int BLOCK = 256;

    private final Transaction tx;

    Ledger(Transaction tx) {
        this.tx = tx;
    }

    Optional<FileRecord> file(MessageId id) throws CommandException {
        var bytes = tx.get(FILE, id.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get()));
    }

    FileRecord need(MessageId id) throws CommandException {
        return file(id).orElseThrow(() ->
                new CommandException(Code.NOT_FOUND, "there is no file " + id.hex() + "; files lists those there are"));
    }

    List<FileRecord> files() throws CommandException {
        var files = new ArrayList<FileRecord>();
        for (var bytes : tx.all(FILE)) files.add(decode(bytes));
        return files;
    }

    void put(FileRecord file) {
        tx.put(FILE, file.id().bytes(), file.encode());
    }

    /**
     * Stores leaves from segment {@code first} on.
     *
     * @return false, and nothing is stored, if one of them is known already and differs
     */
    boolean putLeaves(MessageId id, int first, List<Hash> leaves) {
        for (var i = 0; i < leaves.size(); i++) {
            var known = leaf(id, first + i);
            if (known.isPresent() && !known.get().equals(leaves.get(i))) return false;
        }
        for (var i = 0; i < leaves.size(); ) {
            var block = (first + i) / BLOCK;
            var bytes = block(id, block);
            for (; i < leaves.size() && (first + i) / BLOCK == block; i++) {
                var at = (first + i) % BLOCK * Hash.LENGTH;
                System.arraycopy(leaves.get(i).bytes().shared(), 0, bytes, at, Hash.LENGTH);
            }
            tx.put(LEAVES, id.bytes(), block, Bytes.wrap(bytes));
        }
        return true;
    }

    Optional<Hash> leaf(MessageId id, int index) {
        return tx.get(LEAVES, id.bytes(), index / BLOCK)
                .map(block -> block.slice(index % BLOCK * Hash.LENGTH, (index % BLOCK + 1) * Hash.LENGTH))
                .map(Hash::new)
                .filter(leaf -> !leaf.equals(Hash.ZERO)); // a hole in the block
    }

    /** Leaves from {@code first} on, as far as they are known without a gap, at most {@code limit}. */
    List<Hash> leaves(MessageId id, int first, int limit) {
        var leaves = new ArrayList<Hash>();
        for (var index = first; leaves.size() < limit; ) {
            var block = tx.get(LEAVES, id.bytes(), index / BLOCK);
            if (block.isEmpty()) return leaves;
            do {
                var at = index % BLOCK * Hash.LENGTH;
                var leaf = new Hash(block.get().slice(at, at + Hash.LENGTH));
                if (leaf.equals(Hash.ZERO)) return leaves;
                leaves.add(leaf);
                index++;
            } while (index % BLOCK != 0 && leaves.size() < limit);
        }
        return leaves;
    }

    /** All leaves one after another, 32 bytes each; empty unless all {@code count} are known. */
    Optional<byte[]> allLeaves(MessageId id, int count) {
        var leaves = leaves(id, 0, count);
        if (leaves.size() < count) return Optional.empty();
        var all = new byte[count * Hash.LENGTH];
        for (var i = 0; i < count; i++)
            System.arraycopy(leaves.get(i).bytes().shared(), 0, all, i * Hash.LENGTH, Hash.LENGTH);
        return Optional.of(all);
    }

    /** The segments that are verified and on disk. */
    BitSet here(MessageId id) {
        return tx.get(HERE, id.bytes()).map(bytes -> BitSet.valueOf(bytes.toArray())).orElseGet(BitSet::new);
    }

    void putHere(MessageId id, BitSet here) {
        tx.put(HERE, id.bytes(), Bytes.wrap(here.toByteArray()));
    }

    /** Forgets what only a moving file needs. */
    void forgetSegments(FileRecord file) {
        tx.remove(HERE, file.id().bytes());
        var id = file.id().bytes();
        for (var rows = tx.ascending(LEAVES, id, 0, BLOCK);
                !rows.isEmpty();
                rows = tx.ascending(LEAVES, id, 0, BLOCK)) {
            for (var row : rows) tx.remove(LEAVES, id, row.order());
        }
    }

    private byte[] block(MessageId id, int block) {
        return tx.get(LEAVES, id.bytes(), block).map(Bytes::toArray).orElseGet(() -> new byte[BLOCK * Hash.LENGTH]);
    }

    private static FileRecord decode(Bytes bytes) throws CommandException {
        try {
            return FileRecord.decode(bytes);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new CommandException(
                    Code.DAMAGED,
                    "a file's record in the profile cannot be read; restore the profile from a backup",
                    e);
        }
    }
}
