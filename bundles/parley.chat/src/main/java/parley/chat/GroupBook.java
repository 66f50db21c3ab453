package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Membership;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;

/** The groups as faces reach them: what {@link Memberships} does, under a service of its own. */
@Component
public final class GroupBook implements Membership {

    private final Memberships memberships;

    @Activate
    public GroupBook(@Reference Chat chat) {
        this.memberships = chat.memberships();
    }

    @Override
    public Conversation create(String title) throws CommandException {
        return memberships.create(title);
    }

    @Override
    public void add(ConversationId group, String addressOrLink) throws CommandException {
        memberships.add(group, addressOrLink);
    }

    @Override
    public void remove(ConversationId group, String address) throws CommandException {
        memberships.remove(group, address);
    }

    @Override
    public void leave(ConversationId group) throws CommandException {
        memberships.leave(group);
    }

    @Override
    public GroupLink invite(ConversationId group) throws CommandException {
        return memberships.invite(group);
    }

    @Override
    public Restart restart(ConversationId conversation, boolean weaker) throws CommandException {
        return memberships.restart(conversation, weaker);
    }

    @Override
    public Join join(GroupLink link) throws CommandException {
        return memberships.join(link);
    }

    @Override
    public Group group(ConversationId group) throws CommandException {
        return memberships.group(group);
    }
}
