package parley.chat;

import parley.client.api.chat.ContentHandler;
import parley.client.api.store.Transaction;
import parley.protocol.MessageId;
import parley.protocol.content.Content;

import java.util.List;
import java.util.Optional;

/** Takes offers of files, and notes which were erased. */
record Offers(List<MessageId> erased) implements ContentHandler {

    @Override
    public Optional<String> received(Transaction tx, Received received) {
        return Optional.of("notes.txt");
    }

    @Override
    public void erased(Transaction tx, MessageId message) {
        erased.add(message);
    }

    @Override
    public boolean takes(Content content) {
        return content instanceof Content.FileOffer;
    }
}
