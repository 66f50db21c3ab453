package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.client.api.chat.ContentHandler.Received;
import parley.client.api.store.Transaction;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;

import java.time.InstantSource;
import java.util.Optional;

/** What others say of files: offers of theirs and what follows them, and how ours fared with them. */
final class Offers {

    private final Movers movers;
    private final InstantSource clock;

    Offers(Movers movers, InstantSource clock) {
        this.movers = movers;
        this.clock = clock;
    }

    /**
     * Takes it as part of {@code tx}; what does not fit is dropped.
     *
     * @return the text of a history row for it
     */
    Optional<String> received(Transaction tx, Received received) throws CommandException {
        switch (received.content()) {
            case FileOffer offer -> {
                return offered(tx, received, offer);
            }
            case FileLeaves leaves -> leaves(tx, received, leaves);
            case FileComplete complete -> complete(tx, received, complete);
            case FileEnded ended -> ended(tx, received, ended);
            default -> {}
        }
        return Optional.empty();
    }

    private Optional<String> offered(Transaction tx, Received received, FileOffer offer) throws CommandException {
        var ledger = new Ledger(tx);
        if (ledger.file(received.id()).isPresent()) return Optional.empty();
        if (!ledger.hasRoom(received.conversation())) {
            if (ledger.dropped(received.conversation())) {
                tx.tell(
                        new Event.Notice(
                                received.from()
                                        + " offers more files than are kept unanswered; what is offered further is"
                                        + " dropped until you accept or decline some, and has to be sent again."));
            }
            return Optional.empty();
        }
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
                        clock.millis(),
                        0,
                        Progress.offered(Optional.empty()));
        ledger.put(file);
        ledger.tell(file);
        return Optional.of(name);
    }

    private void leaves(Transaction tx, Received received, FileLeaves said) throws CommandException {
        var ledger = new Ledger(tx);
        var file = ofAuthor(ledger, said.file(), received);
        if (file.isEmpty()) return;
        if (said.first() + said.leaves().size() > Math.min(Segments.MAX_COUNT, file.get().segments().count())) return;
        if (ledger.putLeaves(said.file(), (int) said.first(), said.leaves())) {
            tx.afterCommit(() -> movers.wake(said.file()));
        } else {
            var reason = "its sender contradicted what they said of it; ask for it again";
            movers.end(tx, file.get().failed(State.FAILED, reason), Optional.empty());
        }
    }

    private void complete(Transaction tx, Received received, FileComplete said) throws CommandException {
        var ledger = new Ledger(tx);
        var file = ofAuthor(ledger, said.file(), received);
        if (file.isEmpty() || file.get().sha256().isPresent()) return;
        ledger.put(file.get().now(progress -> progress.complete(said.root(), said.sha256())));
        tx.afterCommit(() -> movers.wake(said.file()));
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

    private void ended(Transaction tx, Received received, FileEnded said) throws CommandException {
        var ledger = new Ledger(tx);
        var theirs = ofAuthor(ledger, said.file(), received);
        if (theirs.isPresent()) {
            var reason =
                    switch (said.end()) {
                        case CHANGED -> "the file changed while it was sent; take it when it is offered anew";
                        case CANCELLED -> "its sender cancelled it";
                        case FAILED, RECEIVED, DECLINED -> "its sender could not send it; ask for it again";
                    };
            movers.end(tx, theirs.get().failed(State.FAILED, reason), Optional.empty());
            return;
        }
        var own =
                ledger.file(said.file())
                        .filter(file -> file.own() && file.conversation().equals(received.conversation()))
                        .orElse(null);
        if (own == null) return;
        if (said.end() == FileEnded.End.RECEIVED) {
            tx.tell(
                    new Event.ReceiptChanged(
                            own.conversation(), own.id(), Message.State.DELIVERED, Optional.of(received.from())));
        } else if (said.end() == FileEnded.End.DECLINED && received.kind() == Kind.DIRECT && !own.ended()) {
            movers.end(tx, own.failed(State.DECLINED, received.from() + " declined it"), Optional.empty());
        }
    }
}
