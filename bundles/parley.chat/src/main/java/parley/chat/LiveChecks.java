package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Verification;
import parley.client.api.Verification.CheckState;
import parley.client.api.crypto.Groups.Member;
import parley.protocol.AccountKey;
import parley.protocol.Hash;
import parley.protocol.content.CheckWords;
import parley.protocol.content.Content;
import parley.protocol.content.Content.Check;
import parley.protocol.content.Content.Check.Step;
import parley.protocol.content.Said;
import parley.protocol.content.Salt;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/**
 * Live checks: commit and reveal in a direct conversation (docs/protocol.md, Verification). Each conversation has one
 * at most; what does not fit the one there is, is dropped. Methods are called in a transaction, but for {@link
 * #expireNow}.
 */
final class LiveChecks implements Hearer.Aside {

    private static final System.Logger log = System.getLogger(LiveChecks.class.getName());

    private static final String TOO_LATE = "it took more than 5 minutes; ask anew when both of you are there";
    private static final String INTERRUPTED = "Parley was started anew in the middle of it; ask anew";
    private static final String BEGUN_ANEW = "they have asked anew";
    private static final String THEY_ENDED = "they have ended it, or it took too long";
    private static final String FALSE =
            "what they revealed is not what they had fixed: somebody may be between you; do not trust this"
                    + " conversation before you have compared the number";

    private final Chat chat;
    private final Bytes run = Nonces.random(16);

    LiveChecks(Chat chat) {
        this.chat = chat;
    }

    // ---- What the person does ----

    /** The check of a conversation that is under way. */
    Optional<StoredCheck> find(Book book, ConversationState state) throws CommandException {
        return StoredCheck.of(book.tx(), state.id).filter(check -> check.isAlive(run, chat.now()));
    }

    Verification.Check ask(Book book, ConversationState state, AccountKey other) throws CommandException {
        var halted = book.halted(state);
        if (halted.isPresent()) {
            throw new CommandException(Code.REFUSED, "sending to " + state.title + " is stopped: " + halted.get());
        }
        if (state.stage != Stage.OPEN) {
            throw new CommandException(Code.REFUSED, "the conversation with " + state.title + " is not open");
        }
        var current = find(book, state);
        if (current.isPresent() && current.get().state() != CheckState.ASKED)
            return tell(book, state, shown(current.get()));
        var check = current.isPresent() ? current.get() : begin(state, other);
        var next = current.isPresent() ? agree(book, state, check) : check;
        if (current.isEmpty()) {
            var commitment = CheckWords.commitment(check.id(), chat.ownKey(), other, check.nonce());
            say(book, state, new Check(check.id(), Step.ASKED, commitment.bytes()));
        }
        book.put(state);
        return put(book, state, next);
    }

    private StoredCheck begin(ConversationState state, AccountKey other) {
        return new StoredCheck(
                state.id,
                run,
                Nonces.random(Check.ID),
                true,
                other,
                CheckState.WAITING,
                Nonces.random(Check.VALUE),
                Bytes.EMPTY,
                chat.now());
    }

    private StoredCheck agree(Book book, ConversationState state, StoredCheck check) {
        var nonce = Nonces.random(Check.VALUE);
        say(book, state, new Check(check.id(), Step.ANSWERED, nonce));
        return check.at(CheckState.ANSWERED, nonce, check.theirs());
    }

    Verification.Check compared(Book book, ConversationState state, boolean same) throws CommandException {
        var check =
                find(book, state)
                        .filter(one -> one.state() == CheckState.COMPARE)
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.NOT_FOUND,
                                        "there are no words to compare with "
                                                + state.title
                                                + "; ask them for a check"));
        check.remove(book.tx());
        chat.keyChanges().mark(book, check.other(), same);
        return over(book, state, same ? CheckState.MATCHED : CheckState.DIFFERED, Optional.empty());
    }

    Verification.Check end(Book book, ConversationState state) throws CommandException {
        var check =
                find(book, state)
                        .orElseThrow(() ->
                                new CommandException(Code.NOT_FOUND, "there is no check with " + state.title + " now"));
        return end(book, state, check, Optional.empty(), true);
    }

    /** Ends those that take too long, or that another process has begun, and tells so. */
    void expire() throws CommandException {
        var any = chat.store().transact(tx -> !StoredCheck.all(tx).isEmpty());
        if (!any) return;
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    for (var check : StoredCheck.all(tx)) {
                        if (check.isAlive(run, chat.now())) continue;
                        var state = book.conversation(check.conversation());
                        var why = check.run().equals(run) ? TOO_LATE : INTERRUPTED;
                        if (state.isEmpty()) check.remove(tx);
                        else end(book, state.get(), check, Optional.of(why), true);
                    }
                });
    }

    /** The same from outside a transaction's path, where nobody waits for it. */
    void expireNow() {
        try {
            expire();
        } catch (CommandException e) {
            log.log(DEBUG, "Checks are not ended yet: {0}", e.getMessage());
        }
    }

    // ---- What the other says ----

    @Override
    public boolean heard(Book book, ConversationState state, Member sender, Said said) throws CommandException {
        if (!(said.content() instanceof Check(var id, var step, var value))) return false;
        if (isForeign(book, state, sender)) {
            log.log(DEBUG, "Dropped step {0} of a check in {1}", step, state.id);
            return true;
        }
        var current = find(book, state).filter(check -> check.other().equals(sender.account()));
        if (step == Step.ASKED) asked(book, state, sender.account(), id, value, current);
        else if (current.isPresent() && current.get().id().equals(id)) went(book, state, current.get(), step, value);
        return true;
    }

    private boolean isForeign(Book book, ConversationState state, Member sender) throws CommandException {
        if (state.kind != Kind.DIRECT || sender.account().equals(chat.ownKey()) || book.halted(state).isPresent())
            return true;
        return book.contact(sender.account()).filter(contact -> contact.state() == State.APPROVED).isEmpty();
    }

    private void asked(
            Book book,
            ConversationState state,
            AccountKey other,
            Bytes id,
            Bytes commitment,
            Optional<StoredCheck> current)
            throws CommandException {
        var each = current.isPresent() && current.get().state() == CheckState.WAITING;
        if (each && chat.ownKey().bytes().compareTo(other.bytes()) < 0)
            return; // each has asked: that of the smaller key counts
        // Whoever sees the words decides on them: nobody takes them away, or has others compared in their place.
        if (current.isPresent() && current.get().state() == CheckState.COMPARE) return;
        if (current.isPresent() && !each) over(book, state, CheckState.ENDED, Optional.of(BEGUN_ANEW));
        var check =
                new StoredCheck(state.id, run, id, false, other, CheckState.ASKED, Bytes.EMPTY, commitment, chat.now());
        put(book, state, each ? agree(book, state, check) : check);
    }

    private void went(Book book, ConversationState state, StoredCheck check, Step step, Bytes value)
            throws CommandException {
        switch (step) {
            case ANSWERED -> {
                if (!check.ours() || check.state() != CheckState.WAITING) return;
                say(book, state, new Check(check.id(), Step.REVEALED, check.nonce()));
                put(book, state, check.at(CheckState.COMPARE, check.nonce(), value));
            }
            case REVEALED -> {
                if (check.ours() || check.state() != CheckState.ANSWERED) return;
                var fixed = new Hash(check.theirs());
                if (CheckWords.commitment(check.id(), check.other(), chat.ownKey(), value).equals(fixed)) {
                    put(book, state, check.at(CheckState.COMPARE, check.nonce(), value));
                } else {
                    end(book, state, check, Optional.of(FALSE), true);
                }
            }
            // Once the words are there, whoever sees other ones does not take them from our person.
            case ENDED -> {
                if (check.state() != CheckState.COMPARE) end(book, state, check, Optional.of(THEY_ENDED), false);
            }
            case ASKED -> throw new IllegalStateException("asked begins a check");
        }
    }

    // ---- Both ----

    private Verification.Check end(
            Book book, ConversationState state, StoredCheck check, Optional<String> why, boolean tell)
            throws CommandException {
        check.remove(book.tx());
        if (tell && check.state() != CheckState.COMPARE && state.stage == Stage.OPEN && book.halted(state).isEmpty()) {
            say(book, state, new Check(check.id(), Step.ENDED, Bytes.EMPTY));
            book.put(state);
        }
        return over(book, state, CheckState.ENDED, why);
    }

    private Verification.Check put(Book book, ConversationState state, StoredCheck check) throws CommandException {
        check.put(book.tx());
        return tell(book, state, shown(check));
    }

    private Verification.Check over(Book book, ConversationState state, CheckState end, Optional<String> why)
            throws CommandException {
        return tell(book, state, new Verification.Check(end, List.of(), why));
    }

    private Verification.Check tell(Book book, ConversationState state, Verification.Check check)
            throws CommandException {
        for (var account : book.roll(state.id).members().keySet()) {
            var contact = book.contact(account);
            if (contact.isEmpty()) continue;
            var event = new Event.CheckChanged(state.id, contact.get().address(), check);
            book.tx().afterCommit(() -> chat.store().publish(event));
        }
        return check;
    }

    private Verification.Check shown(StoredCheck check) {
        return check.shown(chat.ownKey());
    }

    /** Puts it into the outbox; {@code state} is to be stored by the caller. */
    private void say(Book book, ConversationState state, Content content) {
        book.put(state.id, Outgoing.of(state, chat.ownKey(), Salt.random(), chat.now(), content));
        book.tx().afterCommit(() -> chat.worker(state.id).ifPresent(Worker::send));
    }
}
