/**
 * Files on their way (docs/protocol.md, Files): offered as messages, sealed in segments, kept as blobs, pulled,
 * verified.
 *
 * <p>{@link parley.transfer.FileTransfers} is the component and takes commands, {@link parley.transfer.Offers} what
 * others say of files. {@link parley.transfer.Movers} runs one {@link parley.transfer.Upload} or {@link
 * parley.transfer.Download} for each file that moves. Both begin by looking at what is there already, so that a crash,
 * a restart and another network are the same thing to them. {@link parley.transfer.Ledger} is what they remember.
 */
@NullMarked
package parley.transfer;

import org.jspecify.annotations.NullMarked;
