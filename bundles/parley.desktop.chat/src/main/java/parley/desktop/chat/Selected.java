package parley.desktop.chat;

import parley.desktop.chat.image.Part;
import parley.desktop.chat.image.Pixels;
import parley.desktop.chat.timeline.Said;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;

import java.util.function.Consumer;

/** What stands open in the middle of the window. */
sealed interface Selected {

    /** Nothing has been chosen. */
    record Nothing() implements Selected {}

    /** A conversation. */
    record Talk(ConversationId id) implements Selected {}

    /** A group: who is in it. */
    record Group(ConversationId id) implements Selected {}

    /** What a group is called, and what holds in it. */
    record GroupSettings(ConversationId id) implements Selected {}

    /** The link by which people come to a group. */
    record GroupLink(ConversationId id) implements Selected {}

    /** What protects a conversation; of one between two people, its details. */
    record Protection(ConversationId id) implements Selected {}

    /** How long messages last in a conversation. */
    record Lasting(ConversationId id) implements Selected {}

    /** The way that the messages of a conversation take. */
    record Path(ConversationId id) implements Selected {}

    /** The messages of a conversation that are kept at hand. */
    record Pins(ConversationId id) implements Selected {}

    /** A copy of a conversation in a file. */
    record Export(ConversationId id) implements Selected {}

    /** To whom {@code said}, of the conversation {@code id}, is to be said once more. */
    record Forward(ConversationId id, Said said) implements Selected {}

    /** The ciphers that there are. */
    record Ciphers() implements Selected {}

    /** Somebody one knows: who they are, and whether that is so. */
    record Contact(AccountKey account) implements Selected {}

    /** Strangers who want to talk. */
    record Asking() implements Selected {}

    /** What one says of oneself. */
    record Profile() implements Selected {}

    /**
     * A picture of which a part is to be chosen.
     *
     * @param back what stands open afterwards
     * @param taken hears of the part, if one is taken
     */
    record Picture(Pixels pixels, Selected back, Consumer<Part> taken) implements Selected {}

    /** The plug-ins. */
    record Plugins() implements Selected {}

    /** A person with whom there is no conversation yet: one of us has asked. */
    record Person(AccountKey account) implements Selected {}

    /** Whether it is the conversation {@code id}, or something to do with it. */
    default boolean isAbout(ConversationId id) {
        return lineId().equals(new Talk(id).lineId());
    }

    /** Names it among the lines of the list. */
    default String lineId() {
        return switch (this) {
            case Nothing(), Plugins(), Ciphers(), Profile() -> "";
            case Asking() -> Requests.LINE;
            case Picture(var _, var back, var _) -> back.lineId();
            case Talk(var id) -> "c:" + id.hex();
            case Group(var id) -> "c:" + id.hex();
            case GroupSettings(var id) -> "c:" + id.hex();
            case GroupLink(var id) -> "c:" + id.hex();
            case Protection(var id) -> "c:" + id.hex();
            case Lasting(var id) -> "c:" + id.hex();
            case Path(var id) -> "c:" + id.hex();
            case Pins(var id) -> "c:" + id.hex();
            case Export(var id) -> "c:" + id.hex();
            case Forward(var id, var _) -> "c:" + id.hex();
            case Person(var account) -> "p:" + account.hex();
            case Contact(var account) -> "p:" + account.hex();
        };
    }
}
