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
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.client.api.chat.ContentHandler;
import parley.client.api.chat.Outbox;
import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.transport.api.Transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Files on their way: takes commands and what others say of files, and keeps a {@link Mover} for each that moves. */
@Component(service = {Transfers.class, ContentHandler.class, SessionListener.class})
public final class FileTransfers implements Transfers, ContentHandler, SessionListener {

    private static final System.Logger log = System.getLogger(FileTransfers.class.getName());
    private static final int SEGMENT = FileOffer.MAX_SEGMENT;
    private static final int UPLOADS = 2;
    private static final int DOWNLOADS = 3;

    /** Offers kept that nobody has answered; more are dropped. */
    private static final int MAX_OFFERS = 10_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Store store;
    private final Session session;
    private final Accounts accounts;
    private final Supplier<Outbox> outbox;
    private final Transport transport;
    private final Map<MessageId, Mover> movers = new ConcurrentHashMap<>();
    private final Semaphore uploads = new Semaphore(UPLOADS);
    private final Semaphore downloads = new Semaphore(DOWNLOADS);
    private volatile boolean closed;

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
                transport);
    }

    FileTransfers(
            Path folder,
            Store store,
            Session session,
            Accounts accounts,
            Supplier<Outbox> outbox,
            Transport transport) {
        this.folder = folder;
        this.store = store;
        this.session = session;
        this.accounts = accounts;
        this.outbox = outbox;
        this.transport = transport;
        load();
    }

    private void load() {
        try {
            for (var file : store.transact(tx -> new Ledger(tx).files())) {
                if (!file.ended() && (file.own() || file.state() == State.RUNNING)) move(file);
            }
        } catch (CommandException e) {
            log.log(DEBUG, "No files: {0}", e.getMessage()); // faces ask the store and say why
        }
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

    @Deactivate
    void close() throws InterruptedException {
        closed = true;
        var all = List.copyOf(movers.values());
        for (var mover : all) mover.close();
        for (var mover : all) mover.join();
    }

    // ---- For movers ----

    Store store() {
        return store;
    }

    Session session() {
        return session;
    }

    Transport transport() {
        return transport;
    }

    void moved(Mover mover) {
        movers.remove(mover.id, mover);
    }

    /** Says something about a file in its conversation, if it may still be said. */
    void post(Transaction tx, FileRecord file, Content content) {
        try {
            outbox.get().post(tx, file.conversation(), MessageId.random(), content, null);
        } catch (CommandException e) {
            log.log(DEBUG, "Nothing said of file {0}: {1}", file.id(), e.getMessage());
        }
    }

    FileRecord change(MessageId id, UnaryOperator<FileRecord> change, boolean tell) throws CommandException {
        return store.transact(tx -> {
            var ledger = new Ledger(tx);
            var changed = change.apply(ledger.need(id));
            ledger.put(changed);
            if (tell) tx.tell(new Event.FileChanged(changed.toTransfer()));
            return changed;
        });
    }

    /** A mover gave up. */
    void failed(MessageId id, String reason) {
        try {
            store.run(tx -> {
                var ledger = new Ledger(tx);
                var file = ledger.need(id);
                if (file.ended()) return;
                end(tx, ledger, file.failed(State.FAILED, reason), Optional.of(FileEnded.End.FAILED));
            });
        } catch (CommandException e) {
            log.log(WARNING, "A file failed and could not be marked so: {0}", e.getMessage());
        }
    }

    /** The source has changed: this offer ends, and the file is offered anew as it is now. */
    void changed(MessageId id) {
        try {
            var file =
                    store.transact(tx -> {
                        var ledger = new Ledger(tx);
                        var now = ledger.need(id);
                        if (now.ended()) return now;
                        var reason = "the file changed while it was sent; it is offered anew as it is now";
                        end(tx, ledger, now.failed(State.FAILED, reason), Optional.of(FileEnded.End.CHANGED));
                        return now;
                    });
            drop(file);
            if (!file.ended() && Files.isRegularFile(file.path().orElseThrow())) {
                send(file.conversation(), List.of(file.path().orElseThrow()));
            }
        } catch (CommandException e) {
            log.log(DEBUG, "A changed file is not offered anew: {0}", e.getMessage());
        }
    }

    private void end(Transaction tx, Ledger ledger, FileRecord ended, Optional<FileEnded.End> say) {
        ledger.put(ended);
        ledger.forgetSegments(ended);
        tx.tell(new Event.FileChanged(ended.toTransfer()));
        say.ifPresent(end -> post(tx, ended, new FileEnded(ended.id(), end)));
    }

    private void move(FileRecord file) {
        if (closed) return;
        var mover = file.own() ? new Upload(this, file.id(), uploads) : new Download(this, file.id(), downloads);
        if (movers.putIfAbsent(file.id(), mover) == null) mover.start();
    }

    private void stop(MessageId id) {
        var mover = movers.remove(id);
        if (mover != null) mover.close();
    }

    /** Frees the relay's room, soon. */
    private void drop(FileRecord file) {
        Thread.ofVirtual()
                .name("drop-" + file.id())
                .start(() -> {
                    try {
                        session.ask(request -> new Frame.DropBlob(request, file.offer().blob()));
                    } catch (CommandException e) {
                        log.log(DEBUG, "A blob stays until it expires: {0}", e.getMessage());
                    }
                });
    }

    // ---- Commands ----

    @Override
    public List<Transfer> all() throws CommandException {
        return store.transact(tx ->
                new Ledger(tx)
                        .files().stream()
                                .sorted(
                                        Comparator.comparing((FileRecord file) -> file.name())
                                                .thenComparing(file -> file.id().bytes()))
                                .map(FileRecord::toTransfer)
                                .toList());
    }

    @Override
    public Optional<Transfer> find(MessageId id) throws CommandException {
        return store.transact(tx -> new Ledger(tx).file(id)).map(FileRecord::toTransfer);
    }

    @Override
    public List<Transfer> send(ConversationId conversation, List<Path> paths) throws CommandException {
        var account = accounts.need();
        var offered = new ArrayList<FileRecord>();
        for (var path : paths) offered.add(offer(account, conversation, path));
        store.run(tx -> {
            var ledger = new Ledger(tx);
            for (var file : offered) {
                outbox.get().post(tx, conversation, file.id(), file.offer(), file.name());
                ledger.put(file);
                tx.tell(new Event.FileChanged(file.toTransfer()));
            }
        });
        offered.forEach(this::move);
        return offered.stream().map(FileRecord::toTransfer).toList();
    }

    private static FileRecord offer(Accounts.Account account, ConversationId conversation, Path path)
            throws CommandException {
        if (Files.isDirectory(path)) {
            throw new CommandException(Code.USAGE, path + " is a folder; send its files, or an archive of it");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandException(
                    Code.NOT_FOUND, "there is no readable file " + path + "; check how it is written");
        }
        try {
            var size = Files.size(path);
            if (size > FileOffer.MAX_SIZE) throw new CommandException(Code.TOO_LARGE, path + " is too large to send");
            var name = SafeName.of(path.getFileName().toString());
            var offer =
                    new FileOffer(
                            account.address().relay(),
                            BlobId.random(),
                            Token.random(),
                            random(FileOffer.KEY),
                            random(FileOffer.NONCE_PREFIX),
                            size,
                            SEGMENT,
                            name,
                            "");
            return new FileRecord(
                    MessageId.random(),
                    conversation,
                    account.key(),
                    account.address(),
                    true,
                    name,
                    offer,
                    Optional.of(Token.random()),
                    Files.getLastModifiedTime(path).toMillis(),
                    State.OFFERED,
                    Optional.of(path.toAbsolutePath()),
                    Optional.empty(),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Bytes random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Override
    public Transfer accept(MessageId id, Optional<Path> directory) throws CommandException {
        var target = directory.orElse(folder).toAbsolutePath();
        var offered = store.transact(tx -> new Ledger(tx).need(id));
        if (offered.own()) throw new CommandException(Code.USAGE, "this is a file that you send; they accept it");
        if (offered.ended() || offered.state() == State.RUNNING) {
            if (offered.state() == State.RUNNING || offered.state() == State.DONE) return offered.toTransfer();
            throw new CommandException(
                    Code.REFUSED, "this offer has ended: " + offered.reason().orElse("it was declined"));
        }
        requireRoom(target, offered.offer().size());
        var accepted = change(id, file -> file.state() == State.OFFERED ? file.into(target) : file, true);
        move(accepted);
        return accepted.toTransfer();
    }

    private static void requireRoom(Path target, long size) throws CommandException {
        try {
            Files.createDirectories(target);
            var room = Files.getFileStore(target).getUsableSpace();
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
        return endReceiving(id, State.DECLINED, "you declined it");
    }

    @Override
    public Transfer cancel(MessageId id) throws CommandException {
        var file = store.transact(tx -> new Ledger(tx).need(id));
        if (!file.own()) return endReceiving(id, State.CANCELLED, "you cancelled it");
        if (file.ended()) return file.toTransfer();
        stop(id);
        var cancelled =
                store.transact(tx -> {
                    var ledger = new Ledger(tx);
                    var ended = ledger.need(id).failed(State.CANCELLED, "you cancelled it");
                    end(tx, ledger, ended, Optional.of(FileEnded.End.CANCELLED));
                    return ended;
                });
        drop(cancelled);
        return cancelled.toTransfer();
    }

    private Transfer endReceiving(MessageId id, State state, String reason) throws CommandException {
        var file = store.transact(tx -> new Ledger(tx).need(id));
        if (file.own()) throw new CommandException(Code.USAGE, "this is a file that you send; cancel ends it");
        if (file.ended()) return file.toTransfer();
        stop(id);
        var ended =
                store.transact(tx -> {
                    var ledger = new Ledger(tx);
                    var now = ledger.need(id).failed(state, reason);
                    end(tx, ledger, now, Optional.of(FileEnded.End.DECLINED));
                    return now;
                });
        deletePart(ended);
        return ended.toTransfer();
    }

    private static void deletePart(FileRecord file) {
        if (file.directory().isEmpty()) return;
        try {
            new Landing(file.directory().get(), file.id()).delete();
        } catch (IOException e) {
            log.log(DEBUG, "A part file stays: {0}", e.getMessage());
        }
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
    public Optional<String> received(Transaction tx, Received received) throws CommandException {
        var ledger = new Ledger(tx);
        return switch (received.content()) {
            case FileOffer offer -> offered(tx, ledger, received, offer);
            case FileLeaves(var id, var first, var leaves) -> {
                var file = ofAuthor(ledger, id, received);
                if (file.isPresent() && first + leaves.size() <= file.get().segments().count()) {
                    if (!ledger.putLeaves(id, (int) first, leaves)) contradicts(tx, ledger, file.get());
                    wake(tx, id);
                }
                yield Optional.empty();
            }
            case FileComplete(var id, var root, var sha256) -> {
                var file = ofAuthor(ledger, id, received);
                if (file.isPresent() && file.get().sha256().isEmpty()) {
                    ledger.put(file.get().complete(root, sha256));
                    wake(tx, id);
                }
                yield Optional.empty();
            }
            case FileEnded(var id, var end) -> {
                ended(tx, ledger, received, id, end);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> offered(Transaction tx, Ledger ledger, Received received, FileOffer offer)
            throws CommandException {
        if (ledger.file(received.id()).isPresent() || ledger.files().size() >= MAX_OFFERS) return Optional.empty();
        var name = SafeName.of(offer.name());
        var file =
                new FileRecord(
                        received.id(),
                        received.conversation(),
                        received.author(),
                        received.from(),
                        false,
                        name,
                        offer,
                        Optional.empty(),
                        0,
                        State.OFFERED,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        ledger.put(file);
        tx.tell(new Event.FileChanged(file.toTransfer()));
        return Optional.of(name);
    }

    /** A received file that has not ended, if this is its author speaking, in its conversation. */
    private static Optional<FileRecord> ofAuthor(Ledger ledger, MessageId id, Received received)
            throws CommandException {
        return ledger.file(id)
                .filter(file ->
                        !file.own()
                                && !file.ended()
                                && file.author().equals(received.author())
                                && file.conversation().equals(received.conversation()));
    }

    private void contradicts(Transaction tx, Ledger ledger, FileRecord file) {
        end(tx, ledger, file.failed(State.FAILED, "its sender contradicted what they said of it"), Optional.empty());
        tx.afterCommit(() -> stop(file.id()));
    }

    private void ended(Transaction tx, Ledger ledger, Received received, MessageId id, FileEnded.End end)
            throws CommandException {
        var theirs = ofAuthor(ledger, id, received);
        if (theirs.isPresent()) {
            var reason =
                    switch (end) {
                        case CHANGED -> "the file changed while it was sent; it is offered anew";
                        case CANCELLED -> "its sender cancelled it";
                        case FAILED, RECEIVED, DECLINED -> "its sender could not send it";
                    };
            end(tx, ledger, theirs.get().failed(State.FAILED, reason), Optional.empty());
            tx.afterCommit(() -> {
                stop(id);
                deletePart(theirs.get());
            });
            return;
        }
        var own =
                ledger.file(id)
                        .filter(file -> file.own() && file.conversation().equals(received.conversation()))
                        .orElse(null);
        if (own == null) return;
        if (end == FileEnded.End.RECEIVED) {
            tx.tell(
                    new Event.ReceiptChanged(
                            own.conversation(), id, Message.State.DELIVERED, Optional.of(received.from())));
        } else if (end == FileEnded.End.DECLINED && !own.ended()) {
            end(tx, ledger, own.failed(State.DECLINED, received.from() + " declined it"), Optional.empty());
            tx.afterCommit(() -> {
                stop(id);
                drop(own);
            });
        }
    }

    private void wake(Transaction tx, MessageId id) {
        tx.afterCommit(() -> {
            var mover = movers.get(id);
            if (mover != null) mover.wake();
        });
    }

    // ---- The link ----

    @Override
    public void up(Session.Up link) {
        load(); // what could not be read at the start
        movers.values().forEach(Mover::wake);
    }

    @Override
    public void down() {}

    @Override
    public void received(Frame frame) {}
}
