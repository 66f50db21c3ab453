package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Event;
import parley.client.api.Feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

class FeedPrinterTest {

    private static final FeedPrinter.Names NO_GROUPS = EventFieldsTest.names(_ -> Optional.empty());

    private final TestClient client = new TestClient();
    private final OnScreen screen = new OnScreen(client.conversations);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void add(long from, long to) {
        LongStream.rangeClosed(from, to)
                .forEach(n -> client.items.add(new Feed.Item(n, new Event.Notice(String.valueOf(n)))));
    }

    private static List<String> notices(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(n -> "{\"event\":\"notice\",\"text\":\"" + n + "\"}").toList();
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** More than one batch, and then ended at once: nothing is left behind. */
    @Test
    void closingShowsAllThereIs() {
        add(1, 250);
        new FeedPrinter(client.feed, new Output(true, out), NO_GROUPS, screen).close();
        assertEquals(notices(1, 250), lines());
        assertEquals(List.of("shown 100", "shown 200", "shown 250"), client.calls);
    }

    @Test
    void showsEachOnceHoweverOftenItIsWoken() throws Exception {
        var seen = new CountDownLatch(1);
        var watched =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        out.write(b);
                    }

                    @Override
                    public void flush() {
                        if (lines().size() == 2) seen.countDown();
                    }
                };
        try (var printer = new FeedPrinter(client.feed, new Output(true, watched), NO_GROUPS, screen)) {
            printer.wake();
            add(1, 2);
            for (var i = 0; i < 100; i++) printer.wake();
            assertTrue(seen.await(30, TimeUnit.SECONDS));
            add(3, 3);
        }
        assertEquals(notices(1, 3), lines());
        assertEquals("shown 3", client.calls.getLast());
    }

    /** After a crash between the two it comes again; the other way round it would be lost. */
    @Test
    void marksShownOnlyBehindTheFlush() {
        var order = new ArrayList<String>();
        var written = new StringBuilder();
        var watched =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        written.append((char) b);
                    }

                    @Override
                    public void flush() {
                        written.toString().lines().forEach(order::add);
                        written.setLength(0);
                    }
                };
        add(1, 2);
        var feed =
                new Feed() {
                    @Override
                    public List<Item> after(long sequence, int limit) {
                        return client.items.stream().filter(item -> item.sequence() > sequence).limit(limit).toList();
                    }

                    @Override
                    public void shown(long sequence) {
                        order.add("shown " + sequence);
                    }
                };
        new FeedPrinter(feed, new Output(true, watched), NO_GROUPS, screen).close();
        var expected = new ArrayList<>(notices(1, 2));
        expected.add("shown 2");
        assertEquals(expected, order);
    }

    @Test
    void aBrokenPipeMarksNothing() {
        var broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        add(1, 3);
        var printer = new FeedPrinter(client.feed, new Output(true, broken), NO_GROUPS, screen);
        printer.wake();
        printer.close();
        assertEquals(List.of(), client.calls);
    }

    /** What is not worth a line is shown all the same: it does not come back for ever. */
    @Test
    void marksWhatAPersonIsNotTold() {
        client.items.add(new Feed.Item(1, new Event.SendingStopped(TestClient.TALK, Optional.empty())));
        new FeedPrinter(client.feed, new Output(false, out), NO_GROUPS, screen).close();
        assertEquals(List.of(), lines());
        assertEquals(List.of("shown 1"), client.calls);
    }

    @Test
    void nothingOfOthersReachesATerminalAlive() {
        client.items.add(new Feed.Item(1, new Event.Notice("a\u001b]52;c;x\u0007\nb")));
        new FeedPrinter(client.feed, new Output(false, out), NO_GROUPS, screen).close();
        assertEquals(List.of("— a\uFFFD]52;c;x\uFFFD ⏎ b"), lines());
    }

    /** Several conversations share a terminal: in a group the line says which. */
    @Test
    void saysInWhichGroupSomethingWasSaid() {
        for (var conversation : List.of(TestClient.TALK, TestClient.GROUP)) {
            client.items.add(
                    new Feed.Item(
                            client.items.size() + 1,
                            new Event.MessageReceived(
                                    TestClient.id(1),
                                    conversation,
                                    TestClient.BOB,
                                    "hi",
                                    TestClient.AT,
                                    Optional.empty(),
                                    List.of(),
                                    false)));
        }
        var names =
                EventFieldsTest.names(
                        id -> id.equals(TestClient.GROUP) ? Optional.of("Book\u001b[2J club") : Optional.empty());
        new FeedPrinter(client.feed, new Output(false, out), names, screen).close();
        assertEquals(
                List.of(" bob: hi", " [Book\uFFFD(2J club] bob: hi"),
                lines().stream().map(line -> line.substring(5)).toList());
    }
}
