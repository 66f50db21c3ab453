package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.client.api.Message.State.RECEIVED;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.Conversations.Kind;
import parley.desktop.api.StatusLine;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** How much of a conversation is read at once. */
class OpenTalkTest {

    private static final int LONGEST = 1 << 16;

    private final FakeClient client = new FakeClient();
    private final Notices notices = new Notices();
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** What came of each question, oldest first. */
    private final List<List<Said>> came = new CopyOnWriteArrayList<>();

    private Desk desk;
    private ConversationId talk;

    @BeforeEach
    void aDesk() {
        notices.speakOn(
                new StatusLine() {
                    @Override
                    public void say(Tone tone, String text) {
                        told.add(text);
                    }

                    @Override
                    public void clear() {}
                });
        client.signIn("lea");
        talk = client.talk("mira@relay.example", Kind.DIRECT, Instant.EPOCH, "mira");
        desk = client.desk(new CipherDesk(new Direct()), new Direct(), notices);
        desk.scene()
                .talk(
                        (Scene.TalkWatcher)
                                Proxy.newProxyInstance(
                                        getClass().getClassLoader(),
                                        new Class<?>[] {Scene.TalkWatcher.class},
                                        (_, method, given) -> {
                                            if (method.getName().equals("opened") || method.getName().equals("older")) {
                                                @SuppressWarnings("unchecked")
                                                var some = (List<Said>) given[0];
                                                came.add(some);
                                            }
                                            return method.getReturnType() == boolean.class ? false : null;
                                        }));
    }

    @AfterEach
    void end() {
        desk.close();
    }

    private void said(int messages, int letters) {
        var text = "é".repeat(letters); // one string, however often it is said
        for (int at = 0; at < messages; at++) client.message(talk, "mira", text, Instant.EPOCH, RECEIVED);
    }

    private List<Said> older(boolean far) {
        int before = came.size();
        desk.talk().older(came.getLast().getFirst().order(), far);
        Robot.until("older ones", () -> came.size() > before);
        return came.getLast();
    }

    private List<Said> opened() {
        desk.talk().open(talk);
        Robot.until("open", () -> !came.isEmpty());
        return came.getLast();
    }

    @Test
    void readsWhatIsNewAsFarAsItIsShort() {
        said(3000, 10);
        client.conversations.change(talk, it -> it.unread(1500));
        assertEquals(1560, opened().size());
        assertEquals(100, older(false).size());
        assertEquals(1340, older(true).size(), "to the first");
        assertEquals(List.of(), older(true));
        assertEquals(List.of(), told);
    }

    @Test
    void readsNoMoreAtOnceThanItsMemoryCanTake() {
        said(1000, LONGEST);
        int most = (4 << 20) / LONGEST + 100; // and the page that passes it
        assertTrue(opened().size() <= most, () -> came.getLast().size() + " messages of 64 KiB at once");
        assertTrue(older(true).size() <= most, () -> came.getLast().size() + " messages of 64 KiB at once");
    }

    @Test
    void showsNoMoreInAllThanItsMemoryCanTake() {
        desk.talk().room = 10L << 20;
        said(1000, LONGEST);
        opened();
        int all = came.getLast().size();
        for (List<Said> more; !(more = older(true)).isEmpty(); ) all += more.size();
        assertTrue(all * (long) LONGEST <= (10L << 20) + 2 * (4 << 20) + 100L * LONGEST, all + " messages of 64 KiB");
        assertTrue(told.getLast().contains("too much to be shown at once"), told::toString);
        came.clear();
        assertTrue(opened().size() >= 60, "it begins anew");
    }
}
