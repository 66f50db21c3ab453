package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers.State;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The terminal as a process that is one command. */
class OneCommandTest extends FaceTest {

    private static final String INVITE =
            "parley://relay.example:7463/join?fp=" + "ab".repeat(32) + "#" + "A".repeat(43);

    @Test
    void aMessageIsWaitedForUntilTheRelayHasIt() {
        var face = face("", LONG, "say", "bob", "hi");
        whenSaying(face, receipt(Message.State.SENT));
        assertEquals(0, face.call());
        assertEquals(List.of("say hi"), client.calls);
    }

    @Test
    void aMessageThatCannotBeSentFailsWithTheReason() {
        var face = face("", LONG, "say", "bob", "hi");
        whenSaying(face, new Event.Notice("Sending to bob is stopped."), receipt(Message.State.FAILED));
        assertEquals(1, face.call());
        assertEquals("parley: it was not sent: Sending to bob is stopped.\n", complaint());
    }

    @Test
    void aFileIsWaitedForUntilTheRelayHasAllOfIt() {
        client.files.add(TestClient.file(1, true, State.OFFERED));
        var face = face("", LONG, "send", "bob", "x");
        whenSaying(face, new Event.FileChanged(TestClient.file(1, true, State.DONE)));
        assertEquals(0, face.call());
    }

    @Test
    void aDeclinedFileIsFinal() {
        client.files.add(TestClient.file(1, true, State.OFFERED));
        var face = face("", LONG, "send", "bob", "x");
        whenSaying(face, new Event.FileChanged(TestClient.file(1, true, State.DECLINED)));
        assertEquals(4, face.call());
        assertEquals(
                "parley: notes.txt was not sent: it was declined; send it again if it is still wanted\n", complaint());
    }

    @Test
    void aFileThatFailedOrWasCancelledIsFinal() {
        for (var state : List.of(State.FAILED, State.CANCELLED)) {
            client.files.clear();
            client.files.add(TestClient.file(1, true, State.OFFERED));
            var face = face("", LONG, "send", "bob", "x");
            whenSaying(face, new Event.FileChanged(TestClient.file(1, true, state)));
            assertEquals(1, face.call());
        }
    }

    /** One that was declined does not take the others with it. */
    @Test
    void everyFileIsWaitedFor() {
        client.files.add(TestClient.file(1, true, State.OFFERED));
        client.files.add(TestClient.file(2, true, State.OFFERED));
        var face = face("", LONG, "send", "bob", "x", "y");
        var done = new AtomicInteger();
        whenSaying(face, new Event.FileChanged(TestClient.file(1, true, State.DECLINED)));
        var first = client.saying;
        client.saying =
                () -> {
                    first.go();
                    events.schedule(
                            () -> {
                                done.set(1);
                                face.happened(new Event.FileChanged(TestClient.file(2, true, State.DONE)));
                            },
                            300,
                            TimeUnit.MILLISECONDS);
                };
        assertEquals(4, face.call());
        assertEquals(1, done.get());
    }

    @Test
    void neitherAReceiptOfItsOfferNorAnothersFileEndsAFile() {
        client.files.add(TestClient.file(1, true, State.OFFERED));
        var face = face("", Duration.ofMillis(200), "send", "bob", "x");
        whenSaying(
                face,
                receipt(Message.State.DELIVERED),
                new Event.FileChanged(TestClient.file(1, false, State.DONE)),
                new Event.FileChanged(TestClient.file(2, true, State.DONE)));
        assertEquals(3, face.call());
        assertEquals(
                "parley: the relay cannot be reached; it waits and is sent the next time parley runs\n", complaint());
    }

    /** It would be waited for in vain. */
    @Test
    void whoIsOfflineIsToldSoAtOnce() {
        client.offline = true;
        assertEquals(3, face("", LONG, "say", "bob", "x").call());
        assertEquals("parley: you have gone offline; it waits until you say online\n", complaint());
    }

    @Test
    void onlyWhatIsWaitedForProlongsTheWait() {
        var face = face("", Duration.ofSeconds(1), "say", "bob", "hi");
        events.scheduleAtFixedRate(
                () -> {
                    face.happened(
                            new Event.PresenceChanged(
                                    TestClient.BOB, TestClient.KEY, Event.PresenceChanged.Presence.ONLINE, ""));
                    face.happened(new Event.FileProgress(TestClient.file(9, true, State.RUNNING)));
                    face.happened(new Event.Warning("The disk is full."));
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        var began = System.nanoTime();
        assertEquals(3, face.call());
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(20).toNanos());
        assertEquals(
                "parley: the relay does not have it yet (The disk is full.); it waits and is sent the next time parley"
                        + " runs\n",
                complaint());
    }

    @Test
    void aFileThatMovesIsWaitedFor() {
        client.files.add(TestClient.file(1, true, State.OFFERED));
        var patience = Duration.ofSeconds(3); // longer than a busy machine may be away
        var face = face("", patience, "send", "bob", "x");
        var ticks = new AtomicInteger();
        events.scheduleAtFixedRate(
                () -> {
                    var moves = ticks.incrementAndGet() < 35;
                    face.happened(
                            moves
                                    ? new Event.FileProgress(TestClient.file(1, true, State.RUNNING))
                                    : new Event.FileChanged(TestClient.file(1, true, State.DONE)));
                },
                0,
                100,
                TimeUnit.MILLISECONDS);
        assertEquals(0, face.call(), this::complaint);
        assertTrue(ticks.get() >= 35, "ended after " + ticks.get());
    }

    /** What happened while no process ran comes from the relay a moment after the start. */
    @Test
    void whatMayBeOnItsWayHasAMomentToCome() {
        var tries = new AtomicInteger();
        var face = face("", LONG, "connect", "bob");
        client.connecting =
                () -> {
                    if (tries.incrementAndGet() == 3) return;
                    events.execute(() ->
                            face.happened(
                                    new Event.ContactChanged(TestClient.BOB, TestClient.KEY, Contacts.State.APPROVED)));
                    throw new CommandException(Code.NOT_APPROVED, "not answered yet");
                };
        assertEquals(0, face.call());
        assertEquals(3, tries.get());
    }

    @Test
    void whatDoesNotComeIsRefusedAndOtherFaultsAtOnce() {
        assertEquals(1, face("", Duration.ofMillis(20), "decline", "abcd").call());
        var began = System.nanoTime();
        assertEquals(1, face("", LONG, "say", "nobody", "hi").call());
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(4).toNanos());
    }

    @Test
    void aScriptReadsWhyItWasNotSent() {
        var face = face("", Duration.ofMillis(100), "--json", "say", "bob", "hi");
        assertEquals(3, face.call());
        assertEquals(List.of("ok", "error"), answers().stream().map(it -> it.getString("event")).toList());
        assertEquals("not_reachable", answers().getLast().getString("code"));
        assertEquals("", complaint());
    }

    /** The table of codes, as scripts rely on it. */
    @Test
    void exitsWithTheStatusOfTheCode() {
        var statuses =
                Map.ofEntries(
                        Map.entry("usage", 2),
                        Map.entry("unknown_command", 2),
                        Map.entry("not_reachable", 3),
                        Map.entry("refused", 4),
                        Map.entry("not_approved", 4),
                        Map.entry("wrong_key", 4),
                        Map.entry("profile_in_use", 4),
                        Map.entry("passphrase_needed", 4),
                        Map.entry("not_found", 1),
                        Map.entry("ambiguous", 1),
                        Map.entry("too_large", 1),
                        Map.entry("disk_full", 1),
                        Map.entry("damaged", 1),
                        Map.entry("internal", 1));
        assertEquals(statuses.size(), Code.values().length);
        for (var code : Code.values()) {
            client.connecting =
                    () -> {
                        throw new CommandException(code, "cause; next step");
                    };
            out.reset();
            err.reset();
            assertEquals(
                    statuses.get(code.word()), face("", Duration.ofMillis(20), "connect", "bob").call(), code.word());
            assertEquals("parley: cause; next step\n", complaint());
            assertEquals(statuses.get(code.word()), face("", Duration.ofMillis(20), "connect", "bob", "--json").call());
            var error = answers().getLast();
            assertEquals(code.word(), error.getString("code"));
            assertEquals("cause; next step", error.getString("text"));
            assertEquals("connect", error.getString("command"));
            assertEquals(1, error.getInt("line"));
        }
    }

    @Test
    void aProfileThatCannotBeUsedIsSaidFirst() {
        client.check =
                () -> {
                    throw new CommandException(Code.PROFILE_IN_USE, "process 7 has it; end that");
                };
        for (var words : List.of(List.of("--json"), List.of("--json", "list"))) {
            out.reset();
            assertEquals(4, face("list\n", LONG, words.toArray(String[]::new)).call());
            assertEquals(
                    "{\"event\":\"error\",\"code\":\"profile_in_use\",\"text\":\"process 7 has it; end that\"}\n",
                    out.toString(StandardCharsets.UTF_8));
        }
        assertEquals(List.of(), client.calls);
    }

    @Test
    void nothingBehindTwoDashesIsAnOption() {
        var face = face("", LONG, "say", "--json", "bob", "--", "--json");
        whenSaying(face, receipt(Message.State.SENT));
        assertEquals(0, face.call());
        assertEquals(List.of("say --json"), client.calls);
        assertEquals("ok", objects().getFirst().getString("event"));
    }

    // ---- Secrets ----

    @Test
    void readsASecretFromStandardInputOrTheEnvironment() {
        assertEquals(0, face(INVITE + "\n", LONG, "account", "create", "alice", "--invite", "-").call());
        assertEquals(0, face(INVITE, LONG, "--json", "account", "create", "alice", "--invite", "-").call());
        assertEquals(0, face(" " + INVITE + "\r\n", LONG, "account", "create", "alice").call());
        environment.put("PARLEY_INVITE", INVITE);
        assertEquals(0, face("", LONG, "account", "create", "alice").call());
        assertEquals(0, face("account create alice\n", LONG, "--json").call());
        assertEquals(5, client.calls.size());
    }

    @Test
    void takesNoSecretFromTheCommandLine() {
        assertEquals(2, face("", LONG, "--json", "account", "create", "alice", "--invite", INVITE).call());
        assertEquals("usage", answers().getLast().getString("code"));
        assertTrue(answers().getLast().getString("text").contains("others on this machine can read"));
        assertEquals(List.of(), client.calls);
        assertEquals(0, face("account create alice --invite " + INVITE + "\n", LONG, "--json").call());
    }

    @Test
    void takesAGroupLinkAsItTakesAnInvite() {
        var link = TestClient.LINK.text();
        var joined = "join " + "5a".repeat(16) + " " + TestClient.SECRET;
        assertEquals(2, face("", LONG, "--json", "group", "join", link).call());
        assertTrue(answers().getLast().getString("text").contains("others on this machine can read"));
        assertEquals(List.of(), client.calls);
        assertEquals(0, face(link + "\n", LONG, "group", "join", "-").call());
        assertEquals(0, face(link, LONG, "group", "join").call());
        assertEquals(0, face("group join " + link + "\n", LONG, "--json").call());
        environment.put("PARLEY_INVITE", link);
        assertEquals(0, face("", LONG, "group", "join").call());
        assertEquals(0, face("group join\n", LONG, "--json").call());
        assertEquals(Collections.nCopies(5, joined), client.calls);
        assertEquals("", complaint());
    }

    @Test
    void saysWhereAMissingSecretMayStand() {
        assertEquals(4, face(INVITE, LONG, "--json", "account", "create", "alice").call());
        assertEquals("passphrase_needed", answers().getLast().getString("code"));
        assertEquals(
                "the invite link is missing; give it in the environment variable PARLEY_INVITE, or write - in its place"
                        + " and give it on standard input",
                answers().getLast().getString("text"));
        assertEquals(4, face("\n", LONG, "account", "create", "alice", "--invite", "-").call());
        assertEquals(
                "parley: the invite link is missing on standard input; write it there in one line, or give it in"
                        + " PARLEY_INVITE\n",
                complaint());
        assertEquals(0, face("account create alice --invite -\n" + INVITE + "\n", LONG, "--json").call());
        assertEquals(
                "the invite link is missing; give it in the environment variable PARLEY_INVITE",
                answers().get(1).getString("text"),
                "the next line of a script is no secret but a command");
        assertEquals(List.of(), client.calls);
    }
}
