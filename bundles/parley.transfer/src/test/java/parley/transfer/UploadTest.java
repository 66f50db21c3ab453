package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.protocol.Hash;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class UploadTest {

    static final int MIB = 1 << 20;

    @TempDir Path home;

    final ScriptedRelay relay = new ScriptedRelay();
    Person alice;
    Path source;

    @BeforeEach
    void begin() throws Exception {
        alice = new Person("alice", relay, home.resolve("alice"));
        source = home.resolve("film.mkv");
        write(2 * MIB + 1);
    }

    @AfterEach
    void end() throws Exception {
        alice.close();
    }

    void write(int size) throws IOException {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(source, bytes);
    }

    FileEnded.End ended() throws Exception {
        Eventually.until("its end is said", () -> !alice.said(FileEnded.class).isEmpty());
        return alice.said(FileEnded.class).getLast().end();
    }

    @Test
    void bringsAFileAndSaysSo() throws Exception {
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        var offer = alice.said(FileOffer.class).getFirst();
        var blob = relay.blobs.get(offer.blob());
        assertTrue(blob.finished);
        var sealer = new Segments.Sealer(offer);
        var segments = Segments.of(offer);
        var plain = Files.readAllBytes(source);
        var tree = new Segments.Tree();
        var leaves = alice.said(FileLeaves.class).getFirst().leaves();
        for (var i = 0; i < 3; i++) {
            var from = (int) segments.sealedOffset(i);
            var sealed = java.util.Arrays.copyOfRange(blob.bytes, from, from + segments.sealedLength(i));
            var at = (int) segments.offset(i);
            assertArrayEquals(java.util.Arrays.copyOfRange(plain, at, at + segments.length(i)), sealer.open(i, sealed));
            assertEquals(leaves.get(i), Hash.of(sealed));
            tree.add(leaves.get(i));
        }
        assertEquals(List.of(new FileComplete(file.id(), tree.root(), Hash.of(plain))), alice.said(FileComplete.class));
        assertEquals(Hash.of(plain).hex(), alice.file(file.id()).sha256().orElseThrow());
        assertEquals(List.of(State.OFFERED, State.RUNNING, State.DONE), alice.states(file.id()));
        assertEquals(List.of(), relay.asked(Frame.DropBlob.class));
    }

    @Test
    void bringsAnEmptyFile() throws Exception {
        write(0);
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        assertEquals(1, alice.said(FileLeaves.class).getFirst().leaves().size());
        assertEquals(Hash.of(new byte[0]), alice.said(FileComplete.class).getFirst().sha256());
    }

    @Test
    void sendsNothingTwice() throws Exception {
        var stop = new CountDownLatch(1);
        relay.script =
                call -> {
                    if (!call.method().equals("PUT")
                            || !call.header("content-range").orElseThrow().startsWith("bytes 0-")) return null;
                    if (stop.getCount() == 0) return HttpReply.of(404); // never asked for again
                    return null;
                };
        relay.answers =
                frame -> {
                    if (!(frame instanceof Frame.FinishBlob) || stop.getCount() == 0) return null;
                    stop.countDown();
                    return new Frame.Refused(1, Problem.LEAVING, "The relay is stopping.");
                };
        var file = alice.send(source);
        BlobsTest.await(stop);
        alice.restart();
        alice.await(file.id(), State.DONE);
        assertEquals(3, relay.calls("PUT"));
    }

    @Test
    void goesOnWhereTheLinkWasLost() throws Exception {
        var lost = new AtomicInteger();
        relay.script =
                call -> {
                    if (call.header("content-range").orElseThrow().startsWith("bytes 1048592-")
                            && lost.incrementAndGet() <= 4) throw new IOException("lost");
                    return null;
                };
        var file = alice.send(source);
        Eventually.until("it was lost", () -> lost.get() >= 4);
        Eventually.until(
                "it is done",
                () -> {
                    alice.wake();
                    return alice.file(file.id()).state() == State.DONE;
                });
        assertEquals(1, alice.said(FileOffer.class).size());
    }

    @Test
    void isNotDoneBeforeItMaySaySo() throws Exception {
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        Eventually.until("it is brought", () -> relay.calls("PUT") > 0);
        alice.refuses = true;
        held.countDown();
        Eventually.until("it was refused twice", () -> alice.refusals.size() >= 2);
        var pause = Duration.ofNanos(alice.refusals.get(1) - alice.refusals.get(0));
        assertTrue(pause.toMillis() >= 400, "it asks again after " + pause);
        var record = alice.record(file.id());
        assertEquals(State.RUNNING, record.state());
        assertEquals(0, record.progress().announced());
        alice.refuses = false; // the person's yes
        alice.wake();
        alice.await(file.id(), State.DONE);
        assertEquals(3, alice.said(FileLeaves.class).getFirst().leaves().size());
        assertEquals(1, alice.said(FileComplete.class).size());
        assertEquals(3, relay.calls("PUT")); // only said again, not sent again
        assertEquals(1, relay.asked(Frame.FinishBlob.class).size());
    }

    @Test
    void saysAfterARestartWhatItMightNotSay() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        alice.refuses = true;
        relay.isUp = true;
        alice.wake();
        Eventually.until("it was refused", () -> !alice.refusals.isEmpty());
        alice.restart();
        alice.refuses = false;
        alice.wake();
        Eventually.until(
                "it is done",
                () -> {
                    alice.wake();
                    return alice.file(file.id()).state() == State.DONE;
                });
        assertEquals(1, alice.said(FileComplete.class).size());
        assertEquals(3, relay.calls("PUT"));
    }

    // ---- The source ----

    /** Makes the file longer with the first segment of every offer that arrives. */
    void keepChanging(Duration pause) {
        relay.script =
                call -> {
                    if (call.header("content-range").orElseThrow().startsWith("bytes 0-")) {
                        alice.millis.addAndGet(pause.toMillis());
                        Files.write(source, new byte[1], StandardOpenOption.APPEND);
                    }
                    return null;
                };
    }

    @Test
    void offersAChangedFileAnew() throws Exception {
        var changes = new AtomicInteger();
        relay.script =
                _ -> {
                    if (changes.getAndIncrement() == 0) Files.write(source, new byte[1], StandardOpenOption.APPEND);
                    return null;
                };
        var file = alice.send(source);
        alice.await(file.id(), State.FAILED);
        Eventually.until("it is offered anew", () -> alice.said(FileOffer.class).size() == 2);
        var offers = alice.said(FileOffer.class);
        assertEquals(offers.get(0).size() + 1, offers.get(1).size());
        assertFalse(offers.get(0).key().equals(offers.get(1).key()));
        assertFalse(offers.get(0).blob().equals(offers.get(1).blob()));
        assertEquals(List.of(FileEnded.End.CHANGED), alice.said(FileEnded.class).stream().map(FileEnded::end).toList());
        var anew = alice.files.all().stream().filter(one -> !one.id().equals(file.id())).findFirst().orElseThrow();
        alice.await(anew.id(), State.DONE);
        assertEquals(Hash.of(Files.readAllBytes(source)), alice.said(FileComplete.class).getFirst().sha256());
        Eventually.until("the old blob is dropped", () -> !relay.blobs.containsKey(offers.get(0).blob()));
    }

    @Test
    void noticesAChangeThatKeepsSizeAndTime() throws Exception {
        var time = Files.getLastModifiedTime(source);
        var changed = new CountDownLatch(1);
        relay.answers =
                frame -> {
                    if (!(frame instanceof Frame.FinishBlob) || changed.getCount() == 0) return null;
                    var bytes = new byte[2 * MIB + 1];
                    try {
                        Files.write(source, bytes);
                        Files.setLastModifiedTime(source, time);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    changed.countDown();
                    return new Frame.Refused(1, Problem.LEAVING, "The relay is stopping.");
                };
        var file = alice.send(source);
        BlobsTest.await(changed);
        Eventually.until(
                "it is noticed",
                () -> {
                    alice.wake();
                    return alice.file(file.id()).state() == State.FAILED;
                });
        assertEquals(FileEnded.End.CHANGED, ended());
    }

    @Test
    void givesUpAFileThatKeepsChanging() throws Exception {
        keepChanging(Duration.ofSeconds(10));
        alice.send(source);
        Eventually.until(
                "it is given up",
                () ->
                        alice.files.all().stream()
                                .anyMatch(one -> one.reason().orElse("").contains("it keeps changing; send it when")));
        assertEquals(2, alice.said(FileOffer.class).size()); // anew once, and then not so soon
        assertEquals(2, alice.said(FileEnded.class).size());
    }

    @Test
    void offersAnewThreeTimesAtTheMost() throws Exception {
        keepChanging(Duration.ofSeconds(60));
        alice.send(source);
        Eventually.until(
                "it is given up",
                () ->
                        alice.files.all().stream()
                                .anyMatch(one -> one.reason().orElse("").contains("it keeps changing; send it when")));
        assertEquals(4, alice.said(FileOffer.class).size());
        alice.send(source); // the person's own word begins anew
        Eventually.until("it is offered anew", () -> alice.said(FileOffer.class).size() >= 6);
    }

    @Test
    void remembersOverARestartHowOftenItOffered() throws Exception {
        keepChanging(Duration.ofSeconds(10));
        var held = new CountDownLatch(1);
        var changing = relay.script;
        relay.script =
                call -> {
                    if (alice.said(FileOffer.class).size() == 2) {
                        held.countDown();
                        throw new IOException("lost");
                    }
                    return changing.answer(call);
                };
        alice.send(source);
        BlobsTest.await(held);
        alice.restart();
        relay.script = changing;
        alice.wake();
        Eventually.until(
                "it is given up",
                () -> {
                    alice.wake();
                    return alice.files.all().stream().allMatch(one -> one.state() == State.FAILED);
                });
        assertEquals(2, alice.said(FileOffer.class).size());
    }

    @Test
    void waitsWithANewOfferUntilItMaySaySo() throws Exception {
        var changed = new CountDownLatch(1);
        relay.script =
                _ -> {
                    if (changed.getCount() > 0) {
                        alice.refuses = true;
                        Files.write(source, new byte[1], StandardOpenOption.APPEND);
                        changed.countDown();
                    }
                    return null;
                };
        var file = alice.send(source);
        Eventually.until("the new offer was refused", () -> alice.refusals.size() >= 2); // the end, and the offer
        assertEquals(State.RUNNING, alice.file(file.id()).state());
        assertEquals(1, alice.files.all().size());
        alice.refuses = false;
        Eventually.until(
                "both are said",
                () -> {
                    alice.wake();
                    return alice.said(FileOffer.class).size() == 2;
                });
        assertEquals(State.FAILED, alice.file(file.id()).state());
        assertEquals(FileEnded.End.CHANGED, ended());
    }

    @Test
    void noticesAFileThatBecameShorter() throws Exception {
        var cut = new AtomicInteger();
        relay.answers =
                frame -> {
                    if (frame instanceof Frame.AskBlob && cut.getAndIncrement() == 0) { // after it was looked at
                        try {
                            write(MIB);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                    return null;
                };
        var file = alice.send(source);
        alice.await(file.id(), State.FAILED);
        assertEquals(FileEnded.End.CHANGED, ended());
        Eventually.until("it is done", () -> !alice.said(FileComplete.class).isEmpty());
        assertEquals(MIB, alice.said(FileOffer.class).getLast().size());
    }

    @Test
    void saysThatTheFileIsGone() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        Files.delete(source);
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.FAILED);
        assertTrue(alice.file(file.id()).reason().orElseThrow().contains("can no longer be read"));
        assertEquals(FileEnded.End.FAILED, ended());
        assertEquals(1, alice.said(FileOffer.class).size());
    }

    @Test
    void noticesAnotherTime() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000));
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.FAILED);
        assertEquals(FileEnded.End.CHANGED, ended());
    }

    // ---- The relay ----

    @Test
    void losesNoSegmentToAFault() throws Exception {
        relay.script =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        var file = alice.send(source);
        alice.await(file.id(), State.FAILED);
        assertTrue(alice.file(file.id()).reason().orElseThrow().contains("inside"));
    }

    @Test
    void saysWhatTheRelayRefused() throws Exception {
        relay.script = _ -> HttpReply.of(507);
        var file = alice.send(source);
        alice.await(file.id(), State.FAILED);
        assertTrue(alice.file(file.id()).reason().orElseThrow().contains("disk is full"));
        relay.script = _ -> null;
        relay.answers =
                frame ->
                        frame instanceof Frame.ReserveBlob
                                ? new Frame.Refused(1, Problem.TOO_MUCH, "Your quota is used up; delete something.")
                                : null;
        var second = alice.send(source);
        alice.await(second.id(), State.FAILED);
        assertEquals("Your quota is used up; delete something.", alice.file(second.id()).reason().orElseThrow());
    }

    @Test
    void waitsForTheLink() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        assertEquals(State.OFFERED, file.state());
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.DONE);
    }

    @Test
    void marksAFileFailedEvenWhereNothingMayBeSaid() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        Files.delete(source);
        alice.refuses = true;
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.FAILED);
        assertEquals(List.of(), alice.said(FileEnded.class));
    }

    @Test
    void sendsAFileFromBefore1970() throws Exception {
        Files.setLastModifiedTime(source, FileTime.fromMillis(-1_000_000));
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
    }

    /** The profile's disk was full also for the word that it failed: once there is room, it moves again. */
    @Test
    void losesNoFileThatCouldNotEvenFail() throws Exception {
        var failed = new CountDownLatch(2);
        relay.isUp = false;
        var file = alice.send(source);
        alice.store.failing =
                told -> {
                    if (told.isEmpty()) return null;
                    failed.countDown();
                    return new CommandException(CommandException.Code.DISK_FULL, "the disk is full; make room on it");
                };
        relay.isUp = true;
        alice.wake();
        BlobsTest.await(failed);
        alice.store.failing = _ -> null;
        Eventually.until(
                "it is done",
                () -> {
                    alice.wake();
                    return alice.file(file.id()).state() == State.DONE;
                });
    }

    @Test
    void endsWhereItsConversationIsGone() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        alice.store.failing =
                told ->
                        told.toString().contains("DONE")
                                ? new CommandException(CommandException.Code.NOT_FOUND, "there is no such conversation")
                                : null;
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.FAILED);
    }
}
