package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Contacts.Trust;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Privacy.Told;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.BackupItem;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A backup is taken, the device is lost, and another goes on with what the backup holds. */
class RestoredTest extends Town {

    private Client carol;

    private ConversationId groupOfThree(Client admin, Client second) throws Exception {
        carol = client("carol");
        Client.befriend(admin, second);
        Client.befriend(admin, carol);
        var group = admin.groups.create("garden").id();
        admin.groups.add(group, second.name);
        admin.groups.add(group, carol.name);
        for (var one : List.of(admin, second, carol)) one.sees(group, "alice", "bob", "carol");
        return group;
    }

    private static Client lost(Client client) {
        client.close();
        return client;
    }

    private static void letIn(Client client, ConversationId id) {
        Eventually.until(
                client.name + " is let in", () -> !client.state(id).lost && client.store.count("chat.rejoin") == 0);
        assertEquals(Optional.empty(), client.state(id).halted());
    }

    private static void talk(Client one, Client other, ConversationId id, String text) throws Exception {
        var said = one.talk.say(id, text);
        other.hears(id, text);
        Eventually.until("sent", () -> one.state(said) != Message.State.WAITING);
        other.talk.say(id, "answer to " + text);
        one.hears(id, "answer to " + text);
    }

    @Test
    void whatWasSaidIsThereAtOnceAndConversationsGoOn() throws Exception {
        var group = groupOfThree(alice, bob);
        var two = alice.with(bob);
        bob.talk.say(group, "in the garden");
        alice.hears(group, "in the garden");
        var backup = bob.backup();
        var again = restored(lost(bob), backup);
        assertEquals(List.of("to begin with"), again.texts(two)); // not connected yet
        assertTrue(again.texts(group).contains("in the garden"));
        assertTrue(again.knows(alice, State.APPROVED));
        var waits = again.talk.say(two, "said before anybody let me in");
        again.port.connect();
        letIn(again, two);
        letIn(again, group);
        alice.hears(two, "said before anybody let me in");
        Eventually.until("sent", () -> again.state(waits) != Message.State.WAITING);
        talk(again, alice, two, "between two");
        talk(again, carol, group, "in the group");
        talk(alice, again, group, "by the admin");
        for (var one : List.of(alice, again, carol)) one.sees(group, "alice", "bob", "carol");
        var devices = leaves(alice, group);
        assertEquals(3, devices.size()); // the lost one is out
        assertTrue(devices.contains(again.crypto.identities.view(again.identity).device().hex()));
        assertEquals(0, again.store.count("chat.wayback"));
        assertEquals(List.of("to begin with"), again.texts(two).subList(0, 1));
    }

    private static List<String> leaves(Client client, ConversationId id) throws Exception {
        return client.store.transact(tx ->
                client.crypto.groups.view(new Book(tx).group(id).orElseThrow()).members().stream()
                        .map(member -> member.device().hex())
                        .toList());
    }

    /** Between two, whoever has the smaller key and whoever has the larger. */
    @Test
    void eitherOfTwoMayBeRestored() throws Exception {
        Client.befriend(smaller, larger);
        var id = smaller.with(larger);
        var first = restored(lost(smaller), smaller.backup());
        first.port.connect();
        letIn(first, id);
        talk(first, larger, id, "the smaller is back");
        var second = restored(lost(larger), larger.backup());
        second.port.connect();
        letIn(second, id);
        talk(first, second, id, "and so is the larger");
    }

    /** Both have lost their devices: nobody is left in the group, and the smaller account key begins anew. */
    @Test
    void twoWhoAreBothRestoredFindOneAnother() throws Exception {
        Client.befriend(smaller, larger);
        var id = smaller.with(larger);
        var one = restored(lost(smaller), smaller.backup());
        var other = restored(lost(larger), larger.backup());
        one.port.connect();
        other.port.connect();
        for (var tries = 0; one.state(id).lost || other.state(id).lost; tries++) {
            assertTrue(tries < 20, "both are in");
            clock.set(clock.get().plus(Duration.ofSeconds(61)));
            for (var client : List.of(one, other)) client.chat.tick();
            // Each minute's letters are read, and answered, before the next ones are written.
            for (var client : List.of(one, other)) client.workerIsDone(id);
            for (var client : List.of(one, other)) client.inboxIsDone();
            Eventually.until("answered", () -> one.store.count("chat.wish") == 0);
            for (var client : List.of(one, other)) client.workerIsDone(id);
            other.inboxIsDone();
        }
        talk(one, other, id, "from ashes");
    }

    @Test
    void aDeviceOfAnotherListIsNotLetIn() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var backup = bob.backup();
        var newest = restored(lost(bob), backup);
        var thief = restored(lost(newest), backup); // has the place of the other at the relay …
        hub.rename("bob", newest.crypto.identities.view(newest.identity).devices()); // … which it has no more
        thief.port.connect();
        Eventually.until("asks", () -> thief.port.heard(Frame.Deliver.class).size() > 0);
        thief.workerIsDone(id);
        alice.inboxIsDone();
        alice.workerIsDone(id);
        assertTrue(thief.state(id).lost);
        assertFalse(leaves(alice, id).contains(thief.crypto.identities.view(thief.identity).device().hex()));
        assertEquals(0, alice.store.count("chat.wish"));
    }

    /** The only admin is the one who is restored: nobody may let them in, so they open the group anew. */
    @Test
    void theOnlyAdminOpensTheGroupAnew() throws Exception {
        var group = groupOfThree(alice, bob);
        carol.talk.say(group, "who waters it?");
        alice.hears(group, "who waters it?");
        var again = restored(lost(alice), alice.backup());
        again.port.connect();
        for (var i = 0; i < 4; i++) {
            clock.set(clock.get().plus(Duration.ofMinutes(5)));
            again.chat.tick();
            again.workerIsDone(group);
        }
        var before = again.state(group).log;
        again.groups.restart(group, false);
        Eventually.until("another log", () -> !again.state(group).log.equals(before));
        for (var other : List.of(bob, carol)) {
            Eventually.until(
                    other.name + " is told",
                    () ->
                            other.told(Event.Warning.class).stream()
                                    .anyMatch(warning -> warning.text().contains("opened garden anew")));
            other.groups.restart(group, false); // their yes
            Eventually.until(other.name + " follows", () -> other.state(group).log.equals(again.state(group).log));
        }
        talk(again, bob, group, "I do");
        talk(carol, again, group, "good");
        assertTrue(again.texts(group).contains("who waters it?"));
    }

    @Test
    void everythingElseIsKept() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var mallory = client("mallory");
        mallory.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(mallory, State.ASKS));
        bob.people().block("mallory");
        var dave = client("dave");
        dave.people().connect("bob");
        Eventually.until("asked", () -> bob.knows(dave, State.ASKS));
        var first = alice.say(bob, "first");
        bob.hears(alice, "first");
        var answer = bob.talk.reply(id, first, "second");
        alice.hears(bob, "second");
        bob.talk.edit(answer, "second, edited");
        bob.talk.react(first, "👍", true);
        alice.talk.react(answer, "☀", true);
        var gone = bob.say(alice, "to be deleted");
        alice.hears(bob, "to be deleted");
        bob.talk.delete(gone);
        Eventually.until("reacted", () -> message(bob, answer).reactions().size() == 1);
        Eventually.until("deleted", () -> message(alice, gone).deleted());
        bob.settings.pin(id, true);
        bob.settings.draft(id, new Draft("not said", Optional.of(first)));
        bob.settings.pin(first, true);
        new Verifications(bob.chat).mark("alice", true);
        new ProfileBook(bob.chat).name("Bob the gardener");
        bob.settings.delivered(false);
        bob.settings.typing(false);
        bob.settings.presence(false);
        Eventually.until("all is in the log", () -> bob.store.count("chat.outbox") == 0);
        var before = bob.talk.page(id, Long.MAX_VALUE, 100);
        var again = restored(lost(bob), bob.backup());
        var after = again.talk.page(id, Long.MAX_VALUE, 100);
        assertEquals(texts(before), texts(after));
        for (var i = 0; i < before.size(); i++) same(before.get(i), after.get(i));
        assertEquals(Trust.VERIFIED, again.contact(alice).orElseThrow().trust());
        assertEquals(State.BLOCKED, again.contact(mallory).orElseThrow().state());
        assertEquals(State.ASKS, again.contact(dave).orElseThrow().state());
        assertEquals(settings(bob, id), settings(again, id));
        assertEquals(new Told(false, true, false, false), again.settings.told());
        assertEquals("Bob the gardener", new ProfileBook(again.chat).own().name());
        assertEquals(List.of(first), again.settings.pinned(id).stream().map(Message::id).toList());
        again.port.connect();
        again.people().approve("dave"); // who asked before the backup was made
        Eventually.until("approved", () -> dave.knows(again, State.APPROVED));
        again.say(dave, "hello");
        dave.hears(again, "hello");
    }

    private static Message message(Client client, MessageId id) {
        try {
            return client.talk.message(id).orElseThrow();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private static Settings settings(Client client, ConversationId id) {
        try {
            return client.talk.find(id).orElseThrow().settings();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }

    private static void same(Message one, Message other) {
        assertEquals(one.id(), other.id());
        assertEquals(one.own(), other.own());
        assertEquals(one.from(), other.from());
        assertEquals(one.at(), other.at());
        assertEquals(one.replyTo(), other.replyTo());
        assertEquals(one.mentions(), other.mentions());
        assertEquals(one.forwarded(), other.forwarded());
        assertEquals(one.edited(), other.edited());
        assertEquals(one.deleted(), other.deleted());
        assertEquals(one.reactions(), other.reactions());
        assertEquals(one.state(), other.state());
    }

    private void bothWantAnHour(ConversationId id) throws Exception {
        alice.settings.lifetime(id, Duration.ofHours(1));
        bob.settings.lifetime(id, Duration.ofHours(1));
        Eventually.until("both have said it", () -> settings(bob, id).lifetime().now().equals(Duration.ofHours(1)));
        Eventually.until("both have said it", () -> settings(alice, id).lifetime().now().equals(Duration.ofHours(1)));
    }

    @Test
    void whatIsToDisappearIsInNoBackup() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        bothWantAnHour(id);
        alice.say(bob, "gone in an hour");
        bob.hears(alice, "gone in an hour"); // not read yet
        var own = bob.say(alice, "as this");
        Eventually.until("sent", () -> bob.state(own) != Message.State.WAITING);
        var backup = bob.backup();
        var again = restored(lost(bob), backup);
        assertEquals(List.of("to begin with"), again.texts(id));
        again.port.connect();
        letIn(again, id);
        // Its owner still wants it, and says so once more to whoever let it in.
        Eventually.until("says it again", () -> settings(alice, id).lifetime().theirs().equals(Duration.ofHours(1)));
    }

    /** Read, or in its place in the log, between what counts down was looked up and the messages were. */
    @Test
    void whatBeginsToCountDownMeanwhileIsInNoBackup() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        bothWantAnHour(id);
        alice.say(bob, "gone in an hour");
        bob.hears(alice, "gone in an hour");
        var texts = new ArrayList<String>();
        new ChatBackup(bob.chat)
                .save(item -> {
                    if (item instanceof BackupItem.Conversation) bob.talk.markRead(id);
                    if (item instanceof BackupItem.Message message) texts.add(message.text());
                });
        assertEquals(0, bob.store.count("chat.lifetime.unread"));
        assertEquals(List.of("to begin with"), texts);
    }

    @Test
    void whatWaitsToBeSentForAnHourIsInNoBackup() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        bothWantAnHour(id);
        bob.port.cut();
        bob.say(alice, "gone in an hour");
        var texts = new ArrayList<String>();
        new ChatBackup(bob.chat)
                .save(item -> {
                    if (item instanceof BackupItem.Message message) texts.add(message.text());
                });
        assertEquals(List.of("to begin with"), texts);
    }

    @Test
    void whatWaitedIsShownAsNotSent() throws Exception {
        Client.befriend(alice, bob);
        bob.port.cut();
        var waits = bob.say(alice, "never left");
        var again = restored(lost(bob), bob.backup());
        assertEquals(Message.State.FAILED, again.state(waits));
        again.port.connect();
        letIn(again, again.with(alice));
        talk(again, alice, again.with(alice), "on we go");
        assertFalse(alice.texts(again).contains("never left"));
    }

    @Test
    void nobodyWhoIsBlockedIsAskedToLetItIn() throws Exception {
        Client.befriend(alice, bob);
        bob.people().block("alice");
        var again = restored(lost(bob), bob.backup());
        again.port.connect();
        again.workerIsDone(again.with(alice));
        clock.set(clock.get().plus(Duration.ofMinutes(2)));
        again.chat.tick();
        again.workerIsDone(again.with(alice));
        assertEquals(List.of(), again.port.heard(Frame.Deliver.class));
    }

    @Test
    void oneWhoHasLeftAGroupReadsItAndIsNotPutBack() throws Exception {
        var group = groupOfThree(alice, bob);
        alice.talk.say(group, "before you go");
        bob.hears(group, "before you go");
        bob.groups.leave(group);
        Eventually.until("out", () -> bob.state(group).stage == ConversationState.Stage.CLOSED);
        var again = restored(lost(bob), bob.backup());
        again.port.connect();
        letIn(again, again.with(alice));
        assertTrue(again.texts(group).contains("before you go"));
        assertEquals(ConversationState.Stage.CLOSED, again.state(group).stage);
        assertFalse(again.state(group).lost);
        alice.sees(group, "alice", "carol");
    }

    @Test
    void aTokenThatIsOverIsNoEnd() throws Exception {
        Client.befriend(alice, bob);
        var id = alice.with(bob);
        var again = restored(lost(bob), bob.backup());
        again.port.script =
                request ->
                        request instanceof Frame.Deliver deliver && deliver.token().isPresent()
                                ? new Frame.Refused(
                                        deliver.request(), parley.protocol.relay.Problem.DENIED, "It is over.")
                                : null;
        again.port.connect();
        letIn(again, id);
    }

    @Test
    void aBackupThatDoesNotHoldTogetherIsRefusedAndChangesNothing() throws Exception {
        var group = groupOfThree(alice, bob);
        var good = bob.backup();
        var message = one(good, BackupItem.Message.class);
        var member = one(good, BackupItem.Member.class);
        var conversation = one(good, BackupItem.Conversation.class);
        var before = conversation(good, group);
        var bad = new ArrayList<List<BackupItem>>();
        bad.add(good.subList(1, good.size())); // no account
        bad.add(List.of(good.getFirst(), message));
        bad.add(List.of(good.getFirst(), member));
        bad.add(List.of(good.getFirst(), conversation, conversation));
        bad.add(List.of(good.getFirst(), before, message, message));
        var own = new BackupItem.Member(bob.account(), bob.address(), Optional.empty(), member.parts());
        bad.add(List.of(good.getFirst(), before, own));
        bob.close();
        for (var items : bad) {
            var failure = assertThrows(CommandException.class, () -> restoredFrom(bob, good.getFirst(), items));
            assertEquals(Code.DAMAGED, failure.code());
        }
        var used = restored(bob, good);
        var records = used.store.count("chat.message");
        var failure = assertThrows(CommandException.class, () -> used.take(good));
        assertEquals(Code.REFUSED, failure.code());
        assertEquals(records, used.store.count("chat.message"));
    }

    /** The account's device is made of the first item; what is taken is up to the list. */
    private void restoredFrom(Client former, BackupItem account, List<BackupItem> items) throws Exception {
        restored(former, List.of(account)).take(items);
    }

    private static BackupItem conversation(List<BackupItem> items, ConversationId id) {
        return items.stream()
                .filter(item -> item instanceof BackupItem.Conversation one && one.policy().conversation().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends BackupItem> T one(List<BackupItem> items, Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }
}
