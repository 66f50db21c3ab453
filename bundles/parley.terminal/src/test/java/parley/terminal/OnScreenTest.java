package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Event.LinkChanged.State;
import parley.client.api.Feed;
import parley.client.api.Transfers;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OnScreenTest {

    private final TestClient client = new TestClient();
    private final OnScreen screen = new OnScreen(client.conversations);

    private void comes(Event.Durable event) {
        client.items.add(new Feed.Item(client.items.size() + 1, event));
    }

    private static Event.Durable message(int id) {
        return new Event.MessageReceived(
                TestClient.id(id),
                TestClient.TALK,
                TestClient.BOB,
                "hi",
                TestClient.AT,
                Optional.empty(),
                List.of(),
                false);
    }

    private void print() {
        var names = EventFieldsTest.names(_ -> Optional.empty());
        new FeedPrinter(client.feed, new Output(false, new ByteArrayOutputStream()), names, screen).close();
        client.items.clear();
        client.calls.clear();
    }

    @Test
    void whatWasPrintedIsReadOnceThePersonIsThere() {
        comes(message(1));
        comes(message(2));
        print();
        assertEquals(List.of(), client.calls, "nobody may sit there");
        screen.seen();
        assertEquals(List.of("read"), client.calls);
        screen.seen();
        assertEquals(List.of("read"), client.calls);
        comes(message(3));
        print();
        screen.seen();
        assertEquals(List.of("read"), client.calls);
    }

    @Test
    void whileMoreWaitsToBePrintedNothingIsRead() {
        screen.printed(message(1));
        screen.seen();
        assertEquals(List.of(), client.calls);
        screen.caughtUp();
        screen.seen();
        assertEquals(List.of("read"), client.calls);
    }

    @Test
    void whatWasPrintedBeforeTheProfileWasLockedIsReadLater() {
        screen.printed(message(1));
        screen.caughtUp();
        client.locked = true;
        screen.seen();
        assertEquals(List.of(), client.calls);
        client.locked = false;
        screen.seen();
        assertEquals(List.of("read"), client.calls);
    }

    /** The relay is down: that it is tried again, and then counts as away, has the same reason. */
    @Test
    void whyTheLinkIsDownIsSaidOnce() {
        var down = Optional.of("nobody answers");
        var lines = new ArrayList<String>();
        for (var change :
                List.of(
                        link(State.RECONNECTING, Optional.empty()),
                        link(State.RECONNECTING, down),
                        link(State.OFFLINE, down),
                        link(State.CONNECTED, Optional.empty()),
                        link(State.RECONNECTING, down))) {
            EventFields.line(screen.news(change), EventFieldsTest.names(_ -> Optional.empty())).ifPresent(lines::add);
        }
        assertEquals(
                List.of(
                        "— reconnecting",
                        "— reconnecting: nobody answers",
                        "— offline",
                        "— connected",
                        "— reconnecting: nobody answers"),
                lines);
        var other = new Event.Warning("nobody answers");
        assertEquals(other, screen.news(other));
    }

    private static Event link(State state, Optional<String> why) {
        return new Event.LinkChanged(state, Optional.empty(), why);
    }

    @Test
    void anOfferIsReadAndWhatIsNoMessageMarksNothing() {
        comes(new Event.FileChanged(TestClient.file(1, false, Transfers.State.DONE)));
        comes(new Event.FileChanged(TestClient.file(2, true, Transfers.State.OFFERED)));
        comes(new Event.Notice("something"));
        print();
        screen.seen();
        assertEquals(List.of(), client.calls);
        comes(new Event.FileChanged(TestClient.file(3, false, Transfers.State.OFFERED)));
        print();
        screen.seen();
        assertEquals(List.of("read"), client.calls);
    }
}
