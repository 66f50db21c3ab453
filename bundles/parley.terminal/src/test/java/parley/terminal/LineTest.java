package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.util.List;
import java.util.Optional;
import java.util.Random;

class LineTest {

    private static void reads(String line, String command, String... words) throws Exception {
        assertEquals(new Line(command, List.of(words)), Line.parse(line), line);
    }

    private static void refuses(String line, String sentence) {
        var thrown = assertThrows(CommandException.class, () -> Line.parse(line), line);
        assertEquals(Code.USAGE, thrown.code());
        assertEquals(sentence, thrown.getMessage());
    }

    @Test
    void splitsAsAPosixShell() throws Exception {
        reads("send bob a b", "send", "bob", "a", "b");
        reads("  send \t bob   a\t", "send", "bob", "a");
        reads("send bob '/a b/c' \"d e\"", "send", "bob", "/a b/c", "d e");
        reads("send bob a' 'b\" \"c", "send", "bob", "a b c");
        reads("send bob ''", "send", "bob", "");
        reads("send bob '\\n\"'", "send", "bob", "\\n\"");
        reads("send bob \"\\\"\\\\\\$\\`\\n\"", "send", "bob", "\"\\$`\\n");
        reads("send bob a\\ b \\' \\\"", "send", "bob", "a b", "'", "\"");
        reads("send bob \\", "send", "bob", "\\");
        reads("send $HOME * ~ a;b #c", "send", "$HOME", "*", "~", "a;b", "#c");
        reads("send a\u2003b \u00A0", "send", "a\u2003b", "\u00A0");
        reads("'se'nd bob", "send", "bob");
    }

    @Test
    void saysWhichQuoteIsNotClosed() {
        refuses("send bob 'a", "a quote is not closed; add ' where it ends");
        refuses("send bob \"a\\\"", "a quote is not closed; add \" where it ends");
        refuses("say \"bob hello", "a quote is not closed; add \" where it ends");
    }

    @Test
    void takesTextVerbatim() throws Exception {
        reads("say bob hello", "say", "bob", "hello");
        reads("say bob  it's  \"so\" \\n ", "say", "bob", " it's  \"so\" \\n ");
        reads("say 'bob smith' hi", "say", "bob smith", "hi");
        reads("say\tbob\thi\tthere", "say", "bob", "hi\tthere");
        reads("reply ab12 'no'", "reply", "ab12", "'no'");
        reads("edit ab12 [\"x\"]", "edit", "ab12", "[\"x\"]");
        reads("say bob", "say", "bob");
        reads("say bob  ", "say", "bob");
        reads("say", "say");
        reads("saying bob 'x y'", "saying", "bob", "x y");
        reads("gogo stop parley.chat; 'x ", "gogo", "stop parley.chat; 'x");
    }

    @Test
    void readsAnArray() throws Exception {
        reads("[\"say\",\"bob\",\"two\\nlines\"]", "say", "bob", "two\nlines");
        reads(" [ \"send\" , \"bob\",\"/a b/c\" ] ", "send", "bob", "/a b/c");
        reads("/[\"group\",\"create\",\"x\"]", "group create", "x");
        reads("[]", "");
        reads("[\"\"]", "");
        refuses(
                "[\"say\",1]",
                "the line is no JSON array of strings (the array holds something that is no string); write it like"
                        + " [\"say\",\"bob\",\"hello\"]");
        refuses(
                "[\"say\"",
                "the line is no JSON array of strings (the array breaks off); write it like"
                        + " [\"say\",\"bob\",\"hello\"]");
    }

    @Test
    void knowsNamesOfTwoWords() throws Exception {
        reads("account create alice", "account create", "alice");
        reads("account", "account");
        reads("cipher list", "cipher list");
        reads("list x", "list", "x");
        reads("", "");
        reads(" \t ", "");
    }

    @Test
    void aSlashMayStandBefore() throws Exception {
        reads("/say bob hi", "say", "bob", "hi");
        reads("  /files", "files");
        reads("//files", "/files");
        reads("/", "");
    }

    /** Whatever the line: an answer or a refusal with a sentence, and either is JSON that a script can read. */
    @Test
    void alwaysComesToAnAnswer() {
        var client = new TestClient();
        client.files.add(TestClient.file(0xF1, false, parley.client.api.Transfers.State.OFFERED));
        var commands = client.commands(Optional.of(line -> line), (what, fromInput) -> "nothing");
        new SettingsCommands(client.conversations, client.settings, client.privacy, () -> TestClient.AT)
                .addTo(commands);
        var random = new Random(20261121);
        var answered = 0;
        for (var i = 0; i < 20_000; i++) {
            var line = Lines.random(random);
            try {
                var answer = commands.run(Line.parse(line));
                assertNotNull(Json.write(answer.fields()));
                answered++;
            } catch (CommandException e) {
                assertTrue(e.code() != Code.INTERNAL, line);
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), line);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("line " + i + ": " + line, e);
            }
        }
        assertTrue(answered > 1000, "answered " + answered);
    }
}
