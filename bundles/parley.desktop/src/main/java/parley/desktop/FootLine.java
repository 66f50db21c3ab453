package parley.desktop;

import parley.desktop.api.StatusLine;
import parley.desktop.api.UiThread;

/** Carries what one contribution says, from any thread to the foot of the window. */
final class FootLine implements StatusLine {

    private final UiThread ui;
    private final Foot foot;
    private final Foot.Line line;

    FootLine(UiThread ui, Foot foot, int rank) {
        this.ui = ui;
        this.foot = foot;
        this.line = foot.add(rank);
    }

    @Override
    public void say(Tone tone, String text) {
        ui.latest(this, () -> foot.say(line, tone, text));
    }

    @Override
    public void clear() {
        ui.latest(this, () -> foot.say(line, Tone.GOOD, null));
    }

    /** Gives the line's place back. Called on the UI thread. */
    void close() {
        foot.remove(line);
    }
}
