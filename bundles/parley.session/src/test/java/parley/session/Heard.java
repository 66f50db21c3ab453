package parley.session;

import parley.client.api.session.Session;
import parley.client.api.session.SessionListener;
import parley.protocol.relay.Frame;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a session listener hears, in a word each. */
class Heard implements SessionListener {

    final List<String> words = new CopyOnWriteArrayList<>();

    @Override
    public void up(Session.Up link) {
        words.add("up");
    }

    @Override
    public void down() {
        words.add("down");
    }

    @Override
    public void received(Frame frame) {
        words.add(
                frame instanceof Frame.Accepted accepted
                        ? "accepted " + accepted.number()
                        : frame.getClass().getSimpleName());
    }
}
