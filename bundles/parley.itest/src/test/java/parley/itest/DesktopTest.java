package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Actor;

import java.nio.file.Files;
import java.nio.file.Path;

/** The desktop as a person uses it: a real window, a real relay, somebody real at the other end. */
@Timeout(300)
class DesktopTest {

    @TempDir Path directory;

    @Test
    void joinsTalksAndTakesAFile() throws Exception {
        try (var company = new Company(directory)) {
            var alice = company.join("alice");
            var robin = alice.address().replaceFirst("^alice", "robin");
            try (var desktop = new SeenDesktop(company.home("robin"))) {
                desktop.robot("size", "1100", "760");
                desktop.awaitShown("first.name");
                desktop.robot("fill", "first.name", "robin");
                desktop.robot("fill", "first.link", company.invite());
                desktop.robot("click", "first.join");
                desktop.awaitShown("conversations");

                alice.client().askOk("connect", robin);
                desktop.awaitSpoken("conversations", "alice: wants to talk with you");
                desktop.robot("click at", "conversations", "100", "40");
                desktop.awaitShown("person.accept");
                desktop.robot("picture", "real-request");
                desktop.robot("click", "person.accept");
                alice.client().await("contact", event -> event.getString("state").equals("approved"));
                desktop.awaitShown("compose");

                talk(desktop, alice.client(), robin);
                takeAFile(desktop, company, alice.client(), robin);
                look(desktop);
            }
        }
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

    /** Pictures for people to look at, in target/screenshots. */
    private static void look(SeenDesktop desktop) {
        desktop.robot("picture", "real-light");
        desktop.robot("theme");
        desktop.robot("picture", "real-dark");
        desktop.robot("size", "520", "560");
        desktop.robot("picture", "real-dark-small");
        desktop.robot("theme");
        desktop.robot("picture", "real-light-small");
    }
}
