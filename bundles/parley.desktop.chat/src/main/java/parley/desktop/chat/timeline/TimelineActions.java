package parley.desktop.chat.timeline;

/** What a person wants of the list. Called on the UI thread. */
public interface TimelineActions {

    /** Something is to be done about the file of the entry {@code said}. */
    void act(Said said, Card.Act act);

    /** The first entry is near: older ones are wanted, if there are any. */
    void older();

    /** The newest entry is in view. */
    void seen();

    /** The web address {@code target} is to be opened: the person has said so twice. */
    void open(String target);
}
