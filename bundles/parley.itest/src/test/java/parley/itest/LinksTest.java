package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Person;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever reads a link tells nobody by that: what it leads to is neither connected to nor looked up. */
@Timeout(300)
class LinksTest {

    private static final String CANARY = "canary.invalid"; // nobody has it (RFC 6761 §6.4)

    @TempDir Path directory;

    @Test
    void fetchesNothingOfALinkThatIsReadHeardAndLookedAt() throws Exception {
        try (var host = new Host();
                var company = new Company(directory)) {
            var alice = company.join("alice");
            alice.client().askOk("profile", "bio", "More at " + host.url("bio") + " and https://" + CANARY + "/bio");
            try (var desktop = new SeenDesktop(company.home("robin"))) {
                desktop.robot("size", "1100", "760");
                var keys = new Keyboard(desktop);
                JourneyTest.join(desktop, keys, company.invite());
                JourneyTest.meet(desktop, keys, alice);
                reads(desktop, keys, alice, host);
                looksAtWhatAliceSaysOfHerself(desktop, keys);
                looksAtAGroup(desktop, keys, alice, host);
                keys.write("compose", "Mine is " + host.url("mine") + "\r");
                alice.client().await("message", event -> event.getString("text").endsWith("/mine"));
                alice.client().askOk("say", robin(alice), "And https://" + CANARY + "/last");
                keys.choose("conversations", "alice");
                desktop.awaitSpoken("timeline", CANARY + "/last");
            }
            // The window is closed: whatever it began has been heard.
            assertEquals(0, host.visits());
            assertFalse(HeardNames.has(CANARY));

            // Who does either is noticed, and whoever had come before stands in the same queue.
            host.visit();
            assertThrows(UnknownHostException.class, () -> InetAddress.getByName(CANARY));
            assertEquals(1, host.visits());
            assertTrue(HeardNames.has(CANARY));
        }
    }

    private static String robin(Person other) {
        return other.address().replaceFirst("^[^@]+", "robin");
    }

    /** Walks to each message, and has its card say where it leads. */
    private static void reads(SeenDesktop desktop, Keyboard keys, Person alice, Host host) {
        var said = new LinkedHashMap<String, String>(); // what is said, and where it leads
        said.put(host.url("a.png"), host.url("a.png"));
        said.put("https://" + CANARY + "/x", "https://" + CANARY + "/x");
        said.put("[the harbour](" + host.url("b") + ")", host.url("b"));
        said.put("![the ferry](" + host.url("c.png") + ")", host.url("c.png"));
        for (var text : said.keySet()) alice.client().askOk("say", robin(alice), text);
        said.forEach((text, target) -> {
            keys.walk("timeline", text.replaceAll(".*\\[(.*)\\].*", "$1"));
            keys.enter();
            desktop.awaitNamed("link", "This leads to");
            assertTrue(desktop.robot("name", "link").contains(target), desktop.robot("name", "link"));
            desktop.robot("press", "escape");
            desktop.awaitGone("link");
        });
        desktop.robot("picture", "real-links");
    }

    private static void looksAtWhatAliceSaysOfHerself(SeenDesktop desktop, Keyboard keys) {
        keys.press("talk.details");
        desktop.awaitSaid("contact", CANARY + "/bio");
        keys.press("contact.back");
        keys.awaitAt("compose");
    }

    private static void looksAtAGroup(SeenDesktop desktop, Keyboard keys, Person alice, Host host) {
        var title = "https://" + CANARY + "/title";
        var group = alice.client().askOk("group", "create", title).getString("conversation");
        alice.client().askOk("group", "describe", group, "All of it: " + host.url("group.png"));
        alice.client().askOk("group", "add", group, robin(alice));
        keys.choose("conversations", title);
        keys.press("talk.details");
        desktop.awaitSaid("group", host.url("group.png"));
        keys.press("group.talk");
        keys.awaitAt("compose");
    }

    /** A host on this machine that counts who comes. */
    private static final class Host implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger visits = new AtomicInteger();

        Host() throws IOException {
            // No virtual thread: it would keep one of the few that carry those of the desktop.
            Thread.ofPlatform().daemon().name("host").start(this::open);
        }

        private void open() {
            while (true) {
                try (var visitor = door.accept()) {
                    visits.incrementAndGet();
                } catch (IOException e) {
                    return; // the door is shut
                }
            }
        }

        String url(String path) {
            return "http://127.0.0.1:" + door.getLocalPort() + "/" + path;
        }

        /** How many have been let in so far. */
        int visits() {
            return visits.get();
        }

        /** Comes once, and waits until that is seen. */
        void visit() throws IOException {
            try (var visitor = new Socket(door.getInetAddress(), door.getLocalPort())) {
                assertEquals(-1, visitor.getInputStream().read(), "who comes is let go again");
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
