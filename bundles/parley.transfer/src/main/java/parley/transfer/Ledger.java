package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What parley.transfer keeps in the profile, in one transaction: files, leaf hashes, and which segments are here; of
 * offers and of what has ended only so many.
 */
final class Ledger {

    private static final String FILE = "transfer.file";
    private static final String LEAVES = "transfer.leaves";
    private static final String HERE = "transfer.here";

    private static final String TOLD = "transfer.told";

    private static final String OPEN = "transfer.open";

    /** The id of what concerns all conversations. */
    private static final Bytes ALL = Bytes.of((byte) 0);

    /** Offers by others kept that have not ended: in one conversation, and in all. */
    static final int MAX_OPEN_EACH = 500;

    static final int MAX_OPEN = 10_000;

    /** Events of one file that are known, to be taken back where none has been shown yet. */
    static final int MAX_TOLD = 64;

    /** Leaves in one record. */
    private static final int BLOCK = 256;

    /** How many offers have not ended, and whether the person knows that more were dropped. */
    private record Open(int count, boolean told) {}

    private final Transaction tx;

    Ledger(Transaction tx) {
        this.tx = tx;
    }

    Optional<FileRecord> file(MessageId id) throws CommandException {
        var bytes = tx.get(FILE, id.bytes());
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get()));
    }

    FileRecord need(MessageId id) throws CommandException {
        return file(id).orElseThrow(() -> missing(id));
    }

    /** One that a person names: not one that they have removed. */
    FileRecord named(MessageId id) throws CommandException {
        var file = need(id);
        if (file.isErased()) throw missing(id);
        return file;
    }

    private static CommandException missing(MessageId id) {
        return new CommandException(Code.NOT_FOUND, "there is no file " + id.hex() + "; files lists those there are");
    }

    /** Tells of a file as it is now. */
    void tell(FileRecord file) {
        var id = file.id().bytes();
        tx.put(TOLD, id, tx.tell(new Event.FileChanged(file.toTransfer())), Bytes.EMPTY);
        var known = tx.ascending(TOLD, id, 0, MAX_TOLD + 1);
        if (known.size() > MAX_TOLD) tx.remove(TOLD, id, known.getFirst().order());
    }

    /** Takes back what was told of a file, and no face has shown yet. */
    private void untell(Bytes id) {
        for (var told : tx.ascending(TOLD, id, 0, MAX_TOLD + 1)) {
            tx.untell(told.order());
            tx.remove(TOLD, id, told.order());
        }
    }

    /** Leaves nothing of a file that has ended but that there was one; and, until it is dropped, where its blob is. */
    void erase(FileRecord file) throws CommandException {
        untell(file.id().bytes());
        forgetSegments(file.id());
        put(file); // notes its blob
        put(file.erased());
    }

    List<FileRecord> files() throws CommandException {
        var files = new ArrayList<FileRecord>();
        for (var bytes : tx.all(FILE)) files.add(decode(bytes));
        return files;
    }

    /** Stores the file as it is now, and forgets the one that ended longest ago if there are too many. */
    void put(FileRecord file) throws CommandException {
        begin();
        var before = file(file.id());
        tx.put(FILE, file.id().bytes(), file.encode());
        var was = before.isPresent() && isOpen(before.get()) ? 1 : 0;
        var is = isOpen(file) ? 1 : 0;
        if (was != is) count(file.conversation(), is - was);
        if (file.ended() && !before.map(FileRecord::ended).orElse(false)) putEnded(file);
        if (file.leavesBlob() && !before.map(FileRecord::leavesBlob).orElse(false)) Drops.put(tx, file);
    }

    /** Whether one more offer by others in this conversation may be kept. */
    boolean hasRoom(ConversationId conversation) throws CommandException {
        begin();
        return open(conversation.bytes()).count < MAX_OPEN_EACH && open(ALL).count < MAX_OPEN;
    }

    /**
     * Notes that an offer was dropped for want of room.
     *
     * @return whether it is the first since there was room
     */
    boolean dropped(ConversationId conversation) throws CommandException {
        var open = open(conversation.bytes());
        if (!open.told) putOpen(conversation.bytes(), new Open(open.count, true));
        return !open.told;
    }

    /** Offers by others that have not ended. */
    private static boolean isOpen(FileRecord file) {
        return !file.own() && !file.ended();
    }

    private void count(ConversationId conversation, int change) throws CommandException {
        for (var id : List.of(conversation.bytes(), ALL)) {
            var open = open(id);
            putOpen(id, new Open(open.count + change, change > 0 && open.told));
        }
    }

    private void putEnded(FileRecord file) throws CommandException {
        for (var over : new Ended(tx).add(file)) { // one comes, one goes
            var id = over.bytes();
            tx.remove(FILE, id);
            for (var told : tx.ascending(TOLD, id, 0, MAX_TOLD + 1)) tx.remove(TOLD, id, told.order());
        }
    }

    /** Counts what is there if nobody has counted yet: profiles of a first version, and new ones. */
    private void begin() throws CommandException {
        for (var id : new Ended(tx).takeFormer()) {
            var file = file(id);
            if (file.isPresent()) putEnded(file.get());
        }
        if (tx.get(OPEN, ALL).isPresent()) return;
        putOpen(ALL, new Open(0, false));
        for (var file : files()) {
            if (isOpen(file)) count(file.conversation(), 1);
            if (file.ended()) putEnded(file);
        }
    }

    private Open open(Bytes id) throws CommandException {
        var bytes = tx.get(OPEN, id);
        if (bytes.isEmpty()) return new Open(0, false);
        try {
            return WireReader.decode(bytes.get(), in -> new Open((int) in.u32(), in.bool()));
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    private void putOpen(Bytes id, Open open) {
        tx.put(OPEN, id, new WireWriter().u32(open.count).bool(open.told).toBytes());
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

    /** The root of the tree over all leaves; empty unless all {@code count} are known. */
    Optional<Hash> root(MessageId id, int count) {
        var tree = new Segments.Tree();
        for (var first = 0; first < count; first += BLOCK) {
            var wanted = Math.min(BLOCK, count - first);
            var leaves = leaves(id, first, wanted);
            if (leaves.size() < wanted) return Optional.empty();
            leaves.forEach(tree::add);
        }
        return Optional.of(tree.root());
    }

    /** The segments that are verified and on disk. */
    BitSet here(MessageId id) {
        return tx.get(HERE, id.bytes()).map(bytes -> BitSet.valueOf(bytes.toArray())).orElseGet(BitSet::new);
    }

    void putHere(MessageId id, BitSet here) {
        tx.put(HERE, id.bytes(), Bytes.wrap(here.toByteArray()));
    }

    /** Forgets what only a moving file needs. */
    void forgetSegments(MessageId file) {
        var id = file.bytes();
        tx.remove(HERE, id);
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
            throw damaged(e);
        }
    }

    static CommandException damaged(Exception cause) {
        return new CommandException(
                Code.DAMAGED,
                "a file's record in the profile cannot be read; restore the profile from a backup",
                cause);
    }
}
