package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

/**
 * Where a profile stands in a group of MLS.
 *
 * @param authenticator the first 8 bytes of the epoch's
 */
public record ConversationPoint(int suite, long epoch, Bytes authenticator) {

    /**
     * @param id of the conversation, in hex
     */
    public static ConversationPoint of(Store store, String id) throws CommandException {
        return store.transact(tx -> {
            for (var record : tx.all("chat.conversation")) {
                var state = decode(record);
                if (!state.id.hex().equals(id)) continue;
                var last = state.slots.getLast();
                return new ConversationPoint(state.suite, last.epoch(), last.authenticator());
            }
            throw new IllegalStateException("there is no conversation " + id);
        });
    }

    private static ConversationState decode(Bytes record) {
        try {
            return ConversationState.decode(record);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
