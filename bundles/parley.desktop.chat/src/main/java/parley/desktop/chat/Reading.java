package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.desktop.chat.timeline.Said;
import parley.desktop.chat.timeline.Timeline;

import java.time.LocalDate;
import java.util.List;

/**
 * How far back the messages of the conversation that is shown have been read, and where the person is being led: older
 * ones are read until that is there. For the UI thread.
 */
final class Reading {

    /** Where the person wants to be. */
    private sealed interface Goal {

        record Entry(String id) implements Goal {}

        record Day(LocalDate day) implements Goal {}

        /** At the first of all, with all the others. */
        record All(Runnable then) implements Goal {}
    }

    private final Desk desk;
    private final Timeline timeline;
    private @Nullable Goal goal;
    private long oldest = Long.MAX_VALUE;
    private boolean complete;
    private boolean asking = true;

    /** Whether the messages have come: an empty list is no sign that somebody has read them. */
    private boolean there;

    Reading(Desk desk, Timeline timeline) {
        this.desk = desk;
        this.timeline = timeline;
    }

    /** Whether the messages have come. */
    boolean there() {
        return there;
    }

    /** Another conversation is shown, of which nothing has come yet. */
    void leave() {
        goal = null;
        opening();
    }

    /** The messages are being read, or read anew. */
    void opening() {
        asking = true;
        there = false;
        complete = false;
        oldest = Long.MAX_VALUE;
    }

    /**
     * The newest ones have come, and are on view.
     *
     * @return whether the person is led somewhere
     */
    boolean opened(List<Said> newest) {
        there = true;
        return came(newest);
    }

    /** Older ones have come, and are on view; as {@link #opened}. */
    boolean came(List<Said> older) {
        asking = false;
        complete = older.isEmpty();
        if (!older.isEmpty()) oldest = older.getFirst().order();
        var wanted = goal;
        if (wanted != null) lead(wanted);
        return wanted != null;
    }

    /** Wants older ones, if there are any. */
    void older() {
        if (asking || complete) return;
        asking = true;
        desk.talk().older(oldest, goal != null);
    }

    /** Leads to the entry {@code id}, if there is one. */
    void lead(String id) {
        lead(new Goal.Entry(id));
    }

    /** Leads to what was said first on {@code day}, or after it. */
    void lead(LocalDate day) {
        lead(new Goal.Day(day));
    }

    /** Runs {@code then} once all there are have come, unless the person goes elsewhere meanwhile. */
    void all(Runnable then) {
        lead(new Goal.All(then));
    }

    private void lead(Goal wanted) {
        goal = null;
        if (reached(wanted)) {
            switch (wanted) {
                case Goal.Entry(var id) -> timeline.lead(id);
                case Goal.Day(var day) -> timeline.lead(day);
                case Goal.All(var then) -> then.run();
            }
        } else if (!complete) {
            goal = wanted;
            older();
        }
    }

    private boolean reached(Goal wanted) {
        if (!there) return false; // what is on view is about to be shown anew
        return switch (wanted) {
            case Goal.Entry(var id) -> timeline.find(id) != null;
            case Goal.Day(var day) -> complete || timeline.firstDay().filter(first -> first.isBefore(day)).isPresent();
            case Goal.All _ -> complete;
        };
    }
}
