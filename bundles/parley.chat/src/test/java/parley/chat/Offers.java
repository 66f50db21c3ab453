package parley.chat;

import parley.client.api.chat.ContentHandler;
import parley.client.api.store.Transaction;
import parley.protocol.MessageId;
import parley.protocol.content.Content;

import java.util.List;
import java.util.Optional;

/** Takes offers of files, and notes which were erased, and which taken back. */
record Offers(List<MessageId> erased, List<MessageId> deleted) implements ContentHandler {

    Offers(List<MessageId> erased) {
        this(erased, List.of());
    }

    @Override
    public Optional<String> received(Transaction tx, Received received) {
        return Optional.of("notes.txt");
    }

    @Override
    public void erased(Transaction tx, MessageId message) {
        erased.add(message);
    }

    @Override
    public void deleted(Transaction tx, MessageId message) {
        deleted.add(message);
    }

    @Override
    public boolean takes(Content content) {
        return content instanceof Content.FileOffer;
    }
}
