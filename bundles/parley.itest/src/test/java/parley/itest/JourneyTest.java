package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;

import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody who has a keyboard and no pointer gets from the first start to everything that people do every day. */
@Timeout(300)
class JourneyTest {

    private static final String PASSPHRASE = "elegant cousin odor";

    @TempDir Path directory;

    @Test
    void fromTheFirstStartToTheLockByKeysAlone() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            try (var desktop = new SeenDesktop(company.home("robin"))) {
                desktop.robot("size", "1100", "760");
                var keys = new Keyboard(desktop);
                join(desktop, keys, company.invite());
                meet(desktop, keys, alice);
                talk(desktop, keys, alice);
                verify(desktop, keys, alice);
                gather(desktop, keys, alice);
                takeAFile(desktop, keys, company, alice);
                sendAFile(desktop, keys, company, alice);
                search(desktop, keys);
                lock(desktop, keys, alice);
                assertEquals("0", desktop.robot("pointer"), "the pointer was needed");
            }
        }
    }

    static void join(SeenDesktop desktop, Keyboard keys, String invite) {
        desktop.awaitShown("first.name");
        keys.awaitAt("first.name"); // what stands there is selected: typing replaces it
        keys.type("robin");
        keys.reach("first.link");
        keys.paste(invite);
        keys.enter();
        desktop.awaitShown("conversations");
    }

    static void meet(SeenDesktop desktop, Keyboard keys, Person alice) {
        alice.client().askOk("connect", robin(alice));
        keys.choose("conversations", "Requests · 1");
        keys.choose("requests.asking", alice.address());
        keys.awaitAt("person.accept");
        keys.enter();
        alice.client().await("contact", event -> event.getString("state").equals("approved"));
        keys.awaitAt("compose");
    }

    private static String robin(Person other) {
        return other.address().replaceFirst("^[^@]+", "robin");
    }

    private static void talk(SeenDesktop desktop, Keyboard keys, Person alice) {
        keys.type("Hi Alice, see you at eight?\r");
        var heard = alice.client().await("message", event -> event.getString("text").startsWith("Hi Alice"));
        assertEquals("Hi Alice, see you at eight?", heard.getString("text"));
        desktop.awaitSpoken("timeline", "delivered: Hi Alice, see you at eight?");
        alice.client().askOk("reply", heard.getString("id"), "At the harbour ⛵");
        desktop.awaitSpoken("timeline", "replying to You, “Hi Alice, see you at eight?”: At the harbour ⛵");
        alice.client().askOk("read", robin(alice));
        desktop.awaitSpoken("timeline", "read: Hi Alice, see you at eight?");

        keys.walk("timeline", "At the harbour");
        keys.type("r");
        keys.awaitAt("compose");
        keys.type("I bring soup\r");
        var soup = alice.client().await("message", event -> event.getString("text").equals("I bring soup"));
        var harbour = alice.client().askOk("read", robin(alice)).getJsonArray("messages").getJsonObject(1);
        assertEquals(harbour.getString("id"), soup.getString("replyTo"));
    }

    private static void verify(SeenDesktop desktop, Keyboard keys, Person alice) {
        var client = alice.client();
        keys.press("talk.details");
        keys.press("contact.check");
        client.await("check", event -> event.getString("check").equals("asked"));
        client.askOk("check", robin(alice));
        var words =
                client.await("check", event -> event.getString("check").equals("compare"))
                        .getString("words")
                        .split(" ");
        assertEquals(3, words.length);
        desktop.awaitNamed("contact.words", "Words to compare: " + String.join(", ", words));
        keys.press("check.same");
        client.askOk("check", robin(alice), "--match");
        desktop.awaitSaid("contact", "They are verified.");
        client.await("trust", event -> event.getString("trust").equals("verified"));
        keys.press("check.seen");
        keys.press("contact.back");
        keys.awaitAt("compose");
        desktop.awaitNamed("talk.head", "alice, Verified");
    }

    private static void gather(SeenDesktop desktop, Keyboard keys, Person alice) {
        var client = alice.client();
        keys.command("n");
        keys.press("add.group");
        keys.awaitAt("group.title");
        keys.type("Harbour crew");
        keys.walk("group.people", "alice");
        keys.enter();
        keys.press("group.make");
        var group = client.await("conversation", event -> event.getString("title").equals("Harbour crew"));
        keys.write("compose", "Who is in?\r");
        client.await("message", event -> event.getString("text").equals("Who is in?"));
        client.askOk("say", group.getString("id"), "I am, of course");
        desktop.awaitSpoken("timeline", "I am, of course");
        var members = client.askOk("group", "members", group.getString("id")).getJsonArray("members");
        assertEquals(2, members.size());
        keys.press("talk.details");
        desktop.awaitSpoken("group.members", "alice");
        keys.press("group.talk");
        keys.awaitAt("compose");
    }

    private static void takeAFile(SeenDesktop desktop, Keyboard keys, Company company, Person alice) throws Exception {
        var chart = company.file("Sea chart, 2nd edition.pdf", 3_000_000, 5);
        alice.client().askOk("send", robin(alice), chart.toString());
        keys.choose("conversations", "alice");
        keys.walk("timeline", chart.getFileName().toString());
        keys.enter();
        desktop.awaitSpoken("timeline", "Saved");
        var received = company.home("robin").resolve("files").resolve(chart.getFileName());
        assertEquals(Company.sha256(chart), Company.sha256(received));
    }

    private void sendAFile(SeenDesktop desktop, Keyboard keys, Company company, Person alice) throws Exception {
        var log = company.file("Logbook.odt", 2_000_000, 6);
        desktop.robot("copy file", log.toString());
        keys.reach("compose");
        keys.command("v");
        desktop.awaitShown("parcel");
        keys.enter();
        var offered = alice.client().await("file", event -> event.getString("name").equals("Logbook.odt"));
        var id = offered.getString("id");
        alice.accept(id, Files.createDirectories(directory.resolve("received")));
        var done = alice.awaitFile(id, "done", Actor.PATIENCE);
        assertEquals(Company.sha256(log), done.getString("sha256"));
        assertEquals(Company.sha256(log), Company.sha256(Path.of(done.getString("path"))));
        desktop.awaitSpoken("timeline", "Logbook.odt, 2.0 MB · Sent");
    }

    private static void search(SeenDesktop desktop, Keyboard keys) {
        keys.chord("f");
        keys.awaitAt("search");
        keys.type("soup");
        desktop.awaitSpoken("conversations", "1 found");
        keys.choose("conversations", "I bring soup");
        keys.awaitSaid("I bring soup");
        keys.reach("search");
        desktop.robot("press", "escape");
    }

    /** The profile gets a passphrase and is locked; Alice writes meanwhile. */
    private static void lock(SeenDesktop desktop, Keyboard keys, Person alice) {
        keys.command("l");
        keys.write("lock.new", PASSPHRASE);
        keys.write("lock.again", PASSPHRASE);
        keys.press("lock.set");
        desktop.awaitShown("lock.change");
        keys.command("l");
        keys.awaitAt("locked.passphrase");
        desktop.awaitGone("timeline");
        alice.client().askOk("say", robin(alice), "Are you away?");
        keys.type("elegant cousin\r");
        desktop.awaitSaid("parley.locked", "That is not the passphrase");
        desktop.awaitSaid("parley.locked", "Try again.");
        keys.awaitAt("locked.passphrase");
        keys.type(PASSPHRASE + "\r");
        desktop.awaitGone("locked.passphrase");
        keys.choose("conversations", "alice");
        desktop.awaitSpoken("timeline", "Are you away?");
    }
}
