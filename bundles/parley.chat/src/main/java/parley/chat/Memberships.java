package parley.chat;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Membership;
import parley.client.api.Membership.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a person wants of groups: makes them, and says who is in them. */
final class Memberships implements Membership {

    /** No group link. */
    static final Bytes NO_LINK = Bytes.wrap(new byte[32]);

    /** The most leaves of a group that we make. */
    private static final int MAX_MEMBERS = 5000;

    private final Chat chat;

    Memberships(Chat chat) {
        this.chat = chat;
    }

    // ---- Making one ----

    @Override
    public Conversation create(String title) throws CommandException {
        var length = title.getBytes(StandardCharsets.UTF_8).length;
        if (title.isBlank()) throw new CommandException(Code.REFUSED, "a group needs a title; name it");
        if (length > MAX_TITLE) {
            throw new CommandException(
                    Code.REFUSED, "a title has at most " + MAX_TITLE + " bytes, this one " + length + "; shorten it");
        }
        var leaf = chat.keyPackages().newLeaf();
        var state = chat.store().transact(tx -> begin(new Book(tx), title, leaf));
        chat.add(state).up();
        return chat.store().transact(tx -> Talk.show(new Book(tx), new Book(tx).need(state.id)));
    }

    private ConversationState begin(Book book, String title, NewLeaf leaf) throws CommandException {
        var own = chat.accounts().need();
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var suite =
                chat.groups()
                        .defaultSuite()
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.REFUSED, "no cipher is installed; start a cipher bundle and try again"));
        var policy =
                new Policy(
                        ConversationId.random(),
                        Policy.Kind.GROUP,
                        1,
                        title,
                        List.of(own.key()),
                        false,
                        MAX_MEMBERS,
                        NO_LINK);
        try {
            var group = chat.groups().create(identity, suite, leaf.leaf(), policy);
            var view = chat.groups().view(group);
            var state =
                    new ConversationState(
                            policy.conversation(),
                            Kind.GROUP,
                            title,
                            LogId.random(),
                            own.address().relay(),
                            suite,
                            Stage.OPENING,
                            leaf.leaf().follower(),
                            leaf.followerPrivate(),
                            chat.now());
            state.addSlot(new Slot(0, view.epoch(), false, view.authenticator())); // the base before the first commit
            book.begin(state);
            book.putChain(state.id, 0, Hash.ZERO, chat.now().toEpochMilli());
            book.put(state.id, group, null);
            return state;
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        }
    }

    // ---- Who is in it ----

    @Override
    public void add(ConversationId group, String addressOrLink) throws CommandException {
        throw notYet();
    }

    @Override
    public void remove(ConversationId group, String address) throws CommandException {
        throw notYet();
    }

    @Override
    public void leave(ConversationId group) throws CommandException {
        throw notYet();
    }

    private static CommandException notYet() {
        return new CommandException(
                Code.REFUSED, "this version makes groups and cannot change who is in them; update Parley");
    }

    @Override
    public Group group(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = need(book, id);
                    return show(state, chat.groups().view(book.group(id).orElseThrow()), book);
                });
    }

    private static ConversationState need(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        if (state.kind == Kind.GROUP) return state;
        throw new CommandException(
                Code.REFUSED, "the conversation with " + state.title + " is between two people, and no group");
    }

    private Group show(ConversationState state, View view, Book book) throws CommandException {
        var own = own(view);
        var policy = view.policy();
        var members = new ArrayList<Member>();
        for (var member : view.members()) {
            members.add(
                    new Member(
                            Hearer.addressOf(book, member),
                            member.account(),
                            member.device(),
                            policy.admins().contains(member.account()),
                            member.account().equals(own)));
        }
        var open = state.stage == Stage.OPEN;
        var admin = open && policy.admins().contains(own);
        return new Group(
                state.id,
                state.title,
                members,
                admin || open && policy.anybodyAdds(),
                admin,
                admin || open && !policy.link().equals(NO_LINK),
                !policy.link().equals(NO_LINK));
    }

    static AccountKey own(View view) {
        return view.members().stream()
                .filter(member -> member.leaf() == view.ownLeaf())
                .findFirst()
                .orElseThrow()
                .account();
    }
}
