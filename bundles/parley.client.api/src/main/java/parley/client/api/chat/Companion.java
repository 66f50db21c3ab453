package parley.client.api.chat;

import org.osgi.annotation.versioning.ConsumerType;

import parley.protocol.MessageId;
import parley.protocol.content.Content;

import java.util.List;

/**
 * Somebody who lives in this client: every account has one conversation with each, of kind LOCAL, which has no log and
 * no relay, so that nothing of it leaves this computer. Register one as a service; while it is not there its
 * conversation is not listed, and what was said in it stays for when it returns.
 */
@ConsumerType
public interface Companion {

    /** What stands for a relay in the address of every companion; no other account is there. */
    String RELAY = "device.internal";

    /** What they are called, as the name in an address is; their conversation is known by it for good. */
    String name();

    /**
     * What they say to something. Called inside a transaction: no I/O, returns at once.
     *
     * @param id of what was said
     * @return texts, amendments and offers of files, each as a message of theirs, in order; what is offered may only be
     *     what was offered to them
     */
    List<Content> answers(MessageId id, Content said);
}
