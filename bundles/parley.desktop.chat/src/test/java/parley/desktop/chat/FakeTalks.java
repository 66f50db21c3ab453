package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Message.Reaction;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was said in all conversations of a client in memory, and what becomes of it, by the rules of the real one. */
final class FakeTalks {

    private final Map<ConversationId, List<Message>> said = new LinkedHashMap<>();

    void open(ConversationId talk) {
        said.put(talk, new ArrayList<>());
    }

    void add(Message message) {
        said.get(message.conversation()).add(message);
    }

    List<Message> in(ConversationId talk) {
        return List.copyOf(said.get(talk));
    }

    Optional<Message> last(ConversationId talk) {
        var all = said.get(talk);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    Optional<Message> find(MessageId id) {
        return said.values().stream().flatMap(List::stream).filter(message -> message.id().equals(id)).findFirst();
    }

    Message need(MessageId id) throws CommandException {
        return find(id).orElseThrow(() -> new CommandException(Code.NOT_FOUND, "there is no message " + id.hex()));
    }

    Optional<Message> quoted(Message reply) {
        return reply.replyTo().flatMap(this::find).filter(it -> it.conversation().equals(reply.conversation()));
    }

    /** Does what {@code by} says; empty if there is nothing to do. */
    Optional<Event> edit(MessageId id, Address by, String text) throws CommandException {
        var was = need(id);
        if (!was.from().equals(by))
            throw new CommandException(Code.REFUSED, "only who said a message can edit it; reply to it");
        if (was.file().isPresent())
            throw new CommandException(Code.REFUSED, "a file cannot be edited; cancel it and send another");
        if (was.deleted()) throw new CommandException(Code.REFUSED, "the message was deleted; say it anew");
        if (was.text().equals(text)) return Optional.empty();
        var now = Instant.now();
        change(
                id,
                it -> {
                    it.text = text;
                    it.edited = Optional.of(now);
                });
        return Optional.of(new Event.MessageEdited(was.conversation(), id, by, text, now, List.of()));
    }

    /** As {@link #edit}. */
    Optional<Event> delete(MessageId id, Address by) throws CommandException {
        var was = need(id);
        if (!was.from().equals(by))
            throw new CommandException(
                    Code.REFUSED, "only who said a message can delete it for everybody; delete it here alone");
        if (was.deleted()) return Optional.empty();
        change(
                id,
                it -> {
                    it.text = "";
                    it.file = Optional.empty();
                    it.edited = Optional.empty();
                    it.deleted = true;
                    it.reactions = List.of();
                });
        return Optional.of(new Event.MessageDeleted(was.conversation(), id, by));
    }

    void erase(MessageId id) throws CommandException {
        said.get(need(id).conversation()).removeIf(message -> message.id().equals(id));
    }

    /** As {@link #edit}. */
    Optional<Event> react(MessageId id, Address by, boolean own, String emoji, boolean set) throws CommandException {
        var was = need(id);
        if (was.deleted()) throw new CommandException(Code.REFUSED, "the message was deleted; react to another");
        var one = new Reaction(by, emoji, own);
        if (was.reactions().contains(one) == set) return Optional.empty();
        if (set && was.reactions().stream().filter(it -> it.by().equals(by)).count() >= 8)
            throw new CommandException(
                    Code.REFUSED, "nobody has more than 8 reactions to one message; take one back first");
        var reactions = new ArrayList<>(was.reactions());
        if (set) reactions.add(one);
        else reactions.remove(one);
        change(id, it -> it.reactions = reactions);
        return Optional.of(new Event.ReactionChanged(was.conversation(), id, by, emoji, set));
    }

    /** Has the message {@code id} answer {@code to}. */
    Message answer(MessageId id, MessageId to) {
        change(id, it -> it.replyTo = Optional.of(to));
        return find(id).orElseThrow();
    }

    /** Has the message {@code id} mention those. */
    Message mention(MessageId id, List<Message.Mention> mentions, boolean forwarded) {
        change(
                id,
                it -> {
                    it.mentions = mentions;
                    it.forwarded = forwarded;
                });
        return find(id).orElseThrow();
    }

    /** Has the message {@code id} stay for {@code time} from when it was read. */
    void lasts(MessageId id, Duration time) {
        change(id, it -> it.lasts = Optional.of(time));
    }

    /** Has the author of the message {@code id} say that they wrote or edited it at times that cannot be. */
    void claim(MessageId id, Optional<Instant> written, Optional<Instant> edited) {
        change(
                id,
                it -> {
                    if (edited.isPresent()) it.edited = Optional.of(Instant.now());
                    it.claimed = written;
                    it.editClaimed = edited;
                });
    }

    private void change(MessageId id, Consumer<Changed> change) {
        said.values().forEach(all -> all.replaceAll(it -> it.id().equals(id) ? changed(it, change) : it));
    }

    private static Message changed(Message was, Consumer<Changed> change) {
        var changed = new Changed(was);
        change.accept(changed);
        return changed.message();
    }

    /** A message while something becomes of it; what is not named stays. */
    private static final class Changed {

        private final Message was;
        private String text;
        private Optional<MessageId> file;
        private Optional<MessageId> replyTo;
        private List<Message.Mention> mentions;
        private boolean forwarded;
        private Optional<Instant> edited;
        private boolean deleted;
        private List<Reaction> reactions;
        private Optional<Duration> lasts;
        private Optional<Instant> claimed;
        private Optional<Instant> editClaimed;

        Changed(Message was) {
            this.was = was;
            text = was.text();
            file = was.file();
            replyTo = was.replyTo();
            mentions = was.mentions();
            forwarded = was.forwarded();
            edited = was.edited();
            deleted = was.deleted();
            reactions = was.reactions();
            lasts = was.lasts();
            claimed = was.claimed();
            editClaimed = was.editClaimed();
        }

        Message message() {
            return new Message(
                    was.id(),
                    was.conversation(),
                    was.order(),
                    was.author(),
                    was.from(),
                    was.own(),
                    text,
                    was.at(),
                    was.state(),
                    file,
                    replyTo,
                    mentions,
                    forwarded,
                    edited,
                    deleted,
                    reactions,
                    lasts,
                    claimed,
                    editClaimed);
        }
    }
}
