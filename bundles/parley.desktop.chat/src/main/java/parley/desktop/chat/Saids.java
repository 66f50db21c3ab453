package parley.desktop.chat;

import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Words;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Said;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Turns messages and files, as the profile has them, into entries of the list. */
final class Saids {

    /** How much the newest measurement of a rate counts. */
    private static final double WEIGHT = 0.3;

    private record Pace(long bytes, long nanos, double rate) {}

    private final Map<MessageId, Pace> paces = new HashMap<>();

    /** The entry for {@code message}, whose author is called {@code name}. */
    static Said of(Message message, String name) {
        return new Said(
                message.id().hex(),
                message.order(),
                message.from().toString(),
                name,
                message.own(),
                message.at(),
                text(message),
                mark(message),
                null);
    }

    /** What is shown of it: of one that was deleted nothing is left but that. */
    static String text(Message message) {
        return message.deleted() ? "This message was deleted." : message.text();
    }

    /** The same entry with {@code card} on it. */
    static Said with(Said said, Card card) {
        return new Said(
                said.id(), said.order(), said.author(), said.name(), said.mine(), said.at(), "", said.mark(), card);
    }

    static Mark mark(Message message) {
        if (!message.own()) return Mark.NONE;
        return switch (message.state()) {
            case WAITING -> Mark.WAITING;
            case SENT -> Mark.SENT;
            case DELIVERED -> Mark.DELIVERED;
            case READ -> Mark.READ;
            case FAILED -> Mark.FAILED;
            case RECEIVED -> Mark.NONE;
        };
    }

    /** The card for {@code transfer} as it stands at {@code nanos} of {@link System#nanoTime}. */
    Card card(Transfer transfer, long nanos) {
        return new Card(Words.plain(transfer.name()), transfer.size(), state(transfer, nanos));
    }

    private Card.State state(Transfer transfer, long nanos) {
        if (transfer.state() != State.RUNNING) paces.remove(transfer.id());
        return switch (transfer.state()) {
            case OFFERED -> transfer.own() ? new Card.State.Waiting() : new Card.State.Offered();
            case RUNNING -> new Card.State.Running(transfer.bytes(), rate(transfer, nanos));
            case PAUSED -> new Card.State.Paused(transfer.bytes());
            case DONE -> new Card.State.Done(transfer.own() ? "" : transfer.path().map(Path::toString).orElse(""));
            case DECLINED -> new Card.State.Declined();
            case CANCELLED -> new Card.State.Failed(transfer.reason().orElse("Cancelled"));
            case FAILED -> new Card.State.Failed(transfer.reason().orElse("It did not arrive"));
        };
    }

    /** Bytes a second, smoothed; 0 until there are two measurements. */
    private long rate(Transfer transfer, long nanos) {
        var before = paces.get(transfer.id());
        if (before == null || transfer.bytes() < before.bytes()) {
            paces.put(transfer.id(), new Pace(transfer.bytes(), nanos, 0));
            return 0;
        }
        double seconds = (nanos - before.nanos()) / 1e9;
        if (seconds < 0.05) return (long) before.rate();
        double now = (transfer.bytes() - before.bytes()) / seconds;
        double rate = before.rate() == 0 ? now : before.rate() * (1 - WEIGHT) + now * WEIGHT;
        paces.put(transfer.id(), new Pace(transfer.bytes(), nanos, rate));
        return (long) rate;
    }
}
