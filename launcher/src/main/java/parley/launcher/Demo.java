package parley.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Stage;
import parley.launcher.stage.StageException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Alice, Bob and a relay, each a process of its own with a profile of its own, on this machine: they get to know each
 * other, talk, and send a file. Everything is real but the people; nothing of it is left behind.
 */
final class Demo {

    private static final int FILE_BYTES = 3 * 1024 * 1024 + 17;

    private static final List<String> FROM_ALICE = List.of("Hello Bob! Can you read this?", "سلام، Grüße, 你好 👋");
    private static final List<String> FROM_BOB =
            List.of("Loud and clear. And nobody else can.", "Then send me that file!");

    private final boolean json;
    private final Path directory;
    private final Stage stage;

    private Demo(Distribution distribution, Path directory, boolean json) {
        this.json = json;
        this.directory = directory;
        this.stage = new Stage(distribution, this::overhear);
    }

    /** Plays it, tells it on standard output, and returns the exit status: 0 if everything arrived as it was sent. */
    static int run(Distribution distribution, List<String> arguments) throws LaunchException {
        if (!List.of("--json").containsAll(arguments)) {
            throw LaunchException.usage("demo takes no arguments but --json: leave the others out.");
        }
        var json = arguments.contains("--json");
        Path directory;
        try {
            directory = Files.createTempDirectory("parley-demo-");
        } catch (IOException e) {
            throw LaunchException.failed("The demo needs a directory for temporary files: free some space.", e);
        }
        var demo = new Demo(distribution, directory, json);
        var cleaner = new Thread(demo::end, "demo-end"); // for Ctrl+C
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return demo.play();
        } catch (StageException | IOException e) {
            var end = Json.createObjectBuilder().add("event", "demo").add("ok", false).add("reason", e.getMessage());
            demo.line("demo", end.build());
            System.err.println("The demo failed: " + e.getMessage());
            return LaunchException.FAILED;
        } finally {
            demo.end();
        }
    }

    private int play() throws IOException {
        tell("A relay starts on this machine.");
        var relay = stage.enter("relay", home("relay"), "relay", "--listen", "127.0.0.1:0");
        var listening = relay.await("listening");
        tell("It listens on " + listening.getString("url") + ". Anybody with its invite may join.");

        var alice = stage.enter("alice", home("alice"), "terminal");
        var bob = stage.enter("bob", home("bob"), "terminal");
        var aliceAddress = signUp(alice, listening.getString("invite"));
        var bobAddress = signUp(bob, listening.getString("invite"));
        tell("Alice signs up as " + aliceAddress + ", Bob as " + bobAddress + ".");

        bob.askOk("connect", aliceAddress);
        tell("Bob asks Alice for a conversation.");
        alice.await("contact", event -> isContact(event, bobAddress, "asks"));
        alice.askOk("approve", bobAddress);
        bob.await("contact", event -> isContact(event, aliceAddress, "approved"));
        tell("Alice says yes.");

        for (var i = 0; i < FROM_ALICE.size(); i++) {
            say(alice, "Alice", bob, bobAddress, FROM_ALICE.get(i));
            say(bob, "Bob", alice, aliceAddress, FROM_BOB.get(i));
        }

        var file = Files.write(directory.resolve("holiday.bin"), content());
        var sent = sha256(file);
        var received = send(alice, bob, bobAddress, file);
        var ok = sent.equals(received);
        tell(ok ? "Both ends have SHA-256 " + sent + "." : "It differs: " + sent + " was sent, " + received + " came.");
        alice.leave(Actor.PATIENCE);
        bob.leave(Actor.PATIENCE);
        relay.stop(Actor.PATIENCE);
        tell("Everybody leaves; nothing of this stays on your disk.");

        var end = Json.createObjectBuilder().add("event", "demo").add("ok", ok);
        end.add("messages", FROM_ALICE.size() + FROM_BOB.size()).add("sent", sent).add("received", received);
        line("demo", end.build());
        return ok ? 0 : LaunchException.FAILED;
    }

    private static String signUp(Actor actor, String invite) {
        actor.await("ready");
        // A line on standard input, not an argument: nobody else on this machine sees the invite.
        return actor.askOk("account", "create", actor.name(), "--invite", invite).getString("account");
    }

    private void say(Actor from, String name, Actor to, String address, String text) {
        var id = from.askOk("say", address, text).getString("id");
        var heard = to.await("message", event -> event.getString("id").equals(id)).getString("text");
        if (!heard.equals(text)) throw new StageException("\"" + text + "\" arrived as \"" + heard + "\"");
        from.await(
                "receipt", event -> event.getString("message").equals(id) && !event.getString("state").equals("sent"));
        tell("  " + name + ": " + text);
    }

    private String send(Actor from, Actor to, String address, Path file) throws IOException {
        var offered = from.askOk("send", address, file.toString()).getJsonArray("files").getJsonObject(0);
        var id = offered.getString("id");
        tell("Alice sends " + offered.getString("name") + ", " + FILE_BYTES + " bytes.");
        to.await("file", event -> isFile(event, id, "offered"));
        to.askOk("accept", id, "--to", Files.createDirectories(directory.resolve("received")).toString());
        from.await("file", event -> isFile(event, id, "done"));
        var done = to.await("file", event -> isFile(event, id, "done"));
        return sha256(Path.of(done.getString("path")));
    }

    private static boolean isContact(JsonObject event, String account, String state) {
        return event.getString("account").equals(account) && event.getString("state").equals(state);
    }

    private static boolean isFile(JsonObject event, String id, String state) {
        if (!event.getString("id").equals(id)) return false;
        if (event.getString("state").equals("failed")) throw new StageException("The file failed: " + event);
        return event.getString("state").equals(state);
    }

    private Path home(String name) {
        return directory.resolve(name);
    }

    private static byte[] content() {
        var bytes = new byte[FILE_BYTES];
        new Random().nextBytes(bytes);
        return bytes;
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private void tell(String sentence) {
        if (!json) System.out.println(sentence);
    }

    private void overhear(String who, JsonObject event) {
        if (json) line(who, event);
    }

    private void line(String who, JsonObject event) {
        if (!json) return;
        var line =
                Json.createObjectBuilder().add("who", who).addAll(Json.createObjectBuilder(event)).build().toString();
        synchronized (this) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private synchronized void end() {
        stage.close();
        try {
            FrameworkCache.delete(directory);
        } catch (IOException e) {
            System.err.println("The demo left " + directory + " behind: delete it by hand.");
        }
    }
}
