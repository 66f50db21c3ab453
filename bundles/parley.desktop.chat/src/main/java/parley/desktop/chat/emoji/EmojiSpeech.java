package parley.desktop.chat.emoji;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;

import parley.desktop.api.text.Phrases;

import java.util.stream.IntStream;

/** Tells screen readers of the grid of emoji: one item for each, by its name. */
final class EmojiSpeech {

    private static final Phrases T = Phrases.of(EmojiSpeech.class);

    private final EmojiGrid grid;

    EmojiSpeech(EmojiGrid grid) {
        this.grid = grid;
        var accessible = grid.canvas.getAccessible();
        accessible.addAccessibleListener(
                new AccessibleAdapter() {
                    @Override
                    public void getName(AccessibleEvent event) {
                        event.result = is(event.childID) ? grid.spoken(event.childID) : T.get("emoji");
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
                        event.detail = grid.count();
                    }

                    @Override
                    public void getChildren(AccessibleControlEvent event) {
                        event.children = IntStream.range(0, grid.count()).boxed().toArray();
                    }

                    @Override
                    public void getFocus(AccessibleControlEvent event) {
                        if (grid.canvas.isFocusControl())
                            event.childID = is(grid.current()) ? grid.current() : ACC.CHILDID_SELF;
                    }

                    @Override
                    public void getState(AccessibleControlEvent event) {
                        event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE;
                        if (is(event.childID) && event.childID == grid.current()) event.detail |= ACC.STATE_FOCUSED;
                    }

                    @Override
                    public void getLocation(AccessibleControlEvent event) {
                        where(event);
                    }
                });
    }

    private boolean is(int child) {
        return child >= 0 && child < grid.count();
    }

    private void where(AccessibleControlEvent event) {
        var area = is(event.childID) ? grid.place(event.childID) : grid.canvas.getClientArea();
        var origin = grid.canvas.toDisplay(area.x, area.y);
        event.x = origin.x;
        event.y = origin.y;
        event.width = area.width;
        event.height = area.height;
    }
}
