package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.chat.ConversationSecrets;
import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.crypto.IdentitySecrets;
import parley.history.UnsealedProfile;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.mls.KeyPackageSecrets;
import parley.mls.MlsException;
import parley.protocol.GroupLink;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.session.ShelfSecrets;
import parley.transfer.FileSecrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a relay's operator, or whoever takes the machine over, can learn from its disk and its memory: no word said, no
 * file's name or content, no group's title or link, no private key. The same search finds all of it at the clients.
 */
@Timeout(300)
class BlindRelayTest {

    private static final String SAID = "canary-said-5f1c8d7e";
    private static final String SAID_BACK = "canary-said-back-02b9";
    private static final String FILE = "canary-file-name-77aa.bin";
    private static final String CONTENT = "canary-content-of-the-file-93d4";
    private static final String TITLE = "canary-title-of-the-group-c41e";
    private static final String SAID_TO_ALL = "canary-said-to-all-8e60";

    @TempDir Path directory;

    @Test
    void neitherDiskNorMemoryOfTheRelayTellsWhatPeopleSay() throws Exception {
        try (var company = new Company(directory)) {
            var pair = company.pair("alice", "bob");
            var alice = pair.getFirst();
            var bob = pair.getLast();
            var said = alice.say(bob, SAID);
            var saidBack = bob.say(alice, SAID_BACK);
            alice.awaitDelivery(said, Actor.PATIENCE);
            bob.awaitDelivery(saidBack, Actor.PATIENCE);
            var file = Files.writeString(directory.resolve(FILE), (CONTENT + "\n").repeat(50_000));
            var id = alice.offer(bob, file);
            bob.accept(id, Files.createDirectories(directory.resolve("received")));
            bob.awaitFile(id, "done", Actor.PATIENCE);

            var link = aGroup(company, alice, bob);

            var relayMemory = dump(company.relay, "relay.hprof");
            var aliceMemory = dump(alice.client(), "alice.hprof");
            assertEquals(0, alice.client().stop(Actor.PATIENCE));
            assertEquals(0, bob.client().stop(Actor.PATIENCE));

            var texts =
                    new Needles()
                            .text("what alice said", SAID)
                            .text("what bob said", SAID_BACK)
                            .text("the file's name", FILE)
                            .text("the file's content", CONTENT)
                            .text("the group's title", TITLE)
                            .text("what was said to all", SAID_TO_ALL)
                            .text("the group's link", link.secret().text())
                            .add("the group link's secret", link.secret().bytes().toArray());
            var secrets = new TreeMap<String, Bytes>();
            var accounts = new TreeMap<String, Bytes>();
            var unsealed = new TreeSet<String>();
            for (var name : List.of("alice", "bob")) {
                UnsealedProfile.read(
                        company.home(name), store -> readProfile(name, store, secrets, accounts, unsealed));
            }
            secrets.forEach((name, key) -> texts.add(name, key.toArray()));
            System.out.println("BlindRelayTest looks for texts and private keys: " + kinds(secrets.keySet()));
            assertTrue(secrets.size() > 100, () -> kinds(secrets.keySet()).toString());

            // The search finds what is there: in the clients' records and in a client's memory.
            assertEquals(Set.of(SAID, SAID_BACK, FILE), unsealed);
            var atAlice = texts.in(aliceMemory);
            // What of it has been collected by now is chance; most is there.
            var there =
                    Stream.of(
                                    "what alice said",
                                    "what bob said",
                                    "the file's name",
                                    "the group's title",
                                    "what was said to all",
                                    "the group's link",
                                    "the group link's secret")
                            .filter(atAlice::contains)
                            .count();
            assertTrue(there >= 4, () -> kinds(atAlice).toString());
            // Which of her keys are in memory just then is chance, but some of hundreds are.
            assertTrue(
                    atAlice.stream().filter(name -> name.startsWith("alice: ")).count() > 20,
                    () -> kinds(atAlice).toString());
            // And at the relay it finds what a relay must know.
            var known = new Needles();
            accounts.forEach((name, key) -> known.add(name, key.toArray()));
            assertEquals(accounts.keySet(), known.in(relayMemory));
            assertEquals(accounts.keySet(), known.in(company.home("relay")));

            assertEquals(Set.of(), texts.in(relayMemory), "in the relay's memory");
            assertEquals(Set.of(), texts.in(company.home("relay")), "on the relay's disk");
        }
    }

    /** Alice, Bob and Carol, who came by the link, in a group. */
    private static GroupLink aGroup(Company company, Person alice, Person bob) {
        var group = alice.client().askOk("group", "create", TITLE).getString("conversation");
        alice.client().askOk("group", "add", group, bob.address());
        var link = alice.client().askOk("group", "invite", group).getString("invite");
        var carol = company.join("carol");
        carol.client().askOk("group", "join", link);
        carol.client().await("conversation", event -> event.getString("id").equals(group));
        alice.client().await("member", event -> event.getString("account").equals(carol.address()));
        var id = alice.client().askOk("say", group, SAID_TO_ALL).getString("id");
        for (var person : List.of(bob, carol)) person.hear(id, Actor.PATIENCE);
        return GroupLink.parse(link);
    }

    private static void readProfile(
            String name, Store store, Map<String, Bytes> secrets, Map<String, Bytes> accounts, Set<String> unsealed) {
        try {
            store.run(tx -> {
                var identity = tx.all("session.identity").getFirst();
                accounts.put(name, IdentitySecrets.account(identity));
                IdentitySecrets.of(identity).forEach((key, bytes) -> secrets.put(name + ": " + key, bytes));
                var number = 0;
                for (var own : ShelfSecrets.keyPackages(tx)) {
                    var of = name + ": " + ++number + ". ";
                    for (var key : keyPackageKeys(own).entrySet()) secrets.put(of + key.getKey(), key.getValue());
                }
                for (var key : ShelfSecrets.followerKeys(tx))
                    secrets.put(name + ": " + ++number + ". follower key", key);
                var local = 0;
                for (var conversation : tx.all("chat.conversation")) {
                    var key = followerKey(conversation);
                    if (key.isEmpty()) local++; // Echo's goes nowhere
                    else secrets.put(name + ": " + ++number + ". conversation's follower key", key);
                }
                assertTrue(local <= 1, name + " has " + local + " conversations without a key");
                for (var file : tx.all("transfer.file")) {
                    secrets.put(name + ": file's key", fileKey(file));
                    if (contains(file, FILE)) unsealed.add(FILE);
                }
                for (var message : tx.all("chat.message")) {
                    for (var text : List.of(SAID, SAID_BACK)) if (contains(message, text)) unsealed.add(text);
                }
            });
        } catch (CommandException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many there are of each kind; a name is "whose: number. kind" or "whose: kind". */
    private static Map<String, Long> kinds(Set<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("^[a-z]+: ([0-9]+\\. )?", ""))
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Bytes> keyPackageKeys(Bytes own) {
        try {
            return KeyPackageSecrets.of(own);
        } catch (MlsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes followerKey(Bytes conversation) {
        try {
            return ConversationSecrets.followerKey(conversation);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes fileKey(Bytes file) {
        try {
            return FileSecrets.key(file);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean contains(Bytes bytes, String text) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1).contains(text);
    }

    /** All of the process's heap, what nothing refers to any more included. */
    private Path dump(Actor actor, String name) throws IOException, InterruptedException {
        var file = directory.resolve(name);
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process =
                new ProcessBuilder(jcmd.toString(), Long.toString(actor.pid()), "GC.heap_dump", "-all", file.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return file;
    }
}
