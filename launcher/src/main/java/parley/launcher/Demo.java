package parley.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.Stage;
import parley.launcher.stage.StageException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
        tell("Alice and Bob start their clients, each with a profile of their own.");

        var invite = listening.getString("invite");
        var alice = Person.signUp(stage.enter("alice", home("alice"), "terminal"), invite);
        var bob = Person.signUp(stage.enter("bob", home("bob"), "terminal"), invite);
        tell("Alice signs up as " + alice.address() + ", Bob as " + bob.address() + ".");

        bob.befriend(alice);
        tell("Bob asks Alice for a conversation, and Alice says yes.");

        var there = new ArrayList<String>();
        var back = new ArrayList<String>();
        for (var i = 0; i < FROM_ALICE.size(); i++) {
            there.add(say("Alice", alice, bob, FROM_ALICE.get(i)));
            back.add(say("Bob", bob, alice, FROM_BOB.get(i)));
        }
        for (var id : there) alice.awaitDelivery(id, Actor.PATIENCE);
        for (var id : back) bob.awaitDelivery(id, Actor.PATIENCE);
        tell("Each has been told that the other's client has all of it.");

        var file = Files.write(directory.resolve("holiday.bin"), content());
        tell("Alice sends " + file.getFileName() + ", " + FILE_BYTES + " bytes.");
        var sent = sha256(file);
        var received = sha256(send(alice, bob, file));
        var ok = sent.equals(received);
        tell(ok ? "Both ends have SHA-256 " + sent + "." : "It differs: " + sent + " was sent, " + received + " came.");
        alice.client().leave(Actor.PATIENCE);
        bob.client().leave(Actor.PATIENCE);
        relay.stop(Actor.PATIENCE);
        tell("Everybody leaves; nothing of this stays on your disk.");

        var end = Json.createObjectBuilder().add("event", "demo").add("ok", ok);
        end.add("messages", FROM_ALICE.size() + FROM_BOB.size()).add("sent", sent).add("received", received);
        line("demo", end.build());
        return ok ? 0 : LaunchException.FAILED;
    }

    /** Returns the message's id. */
    private String say(String name, Person from, Person to, String text) {
        var id = from.say(to, text);
        var heard = to.hear(id, Actor.PATIENCE);
        if (!heard.equals(text)) throw new StageException("\"" + text + "\" arrived as \"" + heard + "\"");
        tell("  " + name + ": " + text);
        return id;
    }

    /** Returns where the file is at the other end. */
    private Path send(Person from, Person to, Path file) throws IOException {
        var id = from.offer(to, file);
        to.accept(id, Files.createDirectories(directory.resolve("received")));
        from.awaitFile(id, "done", Actor.PATIENCE);
        return Path.of(to.awaitFile(id, "done", Actor.PATIENCE).getString("path"));
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
