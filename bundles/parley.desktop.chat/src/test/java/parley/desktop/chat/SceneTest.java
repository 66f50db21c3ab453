package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Event.PresenceChanged.Presence;
import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.desktop.chat.list.Line;
import parley.desktop.chat.timeline.Card;
import parley.desktop.chat.timeline.Chip;
import parley.protocol.Address;

import java.time.Instant;
import java.util.List;

class SceneTest {

    private final FakeClient client = new FakeClient();
    private final Scene scene = new Scene(new Names(client.profiles));

    private void show() {
        scene.lists(client.current(), client.conversations.all(), client.contacts.all());
    }

    @Test
    void putsWhoAsksFirstAndWhoWasAskedLast() {
        Scripts.full(client);
        show();
        var titles = scene.lines().stream().map(Line::title).toList();
        assertEquals("Requests · 1", titles.getFirst());
        assertEquals("mira", titles.get(1));
        assertEquals("otto", titles.getLast());
        assertTrue(scene.lines().getFirst().asks());
    }

    @Test
    void hasOneLineForAllStrangers() {
        client.signIn("lea");
        for (int i = 0; i < 1000; i++) client.asks("stranger" + i);
        show();
        assertEquals(1, scene.lines().size(), "strangers do not fill the list");
        var line = scene.lines().getFirst();
        assertEquals("Requests · 1,000", line.title());
        assertEquals("stranger0@relay.example and 999 others want to talk with you", line.preview());
        assertEquals(new Selected.Asking(), scene.of(line.id()));
    }

    @Test
    void goesFromARequestToTheConversationThatComesOfIt() throws Exception {
        client.signIn("lea");
        client.asks("noor");
        show();
        scene.select(new Selected.Person(FakeClient.key("noor")));
        client.contacts.approve("noor@relay.example");
        show();
        assertTrue(scene.selected() instanceof Selected.Talk);
    }

    @Test
    void leavesARequestThatWasDeclined() throws Exception {
        client.signIn("lea");
        client.asks("noor");
        show();
        scene.select(new Selected.Person(FakeClient.key("noor")));
        client.contacts.deny("noor@relay.example");
        show();
        assertEquals(new Selected.Nothing(), scene.selected());
        client.asks("ines");
        client.asks("noor");
        show();
        scene.select(new Selected.Person(FakeClient.key("noor")));
        assertEquals("requests", scene.selectedLine());
        client.contacts.block("noor@relay.example");
        show();
        assertEquals(new Selected.Asking(), scene.selected(), "another one waits");
    }

    @Test
    void knowsNobodyToBeThereWhileTheLinkIsDown() {
        client.signIn("lea");
        var id = client.talk("mira@relay.example", Kind.DIRECT, Instant.EPOCH, "mira");
        show();
        scene.presence(FakeClient.key("mira"), Presence.ONLINE, "");
        assertTrue(scene.online(scene.conversation(id).orElseThrow()));
        scene.link(LinkChanged.State.RECONNECTING);
        assertFalse(scene.online(scene.conversation(id).orElseThrow()));
    }

    @Test
    void callsPeopleByTheirWholeAddressWhereTwoShareAName() {
        var titles =
                new Titles(
                        List.of(
                                Address.parse("kim@a.example"),
                                Address.parse("kim@b.example"),
                                Address.parse("lea@a.example")));
        assertEquals("kim@a.example", titles.of(Address.parse("kim@a.example")));
        assertEquals("lea", titles.of(Address.parse("lea@a.example")));
        assertEquals("The cat\u2019s club", Titles.group("The \u202Ecat\u2019s club"));
        assertEquals("…", Titles.group("\u202E"));
    }

    @Test
    void measuresHowFastAFileComes() {
        client.signIn("lea");
        var talk = client.talk("mira@relay.example", Kind.DIRECT, Instant.EPOCH, "mira");
        var message =
                client.file(talk, "mira", "a", 10_000_000, State.RUNNING, 0, Instant.EPOCH, Message.State.RECEIVED);
        var saids = new Saids();
        assertEquals(new Card.State.Running(0, 0), saids.card(client.transfers.get(message.id()), 0).state());
        client.transfers.progress(message.id(), State.RUNNING, 1_000_000);
        var card = saids.card(client.transfers.get(message.id()), 500_000_000);
        assertEquals(new Card.State.Running(1_000_000, 2_000_000), card.state());
    }

    @Test
    void saysInTheListWhatBecameOfTheLastMessage() throws Exception {
        client.signIn("lea");
        var talk = client.talk("Crew", Kind.GROUP, Instant.EPOCH, "mira");
        client.message(talk, "mira", "before", Instant.EPOCH, Message.State.READ);
        var last = client.message(talk, "mira", "at sevn", Instant.EPOCH, Message.State.READ);
        client.hear(talks -> talks.edit(last.id(), last.from(), "at seven"));
        show();
        assertEquals("mira: at seven", scene.lines().getFirst().preview());
        client.hear(talks -> talks.delete(last.id(), last.from()));
        show();
        assertEquals("mira: Deleted message", scene.lines().getFirst().preview());
        client.conversations.erase(last.id());
        show();
        assertEquals("mira: before", scene.lines().getFirst().preview());
        client.message(talk, "mira", " \n ", Instant.EPOCH, Message.State.READ);
        show();
        assertEquals("mira: Message", scene.lines().getFirst().preview());
    }

    @Test
    void countsWhatManyThinkAndNamesTheFirst() throws Exception {
        client.signIn("lea");
        var talk = client.talk("Crew", Kind.GROUP, Instant.EPOCH, "mira");
        var id = client.message(talk, "mira", "Who is in?", Instant.EPOCH, Message.State.READ).id();
        for (int person = 0; person < 30; person++) {
            var by = FakeClient.address("p" + person);
            client.hear(talks -> talks.react(id, by, false, "👍", true));
        }
        client.conversations.react(id, "👍", true);
        client.conversations.react(id, "🎉", true);
        var chips =
                Saids.of(client.conversations.message(id).orElseThrow(), new Titles(List.of()), null).fate().chips();
        assertEquals(List.of("👍", "🎉"), chips.stream().map(Chip::emoji).toList());
        assertEquals(31, chips.getFirst().count());
        assertTrue(chips.getFirst().mine());
        assertEquals(Chip.NAMED, chips.getFirst().names().size());
        assertEquals(List.of("You"), chips.getLast().names());
    }
}
