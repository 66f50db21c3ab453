package parley.mls;

/**
 * The next state and what to send. <b>Store the state before the message leaves</b>: otherwise a restart uses the same
 * key for another message.
 *
 * @param ref for a proposal, the hash that a commit refers to it by; empty otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over to the caller
public record Sent(Group group, byte[] message, byte[] ref) {}
