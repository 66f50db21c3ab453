package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Policy;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens direct conversations: group, log and first commit, for the conversation's worker to bring to the hub. */
final class Opening {

    private static final Bytes NO_LINK = Bytes.wrap(new byte[32]);

    private final Chat chat;

    Opening(Chat chat) {
        this.chat = chat;
    }

    /** Opens the direct conversation with somebody who has asked. Blocks. */
    Contact answer(AccountKey account) throws CommandException {
        var leaf = chat.keyPackages().newLeaf();
        makeWay(ConversationId.direct(chat.accounts().need().key(), account));
        ConversationState[] opened = new ConversationState[1];
        var contact =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var asking = book.contact(account).orElseThrow();
                            if (asking.state() == State.APPROVED || asking.request().isEmpty()) return asking;
                            try {
                                opened[0] = open(book, asking, asking.request().get(), leaf);
                            } catch (SuiteMissingException e) {
                                throw Answers.missing(e);
                            } catch (UntrustedException e) {
                                throw new CommandException(
                                        Code.REFUSED,
                                        "the request cannot be answered any more: "
                                                + e.getMessage()
                                                + "; ask them anew",
                                        e);
                            }
                            var approved = asking.in(opened[0].id);
                            book.put(approved);
                            tx.tell(new Event.ContactChanged(approved.address(), account, State.APPROVED));
                            return approved;
                        });
        if (opened[0] != null) chat.add(opened[0]).up();
        return contact.toContact();
    }

    /** A group under the id of a conversation between two was made to be in its way. */
    private void makeWay(ConversationId id) throws CommandException {
        if (chat.store().transact(tx -> impostor(new Book(tx), id)).isEmpty()) return;
        chat.replacing(
                id,
                book -> {
                    var impostor = impostor(book, id);
                    if (impostor.isPresent()) book.discard(impostor.get());
                });
    }

    private static Optional<ConversationState> impostor(Book book, ConversationId id) throws CommandException {
        return book.conversation(id).filter(state -> state.kind == Kind.GROUP);
    }

    /** Makes group, log and first commit; the worker brings them to the hub. */
    private ConversationState open(Book book, StoredContact contact, ContactRequest request, NewLeaf leaf)
            throws CommandException, SuiteMissingException, UntrustedException {
        var own = chat.accounts().need();
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var suite =
                preferred(book, request.keyPackages())
                        .or(() -> chat.groups().commonSuite(request.keyPackages()))
                        .orElseThrow(() -> new UntrustedException("you and they have no cipher suite in common"));
        var keyPackage = ofSuite(request.keyPackages(), suite);
        var member = chat.groups().check(keyPackage, chat.now());
        if (!member.account().equals(contact.account()))
            throw new UntrustedException("it carries another account's key");
        var id = ConversationId.direct(own.key(), contact.account());
        if (book.conversation(id).isPresent()) throw new UntrustedException("there is a conversation already");
        var policy =
                new Policy(id, Policy.Kind.DIRECT, 1, "", List.of(own.key(), contact.account()), false, 64, NO_LINK);
        var group = chat.groups().create(identity, suite, leaf.leaf(), policy);
        var state =
                new ConversationState(
                        id,
                        Kind.DIRECT,
                        contact.address().toString(),
                        LogId.random(),
                        own.address().relay(),
                        suite,
                        Stage.OPENING,
                        leaf.leaf().follower(),
                        leaf.followerPrivate(),
                        chat.now());
        var added = List.of(new NewFollower(member.data().follower(), true));
        var seen = new Seen(0, Hash.ZERO, chat.groups().view(group).authenticator());
        var claims = new CommitClaims(CommitBody.binding(0, added, List.of()), seen);
        var made =
                chat.groups()
                        .commit(
                                identity,
                                group,
                                new Change(List.of(keyPackage), List.of(), Optional.empty(), Optional.empty()),
                                claims.encode(),
                                new JoinPoint(state.hub, state.log, 0, Hash.ZERO));
        var letter = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
        var sealed = chat.identities().seal(letter, request.devices());
        book.put(
                id,
                new PendingCommit(
                        0,
                        new CommitBody(made.commit(), added, List.of(), Optional.empty()),
                        List.of(new Welcome(contact.account(), request.reply(), sealed)),
                        made.next(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        book.begin(state);
        book.roll(id).put(1, contact.account(), contact.address());
        book.chain(id).put(0, Hash.ZERO, chat.now().toEpochMilli());
        book.put(id, group, null);
        Moving.tellWeaker(chat.groups(), book, state, Set.of()); // had they the first, it would be that
        return state;
    }

    /** The suite that this profile prefers, if both have it. */
    private Optional<Integer> preferred(Book book, List<Bytes> keyPackages)
            throws CommandException, UntrustedException {
        var preferred = SuiteBook.preferred(book);
        if (preferred.isEmpty()) return Optional.empty();
        var offered = new ArrayList<Bytes>();
        for (var keyPackage : keyPackages) {
            if (chat.groups().suite(keyPackage) == preferred.get()) offered.add(keyPackage);
        }
        return chat.groups().commonSuite(offered);
    }

    private Bytes ofSuite(List<Bytes> keyPackages, int suite) throws UntrustedException {
        for (var keyPackage : keyPackages) if (chat.groups().suite(keyPackage) == suite) return keyPackage;
        throw new UntrustedException("it has no KeyPackage of suite " + suite);
    }
}
