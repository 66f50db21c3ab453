package parley.backup;

import parley.client.api.Conversations.Conversation;

import java.io.IOException;
import java.time.Instant;

/** A format of exports: what is written before, for each message, and behind. */
interface Writing {

    void begin(Appendable out, Conversation conversation, Instant now) throws IOException;

    void add(Appendable out, Entry entry) throws IOException;

    void end(Appendable out) throws IOException;
}
