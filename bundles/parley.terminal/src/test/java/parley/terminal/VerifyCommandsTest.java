package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Verification;
import parley.client.api.Verification.Check;
import parley.client.api.Verification.CheckState;
import parley.client.api.Verification.Standing;
import parley.protocol.AccountKey;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.VerificationCode;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people compare as lines, and what scripts are answered. */
class VerifyCommandsTest {

    private static final AccountKey OTHER = new AccountKey(Bytes.wrap(new byte[32]));
    private static final SafetyNumber NUMBER = new SafetyNumber("0123456789".repeat(6));
    private static final SafetyNumber NEW_NUMBER = new SafetyNumber("9876543210".repeat(6));
    private static final VerificationCode CODE = new VerificationCode(OTHER, TestClient.KEY);

    private final List<String> asked = new ArrayList<>();
    private Optional<Instant> verified = Optional.empty();
    private Optional<Verification.Changed> changed = Optional.empty();
    private Check check = new Check(CheckState.WAITING, List.of(), Optional.empty());

    private final Commands commands = commands();

    private Commands commands() {
        var all = new TestClient().commands();
        new VerifyCommands(new Comparing()).addTo(all);
        return all;
    }

    private final class Comparing implements Verification {

        @Override
        public Standing of(String who) {
            return new Standing(TestClient.BOB, OTHER, NUMBER, CODE, verified, changed, Optional.empty());
        }

        @Override
        public Standing mark(String who, boolean verified) {
            asked.add("mark " + who + " " + verified);
            return of(who);
        }

        @Override
        public Standing scan(String who, String code) {
            asked.add("scan " + who + " " + code);
            return of(who);
        }

        @Override
        public Contacts.Contact accept(String who) {
            asked.add("accept " + who);
            return contact();
        }

        @Override
        public Contacts.Contact keep(String who) {
            asked.add("keep " + who);
            return contact();
        }

        private Contacts.Contact contact() {
            return new Contacts.Contact(TestClient.BOB, OTHER, Contacts.State.APPROVED, Optional.of(TestClient.TALK));
        }

        @Override
        public Check check(String who) {
            asked.add("check " + who);
            return check;
        }

        @Override
        public Check compared(String who, boolean same) {
            asked.add("compared " + who + " " + same);
            return check;
        }

        @Override
        public Check end(String who) {
            asked.add("end " + who);
            return check;
        }
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    @Test
    void showsTheNumberInLinesOfFourGroups() throws Exception {
        var answer = run("verify bob");
        var text = answer.text();
        assertTrue(text.contains("\n  01234 56789 01234 56789\n  01234"), text);
        assertTrue(text.contains(CODE.text()), text);
        assertTrue(text.endsWith("/verify bob@relay.example --ok"), text);
        assertEquals(NUMBER.text(), answer.fields().get("number"));
        assertFalse(Json.write(answer.fields()).contains("newNumber"));
        verified = Optional.of(Instant.parse("2026-11-20T12:00:00Z"));
        assertTrue(run("verify bob").text().endsWith("You have found it the same on 2026-11-20."));
    }

    @Test
    void showsBothNumbersOfAnAddressWithTwoKeys() throws Exception {
        changed = Optional.of(new Verification.Changed(TestClient.KEY, NEW_NUMBER));
        var answer = run("verify bob");
        assertTrue(answer.text().contains("  98765 43210 98765 43210\n"), answer.text());
        assertTrue(answer.text().endsWith("--accept-new, else --keep"), answer.text());
        assertTrue(Json.write(answer.fields()).contains("\"newNumber\":\"" + NEW_NUMBER.text() + "\""));
    }

    @Test
    void doesOneThingAtATime() throws Exception {
        for (var line :
                List.of(
                        "verify bob --ok",
                        "verify --no bob",
                        "verify bob --scan parley-verify:AQ",
                        "verify bob --accept-new",
                        "verify bob --keep",
                        "check bob",
                        "check bob --match",
                        "check --differ bob",
                        "check bob --end")) {
            run(line);
        }
        assertEquals(
                List.of(
                        "mark bob true",
                        "mark bob false",
                        "scan bob parley-verify:AQ",
                        "accept bob",
                        "keep bob",
                        "check bob",
                        "compared bob true",
                        "compared bob false",
                        "end bob"),
                asked);
        for (var line : List.of("verify bob --ok --no", "check bob --match --end", "verify", "check")) {
            assertEquals(Code.USAGE, assertThrows(CommandException.class, () -> run(line)).code(), line);
        }
        assertEquals(9, asked.size());
    }

    @Test
    void answersWithTheCheck() throws Exception {
        assertEquals(
                "{\"account\":\"bob@relay.example\",\"check\":\"waiting\"}", Json.write(run("check bob").fields()));
        check = new Check(CheckState.COMPARE, List.of("one", "two", "three"), Optional.empty());
        var answer = run("check bob");
        assertTrue(Json.write(answer.fields()).endsWith("\"check\":\"compare\",\"words\":\"one two three\"}"));
        assertTrue(answer.text().contains("one two three"), answer.text());
        check = new Check(CheckState.ENDED, List.of(), Optional.of("too late"));
        assertEquals("— the check with bob@relay.example is over: too late", run("check bob").text());
        check = new Check(CheckState.DIFFERED, List.of(), Optional.empty());
        assertTrue(run("check bob").text().contains("do not trust"));
    }
}
