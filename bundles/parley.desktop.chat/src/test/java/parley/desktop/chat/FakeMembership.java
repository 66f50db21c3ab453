package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Event;
import parley.client.api.Event.MemberChanged.Change;
import parley.client.api.Happening.Kind;
import parley.client.api.Membership;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.GroupLink;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The groups of a {@link FakeClient}: whoever stands in {@link #notAdmin} is led by others. */
final class FakeMembership implements Membership {

    static final String LINK =
            "parley://relay.example:7463/group/" + "5a".repeat(16) + "?fp=" + "ab".repeat(32) + "#" + "A".repeat(43);

    final Set<ConversationId> notAdmin = new HashSet<>();
    final Set<ConversationId> left = new HashSet<>();
    final Set<ConversationId> linked = new HashSet<>();

    /** Those that this account may open anew; whether only in a weaker cipher; and what comes of it. */
    final Set<ConversationId> stuck = new HashSet<>();

    volatile boolean weakens;
    volatile Restart restart = new Restart.Begun(List.of());
    volatile Optional<CommandException> refusal = Optional.empty();
    volatile boolean joins = true;
    private final FakeClient client;

    FakeMembership(FakeClient client) {
        this.client = client;
    }

    private void note(String call) throws CommandException {
        client.note(call);
        if (refusal.isPresent()) throw refusal.get();
    }

    @Override
    public Conversation create(String title) throws CommandException {
        note("create " + title);
        return client.conversations.find(client.talk(title, Conversations.Kind.GROUP, Instant.now())).orElseThrow();
    }

    @Override
    public void add(ConversationId group, String address) throws CommandException {
        note("add " + FakeContacts.named(address));
        change(group, FakeContacts.named(address), Change.JOINED);
    }

    @Override
    public void remove(ConversationId group, String address) throws CommandException {
        note("remove " + FakeContacts.named(address));
        change(group, FakeContacts.named(address), Change.REMOVED);
    }

    @Override
    public void leave(ConversationId group) throws CommandException {
        note("leave");
        change(group, client.current().orElseThrow().address(), Change.LEFT);
        left.add(group);
        client.stop(group, "You have left this group.", false);
    }

    /** Lets somebody come or go, as seen by this client. */
    void change(ConversationId group, Address who, Change change) {
        members(group, who, change == Change.JOINED);
        var kind =
                switch (change) {
                    case JOINED -> Kind.ADDED;
                    case LEFT -> Kind.LEFT;
                    case REMOVED -> Kind.REMOVED;
                };
        client.governance.happened(group, kind, "", who.toString(), "", 0);
        client.ear.happened(new Event.MemberChanged(group, who, change));
    }

    /** Lets somebody go without a word. */
    void gone(ConversationId group, Address who) {
        members(group, who, false);
    }

    private void members(ConversationId group, Address who, boolean in) {
        client.conversations.change(
                group,
                talk -> {
                    var members = new ArrayList<>(talk.members());
                    members.remove(who);
                    if (in) members.add(who);
                    return talk.members(members);
                });
    }

    @Override
    public GroupLink invite(ConversationId group) throws CommandException {
        note("invite");
        linked.add(group);
        return GroupLink.parse(LINK);
    }

    @Override
    public Join join(GroupLink link) throws CommandException {
        note("join " + link.log());
        if (!joins) return new Join(JoinState.REQUESTED, Optional.empty());
        return new Join(
                JoinState.JOINED,
                client.conversations.find(client.talk("Book club", Conversations.Kind.GROUP, Instant.now(), "mira")));
    }

    @Override
    public Restart restart(ConversationId id, boolean weaker) throws CommandException {
        note("restart" + (weaker ? " weaker" : ""));
        if (weakens && !weaker) {
            throw new CommandException(
                    Yes.WEAKER, "the cipher P256 is weaker than P384, which it uses now; say so if you want it");
        }
        stuck.remove(id);
        client.goOn(id);
        return restart;
    }

    @Override
    public Group group(ConversationId id) throws CommandException {
        var talk =
                client.conversations
                        .find(id)
                        .orElseThrow(() -> new CommandException(Code.NOT_FOUND, "there is no such group"));
        var me = client.current().orElseThrow().address();
        boolean admin = !notAdmin.contains(id), over = talk.stopped().isPresent();
        var members = new ArrayList<Member>();
        for (var who : talk.members()) {
            boolean leads =
                    who.equals(me) ? admin : !admin && members.isEmpty() || client.governance.appointed.contains(who);
            members.add(new Member(who, FakeClient.key(who.name()), device(1), leads, who.equals(me)));
        }
        members.addAll(List.copyOf(members).stream().limit(1).toList()); // a second device
        return new Group(
                id,
                talk.title(),
                members,
                admin && !over,
                admin && !over,
                (admin || linked.contains(id)) && !over,
                !left.contains(id),
                stuck.contains(id),
                linked.contains(id));
    }

    private static DeviceKey device(int value) {
        var bytes = new byte[32];
        bytes[0] = (byte) value;
        return new DeviceKey(Bytes.of(bytes));
    }
}
