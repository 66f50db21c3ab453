package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.desktop.api.StatusLine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class DeskTest {

    /** It is in no feed: whoever does not show it at once shows it never. */
    @Test
    void saysAPassingWarningAlsoIfItCameBeforeTheDesk() {
        var said = new CopyOnWriteArrayList<String>();
        var notices = new Notices();
        notices.speakOn(
                new StatusLine() {
                    @Override
                    public void say(Tone tone, String text) {
                        said.add(tone + " " + text);
                    }

                    @Override
                    public void clear() {}
                });
        var client = new FakeClient();
        client.ear.happened(new Event.Warning("early"));
        var desk = client.desk(new CipherDesk(new Direct()), new Direct(), notices);
        client.ear.happened(new Event.Warning("late"));
        var warnings = said.stream().filter(line -> line.startsWith("WARNING")).distinct();
        assertEquals(List.of("WARNING Early.", "WARNING Late."), warnings.toList());
        desk.close();
    }
}
