package parley.chat;

import parley.client.api.Contacts;
import parley.client.api.Message;
import parley.client.api.Message.Mention;
import parley.protocol.AccountKey;
import parley.protocol.content.BackupItem;
import parley.protocol.content.BackupItem.Called;
import parley.protocol.content.BackupItem.OtherKey;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What stands in a profile as it stands in a backup, and back; times that nothing can show are the last that can. */
final class BackedUp {

    private BackedUp() {}

    // ---- People ----

    static BackupItem of(StoredContact contact) {
        return new BackupItem.Person(
                contact.account(),
                contact.address(),
                BackupItem.Standing.valueOf(contact.state().name()),
                contact.conversation(),
                contact.knowledge().verified().map(Instant::toEpochMilli),
                contact.knowledge()
                        .change()
                        .map(change -> new OtherKey(change.to(), BackupItem.Answer.valueOf(change.answer().name()))),
                contact.request().map(Letter::encode),
                Parts.NONE);
    }

    static StoredContact contact(BackupItem.Person person) throws MalformedException {
        var knowledge =
                new Knowledge(
                        person.verified().map(When::shown),
                        person.other()
                                .map(other ->
                                        new Knowledge.Change(
                                                other.key(), Knowledge.Answer.valueOf(other.answer().name()))));
        var request = Optional.<ContactRequest>empty();
        if (person.request().isPresent()) request = Optional.of(request(person.request().get()));
        return new StoredContact(
                person.address(),
                person.account(),
                Contacts.State.valueOf(person.standing().name()),
                person.conversation(),
                request,
                Optional.empty(),
                List.of(),
                knowledge);
    }

    private static ContactRequest request(Bytes letter) throws MalformedException {
        if (Letter.decode(letter) instanceof ContactRequest request) return request;
        throw new MalformedException("a letter that is no contact request");
    }

    static BackupItem of(StoredProfile profile) {
        return new BackupItem.Profile(
                profile.account(),
                profile.version(),
                profile.name(),
                profile.picture(),
                profile.bioVersion(),
                profile.bio(),
                Parts.NONE);
    }

    static StoredProfile profile(BackupItem.Profile profile) {
        return new StoredProfile(
                profile.account(),
                profile.version(),
                profile.name(),
                profile.picture(),
                profile.bioVersion(),
                profile.bio());
    }

    // ---- Messages ----

    static BackupItem of(StoredMessage message, List<BackupItem.Reaction> reactions) {
        var words = message.words();
        return new BackupItem.Message(
                message.id(),
                message.author(),
                message.from(),
                message.at().toEpochMilli(),
                BackupItem.Mark.valueOf(message.state().name()),
                message.file(),
                message.gone() == StoredMessage.Gone.DELETED,
                words.forwarded(),
                words.text(),
                words.replyTo(),
                words.edited().map(Instant::toEpochMilli),
                words.mentions().stream()
                        .map(mention ->
                                new Called(
                                        new parley.protocol.content.Mention(
                                                mention.start(), mention.length(), mention.account()),
                                        mention.address()))
                        .toList(),
                reactions,
                BackupItem.Message.claiming(
                        words.claimed().map(Instant::toEpochMilli), words.editClaimed().map(Instant::toEpochMilli)));
    }

    /**
     * What waited is not sent any more: nobody knows whether it was, since.
     *
     * @param own the account
     */
    static StoredMessage message(BackupItem.Message message, long order, AccountKey own) {
        var state = Message.State.valueOf(message.mark().name());
        var mentions =
                message.mentions().stream()
                        .map(called ->
                                new Mention(
                                        called.mention().start(),
                                        called.mention().length(),
                                        called.mention().account(),
                                        called.address(),
                                        called.mention().account().equals(own)))
                        .toList();
        return new StoredMessage(
                message.id(),
                order,
                message.author(),
                message.from(),
                message.author().equals(own),
                When.shown(message.at()),
                state == Message.State.WAITING ? Message.State.FAILED : state,
                0,
                message.file(),
                new StoredMessage.Words(
                                message.text(),
                                message.replyTo(),
                                mentions,
                                message.forwarded(),
                                message.edited().map(When::shown))
                        .claiming(message.claimed().map(When::shown), message.editClaimed().map(When::shown)),
                message.deleted() ? StoredMessage.Gone.DELETED : StoredMessage.Gone.NOT,
                StoredMessage.Told.NOTHING);
    }
}
