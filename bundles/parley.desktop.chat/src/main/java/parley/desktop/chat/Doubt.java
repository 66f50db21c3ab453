package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.Trust;
import parley.client.api.Conversations.Conversation;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a person decides where somebody's address has come with another key. For the UI thread. */
final class Doubt {

    private static final Phrases T = Phrases.of(Doubt.class);

    private Doubt() {}

    /** What is said of them, who are called {@code name} within a sentence. */
    static String sentence(String name) {
        return T.get("doubt.sentence", "name", name);
    }

    /** Whether sending to {@code contact} waits for the person's word. */
    static boolean of(Contact contact) {
        return contact.trust() == Trust.CHANGED;
    }

    /** With whom the conversation is, if that is in doubt: nothing is written there until the person decides. */
    static Optional<Contact> in(Scene scene, Conversation open) {
        return scene.contact(open).filter(Doubt::of);
    }

    /**
     * Takes the new key of {@code contact} for theirs, or stays with the known one, and opens the conversation with
     * them.
     */
    static void decide(Desk desk, Contact contact, boolean accepts, Consumer<String> failed) {
        var link = desk.scene().link(contact);
        desk.people()
                .verification(
                        verification -> accepts ? verification.accept(link) : verification.keep(link),
                        now -> {
                            desk.soon();
                            if (accepts) carry(desk, contact, now);
                            var open = now.conversation().<Selected>map(Selected.Talk::new);
                            desk.open(open.orElseGet(() -> new Selected.Person(now.account())));
                        },
                        failed);
    }

    /** What was written under the former key is said under the new one, if there is a conversation yet. */
    private static void carry(Desk desk, Contact former, Contact now) {
        former.conversation()
                .ifPresent(from ->
                        now.conversation()
                                .filter(to -> !to.equals(from))
                                .ifPresent(to -> desk.scene().talk().ifPresent(talk -> talk.carry(from, to))));
    }

    /**
     * Asks in {@code banner}, which stands in the composer's place.
     *
     * @param compare leads to where the keys can be compared
     */
    static void ask(Banner banner, Desk desk, Contact contact, Runnable compare) {
        Consumer<String> failed =
                sentence -> contact.conversation().ifPresent(id -> desk.talk().failed(id, sentence, Draft.EMPTY));
        banner.ask(
                sentence(desk.scene().titles().within(contact)),
                List.of(
                        new Banner.Choice("key.compare", T.get("doubt.compare"), Rank.MAIN, compare),
                        new Banner.Choice(
                                "key.accept",
                                T.get("doubt.accept"),
                                Rank.PLAIN,
                                () -> decide(desk, contact, true, failed)),
                        new Banner.Choice(
                                "key.keep",
                                T.get("doubt.keep"),
                                Rank.PLAIN,
                                () -> decide(desk, contact, false, failed))));
    }
}
