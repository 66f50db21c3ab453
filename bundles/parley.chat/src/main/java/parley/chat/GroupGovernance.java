package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Governance;
import parley.client.api.Happening;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What holds in groups as faces reach it: what {@link Governing} does, under a service of its own. */
@Component
public final class GroupGovernance implements Governance {

    private final Governing governing;

    @Activate
    public GroupGovernance(@Reference Chat chat) {
        this.governing = chat.governing();
    }

    @Override
    public Rules rules(ConversationId group) throws CommandException {
        return governing.rules(group);
    }

    @Override
    public void rename(ConversationId group, String title) throws CommandException {
        governing.rename(group, title);
    }

    @Override
    public void describe(ConversationId group, String text) throws CommandException {
        governing.describe(group, text);
    }

    @Override
    public void picture(ConversationId group, Optional<Bytes> picture) throws CommandException {
        governing.picture(group, picture);
    }

    @Override
    public void anybodyAdds(ConversationId group, boolean may) throws CommandException {
        governing.anybodyAdds(group, may);
    }

    @Override
    public void approves(ConversationId group, boolean asked) throws CommandException {
        governing.approves(group, asked);
    }

    @Override
    public void adminsWrite(ConversationId group, boolean only) throws CommandException {
        governing.adminsWrite(group, only);
    }

    @Override
    public void appoint(ConversationId group, String member, boolean admin) throws CommandException {
        governing.appoint(group, member, admin);
    }

    @Override
    public void ban(ConversationId group, String who) throws CommandException {
        governing.ban(group, who);
    }

    @Override
    public void unban(ConversationId group, String who) throws CommandException {
        governing.unban(group, who);
    }

    @Override
    public GroupLink link(ConversationId group, LinkState limits) throws CommandException {
        return governing.link(group, limits);
    }

    @Override
    public void endLink(ConversationId group) throws CommandException {
        governing.endLink(group);
    }

    @Override
    public List<Request> requests(ConversationId group) throws CommandException {
        return governing.requests(group);
    }

    @Override
    public void approve(ConversationId group, String who) throws CommandException {
        governing.approve(group, who);
    }

    @Override
    public void deny(ConversationId group, String who) throws CommandException {
        governing.deny(group, who);
    }

    @Override
    public List<Happening> log(ConversationId conversation, long beforeOrder, int limit) throws CommandException {
        return governing.log(conversation, beforeOrder, limit);
    }
}
