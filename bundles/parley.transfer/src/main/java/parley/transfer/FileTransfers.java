package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Transfers;
import parley.client.api.chat.Companion;
import parley.client.api.chat.ContentHandler;
import parley.client.api.chat.Outbox;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.OwnFile;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.relay.Frame;
import parley.transport.api.Transport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Files on their way: takes commands, and hands on what others say of files and how the link stands. */
@Component(service = {Transfers.class, ContentHandler.class, SessionListener.class})
public final class FileTransfers implements Transfers, ContentHandler, SessionListener {

    private static final System.Logger log = System.getLogger(FileTransfers.class.getName());

    /** A relay keeps a blob for 30 days from its reservation (docs/protocol.md, Blobs): an offer is worth no more. */
    private static final Duration OFFER_LIFE = Duration.ofDays(30);

    private static final Duration DAY = Duration.ofDays(1);

    private final Path folder;
    private final Store store;
    private final Accounts accounts;
    private final InstantSource clock;
    private final Tasks tasks = new Tasks();
    private final Movers movers;
    private final Offers offers;
    private final SentCopies copies;

    /** When the profile's files were last gone through, in milliseconds; 0 if they could not be read yet. */
    private volatile long looked;

    @Activate
    public FileTransfers(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launch,
            @Reference Store store,
            @Reference Session session,
            @Reference Accounts accounts,
            @Reference(service = Outbox.class) ComponentServiceObjects<Outbox> outbox,
            @Reference Transport transport) {
        this(
                Path.of(String.valueOf(launch.get("launcher.home"))).resolve("files"),
                store,
                session,
                accounts,
                new Later(outbox),
                transport,
                FileChannel::open,
                InstantSource.system());
    }

    FileTransfers(
            Path folder,
            Store store,
            Session session,
            Accounts accounts,
            Supplier<Outbox> outbox,
            Transport transport,
            Landing.Disk disk,
            InstantSource clock) {
        this.folder = folder;
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
        this.movers = new Movers(store, session, transport, disk, outbox, clock, tasks);
        this.offers = new Offers(movers, clock);
        this.copies = new SentCopies(folder.resolve("sent"), store, tasks);
        tasks.start("files-look", this::look);
    }

    /** The outbox from the first time it is used: whoever provides it asks for us while it starts. */
    private static final class Later implements Supplier<Outbox> {

        private final ComponentServiceObjects<Outbox> services;
        private volatile @Nullable Outbox outbox;

        Later(ComponentServiceObjects<Outbox> services) {
            this.services = services;
        }

        @Override
        public Outbox get() {
            var known = outbox;
            if (known == null) outbox = known = services.getService();
            return known;
        }
    }

    /** Goes through the profile's files: those that move go on, and what is over is cleared away. */
    private void look() {
        closeFolder();
        try {
            var now = clock.millis();
            for (var file : store.transact(tx -> new Ledger(tx).files())) {
                movers.move(file);
                movers.clear(file); // left by a process that ended before it could
                if (file.since() > 0 && now - file.since() > OFFER_LIFE.toMillis()) expire(file);
                if (file.isErased() && !file.equals(file.erased())) store.run(tx -> eraseAnew(tx, file.id()));
            }
            looked = now;
        } catch (CommandException e) {
            log.log(DEBUG, "No files: {0}", e.getMessage()); // faces ask the store and say why
        }
    }

    /** What was received lies in it; the folder of the profile may be open to others, and not ours to close. */
    private void closeFolder() {
        try {
            OwnFile.closeFolder(folder);
        } catch (IOException e) {
            log.log(WARNING, "Others may read the files that were received: {0}", e.getMessage());
        }
    }

    /** What was erased when less of it was. */
    private static void eraseAnew(Transaction tx, MessageId id) throws CommandException {
        var ledger = new Ledger(tx);
        var file = ledger.file(id);
        if (file.isEmpty() || file.get().equals(file.get().erased())) return;
        if (file.get().leavesBlob()) Drops.put(tx, file.get()); // which was asked for once, if at all
        ledger.put(file.get().erased());
    }

    private void expire(FileRecord old) throws CommandException {
        if (old.own() || old.state() != State.OFFERED) return;
        store.run(tx -> {
            var file = new Ledger(tx).need(old.id());
            if (file.state() != State.OFFERED) return;
            var reason = "it was offered 30 days ago, and the relay no longer has it; ask for it again";
            movers.end(tx, file.failed(State.FAILED, reason), Optional.empty());
        });
    }

    @Deactivate
    void close() throws InterruptedException {
        tasks.close();
    }

    // ---- Commands ----

    @Override
    public List<Transfer> all() throws CommandException {
        return store.transact(tx ->
                new Ledger(tx)
                        .files().stream()
                                .filter(file -> !file.isErased())
                                .sorted(
                                        Comparator.comparing((FileRecord file) -> file.name())
                                                .thenComparing(file -> file.id().bytes()))
                                .map(FileRecord::toTransfer)
                                .toList());
    }

    @Override
    public Optional<Transfer> find(MessageId id) throws CommandException {
        var file = store.transact(tx -> new Ledger(tx).file(id));
        return file.filter(it -> !it.isErased()).map(FileRecord::toTransfer);
    }

    @Override
    public List<Transfer> send(ConversationId conversation, List<Path> paths) throws CommandException {
        var account = accounts.need();
        var address = account.address();
        var relay = movers.staysHere(conversation) ? Companion.RELAY : address.relay();
        var offered = new ArrayList<OwnOffer>();
        for (var path : paths) {
            offered.add(OwnOffer.of(account.key(), address, relay, conversation, path, clock.millis(), 0));
        }
        store.run(tx -> {
            for (var offer : offered) movers.offer(tx, offer);
        });
        return offered.stream().map(offer -> offer.file().toTransfer()).toList();
    }

    @Override
    public Transfer forward(MessageId id, ConversationId to) throws CommandException {
        var file = store.transact(tx -> new Ledger(tx).named(id));
        var path = file.path();
        if (file.state() != State.DONE || path.isEmpty()) {
            throw new CommandException(Code.REFUSED, "the file is not all here yet; forward it once it is done");
        }
        if (!Files.isRegularFile(path.get())) {
            throw new CommandException(
                    Code.NOT_FOUND,
                    file.name() + " is no longer where it was; ask for it again, or send it from there");
        }
        return send(to, List.of(path.get())).getFirst();
    }

    @Override
    public Transfer accept(MessageId id, Optional<Path> directory) throws CommandException {
        var target = directory.orElse(folder).toAbsolutePath();
        var offered = store.transact(tx -> new Ledger(tx).named(id));
        if (!offered.own() && offered.state() == State.OFFERED) requireRoom(target, offered);
        return store.transact(tx -> {
            var file = new Ledger(tx).named(id);
            if (file.own()) throw new CommandException(Code.USAGE, "this is a file that you send; they accept it");
            switch (file.state()) {
                case OFFERED -> {
                    var accepted = file.now(progress -> progress.into(target));
                    movers.run(tx, accepted);
                    return accepted.toTransfer();
                }
                case PAUSED -> {
                    movers.run(tx, file);
                    return file.with(State.RUNNING).toTransfer();
                }
                case RUNNING, DONE -> {
                    return file.toTransfer();
                }
                case DECLINED, CANCELLED, FAILED -> throw over("this offer", file);
            }
            throw new IllegalStateException("a file without a state");
        });
    }

    private static CommandException over(String what, FileRecord file) {
        return new CommandException(
                Code.REFUSED, what + " has ended: " + file.reason().orElse("it is where it should be"));
    }

    private static void requireRoom(Path target, FileRecord file) throws CommandException {
        if (file.offer().segments() > Segments.MAX_COUNT) {
            throw new CommandException(
                    Code.TOO_LARGE, "the file is larger than Parley takes; ask for it in several parts");
        }
        try {
            OwnFile.makeFolder(target);
            var room = Files.getFileStore(target).getUsableSpace();
            var size = file.offer().size();
            if (room >= size) return;
            throw new CommandException(
                    Code.DISK_FULL,
                    "the file has "
                            + size
                            + " bytes and "
                            + target
                            + " has room for "
                            + room
                            + "; make room or choose another folder");
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, target + " cannot be written; choose another folder", e);
        }
    }

    @Override
    public Transfer decline(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var file = new Ledger(tx).named(id);
            if (file.own()) throw new CommandException(Code.USAGE, "this is a file that you send; cancel ends it");
            return ended(tx, file, State.DECLINED, "you declined it", FileEnded.End.DECLINED);
        });
    }

    @Override
    public Transfer cancel(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var file = new Ledger(tx).named(id);
            var say = file.own() ? FileEnded.End.CANCELLED : FileEnded.End.DECLINED;
            return ended(tx, file, State.CANCELLED, "you cancelled it", say);
        });
    }

    /** Ends it, unless it has ended. */
    private Transfer ended(Transaction tx, FileRecord file, State state, String reason, FileEnded.End say)
            throws CommandException {
        if (file.ended()) return file.toTransfer();
        var ended = file.failed(state, reason);
        movers.end(tx, ended, Optional.of(say));
        return ended.toTransfer();
    }

    @Override
    public Transfer pause(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var file = new Ledger(tx).named(id);
            if (file.ended()) throw over("this file", file);
            if (file.state() == State.PAUSED) return file.toTransfer();
            if (!file.moves()) throw new CommandException(Code.REFUSED, "this file does not run yet; accept it first");
            movers.pause(tx, file);
            return file.with(State.PAUSED).toTransfer();
        });
    }

    @Override
    public Transfer resume(MessageId id) throws CommandException {
        return store.transact(tx -> {
            var file = new Ledger(tx).named(id);
            if (file.ended()) throw over("this file", file);
            if (file.moves()) return file.toTransfer();
            if (file.state() != State.PAUSED)
                throw new CommandException(Code.REFUSED, "this file does not run yet; accept it first");
            movers.run(tx, file);
            return file.with(State.RUNNING).toTransfer();
        });
    }

    // ---- What others say ----

    @Override
    public boolean takes(Content content) {
        return content instanceof FileOffer
                || content instanceof FileLeaves
                || content instanceof FileComplete
                || content instanceof FileEnded;
    }

    @Override
    public void erased(Transaction tx, MessageId message) throws CommandException {
        var file = new Ledger(tx).file(message);
        if (file.isEmpty() || file.get().isErased()) return;
        movers.erase(tx, file.get());
        copies.erased(tx, file.get());
    }

    @Override
    public void deleted(Transaction tx, MessageId message) throws CommandException {
        var file = new Ledger(tx).file(message);
        if (file.isEmpty() || file.get().isErased()) return;
        movers.delete(tx, file.get());
        copies.erased(tx, file.get());
    }

    @Override
    public boolean expired(Transaction tx, MessageId message) throws CommandException {
        var file = new Ledger(tx).file(message);
        if (file.isPresent() && file.get().state() == State.RUNNING) return false;
        erased(tx, message);
        return true;
    }

    @Override
    public Optional<String> received(Transaction tx, Received received) throws CommandException {
        return offers.received(tx, received);
    }

    // ---- The link ----

    @Override
    public void up(Session.Up link) {
        movers.wakeAll();
        if (movers.haveLost() || clock.millis() - looked >= DAY.toMillis()) tasks.start("files-look", this::look);
    }

    @Override
    public void down() {
        movers.down();
    }

    @Override
    public void received(Frame frame) {}
}
