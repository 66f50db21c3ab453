package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.AppLock;
import parley.client.api.Event.LinkChanged;
import parley.desktop.api.StatusLine;
import parley.desktop.chat.Notices.Source;

import java.util.Optional;

/** What the foot of the window says, of all that there is to say. */
class NoticesTest {

    private final Notices notices = new Notices();
    private String said = "";

    @BeforeEach
    void listened() {
        notices.speakOn(
                new StatusLine() {
                    @Override
                    public void say(Tone tone, String text) {
                        said = text;
                    }

                    @Override
                    public void clear() {
                        said = "";
                    }
                });
    }

    @Test
    void aTroubleStandsUntilItsOwnEnd() {
        notices.trouble(Source.OWN_RELAY, "the relay does not start");
        assertEquals("The relay does not start.", said);
        notices.trouble(Source.PROFILE, "the disk is full");
        assertEquals("The disk is full.", said, "without its profile nothing works");
        notices.trouble(Source.PROFILE, null);
        assertEquals("The relay does not start.", said, "a list that was read says nothing of the relay");
        notices.trouble(Source.OWN_RELAY, null);
        assertEquals("", said);
    }

    @Test
    void aNoticeStandsThoughTheListsAreRead() {
        notices.notice("that could not be done");
        notices.trouble(Source.PROFILE, null);
        assertEquals("That could not be done.", said);
        notices.trouble(Source.OWN_RELAY, "the relay does not start");
        assertEquals("That could not be done.", said, "the relay's trouble stands for long");
        notices.trouble(Source.PROFILE, "the disk is full");
        assertEquals("The disk is full.", said);
    }

    @Test
    void nothingStandsOverALock() {
        notices.trouble(Source.OWN_RELAY, "the relay does not start");
        notices.notice("mira joined");
        notices.lockChanged(AppLock.State.LOCKED);
        notices.link(LinkChanged.State.CONNECTED, Optional.empty(), true);
        assertEquals("", said);
    }
}
