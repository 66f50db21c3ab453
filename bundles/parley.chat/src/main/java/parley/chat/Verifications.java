package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Contacts.State;
import parley.client.api.Verification;
import parley.protocol.AccountKey;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.VerificationCode;

import java.util.List;
import java.util.Optional;

/** What a person does to find out whose key it is. */
@Component
public final class Verifications implements Verification {

    private final Chat chat;

    @Activate
    public Verifications(@Reference Chat chat) {
        this.chat = chat;
    }

    @Override
    public Standing of(String addressOrLink) throws CommandException {
        return show(contact(addressOrLink).account());
    }

    private Standing show(AccountKey account) throws CommandException {
        var own = own().key();
        var contact = chat.store().transact(tx -> new Book(tx).contact(account)).orElseThrow();
        return new Standing(
                contact.address(),
                account,
                SafetyNumber.of(own, account),
                new VerificationCode(own, account),
                contact.knowledge().verified(),
                contact.knowledge().doubted().map(key -> new Changed(key, SafetyNumber.of(own, key))),
                check(contact));
    }

    private Optional<Check> check(StoredContact contact) throws CommandException {
        if (contact.conversation().isEmpty()) return Optional.empty();
        var own = own().key();
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = book.conversation(contact.conversation().get());
                    if (state.isEmpty()) return Optional.empty();
                    return chat.checks().find(book, state.get()).map(check -> check.shown(own));
                });
    }

    @Override
    public Standing mark(String addressOrLink, boolean verified) throws CommandException {
        var contact = contact(addressOrLink);
        if (verified) refuseDoubted(contact);
        chat.store().run(tx -> chat.keyChanges().mark(new Book(tx), contact.account(), verified));
        return show(contact.account());
    }

    private static void refuseDoubted(StoredContact contact) throws CommandException {
        if (contact.knowledge().doubted().isEmpty()) return;
        throw new CommandException(Code.REFUSED, contact.address() + " is not verified: " + KeyChanges.why(contact));
    }

    @Override
    public Standing scan(String addressOrLink, String code) throws CommandException {
        var contact = contact(addressOrLink);
        refuseDoubted(contact);
        VerificationCode scanned;
        try {
            scanned = VerificationCode.parse(code);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
        var finding = scanned.scannedBy(own().key(), contact.account());
        var wrong = wrong(finding, contact);
        if (wrong.isEmpty()) return mark(addressOrLink, true);
        if (finding == VerificationCode.Finding.ANOTHER_SHOWS || finding == VerificationCode.Finding.ANOTHER_MEANT) {
            mark(addressOrLink, false);
        }
        throw new CommandException(Code.WRONG_KEY, wrong.get());
    }

    private static Optional<String> wrong(VerificationCode.Finding finding, StoredContact contact) {
        var who = contact.address();
        return switch (finding) {
            case SAME -> Optional.empty();
            case OWN -> Optional.of("this is your own code; scan the one that " + who + " shows");
            case ANOTHER_SHOWS ->
                    Optional.of(
                            "whoever shows this code has another key than you know of "
                                    + who
                                    + ": it is somebody else, or somebody is between you; do not trust this"
                                    + " conversation");
            case ANOTHER_MEANT ->
                    Optional.of(
                            who
                                    + " knows another key of you than yours: somebody is between you, or they mean"
                                    + " somebody else; do not trust this conversation");
            case FOREIGN ->
                    Optional.of("this code is between two others; let " + who + " show the one for you, and scan it");
        };
    }

    // ---- Another key ----

    @Override
    public Contacts.Contact accept(String addressOrLink) throws CommandException {
        var contact = KeyChanges.undecided(chat.people().named(addressOrLink));
        return chat.people().connectAnew(contact.address(), contact.knowledge().doubted().orElseThrow());
    }

    @Override
    public Contacts.Contact keep(String addressOrLink) throws CommandException {
        var contact = KeyChanges.undecided(chat.people().named(addressOrLink));
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var now = KeyChanges.undecided(List.of(book.contact(contact.account()).orElseThrow()));
                    return chat.keyChanges().keep(book, now).toContact();
                });
    }

    // ---- Live ----

    private interface Work {
        Check in(Book book, ConversationState state, StoredContact contact) throws CommandException;
    }

    private Check inConversation(String addressOrLink, Work work) throws CommandException {
        var contact = contact(addressOrLink);
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(contact.account()).orElseThrow();
                    var state =
                            now.conversation().isPresent()
                                    ? book.conversation(now.conversation().get())
                                    : Optional.<ConversationState>empty();
                    if (now.state() != State.APPROVED || state.isEmpty()) {
                        throw new CommandException(
                                Code.NOT_APPROVED,
                                now.address() + " is no approved contact; connect to them and wait for their answer");
                    }
                    return work.in(book, state.get(), now);
                });
    }

    @Override
    public Check check(String addressOrLink) throws CommandException {
        return inConversation(
                addressOrLink, (book, state, contact) -> chat.checks().ask(book, state, contact.account()));
    }

    @Override
    public Check compared(String addressOrLink, boolean same) throws CommandException {
        return inConversation(addressOrLink, (book, state, _) -> chat.checks().compared(book, state, same));
    }

    @Override
    public Check end(String addressOrLink) throws CommandException {
        return inConversation(addressOrLink, (book, state, _) -> chat.checks().end(book, state));
    }

    // ---- Who is meant ----

    private StoredContact contact(String addressOrLink) throws CommandException {
        return chat.people().one(addressOrLink);
    }

    private Accounts.Account own() throws CommandException {
        return chat.accounts().need();
    }
}
