package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/**
 * Brings to the relay what concerns contacts: requests to them, answers where each has asked the other, tokens to
 * revoke. What cannot be brought now waits in the contact's record. Blocks; methods are called outside transactions.
 */
final class Letters {

    private final Chat chat;

    Letters(Chat chat) {
        this.chat = chat;
    }

    /** A sealed request to {@code to}, to be stored and delivered. Blocks. */
    StoredContact request(Address address, DeviceList to) throws CommandException {
        var account = chat.accounts().need();
        var keyPackages = chat.keyPackages().fresh();
        var reply = chat.keyPackages().grantDelivery();
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx)).orElseThrow();
        try {
            var request =
                    chat.identities()
                            .request(
                                    identity,
                                    account.address(),
                                    to,
                                    keyPackages.stream().map(own -> own.keyPackage()).toList(),
                                    reply);
            return StoredContact.asked(address, to.account(), chat.identities().seal(request, to));
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        } catch (UntrustedException e) {
            throw new CommandException(Code.WRONG_KEY, "their inbox key is not valid; ask them to sign up anew", e);
        }
    }

    /**
     * Brings the request to the relay; one that an earlier letter keeps out goes later.
     *
     * @param tell whether nobody waits to be told that the relay does not take it at all
     */
    void deliver(StoredContact contact, boolean tell) throws CommandException {
        var letter = contact.letter().orElseThrow();
        var answer =
                chat.session().ask(number -> new Frame.Deliver(number, contact.account(), Optional.empty(), letter));
        if (!(answer instanceof Frame.Refused refused)) {
            delivered(contact.account(), letter, Optional.empty());
            return;
        }
        switch (refused.problem()) {
            case TOO_MUCH -> {} // an earlier letter waits to be read
            case NOT_FOUND, DENIED, TOO_LARGE, MALFORMED -> {
                var why = "the relay does not take your request to " + contact.address() + ": " + refused.text();
                delivered(contact.account(), letter, tell ? Optional.of(why) : Optional.empty());
                throw Session.refusal(refused);
            }
            default -> throw Session.refusal(refused);
        }
    }

    /** Nothing is left to deliver of {@code letter}. */
    private void delivered(AccountKey account, Bytes letter, Optional<String> notice) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(account);
                    if (now.isPresent() && now.get().letter().equals(Optional.of(letter))) {
                        book.put(now.get().delivered());
                    }
                    notice.ifPresent(text -> tx.tell(new Event.Notice(text)));
                });
    }

    /** The contacts for whom something is to be brought to the relay. */
    List<AccountKey> waiting() throws CommandException {
        return chat.store()
                .transact(tx ->
                        new Book(tx)
                                .contacts().stream()
                                        .filter(contact ->
                                                !contact.revoke().isEmpty()
                                                        || contact.state() == State.REQUESTED
                                                                && (contact.letter().isPresent()
                                                                        || contact.request().isPresent()))
                                        .map(StoredContact::account)
                                        .toList());
    }

    /** Does for a contact what could not be done before. Blocks; call it outside a transaction. */
    void attend(AccountKey account) throws CommandException {
        var found = chat.store().transact(tx -> new Book(tx).contact(account));
        if (found.isEmpty()) return;
        var contact = found.get();
        for (var token : contact.revoke()) revoke(account, token);
        if (contact.state() != State.REQUESTED) return;
        if (contact.request().isPresent()) {
            if (isTheirTurn(contact)) askBack(contact);
            else answerOrForget(contact);
        } else if (contact.letter().isPresent()) {
            deliver(contact, true);
        }
    }

    /** They are to answer us and have asked instead: what we asked with may not have reached them, or is forgotten. */
    private void askBack(StoredContact contact) throws CommandException {
        var devices = contact.request().orElseThrow().devices();
        var again = contact.letter().isPresent() ? contact : request(contact.address(), devices);
        var now =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var found = book.contact(contact.account());
                            if (found.isEmpty()
                                    || found.get().state() != State.REQUESTED
                                    || !found.get().request().equals(contact.request())) {
                                return Optional.<StoredContact>empty();
                            }
                            var asked =
                                    again.unanswerable()
                                            .revoking(found.get().revoke())
                                            .knowing(found.get().knowledge());
                            book.put(asked);
                            return Optional.of(asked);
                        });
        if (now.isPresent() && now.get().letter().isPresent()) deliver(now.get(), true);
    }

    private void revoke(AccountKey account, Hash token) throws CommandException {
        var answer = chat.session().ask(number -> new Frame.Revoke(number, token));
        if (answer instanceof Frame.Refused refused && refused.problem() != Problem.NOT_FOUND) {
            throw Session.refusal(refused);
        }
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(account);
                    if (now.isEmpty()) return;
                    book.put(
                            now.get().revoking(now.get().revoke().stream().filter(one -> !one.equals(token)).toList()));
                });
    }

    private void answerOrForget(StoredContact contact) throws CommandException {
        try {
            chat.opening().answer(contact.account());
        } catch (CommandException e) {
            if (!(e.getCause() instanceof UntrustedException)) throw e;
            chat.store()
                    .run(tx -> {
                        var book = new Book(tx);
                        var now = book.contact(contact.account());
                        if (now.isEmpty() || !now.get().request().equals(contact.request())) return;
                        book.put(now.get().unanswerable());
                        tx.tell(new Event.Notice(contact.address() + ": " + e.getMessage()));
                    });
        }
    }

    /** Whether each has asked the other and they are to open the conversation: the smaller key does. */
    boolean isTheirTurn(StoredContact contact) throws CommandException {
        return contact.state() == State.REQUESTED
                && chat.accounts().need().key().bytes().compareTo(contact.account().bytes()) > 0;
    }
}
