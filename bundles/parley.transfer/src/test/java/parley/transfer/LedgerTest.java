package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.client.api.store.Store;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.ContentCodec;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

class LedgerTest {

    final FaultyStore store = new FaultyStore();
    final ConversationId talk = ConversationId.random();

    interface Work<T> {
        T with(Ledger ledger) throws CommandException;
    }

    <T> T in(Work<T> work) throws CommandException {
        return store.transact((Store.Work<T>) tx -> work.with(new Ledger(tx)));
    }

    boolean is(Work<Boolean> work) throws CommandException {
        return in(work);
    }

    void put(FileRecord file) throws CommandException {
        in(ledger -> {
            ledger.put(file);
            return true;
        });
    }

    static List<Hash> hashes(int from, int count) {
        var hashes = new ArrayList<Hash>();
        for (var i = from; i < from + count; i++) hashes.add(Hash.of(new byte[] {(byte) i, (byte) (i >> 8), 7}));
        return hashes;
    }

    FileRecord file(ConversationId conversation, boolean own) {
        return new FileRecord(
                MessageId.random(),
                conversation,
                new AccountKey(Token.random().bytes()),
                new Address("bob", "relay.example"),
                own,
                "a.txt",
                Sealed.offer(10, Sealed.SEGMENT, "a.txt"),
                own ? Optional.of(Token.random()) : Optional.empty(),
                own ? 5 : 0,
                1_000,
                own ? 2 : 0,
                Progress.offered(own ? Optional.of(Path.of("/tmp/a.txt")) : Optional.empty()));
    }

    // ---- Leaves ----

    @Test
    void keepsLeavesOverBlockBorders() throws Exception {
        var id = MessageId.random();
        var all = hashes(0, 700);
        assertTrue(is(ledger -> ledger.putLeaves(id, 200, all.subList(200, 600))));
        assertEquals(List.of(), in(ledger -> ledger.leaves(id, 0, 700))); // a hole at the start
        assertEquals(all.subList(200, 600), in(ledger -> ledger.leaves(id, 200, 700)));
        assertEquals(all.subList(255, 258), in(ledger -> ledger.leaves(id, 255, 3)));
        assertEquals(Optional.empty(), in(ledger -> ledger.leaf(id, 199)));
        assertEquals(Optional.of(all.get(200)), in(ledger -> ledger.leaf(id, 200)));
        assertEquals(Optional.of(all.get(599)), in(ledger -> ledger.leaf(id, 599)));
        assertEquals(Optional.empty(), in(ledger -> ledger.leaf(id, 600)));
        assertTrue(is(ledger -> ledger.putLeaves(id, 0, all.subList(0, 200))));
        assertEquals(all.subList(0, 600), in(ledger -> ledger.leaves(id, 0, 700)));
        assertEquals(List.of(), in(ledger -> ledger.leaves(MessageId.random(), 0, 1)));
    }

    @Test
    void refusesLeavesThatContradict() throws Exception {
        var id = MessageId.random();
        var all = hashes(0, 300);
        assertTrue(is(ledger -> ledger.putLeaves(id, 0, all.subList(0, 256))));
        assertTrue(is(ledger -> ledger.putLeaves(id, 100, all.subList(100, 300)))); // the same again, and more
        var lie = new ArrayList<>(all.subList(290, 300));
        lie.addAll(hashes(300, 10));
        lie.set(9, Hash.of(new byte[] {1}));
        assertFalse(is(ledger -> ledger.putLeaves(id, 290, lie)));
        assertEquals(all, in(ledger -> ledger.leaves(id, 0, 400))); // nothing of it is stored
    }

    @Test
    void findsTheRootOfAllLeavesOnly() throws Exception {
        var id = MessageId.random();
        var all = hashes(0, 513);
        in(ledger -> ledger.putLeaves(id, 0, all.subList(0, 512)));
        var tree = new Segments.Tree();
        all.subList(0, 512).forEach(tree::add);
        assertEquals(Optional.of(tree.root()), in(ledger -> ledger.root(id, 512)));
        assertEquals(Optional.empty(), in(ledger -> ledger.root(id, 513)));
        in(ledger -> ledger.putLeaves(id, 512, all.subList(512, 513)));
        tree.add(all.get(512));
        assertEquals(Optional.of(tree.root()), in(ledger -> ledger.root(id, 513)));
        var holed = MessageId.random();
        in(ledger -> ledger.putLeaves(holed, 0, all.subList(0, 3)) && ledger.putLeaves(holed, 4, all.subList(4, 9)));
        assertEquals(Optional.empty(), in(ledger -> ledger.root(holed, 9)));
    }

    @Test
    void forgetsSegments() throws Exception {
        var id = MessageId.random();
        var here = BitSet.valueOf(new long[] {5});
        in(ledger -> {
            ledger.putHere(id, here);
            return ledger.putLeaves(id, 0, hashes(0, 1024)) && ledger.putLeaves(id, 100_000, hashes(0, 2));
        });
        assertEquals(here, in(ledger -> ledger.here(id)));
        in(ledger -> {
            ledger.forgetSegments(id);
            return true;
        });
        assertEquals(new BitSet(), in(ledger -> ledger.here(id)));
        assertEquals(0, store.count("transfer.leaves"));
    }

    // ---- Files ----

    @Test
    void keepsAFileAsItIs() throws Exception {
        var own = file(talk, true).failed(State.FAILED, "why");
        var theirs =
                file(talk, false)
                        .now(progress -> progress.into(Path.of("/tmp/in")))
                        .now(progress -> progress.at(7, 0).complete(hashes(0, 1).getFirst(), hashes(1, 1).getFirst()))
                        .now(progress -> progress.landing(Path.of("/tmp/in/a.txt")));
        for (var file : List.of(own, theirs, theirs.done(Path.of("/tmp/in/a (1).txt")))) {
            put(file);
            assertEquals(Optional.of(file), in(ledger -> ledger.file(file.id())));
        }
        var e = assertThrows(CommandException.class, () -> in(ledger -> ledger.need(MessageId.random())));
        assertEquals(CommandException.Code.NOT_FOUND, e.code());
    }

    @Test
    void showsAPathAndAHashOnlyOnceTheyAreRight() {
        var hash = hashes(0, 1).getFirst();
        var theirs =
                file(talk, false)
                        .now(progress -> progress.complete(hash, hash))
                        .now(progress -> progress.landing(Path.of("/tmp/in/a.txt")));
        assertEquals(Optional.empty(), theirs.toTransfer().path());
        assertEquals(Optional.empty(), theirs.toTransfer().sha256());
        var done = theirs.done(Path.of("/tmp/in/a.txt")).toTransfer();
        assertEquals(Optional.of(Path.of("/tmp/in/a.txt")), done.path());
        assertEquals(Optional.of(hash.hex()), done.sha256());
        assertEquals(10, done.bytes());
    }

    /** As the first version wrote it. */
    static Bytes firstVersion(FileRecord file) {
        var out = new WireWriter().u8(1);
        file.id().write(out);
        file.conversation().write(out);
        file.author().write(out);
        out.text(file.from().toString()).bool(file.own()).text(file.name());
        ContentCodec.write(out, file.offer());
        out.optional(file.write(), (w, token) -> token.write(w)).u64(file.modified()).text(file.state().name());
        out.optional(file.path(), (w, p) -> w.text(p.toString()));
        out.optional(file.directory(), (w, p) -> w.text(p.toString()));
        out.u64(file.progress().bytes()).u64(file.progress().announced());
        out.optional(file.root(), (w, h) -> h.write(w)).optional(file.sha256(), (w, h) -> h.write(w));
        return out.optional(file.reason(), WireWriter::text).toBytes();
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws Exception {
        var theirs = file(talk, false);
        var ended = file(talk, true).failed(State.CANCELLED, "you cancelled it");
        for (var file : List.of(theirs, ended)) {
            var read = FileRecord.decode(firstVersion(file));
            assertEquals(0, read.since());
            assertEquals(0, read.again());
            assertEquals(file.progress(), read.progress());
            assertEquals(file.offer(), read.offer());
            assertEquals(file.modified(), read.modified());
            store.run(tx -> tx.put("transfer.file", file.id().bytes(), firstVersion(file)));
        }
        for (var i = 1; i < Ledger.MAX_OPEN_EACH; i++) put(file(talk, false));
        assertFalse(is(ledger -> ledger.hasRoom(talk))); // the one that was there counts
        assertEquals(2, store.count("transfer.ended")); // the one, and how many there are
    }

    @Test
    void refusesARecordItDoesNotKnow() {
        var bytes = file(talk, false).encode().toArray();
        bytes[0] = 3;
        store.events.clear();
        assertThrows(
                CommandException.class,
                () -> {
                    var id = MessageId.random();
                    store.run(tx -> tx.put("transfer.file", id.bytes(), Bytes.wrap(bytes)));
                    in(ledger -> ledger.need(id));
                });
    }

    // ---- Limits ----

    @Test
    void countsOffersOfOthersThatHaveNotEnded() throws Exception {
        var last = file(talk, false);
        for (var i = 1; i < Ledger.MAX_OPEN_EACH; i++) put(file(talk, false));
        for (var i = 0; i < 20; i++) put(file(talk, true)); // own ones count for nothing
        assertTrue(is(ledger -> ledger.hasRoom(talk)));
        put(last);
        assertFalse(is(ledger -> ledger.hasRoom(talk)));
        assertTrue(is(ledger -> ledger.hasRoom(ConversationId.random())));
        put(last.now(progress -> progress.into(Path.of("/tmp")))); // accepted, not over
        assertFalse(is(ledger -> ledger.hasRoom(talk)));
        assertTrue(is(ledger -> ledger.dropped(talk)));
        assertFalse(is(ledger -> ledger.dropped(talk))); // said once
        put(last.done(Path.of("/tmp/a")));
        assertTrue(is(ledger -> ledger.hasRoom(talk)));
        put(last.done(Path.of("/tmp/a"))); // again, and still one
        put(file(talk, false));
        assertFalse(is(ledger -> ledger.hasRoom(talk)));
        assertTrue(is(ledger -> ledger.dropped(talk))); // there was room meanwhile
    }

    @Test
    void boundsOffersInAll() throws Exception {
        var last = file(ConversationId.random(), false);
        for (var i = 0; i < Ledger.MAX_OPEN / Ledger.MAX_OPEN_EACH; i++) {
            var conversation = ConversationId.random();
            for (var j = i == 0 ? 1 : 0; j < Ledger.MAX_OPEN_EACH; j++) put(file(conversation, false));
        }
        assertTrue(is(ledger -> ledger.hasRoom(talk)));
        put(last);
        assertFalse(is(ledger -> ledger.hasRoom(talk)));
        put(last.failed(State.DECLINED, "no"));
        assertTrue(is(ledger -> ledger.hasRoom(talk)));
    }

    private FileRecord endedBy(AccountKey author) throws CommandException {
        var file = file(talk, false);
        var theirs =
                new FileRecord(
                        file.id(),
                        file.conversation(),
                        author,
                        file.from(),
                        false,
                        file.name(),
                        file.offer(),
                        file.write(),
                        file.modified(),
                        file.since(),
                        file.again(),
                        file.progress());
        put(theirs);
        put(theirs.failed(State.FAILED, "over"));
        return theirs;
    }

    private boolean isKept(FileRecord file) throws CommandException {
        return in(ledger -> ledger.file(file.id())).isPresent();
    }

    private static AccountKey somebody() {
        return new AccountKey(Token.random().bytes());
    }

    @Test
    void forgetsOwnFilesThatEndedLongestAgo() throws Exception {
        var open = file(talk, true);
        put(open);
        var ended = new ArrayList<FileRecord>();
        for (var i = 0; i <= Ended.MAX_OWN; i++) {
            var file = file(talk, true);
            put(file);
            ended.add(file.failed(State.CANCELLED, "over"));
            if (i < Ended.MAX_OWN) put(ended.getLast());
        }
        for (var file : ended) assertTrue(isKept(file));
        put(ended.getLast());
        put(ended.getLast().failed(State.FAILED, "said again")); // which ends nothing more
        assertFalse(isKept(ended.get(0)));
        assertTrue(isKept(ended.get(1)));
        assertTrue(isKept(ended.getLast()));
        assertTrue(isKept(open));
    }

    /** Whoever sends many, and ends them, pushes out nobody's but their own. */
    @Test
    void nobodyPushesOutWhatOthersHaveSent() throws Exception {
        var own = file(talk, true);
        put(own);
        put(own.done(Path.of("/tmp/a.txt")));
        var other = endedBy(somebody());
        var many = somebody();
        var first = endedBy(many);
        var second = endedBy(many);
        for (var i = 2; i < Ended.MAX_OF_ONE; i++) endedBy(many);
        assertTrue(isKept(first));
        endedBy(many);
        assertFalse(isKept(first));
        assertTrue(isKept(second));
        for (var i = 0; i < Ended.MAX_OTHERS; i++) endedBy(many);
        assertTrue(isKept(own));
        assertTrue(isKept(other));
        assertEquals(Ended.MAX_OF_ONE + 2, in(Ledger::files).size());
    }

    @Test
    void forgetsOthersFilesThatEndedLongestAgo() throws Exception {
        var authors = new ArrayList<AccountKey>();
        for (var i = 0; i < Ended.MAX_OTHERS / Ended.MAX_OF_ONE; i++) authors.add(somebody());
        var ended = new ArrayList<FileRecord>();
        for (var i = 0; i < Ended.MAX_OTHERS; i++) ended.add(endedBy(authors.get(i % authors.size())));
        assertEquals(Ended.MAX_OTHERS, in(Ledger::files).size());
        endedBy(somebody());
        assertFalse(isKept(ended.get(0)));
        assertTrue(isKept(ended.get(1)));
        endedBy(authors.getFirst()); // who has room for one again, since the oldest was theirs
        assertFalse(isKept(ended.get(1)));
        assertTrue(isKept(ended.get(authors.size())));
    }

    /** There was one list of all, of own and others' files. */
    @Test
    void takesOverTheListThereWas() throws Exception {
        var own = file(talk, true).failed(State.CANCELLED, "over");
        var theirs = file(talk, false).failed(State.FAILED, "over");
        store.run(tx -> {
            for (var file : List.of(own, theirs)) tx.put("transfer.file", file.id().bytes(), file.encode());
            tx.put("transfer.open", Bytes.of((byte) 0), new WireWriter().u32(0).bool(false).toBytes());
            var order = 0;
            for (var file : List.of(own, theirs))
                tx.put("transfer.ended", Bytes.of((byte) 0), ++order, file.id().bytes());
            tx.put(
                    "transfer.ended",
                    Bytes.of((byte) 0),
                    ++order,
                    MessageId.random().bytes()); // of which nothing is left
        });
        for (var i = 1; i < Ended.MAX_OWN; i++) put(file(talk, true).failed(State.CANCELLED, "over"));
        assertTrue(isKept(own));
        put(file(talk, true).failed(State.CANCELLED, "over"));
        assertFalse(isKept(own));
        assertTrue(isKept(theirs));
        assertEquals(List.of(), store.transact(tx -> tx.ascending("transfer.ended", Bytes.of((byte) 0), 0, 1)));
    }

    // ---- What is erased ----

    @Test
    void keepsOfAnErasedFileNothingThatOpensIt() throws Exception {
        for (var own : new boolean[] {true, false}) {
            var file = file(talk, own).done(Path.of("/tmp/a.txt"));
            put(file);
            in(ledger -> {
                ledger.erase(file);
                return true;
            });
            var kept = in(ledger -> ledger.need(file.id()));
            assertTrue(kept.isErased());
            assertEquals(kept, kept.erased());
            var bytes = kept.encode().hex();
            var offer = file.offer();
            for (var secret : List.of(offer.blob().bytes(), offer.read().bytes(), offer.key(), offer.noncePrefix()))
                assertFalse(bytes.contains(secret.hex()));
            file.write().ifPresent(token -> assertFalse(bytes.contains(token.bytes().hex())));
            assertEquals(file.staysHere(), kept.staysHere());
        }
        assertEquals(0, store.count("transfer.drop"), "others may still fetch what is all there");
    }

    @Test
    void notesTheBlobsThatNobodyIsToGet() throws Exception {
        var failed = file(talk, true);
        put(failed);
        put(failed.failed(State.FAILED, "why"));
        put(failed.failed(State.FAILED, "said again"));
        assertEquals(1, store.count("transfer.drop"));
        var done = file(talk, true).done(Path.of("/tmp/a.txt"));
        put(done);
        put(file(talk, false).failed(State.FAILED, "it is not ours"));
        assertEquals(1, store.count("transfer.drop"));
        in(ledger -> {
            ledger.erase(done.with(State.CANCELLED)); // as what is deleted is
            return true;
        });
        assertEquals(2, store.count("transfer.drop"));
        for (var i = 0; i < Drops.MAX; i++) put(file(talk, true).failed(State.CANCELLED, "over"));
        assertEquals(Drops.MAX, store.count("transfer.drop"));
    }
}
