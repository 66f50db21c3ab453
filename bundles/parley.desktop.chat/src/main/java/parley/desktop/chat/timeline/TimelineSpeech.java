package parley.desktop.chat.timeline;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;

import parley.desktop.api.text.Phrases;

import java.util.stream.IntStream;

/** Tells screen readers of the list of messages: one item for each, its name a sentence. */
final class TimelineSpeech {

    private static final Phrases T = Phrases.of(TimelineSpeech.class);

    private final Timeline timeline;
    private final TimelineHand hand;

    TimelineSpeech(Timeline timeline, TimelineHand hand) {
        this.timeline = timeline;
        this.hand = hand;
        var accessible = timeline.canvas.getAccessible();
        accessible.addAccessibleListener(
                new AccessibleAdapter() {
                    @Override
                    public void getName(AccessibleEvent event) {
                        event.result = name(event.childID);
                    }
                });
        accessible.addAccessibleControlListener(
                new AccessibleControlAdapter() {
                    @Override
                    public void getRole(AccessibleControlEvent event) {
                        event.detail = event.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
                    }

                    @Override
                    public void getChildCount(AccessibleControlEvent event) {
                        event.detail = timeline.rows.size();
                    }

                    @Override
                    public void getChildren(AccessibleControlEvent event) {
                        event.children = IntStream.range(0, timeline.rows.size()).boxed().toArray();
                    }

                    @Override
                    public void getFocus(AccessibleControlEvent event) {
                        if (timeline.canvas.isFocusControl())
                            event.childID = hand.current() < 0 ? ACC.CHILDID_SELF : hand.current();
                    }

                    @Override
                    public void getState(AccessibleControlEvent event) {
                        event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE;
                        boolean at = event.childID >= 0 && event.childID == hand.current();
                        if (at && timeline.canvas.isFocusControl()) event.detail |= ACC.STATE_FOCUSED;
                    }

                    @Override
                    public void getLocation(AccessibleControlEvent event) {
                        where(event);
                    }
                });
    }

    /** What is said for the list, or for the entry {@code child}. */
    String name(int child) {
        if (child < 0 || child >= timeline.rows.size()) return T.get("timeline.messages");
        var said = timeline.rows.get(child);
        return said.spoken(timeline.wording.time(said.at()));
    }

    private void where(AccessibleControlEvent event) {
        var area = timeline.canvas.getClientArea();
        if (event.childID >= 0 && event.childID < timeline.rows.size()) {
            var place = timeline.place(timeline.rows.get(event.childID).id());
            if (place == null) return;
            area = place;
        }
        Point origin = timeline.canvas.toDisplay(area.x, area.y);
        event.x = origin.x;
        event.y = origin.y;
        event.width = area.width;
        event.height = area.height;
    }
}
