package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.Rectangle;

import java.util.List;

/** What a person wants of the list. Called on the UI thread. */
public interface TimelineActions {

    /**
     * Something more that can be done about an entry.
     *
     * @param label in the words of a menu
     */
    record Offer(String label, Runnable chosen) {}

    /** What others offer to do about the entry {@code said} at this moment, in the order of a menu. */
    List<Offer> offers(Said said);

    /** Something is to be done about the file of the entry {@code said}. */
    void act(Said said, Card.Act act);

    /** {@code act} is to be done to the entry {@code said}; never {@link Said.Act#REACT}. */
    void act(Said said, Said.Act act);

    /** The person thinks {@code emoji} of the entry {@code said}, or if it is not {@code set} does so no more. */
    void react(Said said, String emoji, boolean set);

    /**
     * The person wants to choose what they think of {@code said} among all emoji, {@code beside} a place of the page.
     */
    void choose(Said said, Rectangle beside);

    /** The entry {@code id}, which another one answers, is to be shown; it may stand before the first one. */
    void lead(String id);

    /** The first entry is near: older ones are wanted, if there are any. */
    void older();

    /** The newest entry is in view. */
    void seen();

    /** All entries are wanted, of which the oldest may not have come yet: {@code then} once they have. */
    void all(Runnable then);

    /** All entries, of which the oldest may not have come yet, are to be removed here. */
    void clear();

    /** The person wants to go to another day than that of the entry {@code said}. */
    void days(Said said);

    /** The web address {@code target} is to be opened: the person has said so twice. */
    void open(String target);
}
