package parley.chat;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

/** The private key in the record of a conversation. */
public final class ConversationSecrets {

    private ConversationSecrets() {}

    public static Bytes followerKey(Bytes conversation) throws MalformedException {
        return ConversationState.decode(conversation).followerPrivate;
    }
}
