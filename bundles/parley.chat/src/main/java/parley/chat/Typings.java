package parley.chat;

import parley.client.api.Event;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.SignalContent.Typing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is writing something: said by signals now and then while it is so, shown for six seconds, and over when it is
 * said. Methods may be called from any thread.
 */
final class Typings {

    /** How long a signal is shown. */
    static final Duration SHOWN = Duration.ofSeconds(6);

    /** How many authors are remembered to have said something lately. */
    private static final int SPOKEN = 1024;

    private record Writing(Address address, Instant until) {

        /** Not for longer than it may be, should the clock be set back. */
        boolean isOver(Instant now) {
            return !until.isAfter(now) || until.isAfter(now.plus(SHOWN));
        }
    }

    private final Chat chat;

    /** Where we have said that we write, and when. Guarded by this. */
    private final Map<ConversationId, Instant> told = new HashMap<>();

    private final Map<Signals.Author, Writing> writing = new HashMap<>(); // guarded by this

    /** When they said something, by their own clock: a signal from before is overtaken by it. Guarded by this. */
    private final Map<Signals.Author, Long> spoken = new LinkedHashMap<>();

    /** Whether it is looked soon who has stopped. Guarded by this. */
    private boolean watched;

    Typings(Chat chat) {
        this.chat = chat;
    }

    // ---- Ours ----

    /** The person is writing, or has stopped; the others are told if they do not know it. */
    void say(ConversationId conversation, boolean typing) {
        synchronized (this) {
            if (typing == isTold(conversation, typing ? Signals.GAP : SHOWN)) return;
            if (typing) told.put(conversation, chat.now());
            else told.remove(conversation);
        }
        chat.worker(conversation).ifPresent(worker -> chat.signals().say(worker, new Typing(typing)));
    }

    private boolean isTold(ConversationId conversation, Duration lately) {
        var at = told.get(conversation);
        return at != null && !at.isAfter(chat.now()) && at.plus(lately).isAfter(chat.now());
    }

    /** We have said something: that tells them enough. */
    void said(ConversationId conversation) {
        synchronized (this) {
            told.remove(conversation);
        }
        chat.signals().takeBack(conversation, Typing.class);
    }

    // ---- Others' ----

    /**
     * Somebody writes, or has stopped.
     *
     * @param at their clock
     */
    synchronized void heard(Signals.Author author, Address address, boolean typing, long at) {
        if (typing && at <= spoken.getOrDefault(author, Long.MIN_VALUE)) return;
        if (!typing) {
            end(author);
            return;
        }
        if (writing.put(author, new Writing(address, chat.now().plus(SHOWN))) == null) tell(author, address, true);
        watch();
    }

    /**
     * Somebody has said something.
     *
     * @param at their clock
     */
    synchronized void heard(Signals.Author author, long at) {
        end(author);
        spoken.remove(author); // to the end, as the newest
        spoken.put(author, at);
        if (spoken.size() > SPOKEN) spoken.remove(spoken.keySet().iterator().next());
    }

    private void end(Signals.Author author) {
        var before = writing.remove(author);
        if (before != null) tell(author, before.address, false);
    }

    private void tell(Signals.Author author, Address address, boolean typing) {
        chat.store().publish(new Event.TypingChanged(author.conversation(), address, typing));
    }

    private void watch() {
        if (watched) return;
        watched = true;
        chat.after(
                SHOWN,
                () -> {
                    synchronized (this) {
                        watched = false;
                    }
                    expire();
                });
    }

    /** Those who have not said it again have stopped. */
    synchronized void expire() {
        var now = chat.now();
        Map.copyOf(writing)
                .forEach((author, known) -> {
                    if (known.isOver(now)) end(author);
                });
        if (!writing.isEmpty()) watch();
    }

    /** The link is down: nothing is known of anybody. */
    synchronized void down() {
        for (var author : Map.copyOf(writing).keySet()) end(author);
        told.clear();
    }
}
