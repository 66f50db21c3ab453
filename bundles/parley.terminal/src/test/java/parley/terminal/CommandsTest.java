package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Membership;
import parley.client.api.Membership.Restart;
import parley.client.api.Presences;
import parley.client.api.SuiteChanges;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CommandsTest {

    private final TestClient client = new TestClient();
    private final Commands commands = commands(Optional.of(line -> "ran " + line));

    private Commands commands(Optional<Commands.Gogo> gogo) {
        return client.commands(
                gogo,
                (what, fromInput) -> {
                    throw new CommandException(Code.PASSPHRASE_NEEDED, what + " " + fromInput);
                });
    }

    private Answer run(String... words) throws CommandException {
        return commands.run(Line.of(List.of(words)));
    }

    private String json(String... words) throws CommandException {
        return Json.write(run(words).fields());
    }

    private void refuses(Code code, String sentence, String... words) {
        var thrown = assertThrows(CommandException.class, () -> run(words), () -> String.join(" ", words));
        assertEquals(sentence, thrown.getMessage());
        assertEquals(code, thrown.code());
    }

    @Test
    void saysHowEachIsUsed() {
        refuses(Code.USAGE, "usage: account create [--invite LINK] [--relay URL] NAME", "account", "create");
        refuses(Code.USAGE, "usage: account create [--invite LINK] [--relay URL] NAME", "account", "create", "a", "b");
        refuses(Code.USAGE, "usage: account show", "account", "show", "x");
        refuses(Code.USAGE, "usage: connect ADDRESS|LINK", "connect");
        refuses(Code.USAGE, "usage: approve ADDRESS", "approve");
        refuses(Code.USAGE, "usage: deny ADDRESS", "deny", "a", "b");
        refuses(Code.USAGE, "usage: block ADDRESS", "block");
        refuses(Code.USAGE, "usage: contacts", "contacts", "x");
        refuses(Code.USAGE, "usage: list", "list", "x");
        refuses(Code.USAGE, "usage: say CONVERSATION TEXT", "say", "bob");
        refuses(Code.USAGE, "usage: say CONVERSATION TEXT", "say", "bob", "hi", "there");
        refuses(Code.USAGE, "usage: read [--last N] CONVERSATION", "read", "--last");
        refuses(Code.USAGE, "usage: read [--last N] CONVERSATION", "read", "--last", "1", "--last", "2", "bob");
        refuses(Code.USAGE, "usage: reply ID TEXT", "reply", "abcd");
        refuses(Code.USAGE, "usage: edit ID TEXT", "edit", "abcd");
        refuses(Code.USAGE, "usage: delete [--here] ID", "delete");
        refuses(Code.USAGE, "usage: delete [--here] ID", "delete", "--here");
        refuses(Code.USAGE, "usage: react [--off] ID EMOJI", "react", "abcd");
        refuses(Code.USAGE, "usage: send [--as-is] CONVERSATION PATH…", "send", "bob");
        refuses(Code.USAGE, "usage: files", "files", "x");
        refuses(Code.USAGE, "usage: accept [--to DIR] ID", "accept");
        refuses(Code.USAGE, "usage: decline ID", "decline");
        refuses(Code.USAGE, "usage: cancel ID", "cancel");
        refuses(Code.USAGE, "usage: pause ID", "pause");
        refuses(Code.USAGE, "usage: resume ID", "resume", "abcd1", "abcd2");
        refuses(Code.USAGE, "usage: cipher list", "cipher", "list", "x");
        refuses(Code.USAGE, "usage: cipher use [--weaker] [--wait] SUITE [CONVERSATION]", "cipher", "use");
        refuses(
                Code.USAGE,
                "usage: cipher use [--weaker] [--wait] SUITE [CONVERSATION]",
                "cipher",
                "use",
                "7",
                "bob",
                "carol");
        refuses(Code.USAGE, "usage: group create TITLE", "group", "create");
        refuses(Code.USAGE, "usage: group create TITLE", "group", "create", "Book", "club");
        refuses(Code.USAGE, "usage: group add GROUP ADDRESS|LINK", "group", "add", "books");
        refuses(Code.USAGE, "usage: group remove GROUP ADDRESS", "group", "remove", "books");
        refuses(Code.USAGE, "usage: group leave GROUP", "group", "leave");
        refuses(Code.USAGE, "usage: group invite GROUP", "group", "invite");
        refuses(Code.USAGE, "usage: group join [LINK]", "group", "join", "a", "b");
        refuses(Code.USAGE, "usage: group members GROUP", "group", "members");
        refuses(Code.USAGE, "usage: group restart [--weaker] CONVERSATION", "group", "restart");
        refuses(Code.USAGE, "usage: gogo LINE", "gogo");
        refuses(Code.USAGE, "usage: help [COMMAND] [WORD]", "help", "group", "add", "x");
        assertEquals(List.of(), client.calls);
    }

    @Test
    void helpListsThemAll() throws Exception {
        var help = run("help").text();
        assertTrue(help.startsWith("account create [--invite LINK] [--relay URL] NAME makes your identity"), help);
        assertTrue(help.endsWith("\n" + run("help", "exit").text()), help);
        assertEquals(42, help.lines().count(), help);
    }

    @Test
    void helpSaysWhatACommandDoes() throws Exception {
        var delete = run("help", "delete").text();
        assertTrue(delete.startsWith("delete [--here] ID "), delete);
        assertTrue(delete.contains("back from everybody; --here removes any from this profile alone"), delete);
        assertEquals(1, delete.lines().count(), delete);
        assertEquals(delete, run("help", "/delete").text());
        assertEquals(1, run("help", "group", "add").text().lines().count());
        var group = run("help", "group").text();
        assertTrue(group.lines().count() > 5 && group.lines().allMatch(line -> line.startsWith("group ")), group);
        refuses(Code.UNKNOWN_COMMAND, "there is no command fly; help lists those there are", "help", "fly");
        refuses(
                Code.UNKNOWN_COMMAND,
                "there is no command group fly; help lists those there are",
                "help",
                "group",
                "fly");
        refuses(Code.UNKNOWN_COMMAND, "there is no command gro; help lists those there are", "help", "gro");
    }

    @Test
    void saysWhatIsNoCommand() {
        refuses(Code.UNKNOWN_COMMAND, "there is no command fly; help lists those there are", "fly");
        refuses(Code.UNKNOWN_COMMAND, "there is no command account; help lists those there are", "account");
        refuses(Code.UNKNOWN_COMMAND, "there is no command group fly; help lists those there are", "group", "fly");
        refuses(Code.UNKNOWN_COMMAND, "there is no command \uFFFD[2J ⏎ ; help lists those there are", "\u001b[2J\n");
        var without = commands(Optional.empty());
        assertEquals(
                Code.UNKNOWN_COMMAND,
                assertThrows(CommandException.class, () -> without.run(Line.of(List.of("gogo", "lb")))).code());
    }

    @Test
    void makesAndShowsTheAccount() throws Exception {
        var relay = TestClient.RELAY.url() + "#" + TestClient.RELAY.fingerprint();
        var fields =
                "{\"account\":\"alice@relay.example\",\"relay\":\""
                        + relay
                        + "\",\"device\":\""
                        + "02".repeat(16)
                        + "\"}";
        var invite = "parley://relay.example:7463/join?fp=" + "ab".repeat(32) + "#" + "A".repeat(43);
        assertEquals(fields, json("account", "create", "alice", "--relay", relay));
        assertEquals(fields, json("account", "create", "alice", "--invite", invite));
        assertEquals(fields, json("account", "create", "--invite=" + invite, "alice"));
        assertEquals(
                List.of(
                        "create alice at wss://relay.example:7463",
                        "create alice by wss://relay.example:7463",
                        "create alice by wss://relay.example:7463"),
                client.calls);
        refuses(Code.PASSPHRASE_NEEDED, "invite link false", "account", "create", "alice");
        refuses(Code.PASSPHRASE_NEEDED, "invite link true", "account", "create", "alice", "--invite", "-");
        var damaged = assertThrows(CommandException.class, () -> run("account", "create", "a", "--invite", "hunter2"));
        assertEquals(Code.USAGE, damaged.code());
        assertTrue(!damaged.getMessage().contains("hunter2"), damaged.getMessage());
        assertEquals(fields, json("account", "show"));
        client.account = Optional.empty();
        refuses(
                Code.NOT_FOUND,
                "there is no account in this profile yet; make one with account create NAME --invite LINK",
                "account",
                "show");
    }

    @Test
    void asksAndAnswersPeople() throws Exception {
        assertEquals("{\"account\":\"bob@relay.example\"}", json("connect", "bob"));
        assertEquals(
                "{\"account\":\"bob@relay.example\",\"conversation\":\"" + "c0".repeat(16) + "\"}",
                json("approve", "bob"));
        assertEquals("bob@relay.example: denied", run("deny", "bob").text());
        assertEquals("bob@relay.example: blocked", run("block", "bob").text());
        assertEquals("bob@relay.example: approved", run("unblock", "bob").text());
        assertTrue(run("offline").text().startsWith("You are offline"));
        assertTrue(run("online").text().startsWith("You are no longer offline"));
        assertEquals(
                List.of(
                        "connect bob",
                        "approve bob",
                        "deny bob",
                        "block bob",
                        "unblock bob",
                        "stay offline true",
                        "stay offline false"),
                client.calls);
        assertEquals(
                "{\"contacts\":[{\"account\":\"bob@relay.example\",\"state\":\"asks\",\"trust\":\"unverified\"}]}",
                json("contacts"));
        client.there = Optional.of(new Presences.There(Presence.AWAY, "\u202Eat sea"));
        assertEquals(
                "{\"contacts\":[{\"account\":\"bob@relay.example\",\"state\":\"asks\",\"trust\":\"unverified\","
                        + "\"presence\":\"away\",\"status\":\"\u202Eat sea\"}]}",
                json("contacts"));
        assertEquals("bob@relay.example: asks, away: “\uFFFDat sea”", run("contacts").text());
        client.there = Optional.of(new Presences.There(Presence.ONLINE, ""));
        assertEquals("bob@relay.example: asks, online", run("contacts").text());
    }

    @Test
    void saysHowOneIs() throws Exception {
        assertEquals("{\"state\":\"online\"}", json("presence show"));
        assertEquals("{\"state\":\"online\",\"status\":\"--at lunch\"}", json("presence status", "--at lunch"));
        var away = run("presence away");
        assertEquals("{\"state\":\"away\",\"status\":\"--at lunch\"}", Json.write(away.fields()));
        assertEquals("You are away: “--at lunch”.", away.text());
        assertEquals("{\"state\":\"away\"}", json("presence status", ""));
        assertEquals("You are online.", run("presence online").text());
        refuses(Code.USAGE, "usage: presence status TEXT", "presence status");
        refuses(Code.USAGE, "usage: presence away", "presence away", "now");
    }

    @Test
    void saysAndReads() throws Exception {
        var said = run("say", "bob", "hi");
        assertEquals(
                "{\"id\":\"" + "01".repeat(16) + "\",\"conversation\":\"" + "c0".repeat(16) + "\"}",
                Json.write(said.fields()));
        assertEquals(List.of(TestClient.id(1)), said.messages());
        for (var text : List.of("--", "--last", "-", "@x", "${sys:user.home}", "'x'", "")) run("say", "bob", text);
        assertEquals(
                List.of("say hi", "say --", "say --last", "say -", "say @x", "say ${sys:user.home}", "say 'x'", "say "),
                client.calls);
        var read = run("read", "bob");
        assertEquals(
                "{\"messages\":[{\"event\":\"message\",\"id\":\""
                        + "03".repeat(16)
                        + "\",\"conversation\":\""
                        + "c0".repeat(16)
                        + "\",\"from\":\"bob@relay.example\",\"text\":\"one\\ntwo\",\"at\":\"2026-11-20T10:11:12.345Z\"}]}",
                Json.write(read.fields()));
        assertTrue(read.text().endsWith(" bob: one\n      │ two"), read.text());
        refuses(Code.NOT_FOUND, "nobody is known as nobody; contacts lists people", "say", "nobody", "x");
        assertEquals(
                "{\"conversations\":[{\"id\":\""
                        + "c0".repeat(16)
                        + "\",\"title\":\"bob@relay.example\",\"kind\":\"direct\",\"unread\":2,\"suite\":1}]}",
                json("list"));
    }

    @Test
    void listsIdsWhereATitleDoesNotSayWhichIsMeant() throws Exception {
        assertEquals("bob@relay.example (2 new)", run("list").text());
        client.twice = true;
        var line = "bob@relay.example " + "c0".repeat(16) + " (2 new)";
        assertEquals(line + "\n" + line, run("list").text());
    }

    @Test
    void makesGroupsAndChangesWhoIsInThem() throws Exception {
        var group = TestClient.GROUP.hex();
        assertEquals(
                "{\"conversation\":\"" + group + "\",\"title\":\"Book club\",\"state\":\"joined\"}",
                json("group", "create", "Book club"));
        var added = run("group", "add", "Book club", "bob");
        assertEquals("{}", Json.write(added.fields()));
        assertEquals("Book club has one person more.", added.text());
        assertEquals("", added.textBesideEvents(), "an event says who joined");
        assertEquals(
                "bob reads nothing more of Book club; its link has ended.",
                run("group", "remove", "Book club", "bob").text());
        assertEquals("{}", json("group", "leave", "Book club"));
        assertEquals("{\"invite\":\"" + TestClient.LINK.text() + "\"}", json("group", "invite", "Book club"));
        assertEquals(TestClient.LINK.text(), run("group", "invite", "Book club").text());
        var id = TestClient.GROUP;
        assertEquals(
                List.of(
                        "create Book club",
                        "add " + id + " bob",
                        "remove " + id + " bob",
                        "leave " + id,
                        "invite " + id,
                        "invite " + id),
                client.calls);
        refuses(Code.NOT_FOUND, "nobody is known as nobody; contacts lists people", "group", "leave", "nobody");
    }

    @Test
    void opensConversationsAnew() throws Exception {
        refuses(
                Code.REFUSED,
                "the cipher P256 is weaker than P384, which it uses now; say so if you want it by --weaker",
                "group",
                "restart",
                "Book club");
        assertEquals("{\"state\":\"begun\"}", json("group", "restart", "--weaker", "Book club"));
        client.restart = new Restart.Begun(List.of(TestClient.BOB));
        assertEquals(
                "{\"state\":\"begun\",\"without\":[\"" + TestClient.BOB + "\"]}",
                json("group", "restart", "Book club", "--weaker"));
        assertEquals(
                "Book club begins anew; the others are let in by and by.\nNot in it: "
                        + TestClient.BOB
                        + ". They made it stop, were on their way out, or could not be let in; add whom you want back.",
                run("group", "restart", "Book club", "--weaker").text());
        assertEquals("restart " + TestClient.GROUP + " true", client.calls.getLast());
        client.restart = new Restart.Following(TestClient.BOB);
        assertEquals(
                "{\"state\":\"following\",\"opener\":\"" + TestClient.BOB + "\"}",
                json("group", "restart", "Book club", "--weaker"));
        assertEquals(
                TestClient.BOB
                        + " has opened Book club anew already; this device goes there. Look who is in it: group"
                        + " members.",
                run("group", "restart", "Book club", "--weaker").text());
    }

    /** Scripts count devices, people count people. */
    @Test
    void listsMembers() throws Exception {
        assertEquals(
                "{\"members\":[{\"account\":\"alice@relay.example\",\"device\":\""
                        + "02".repeat(16)
                        + "\",\"admin\":true},{\"account\":\"bob@relay.example\",\"device\":\""
                        + "03".repeat(16)
                        + "\"},{\"account\":\"bob@relay.example\",\"device\":\""
                        + "04".repeat(16)
                        + "\"}]}",
                json("group", "members", "Book club"));
        assertEquals(
                "alice@relay.example (you, admin)\nbob@relay.example", run("group", "members", "Book club").text());
        refuses(Code.REFUSED, "that is no group", "group", "members", "bob");
    }

    @Test
    void joinsByALink() throws Exception {
        var joined =
                "{\"conversation\":\"" + TestClient.GROUP.hex() + "\",\"title\":\"Book club\",\"state\":\"joined\"}";
        assertEquals(joined, json("group", "join", " " + TestClient.LINK.text() + "\n"));
        assertEquals(List.of("join " + "5a".repeat(16) + " " + TestClient.SECRET), client.calls);
        client.join = new Membership.Join(Membership.JoinState.REQUESTED, Optional.empty());
        assertEquals("{\"state\":\"requested\"}", json("group", "join", TestClient.LINK.text()));
        refuses(Code.PASSPHRASE_NEEDED, "group link false", "group", "join");
        refuses(Code.PASSPHRASE_NEEDED, "group link true", "group", "join", "-");
        var damaged =
                assertThrows(
                        CommandException.class,
                        () -> run("group", "join", TestClient.LINK.text().replace("group", "x")));
        assertEquals(Code.USAGE, damaged.code());
        assertTrue(!String.valueOf(damaged.getMessage()).contains(TestClient.SECRET), damaged.getMessage());
    }

    /** A link pasted as a line is met by the command that takes it, without repeating its secret. */
    @Test
    void saysWhatToDoWithALink() {
        var asked = ", and give the link when it is asked for";
        var taking =
                Map.of(
                        "join",
                        "account create NAME" + asked,
                        "group/x",
                        "group join" + asked,
                        "person/bob",
                        "connect and the link behind it");
        taking.forEach((path, takes) ->
                refuses(
                        Code.UNKNOWN_COMMAND,
                        "that is a link and no command; write " + takes,
                        "parley://h:1/" + path + "#" + TestClient.SECRET));
    }

    @Test
    void readsFromOneToTenThousand() throws Exception {
        for (var number : List.of("1", "10000")) run("read", "bob", "--last", number);
        run("read", "--last=7", "bob");
        run("read", "bob");
        assertEquals(
                List.of("page 1", "read", "page 10000", "read", "page 7", "read", "page 20", "read"), client.calls);
        for (var number : List.of("0", "10001", "-1", "1e3", "", "99999999999999999999", "٣x")) {
            refuses(Code.USAGE, "--last takes a number from 1 to 10000", "read", "bob", "--last", number);
        }
    }

    @Test
    void sendsPathsMadeAbsolute() throws Exception {
        client.files.add(TestClient.file(0xF1, true, Transfers.State.OFFERED));
        var sent = run("send", "bob", "a b", "/tmp/../x", "-y");
        assertEquals(
                List.of("send [" + Path.of("a b").toAbsolutePath() + ", /x, " + Path.of("-y").toAbsolutePath() + "]"),
                client.calls);
        assertEquals(
                "{\"files\":[{\"id\":\"" + "f1".repeat(16) + "\",\"name\":\"notes.txt\",\"size\":2000}]}",
                Json.write(sent.fields()));
        assertEquals(List.of(), sent.messages());
        assertEquals(List.of(TestClient.id(0xF1)), sent.files());
        refuses(Code.NOT_FOUND, "no file can have the name a\uFFFD; write it as ls shows it", "send", "bob", "a\0");
    }

    @Test
    void sendsCopiesOfPicturesUnlessTheyAreMeantAsTheyAre() throws Exception {
        run("send", "bob", "/a/lake.jpg", "/a/lake.txt");
        run("send", "--as-is", "bob", "/a/lake.jpg");
        run("send", "bob", "/a/lake.txt", "--as-is", "/a/lake.jpg");
        run("send", "bob", "--", "/a/lake.jpg", "--as-is");
        assertEquals(
                List.of(
                        "send [/bare/lake.jpg, /a/lake.txt]",
                        "send [/a/lake.jpg]",
                        "send [/a/lake.txt, /a/lake.jpg]",
                        "send [/bare/lake.jpg, " + Path.of("--as-is").toAbsolutePath() + "]"),
                client.calls);
        client.calls.clear();
        client.baring =
                () -> {
                    throw new CommandException(Code.REFUSED, "no copy");
                };
        refuses(Code.REFUSED, "no copy", "send", "bob", "/a/lake.jpg");
        assertEquals(List.of(), client.calls, "nothing goes out");
    }

    @Test
    void findsAFileByTheBeginningOfItsId() throws Exception {
        for (var hex : List.of("abcd1", "abcd2", "1234f")) {
            var file = TestClient.file(1, false, Transfers.State.OFFERED);
            client.files.add(
                    new Transfers.Transfer(
                            new MessageId(Bytes.ofHex((hex + "0".repeat(32)).substring(0, 32))),
                            file.conversation(),
                            file.author(),
                            file.from(),
                            file.own(),
                            file.name(),
                            file.size(),
                            file.state(),
                            file.bytes(),
                            file.path(),
                            file.sha256(),
                            file.reason()));
        }
        run("accept", "abcd1");
        run("accept", "1234", "--to", "down");
        run("decline", "abcd2" + "0".repeat(27));
        run("cancel", "1234f0");
        run("pause", "1234f0");
        run("resume", "abcd1");
        assertEquals(
                List.of(
                        "accept abcd1" + "0".repeat(27) + " Optional.empty",
                        "accept 1234f" + "0".repeat(27) + " Optional[" + Path.of("down").toAbsolutePath() + "]",
                        "decline abcd2" + "0".repeat(27),
                        "cancel 1234f" + "0".repeat(27),
                        "pause 1234f" + "0".repeat(27),
                        "resume abcd1" + "0".repeat(27)),
                client.calls);
        refuses(Code.AMBIGUOUS, "more than one file's id begins with abcd; write more of it", "accept", "abcd");
        refuses(Code.NOT_FOUND, "there is no file abcd3; files lists those there are", "cancel", "abcd3");
        var usage = "a file's id has 32 hex digits, or at least its first 4; files lists them";
        for (var none : List.of("abc", "ABCD", "xyz1", "", "a".repeat(33))) refuses(Code.USAGE, usage, "decline", none);
        assertTrue(run("files").text().startsWith("abcd1000  offered  “notes.txt”  2.0 kB\n"), run("files").text());
    }

    @Test
    void listsSuites() throws Exception {
        assertEquals("{\"suites\":[]}", json("cipher", "list"));
        client.suites.add(new Suites.Suite(3, "MLS_three", "parley.cipher.three"));
        client.suites.add(new Suites.Suite(1, "MLS_one", "parley.cipher.one"));
        var three = "{\"suite\":3,\"name\":\"MLS_three\",\"provider\":\"parley.cipher.three\"";
        var one = "{\"suite\":1,\"name\":\"MLS_one\",\"provider\":\"parley.cipher.one\"";
        var threeMarked = "{\"suites\":[" + three + ",\"preferred\":true}," + one + "}]}";
        assertEquals(threeMarked, json("cipher", "list"), "the first is what new conversations prefer");
        client.preferred = Optional.of(1);
        assertEquals("{\"suites\":[" + three + "}," + one + ",\"preferred\":true}]}", json("cipher", "list"));
        assertEquals(
                "3  MLS_three  parley.cipher.three\n1  MLS_one  parley.cipher.one  (for new conversations)",
                run("cipher", "list").text());
        client.preferred = Optional.of(7); // which is not there
        assertEquals(threeMarked, json("cipher", "list"));
    }

    @Test
    void changesASuite() throws Exception {
        client.suites.add(new Suites.Suite(3, "MLS_three", "parley.cipher.three"));
        var talk = TestClient.TALK.hex();
        var changed = "{\"suite\":3,\"conversation\":\"" + talk + "\",\"state\":\"changed\"}";
        assertEquals(changed, json("cipher", "use", "3", "bob"));
        assertEquals(changed, json("cipher", "use", "0x0003", "bob", "--weaker"));
        assertEquals(changed, json("cipher", "use", "003", "bob"));
        assertEquals(changed, json("cipher", "use", "--wait", "mls_THREE", "bob"));
        var answer = run("cipher", "use", "3", "bob");
        assertTrue(answer.text().endsWith(" uses MLS_three now."), answer.text());
        assertEquals("", answer.textBesideEvents(), "a notice says who changed it from what to what");
        assertEquals(
                List.of(
                        "use " + talk + " 3 false false",
                        "use " + talk + " 3 true false",
                        "use " + talk + " 3 false false",
                        "use " + talk + " 3 false true",
                        "use " + talk + " 3 false false"),
                client.calls);
        var same = run("cipher", "use", "1", "bob"); // which it uses already: nobody tells of a change
        assertEquals(TestClient.BOB + " uses suite 1 now.", same.textBesideEvents());
        client.outcome = new SuiteChanges.Waiting(List.of(TestClient.BOB));
        assertEquals(
                "{\"suite\":61453,\"conversation\":\""
                        + talk
                        + "\",\"state\":\"waiting\",\"lacking\":[\""
                        + TestClient.BOB
                        + "\"]}",
                json("cipher", "use", "0xF00D", "bob", "--wait"));
        assertTrue(run("cipher", "use", "3", "bob").text().contains("as soon as these have it: " + TestClient.BOB));
        for (var none : List.of("0", "65536", "0x10000", "MLS", "-1", "")) {
            var thrown = assertThrows(CommandException.class, () -> run("cipher", "use", none, "bob"));
            assertTrue(List.of(Code.NOT_FOUND, Code.USAGE).contains(thrown.code()), none);
        }
        refuses(Code.NOT_FOUND, "there is no cipher MLS; cipher list shows those there are", "cipher", "use", "MLS");
    }

    @Test
    void aPersonsYesToACipherIsAnOption() {
        client.changing =
                () -> {
                    throw new CommandException(Yes.WEAKER, "it is weaker; say that you want it");
                };
        refuses(Code.REFUSED, "it is weaker; say that you want it by --weaker", "cipher", "use", "3", "bob");
        refuses(Code.REFUSED, "it is weaker; say that you want it by --weaker", "cipher", "use", "3");
        client.changing =
                () -> {
                    throw new CommandException(Yes.WAITING, "bob lacks it; wait for them");
                };
        refuses(Code.REFUSED, "bob lacks it; wait for them by --wait", "cipher", "use", "3", "bob");
        client.changing =
                () -> {
                    throw new CommandException(Code.REFUSED, "only an admin may let the change wait for them");
                };
        refuses(Code.REFUSED, "only an admin may let the change wait for them", "cipher", "use", "3", "bob");
    }

    @Test
    void choosesTheSuiteOfConversationsToCome() throws Exception {
        assertEquals("{\"suite\":7,\"state\":\"preferred\"}", json("cipher", "use", "7", "--weaker"));
        assertEquals(List.of("prefer 7 true"), client.calls);
        refuses(
                Code.USAGE,
                "--wait is for a conversation there is; name it, or leave --wait out",
                "cipher",
                "use",
                "7",
                "--wait");
    }

    @Test
    void runsTheFrameworksShell() throws Exception {
        assertEquals(Map.of("output", "ran -- lb --x"), commands.run(Line.parse("gogo -- lb --x")).fields());
    }

    @Test
    void aFaultInsideIsASentenceToo() {
        client.connecting =
                () -> {
                    throw new IllegalStateException("its own fault");
                };
        refuses(
                Code.INTERNAL,
                "the command met a fault in Parley, which standard error shows; try again, or report it",
                "connect",
                "bob");
    }
}
