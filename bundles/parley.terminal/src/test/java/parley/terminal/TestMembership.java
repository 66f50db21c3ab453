package parley.terminal;

import static parley.terminal.TestClient.ACCOUNT;
import static parley.terminal.TestClient.BOB;
import static parley.terminal.TestClient.BOOKS;
import static parley.terminal.TestClient.GROUP;
import static parley.terminal.TestClient.KEY;
import static parley.terminal.TestClient.LINK;
import static parley.terminal.TestClient.bytes;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations;
import parley.client.api.Membership;
import parley.client.api.Membership.Restart;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.GroupLink;

import java.util.List;

/** The one group that there is, and what is asked of it, noted. */
final class TestMembership implements Membership {

    private final TestClient client;

    TestMembership(TestClient client) {
        this.client = client;
    }

    @Override
    public Conversations.Conversation create(String title) {
        client.note("create", title);
        return BOOKS;
    }

    @Override
    public void add(ConversationId group, String addressOrLink) {
        client.note("add", group, addressOrLink);
    }

    @Override
    public void remove(ConversationId group, String address) {
        client.note("remove", group, address);
    }

    @Override
    public void leave(ConversationId group) {
        client.note("leave", group);
    }

    @Override
    public GroupLink invite(ConversationId group) {
        client.note("invite", group);
        return LINK;
    }

    @Override
    public Restart restart(ConversationId conversation, boolean weaker) throws CommandException {
        client.note("restart", conversation, weaker);
        if (weaker) return client.restart;
        throw new CommandException(
                Yes.WEAKER, "the cipher P256 is weaker than P384, which it uses now; say so if you want it");
    }

    @Override
    public Join join(GroupLink link) {
        client.note("join", link.log().hex(), link.secret().text());
        return client.join;
    }

    @Override
    public Group group(ConversationId group) throws CommandException {
        if (!group.equals(GROUP)) throw new CommandException(Code.REFUSED, "that is no group");
        var phone = new DeviceKey(bytes(32, 4));
        return new Group(
                GROUP,
                "Book club",
                List.of(
                        new Member(ACCOUNT.address(), ACCOUNT.key(), ACCOUNT.device(), true, true),
                        new Member(BOB, KEY, new DeviceKey(bytes(32, 3)), false, false),
                        new Member(BOB, KEY, phone, false, false)),
                true,
                true,
                true,
                true,
                false,
                true);
    }
}
