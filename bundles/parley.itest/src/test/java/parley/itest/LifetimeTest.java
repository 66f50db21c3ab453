package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.launcher.stage.Person;

import java.nio.file.Path;

/** Two people agree that messages disappear, with real processes, one of which does not run when it is time. */
@Timeout(600)
class LifetimeTest {

    private static final String SECRET = "a secret that goes by itself";

    @TempDir Path directory;

    @Test
    void whatIsOverIsGoneWhereverItWas() throws Exception {
        try (var company = new Company(directory, "-Xmx128m")) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();

            alice.client().askOk("lifetime", bob.address(), "30s");
            tells(bob, "lifetime wanted");
            bob.client().askOk("lifetime", alice.address(), "30s");
            tells(alice, "lifetime");

            var id = alice.say(bob, SECRET);
            assertEquals(SECRET, bob.hear(id, TalkTest.PATIENCE));
            assertEquals(1, read(bob, alice));
            assertEquals(0, bob.client().stop(TalkTest.PATIENCE));
            alice.client().await("expired", event -> event.getString("message").equals(id));
            assertEquals(0, read(alice, bob));
            bob.comeBack();
            bob.client().await("expired", event -> event.getString("message").equals(id));
            assertEquals(0, read(bob, alice));

            alice.client().askOk("lifetime", bob.address(), "off");
            var off = bob.client().askOk("lifetime", alice.address()).getJsonObject("lifetime");
            assertEquals(30, off.getInt("own"));
            for (var one : pair) assertEquals(0, one.client().leave(TalkTest.PATIENCE));
            for (var one : pair) AmendTest.keepsNo(SECRET, company.home(one.client().name()));
        }
    }

    private static void tells(Person to, String change) {
        var event = to.client().await("group", it -> it.getString("change").equals(change));
        assertEquals(30, event.getInt("value"));
    }

    private static int read(Person reader, Person other) {
        return reader.client().askOk("read", other.address()).getJsonArray("messages").size();
    }
}
