package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Conversation;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is offered in the composer's place of a conversation with somebody who is no approved contact: who asks anew, or
 * was declined or blocked. For the UI thread.
 */
final class Estranged {

    private static final Phrases T = Phrases.of(Estranged.class);

    private final Banner banner;
    private final Desk desk;
    private final Contact contact;

    private Estranged(Banner banner, Desk desk, Contact contact) {
        this.banner = banner;
        this.desk = desk;
        this.contact = contact;
    }

    /** With whom the conversation is, if it waits for the person's word about them. */
    static Optional<Contact> in(Scene scene, Conversation open) {
        return scene.contact(open)
                .filter(it -> it.state() == State.ASKS || it.state() == State.DENIED || it.state() == State.BLOCKED);
    }

    /** Asks in {@code banner}. */
    static void ask(Banner banner, Desk desk, Contact contact) {
        new Estranged(banner, desk, contact).ask();
    }

    private void ask() {
        var name = desk.scene().titles().within(contact);
        var choices = new ArrayList<Banner.Choice>();
        var link = desk.scene().link(contact);
        switch (contact.state()) {
            case BLOCKED ->
                    choices.add(
                            choice("estranged.unblock", T.get("contact.unblock"), Rank.MAIN, all -> all.unblock(link)));
            case DENIED -> {
                choices.add(accept(link));
                choices.add(block(link));
            }
            default -> {
                choices.add(accept(link));
                choices.add(choice("estranged.deny", T.get("person.deny"), Rank.PLAIN, all -> all.deny(link)));
                choices.add(block(link));
            }
        }
        banner.ask(sentence(name), List.copyOf(choices));
    }

    private Banner.Choice accept(String link) {
        return choice("estranged.accept", T.get("person.accept"), Rank.MAIN, all -> all.approve(link));
    }

    private Banner.Choice block(String link) {
        return choice("estranged.block", T.get("contact.block"), Rank.DANGER, all -> all.block(link));
    }

    private String sentence(String name) {
        return switch (contact.state()) {
            case BLOCKED -> T.get("estranged.blocked", "name", name);
            case DENIED -> T.get("estranged.declined", "name", name);
            default -> T.get("estranged.asks", "name", name);
        };
    }

    private Banner.Choice choice(String id, String name, Rank rank, Desk.Doing doing) {
        return new Banner.Choice(id, name, rank, () -> desk.away(doing, () -> {}, this::failed));
    }

    private void failed(String sentence) {
        contact.conversation().ifPresent(id -> desk.talk().failed(id, sentence, Draft.EMPTY));
    }
}
