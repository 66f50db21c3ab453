package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Membership;
import parley.client.api.Membership.JoinState;
import parley.client.api.Membership.Restart;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does what a person asks for about groups. All of it may wait for the network, so each has a thread of its own; who
 * asked hears what came of it on the UI thread.
 */
final class Groups {

    private static final Phrases T = Phrases.of(Groups.class);

    /** A change of who is in a group. */
    @FunctionalInterface
    interface Change {
        void make(Membership membership, ConversationId group) throws CommandException;
    }

    private final Membership membership;
    private final UiThread ui;
    private final Desk desk;

    Groups(Membership membership, UiThread ui, Desk desk) {
        this.membership = membership;
        this.ui = ui;
        this.desk = desk;
    }

    /** Reads a group as it stands. */
    void read(ConversationId id, Consumer<Membership.Group> found, Consumer<String> failed) {
        desk.away(
                () -> {
                    var group = membership.group(id);
                    ui.execute(() -> found.accept(group));
                },
                failed);
    }

    /** Changes who is in {@code group}. */
    void change(ConversationId group, Change change, Runnable done, Consumer<String> failed) {
        desk.away(
                () -> {
                    change.make(membership, group);
                    desk.soon();
                    ui.execute(done);
                },
                failed);
    }

    /** Opens a group anew that does not go on, or follows who has. */
    void restart(ConversationId group, boolean weaker, Consumer<Restart> done, Consumer<CommandException> failed) {
        Errand<Restart> errand =
                () -> {
                    var restart = membership.restart(group, weaker);
                    desk.soon();
                    return restart;
                };
        errand.begin(ui, done, failed);
    }

    /** Makes a group with {@code people} in it and opens it; there it is said who could not be added. */
    void make(String title, List<String> people, Runnable done, Consumer<String> failed) {
        desk.away(
                () -> {
                    var made = membership.create(title).id();
                    opened(made, done);
                    for (var person : people) {
                        Attempt adding = () -> membership.add(made, person);
                        adding.orElse(e -> desk.talk().failed(made, unadded(person, e), Draft.EMPTY));
                    }
                    desk.soon();
                },
                failed);
    }

    private static String unadded(String person, CommandException e) {
        return T.get("group.unadded", "person", person, "reason", Errand.sentence(e));
    }

    /** Brings the link of {@code group}, which is made if there is none. */
    void link(ConversationId group, Consumer<String> made, Consumer<String> failed) {
        desk.away(
                () -> {
                    var link = membership.invite(group).text();
                    ui.execute(() -> made.accept(link));
                },
                failed);
    }

    /** Joins by {@code link} and opens the group; {@code asked} runs instead if somebody there has to answer first. */
    void join(String link, Runnable done, Runnable asked, Consumer<String> failed) {
        desk.away(
                () -> {
                    var join = membership.join(parse(link));
                    Optional<Conversation> in =
                            join.state() == JoinState.JOINED ? join.conversation() : Optional.empty();
                    if (in.isPresent()) opened(in.get().id(), done);
                    else ui.execute(asked);
                },
                failed);
    }

    private static GroupLink parse(String link) throws CommandException {
        try {
            return GroupLink.parse(link);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void opened(ConversationId group, Runnable done) {
        desk.soon();
        ui.execute(() -> {
            done.run();
            desk.open(new Selected.Talk(group));
        });
    }
}
