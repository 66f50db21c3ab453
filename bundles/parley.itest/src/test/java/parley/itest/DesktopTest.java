package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

import parley.launcher.Distribution;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** The desktop as a person uses it: a real window, a real relay, somebody real at the other end. */
@Timeout(300)
class DesktopTest {

    @TempDir Path directory;

    /** One window for all of it: SWT's native code is loaded once a process. */
    @Test
    void joinsTalksTakesAFileAndLivesThroughASwapOfCiphers() throws Exception {
        var sample = SamplePlugin.get();
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var ana = company.join("ana", "--gogo");
            ana.client().askOk("gogo", "stop parley.cipher.xwing"); // she talks in suite 1, which is the sample's
            try (var desktop = new SeenDesktop(company.home("robin"))) {
                join(desktop, company);
                startAgain(desktop, company.home("robin"));
                meet(desktop, alice);
                talk(desktop, alice.client(), robin(alice));
                takeAFile(desktop, company, alice.client(), robin(alice));
                looks(desktop, "real");
                amend(desktop, alice.client(), robin(alice));
                answer(desktop, alice.client());
                loseTheRelay(desktop, company, alice.client());
                lock(desktop, alice.client(), robin(alice));
                useAWeakerCipher(desktop, alice.client(), robin(alice));

                meet(desktop, ana);
                talkInAGroup(desktop, ana);
                install(desktop, sample);
                desktop.open("ana");
                ana.client().askOk("say", robin(ana), "By the plug-in?");
                desktop.awaitSpoken("timeline", "By the plug-in?");
                missTheCipher(desktop, ana.client());
                remove(desktop);
                ana.client().askOk("say", robin(ana), "And without it.");
                desktop.open("ana");
                desktop.awaitSpoken("timeline", "And without it.");
            }
        }
    }

    private static void join(SeenDesktop desktop, Company company) {
        desktop.robot("size", "1100", "760");
        desktop.awaitShown("first.name");
        desktop.robot("fill", "first.name", "robin");
        desktop.robot("fill", "first.link", company.invite());
        desktop.robot("click", "first.join");
        desktop.awaitShown("conversations");
    }

    /** Who starts Parley while its window is open has that window brought in front. */
    private static void startAgain(SeenDesktop desktop, Path home) {
        desktop.robot("minimize");
        assertEquals("true", desktop.robot("minimized"));
        try (var stage = new Stage(Distribution.current())) {
            var again = stage.enter(Stage.Role.of("again", home, "desktop"));
            assertEquals(0, again.awaitEnd(Actor.PATIENCE), () -> String.join("\n", again.complaints()));
        }
        assertEquals("false", desktop.robot("minimized"));
    }

    /** Has {@code other} ask for a conversation, which robin accepts. */
    private static void meet(SeenDesktop desktop, Person other) {
        other.client().askOk("connect", robin(other));
        desktop.open("Requests · 1");
        desktop.choose("requests.asking", other.address());
        desktop.awaitShown("person.accept");
        desktop.robot("picture", "real-request");
        desktop.robot("click", "person.accept");
        other.client().await("contact", event -> event.getString("state").equals("approved"));
        desktop.awaitShown("compose");
    }

    private static String robin(Person other) {
        return other.address().replaceFirst("^[^@]+", "robin");
    }

    /** Alice answers, edits, reacts and takes back; the window follows. */
    private static void amend(SeenDesktop desktop, Actor alice, String robin) {
        var send = alice.events("message").getLast().getString("id");
        var film = alice.askOk("say", robin, "The premiere is on Fridy").getString("id");
        var regretted = alice.askOk("say", robin, "The end is bad").getString("id");
        desktop.awaitSpoken("timeline", ": The end is bad");
        alice.askOk("edit", film, "The premiere is on Friday");
        desktop.awaitSpoken("timeline", ", edited: The premiere is on Friday");
        alice.askOk("reply", send, "Did it open?");
        desktop.awaitSpoken("timeline", "replying to You, “Wonderful. Send it here!”: Did it open?");
        alice.askOk("react", send, "🎉");
        desktop.awaitSpoken("timeline", "Wonderful. Send it here!. Reactions: 🎉 from alice");
        alice.askOk("delete", regretted);
        desktop.awaitSpoken("timeline", ": This message was deleted");
    }

    /** The same by robin, with keys; Alice hears of it. */
    private static void answer(SeenDesktop desktop, Actor alice) {
        desktop.walk(": The premiere is on Friday");
        desktop.robot("type", "r");
        desktop.robot("type", "I will come\r");
        var answer = alice.await("message", event -> event.getString("text").equals("I will come"));
        desktop.awaitSpoken("timeline", "replying to alice, “The premiere is on Friday”, edited since: I will come");
        desktop.robot("press", "up");
        desktop.robot("type", ", with Ana\r");
        var edited = alice.await("edited", event -> event.getString("text").equals("I will come, with Ana"));
        assertEquals(answer.getString("id"), edited.getString("message"));
        desktop.walk(": Did it open?");
        desktop.robot("press", "plus");
        desktop.awaitShown("emoji");
        desktop.robot("type", "\r");
        alice.await("reaction", event -> event.getString("emoji").equals("👍"));
        desktop.awaitSpoken("timeline", "Did it open?. Reactions: 👍 from You");
        desktop.robot("press", "end");
        looks(desktop, "real-replies");
        desktop.walk(": I will come, with Ana");
        desktop.robot("press", "delete");
        desktop.awaitShown("message.delete");
        desktop.robot("click", "message.delete");
        alice.await("deleted", event -> event.getString("message").equals(answer.getString("id")));
        desktop.awaitSpoken("conversations", "Deleted message");
    }

    /** The relay dies under the open window: what robin says meanwhile waits, and goes once when it is back. */
    private static void loseTheRelay(SeenDesktop desktop, Company company, Actor alice) {
        company.relay.kill();
        desktop.robot("click at", "compose", "20", "8");
        desktop.robot("type", "Is anybody there?\r");
        desktop.awaitSpoken("timeline", "waiting to be sent: Is anybody there?");
        desktop.robot("picture", "real-relay-gone");
        company.restartRelay();
        alice.await("message", event -> event.getString("text").equals("Is anybody there?"));
        desktop.awaitSpoken("timeline", "delivered: Is anybody there?");
        desktop.robot("type", "There you are\r");
        alice.await("message", event -> event.getString("text").equals("There you are"));
        var heard = alice.events("message").stream().map(event -> event.getString("text")).toList();
        assertEquals(1, Collections.frequency(heard, "Is anybody there?"));
        var shown = desktop.robot("spoken", "timeline").lines().filter(row -> row.endsWith(": Is anybody there?"));
        assertEquals(1, shown.count());
    }

    /** The profile gets a passphrase and is locked; Alice writes meanwhile. */
    private static void lock(SeenDesktop desktop, Actor alice, String robin) {
        desktop.robot("command", "l");
        desktop.awaitShown("lock.new");
        for (var field : List.of("lock.new", "lock.again")) {
            desktop.robot("click", field);
            desktop.robot("type", "elegant cousin odor");
        }
        desktop.robot("click", "lock.set");
        desktop.awaitShown("lock.change");
        desktop.robot("command", "l");
        desktop.awaitShown("locked.passphrase");
        desktop.awaitGone("timeline");
        desktop.awaitGone("conversations");
        alice.askOk("say", robin, "Are you away?");
        looks(desktop, "real-locked");
        desktop.robot("click", "locked.passphrase");
        desktop.robot("type", "elegant cousin\r");
        desktop.awaitSaid("parley.locked", "That is not the passphrase");
        desktop.awaitSaid("parley.locked", "Try again.");
        desktop.robot("type", "elegant cousin odor\r");
        desktop.awaitGone("locked.passphrase");
        desktop.open("alice");
        desktop.awaitSpoken("timeline", "Are you away?");
    }

    private static void useAWeakerCipher(SeenDesktop desktop, Actor alice, String robin) {
        desktop.robot("click", "talk.details");
        desktop.awaitShown("contact.protection");
        looks(desktop, "real-contact");
        desktop.robot("click", "contact.protection");
        desktop.awaitSaid("protection", "The cipher is X-Wing");
        desktop.awaitShown("protection.ciphers");
        looks(desktop, "real-details");
        desktop.choose("protection.ciphers", "AES-256 with P-384");
        desktop.awaitSaid("protection", "AES-256 with P-384 is weaker than X-Wing.");
        looks(desktop, "real-weaker");
        desktop.robot("click", "protection.yes");
        alice.await("suite", event -> event.getString("state").equals("changed") && event.getInt("suite") == 7);
        desktop.awaitSaid("protection", "The cipher is AES-256 with P-384");
        desktop.robot("click", "protection.back");
        desktop.awaitShown("contact.back");
        desktop.robot("click", "contact.back");
        desktop.awaitSpoken("timeline", "You changed the cipher to AES-256 with P-384");
        alice.askOk("say", robin, "Still there?");
        desktop.awaitSpoken("timeline", "Still there?");
    }

    private static void talkInAGroup(SeenDesktop desktop, Person ana) {
        var title = "נמל בלילה — Harbour at night, the second cut and everybody who has a say in it 🎬";
        var group = ana.client().askOk("group", "create", title).getString("conversation");
        ana.client().askOk("group", "add", group, robin(ana));
        ana.client().askOk("say", group, "Who is in? 🙋");
        desktop.open("נמל בלילה");
        desktop.awaitSpoken("timeline", "Who is in?");
        desktop.robot("click", "talk.details");
        desktop.awaitShown("group.leave");
        looks(desktop, "real-group");
        desktop.robot("click", "group.talk");
    }

    private void install(SeenDesktop desktop, SamplePlugin sample) throws Exception {
        desktop.robot("chord", "p");
        desktop.awaitShown("plugins.install");
        desktop.robot("drop", "plugins", sample.unsigned(directory.resolve("bare.jar")).toString());
        desktop.awaitShown("plugins.another");
        desktop.awaitSaid("plugins", "bare.jar is not signed.");
        looks(desktop, "real-unsigned");
        desktop.robot("drop", "plugins", sample.jar().toString());
        desktop.awaitShown("plugins.yes");
        desktop.awaitSaid("plugins", sample.fingerprint().replaceAll("(.{4})(?=.)", "$1 "));
        desktop.awaitSaid("plugins", "by the JDK alone");
        looks(desktop, "real-question");
        desktop.robot("click", "plugins.yes");
        desktop.awaitShown("plugins.remove");
        desktop.awaitSaid("plugins", "AES-128 with X25519: passed its self-test");
        assertEquals(Bundle.ACTIVE, desktop.bundle(SamplePlugin.NAME).getState());
        looks(desktop, "real-plugin");
    }

    /** The cipher's bundles stop while both write: one quiet line, which goes when one is back, and nothing is lost. */
    private static void missTheCipher(SeenDesktop desktop, Actor ana) throws Exception {
        desktop.stop(SamplePlugin.NAME);
        desktop.stop("parley.cipher.aesgcm");
        desktop.awaitSaid(
                "banner", "Waiting for the cipher AES-128 with X25519; what you write is sent when it is back.");
        desktop.robot("click at", "compose", "20", "8");
        desktop.robot("type", "Can you read me?\r");
        desktop.awaitSpoken("timeline", "Can you read me?");
        looks(desktop, "real-waiting");
        desktop.start("parley.cipher.aesgcm");
        ana.await("message", event -> event.getString("text").equals("Can you read me?"));
        desktop.awaitGone("banner");
    }

    private static void remove(SeenDesktop desktop) {
        desktop.robot("chord", "p");
        desktop.choose("plugins.list", SamplePlugin.NAME);
        desktop.awaitShown("plugins.remove");
        desktop.robot("click", "plugins.remove");
        desktop.awaitShown("plugins.remove.yes");
        desktop.robot("click", "plugins.remove.yes");
        desktop.awaitSaid("plugins", "example.cipher.jdk is gone.");
    }

    /** Pictures of what is shown: light and dark, large and small. */
    private static void looks(SeenDesktop desktop, String name) {
        desktop.robot("picture", name + "-light");
        desktop.robot("theme");
        desktop.robot("picture", name + "-dark");
        desktop.robot("size", "520", "560");
        desktop.robot("picture", name + "-small-dark");
        desktop.robot("theme");
        desktop.robot("picture", name + "-small-light");
        desktop.robot("size", "1100", "760");
    }

    private static void talk(SeenDesktop desktop, Actor alice, String robin) {
        for (var said :
                new String[] {
                    "Hi Robin! The film is cut at last.",
                    "🎬🍿 tonight?",
                    "שלום! הסרט מוכן — 93 minutes",
                    "I will send it over, it is a bit large. Tell me what you make of the second half; the light in the"
                            + " harbour took us three evenings."
                }) {
            alice.askOk("say", robin, said);
            desktop.awaitSpoken("timeline", said);
        }
        desktop.robot("click at", "compose", "20", "8");
        desktop.robot("type", "Wonderful. Send it here!\r");
        alice.await("message", event -> event.getString("text").equals("Wonderful. Send it here!"));
        desktop.awaitSpoken("timeline", "delivered: Wonderful. Send it here!");
        alice.askOk("read", robin);
        desktop.awaitSpoken("timeline", "read: Wonderful. Send it here!");
    }

    private void takeAFile(SeenDesktop desktop, Company company, Actor alice, String robin) throws Exception {
        var film = company.file("Harbour at night, second cut.mkv", 20_000_000, 5);
        alice.askOk("send", robin, film.toString());
        desktop.awaitSpoken("timeline", film.getFileName().toString());
        desktop.robot("picture", "real-offer-light");
        desktop.robot("click at", "timeline", "150", "-37");
        var received = company.home("robin").resolve("files").resolve(film.getFileName());
        SeenDesktop.until("the file", () -> Files.exists(received), () -> desktop.robot("spoken", "timeline"));
        assertEquals(Company.sha256(film), Company.sha256(received));
        alice.askOk("say", robin, "Got it?");
        desktop.awaitSpoken("timeline", "Got it?");
    }
}
