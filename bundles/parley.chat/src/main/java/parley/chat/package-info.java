/**
 * Conversations: contacts, reading logs, checking them, the outbox, receipts and presence (docs/architecture.md, The
 * way of a message).
 *
 * <p>{@link parley.chat.Chat} is the one component. It keeps a {@link parley.chat.Worker} for each conversation, on
 * which everything that concerns the conversation happens in order: {@link parley.chat.LogReading} takes what the hub
 * serves, {@link parley.chat.Sending} takes what the outbox holds, and both change ratchet, position and history in one
 * transaction. {@link parley.chat.Inbox} does the same for letters, {@link parley.chat.People} for commands about
 * contacts. {@link parley.chat.Moving} and {@link parley.chat.Succession} take a conversation into another suite: the
 * one makes the commit, the other follows it.
 */
@NullMarked
package parley.chat;

import org.jspecify.annotations.NullMarked;
