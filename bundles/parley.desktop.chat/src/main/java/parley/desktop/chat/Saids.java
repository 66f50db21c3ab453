package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.client.api.Transfers.Transfer;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.ImageFile;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Chip;
import parley.desktop.chat.timeline.Quote;
import parley.desktop.chat.timeline.Said;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns messages and files, as the profile has them, into entries of the list. */
final class Saids {

    private static final Phrases T = Phrases.of(Saids.class);

    /** How much the newest measurement of a rate counts. */
    private static final double WEIGHT = 0.3;

    private record Pace(long bytes, long nanos, double rate) {}

    private final Map<MessageId, Pace> paces = new HashMap<>();

    /** The entry for {@code message}, which answers what {@code quote} says, if anything. */
    static Said of(Message message, Titles titles, @Nullable Quote quote) {
        boolean edited = message.edited().isPresent() && !message.deleted();
        return new Said(
                message.id().hex(),
                message.order(),
                Names.key(message.author()),
                titles.of(message.from(), message.author()),
                message.own(),
                message.at(),
                message.text(),
                mark(message),
                null,
                quote,
                new Said.Fate(edited, message.deleted(), chips(message, titles)),
                new Said.Besides(
                        names(message, titles),
                        message.forwarded() && !message.deleted(),
                        message.lasts().map(Happened::time).orElse(""),
                        message.claimed().map(Saids::day).orElse(""),
                        message.editClaimed().map(Saids::day).orElse("")));
    }

    private static String day(Instant at) {
        var wording = Wording.ofThisSystem();
        return wording.longDay(wording.day(at));
    }

    /**
     * The words that name somebody: us, whatever they call us; of others those alone that call them as they are called,
     * because one can write a name and mean somebody else.
     */
    private static List<Said.Name> names(Message message, Titles titles) {
        if (message.deleted()) return List.of();
        var names = new ArrayList<Said.Name>();
        var text = message.text();
        int at = 0, point = 0; // where that code point stands: mentions come in order
        for (var mention : message.mentions()) {
            int start = text.offsetByCodePoints(at, mention.start() - point);
            int end = text.offsetByCodePoints(start, mention.length());
            at = end;
            point = mention.start() + mention.length();
            if (mention.own() || calls(text.substring(start, end), mention, titles))
                names.add(new Said.Name(start, end, mention.own()));
        }
        return names;
    }

    private static boolean calls(String words, Message.Mention mention, Titles titles) {
        var who = mention.address();
        var called = words.startsWith("@") ? words.substring(1) : words;
        return Stream.of(titles.of(who, mention.account()), who.name(), who.toString())
                .anyMatch(called::equalsIgnoreCase);
    }

    /** One for each emoji, in the order in which they came first. */
    private static List<Chip> chips(Message message, Titles titles) {
        var chips = new LinkedHashMap<String, Chip>();
        for (var reaction : message.reactions()) {
            var name = reaction.own() ? T.get("said.you") : titles.of(reaction.by());
            var one = new Chip(reaction.emoji(), 1, reaction.own(), List.of(name));
            chips.merge(reaction.emoji(), one, Saids::together);
        }
        return List.copyOf(chips.values());
    }

    private static Chip together(Chip some, Chip one) {
        var names = some.names().size() < Chip.NAMED ? join(some.names(), one.names()) : some.names();
        return new Chip(some.emoji(), some.count() + one.count(), some.mine() || one.mine(), names);
    }

    private static List<String> join(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
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
        boolean picture = transfer.state() == State.DONE && ImageFile.named(transfer.name());
        var local = picture ? transfer.path().map(Path::toString).orElse("") : "";
        var state = state(transfer, nanos);
        return new Card(Words.plain(transfer.name()), transfer.size(), state, local, transfer.sha256().orElse(""));
    }

    private Card.State state(Transfer transfer, long nanos) {
        if (transfer.state() != State.RUNNING) paces.remove(transfer.id());
        return switch (transfer.state()) {
            case OFFERED -> transfer.own() ? new Card.State.Waiting() : new Card.State.Offered();
            case RUNNING -> new Card.State.Running(transfer.bytes(), rate(transfer, nanos));
            case PAUSED -> new Card.State.Paused(transfer.bytes());
            case DONE -> new Card.State.Done(transfer.own() ? "" : transfer.path().map(Path::toString).orElse(""));
            case DECLINED -> new Card.State.Declined();
            case CANCELLED -> new Card.State.Failed(transfer.reason().orElseGet(() -> T.get("card.cancelled")));
            case FAILED -> new Card.State.Failed(transfer.reason().orElseGet(() -> T.get("card.failed")));
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
