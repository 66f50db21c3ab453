package parley.desktop.chat;

import parley.desktop.chat.timeline.Said;

import java.util.Optional;

/** What is being written in a conversation: the words so far, and what they are for. */
record Draft(String text, Purpose purpose) {

    static final Draft EMPTY = new Draft("", new Purpose.Say());

    /** What becomes of the words. */
    sealed interface Purpose {

        /** They are said. */
        record Say() implements Purpose {}

        /** They answer {@code to}. */
        record Reply(Said to) implements Purpose {}

        /** They take the place of those of {@code message}; {@code before} was being written until then. */
        record Edit(Said message, Draft before) implements Purpose {}
    }

    /** The message that they answer or take the place of. */
    Optional<Said> about() {
        return switch (purpose) {
            case Purpose.Say() -> Optional.empty();
            case Purpose.Reply(var to) -> Optional.of(to);
            case Purpose.Edit(var message, var _) -> Optional.of(message);
        };
    }

    /** Whether nothing would be lost with it. */
    boolean isEmpty() {
        return text.isBlank() && purpose instanceof Purpose.Say;
    }

    /** Answers {@code to} with the same words; what was being edited stays as it was. */
    Draft reply(Said to) {
        if (purpose instanceof Purpose.Edit(var _, var before)) return before.reply(to);
        return new Draft(text, new Purpose.Reply(to));
    }

    /** Edits {@code message}; what was being written waits. */
    Draft edit(Said message) {
        var waits = purpose instanceof Purpose.Edit(var _, var before) ? before : this;
        return new Draft(message.text(), new Purpose.Edit(message, waits));
    }

    /** What is left without the reply or the edit. */
    Draft cancelled() {
        return switch (purpose) {
            case Purpose.Say() -> this;
            case Purpose.Reply _ -> new Draft(text, new Purpose.Say());
            case Purpose.Edit(var _, var before) -> before;
        };
    }

    /** What is left once it is sent. */
    Draft sent() {
        return purpose instanceof Purpose.Edit(var _, var before) ? before : EMPTY;
    }

    /**
     * What is being written once {@code refused}, which was to be sent, has come back: none of its words are lost, nor
     * of those that were written since.
     */
    Draft takeBack(Draft refused) {
        if (refused.text.isBlank()) return this;
        if (isEmpty() || equals(refused.sent())) return refused;
        if (refused.purpose instanceof Purpose.Edit(var message, var _))
            return new Draft(refused.text, new Purpose.Edit(message, this));
        if (purpose instanceof Purpose.Edit(var message, var before))
            return new Draft(text, new Purpose.Edit(message, before.takeBack(refused)));
        var both = text.isBlank() ? refused.text : refused.text + "\n" + text;
        return new Draft(both, purpose instanceof Purpose.Say ? refused.purpose : purpose);
    }

    /** The same while {@code now} is what has become of a message. */
    Draft with(Said now) {
        return switch (purpose) {
            case Purpose.Say() -> this;
            case Purpose.Reply(var to) when !to.id().equals(now.id()) -> this;
            case Purpose.Reply _ -> now.deleted() ? cancelled() : new Draft(text, new Purpose.Reply(now));
            case Purpose.Edit(var message, var before) when !message.id().equals(now.id()) ->
                    new Draft(text, new Purpose.Edit(message, before.with(now)));
            case Purpose.Edit(var _, var before) ->
                    now.deleted() ? before.with(now) : new Draft(text, new Purpose.Edit(now, before.with(now)));
        };
    }

    /** The same while the message {@code id} is there no more. */
    Draft without(String id) {
        return switch (purpose) {
            case Purpose.Say() -> this;
            case Purpose.Reply(var to) -> to.id().equals(id) ? cancelled() : this;
            case Purpose.Edit(var message, var before) ->
                    message.id().equals(id)
                            ? before.without(id)
                            : new Draft(text, new Purpose.Edit(message, before.without(id)));
        };
    }
}
