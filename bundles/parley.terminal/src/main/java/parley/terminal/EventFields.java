package parley.terminal;

import static parley.terminal.Answer.fields;

import org.jspecify.annotations.Nullable;

import parley.client.api.Contacts;
import parley.client.api.Contacts.Contact;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers.Transfer;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.text.Inert;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Events as JSON objects and as lines for a person. */
final class EventFields {

    /** Letters, digits and single spaces: nothing that a quoted word treats in a way of its own, or that hides. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{Nd}]+( [\\p{L}\\p{Nd}]+)*");

    private EventFields() {}

    /** The object that scripts read; null for what they are not told. */
    static @Nullable Map<String, Object> json(Event event) {
        return switch (event) {
            case Event.LinkChanged(var state, var path, var reason) ->
                    fields("event", "link", "state", word(state), "path", path, "reason", reason);
            case Event.ContactChanged(var address, _, var state) ->
                    fields("event", "contact", "account", address, "state", state.word());
            case Event.TrustChanged(var address, _, var trust) ->
                    fields("event", "trust", "account", address, "trust", trust.word());
            case Event.CheckChanged(var conversation, var address, var check) -> {
                var fields = fields("event", "check", "account", address, "conversation", conversation.hex());
                fields.putAll(VerifyCommands.fields(check));
                yield fields;
            }
            case Event.ProfileChanged(var address, _) -> fields("event", "profile", "account", address);
            case Event.ConversationOpened(var id, var title, var kind) ->
                    fields("event", "conversation", "id", id.hex(), "title", title, "kind", word(kind));
            case Event.MessageReceived received -> message(received);
            case Event.MessageEdited edited -> edited(edited);
            case Event.MessageDeleted(var conversation, var message, var by) ->
                    amended("deleted", conversation, message, by);
            case Event.ReactionChanged(var conversation, var message, var by, var emoji, var set) -> {
                var reaction = amended("reaction", conversation, message, by);
                reaction.put("emoji", emoji);
                reaction.put("set", set);
                yield reaction;
            }
            case Event.MessageExpired(var conversation, var message) ->
                    fields("event", "expired", "message", message.hex(), "conversation", conversation.hex());
            case Event.ReceiptChanged(_, var message, var state, var by) ->
                    fields("event", "receipt", "message", message.hex(), "state", word(state), "by", by);
            case Event.PresenceChanged(var address, _, var presence, var status) ->
                    fields(
                            "event",
                            "presence",
                            "account",
                            address,
                            "state",
                            word(presence),
                            "status",
                            PresenceCommands.given(status));
            case Event.TypingChanged(var conversation, var address, var typing) ->
                    fields("event", "typing", "conversation", conversation.hex(), "account", address, "typing", typing);
            case Event.SettingsChanged(var conversation, var settings) -> {
                var changed = fields("event", "settings", "conversation", conversation.hex());
                changed.putAll(SettingsFields.json(settings));
                yield changed;
            }
            case Event.MemberChanged(var conversation, var address, var change) ->
                    fields(
                            "event",
                            "member",
                            "conversation",
                            conversation.hex(),
                            "account",
                            address,
                            "change",
                            word(change));
            case Event.GroupChanged(var happening) -> {
                var changed = fields("event", "group");
                changed.putAll(Happenings.fields(happening));
                yield changed;
            }
            case Event.JoinRequested(var conversation, var address, _) ->
                    fields("event", "request", "conversation", conversation.hex(), "account", address);
            case Event.FileChanged(var transfer) -> file(transfer);
            case Event.FileProgress(var transfer) -> file(transfer);
            case Event.SuiteChanged(var conversation, var suite, var state) ->
                    fields(
                            "event",
                            "suite",
                            "conversation",
                            conversation.hex(),
                            "suite",
                            suite,
                            "state",
                            word(state).replace('_', ' '));
            case Event.Notice(var text) -> fields("event", "notice", "text", text);
            case Event.Warning(var text) -> fields("event", "notice", "text", text);
            case Event.SendingStopped _, Event.SuitesPresent _ -> null; // a notice says the former
        };
    }

    static Map<String, Object> file(Transfer transfer) {
        return fields(
                "event",
                "file",
                "id",
                transfer.id().hex(),
                "conversation",
                transfer.conversation().hex(),
                "from",
                transfer.from(),
                "name",
                transfer.name(),
                "size",
                transfer.size(),
                "state",
                transfer.state().word(),
                "bytes",
                transfer.bytes(),
                "path",
                transfer.path(),
                "sha256",
                transfer.sha256(),
                "reason",
                transfer.reason());
    }

    private static Map<String, Object> amended(
            String event, ConversationId conversation, MessageId message, Address by) {
        return fields("event", event, "message", message.hex(), "conversation", conversation.hex(), "by", by);
    }

    private static Map<String, Object> message(Event.MessageReceived message) {
        var fields =
                fields(
                        "event",
                        "message",
                        "id",
                        message.id().hex(),
                        "conversation",
                        message.conversation().hex(),
                        "from",
                        message.from(),
                        "text",
                        message.text(),
                        "at",
                        time(message.at()),
                        "replyTo",
                        message.replyTo().map(MessageId::hex));
        mentions(fields, message.mentions());
        if (message.forwarded()) fields.put("forwarded", true);
        message.claimed().ifPresent(claimed -> fields.put("claimed", time(claimed)));
        return fields;
    }

    private static Map<String, Object> edited(Event.MessageEdited edited) {
        var fields = amended("edited", edited.conversation(), edited.message(), edited.by());
        fields.put("text", edited.text());
        fields.put("at", time(edited.at()));
        mentions(fields, edited.mentions());
        edited.claimed().ifPresent(claimed -> fields.put("claimed", time(claimed)));
        return fields;
    }

    /** Whom parts of a text mean. */
    private static void mentions(Map<String, Object> of, List<Message.Mention> mentions) {
        if (mentions.isEmpty()) return;
        of.put(
                "mentions",
                mentions.stream()
                        .map(it -> fields("account", it.address(), "start", it.start(), "length", it.length()))
                        .toList());
        if (mentions.stream().anyMatch(Message.Mention::own)) of.put("mentionsMe", true);
    }

    static Map<String, Object> message(Message message) {
        var fields =
                message(
                        new Event.MessageReceived(
                                message.id(),
                                message.conversation(),
                                message.from(),
                                message.text(),
                                message.at(),
                                message.replyTo(),
                                message.mentions(),
                                message.forwarded(),
                                message.claimed()));
        fields.put("edited", message.edited().map(EventFields::time));
        message.editClaimed().ifPresent(claimed -> fields.put("editClaimed", time(claimed)));
        if (message.deleted()) fields.put("deleted", true);
        var reactions = message.reactions().stream().map(it -> fields("by", it.by(), "emoji", it.emoji())).toList();
        if (!reactions.isEmpty()) fields.put("reactions", reactions);
        return fields;
    }

    /** A time for scripts. */
    static Instant time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    static Map<String, Object> contact(Contact contact) {
        return fields(
                "account",
                contact.address(),
                "state",
                contact.state().word(),
                "trust",
                contact.trust().word(),
                "former",
                contact.former().map(Contacts.State::word),
                "lookalike",
                contact.lookalikeOf(),
                "conversation",
                contact.conversation().map(id -> id.hex()));
    }

    static Map<String, Object> conversation(Conversation conversation) {
        var fields =
                fields(
                        "id",
                        conversation.id().hex(),
                        "title",
                        conversation.title(),
                        "kind",
                        word(conversation.kind()),
                        "unread",
                        conversation.unread(),
                        "mentions",
                        conversation.mentions() > 0 ? Optional.of(conversation.mentions()) : Optional.empty(),
                        "suite",
                        conversation.suite() == 0 ? Optional.empty() : Optional.of(conversation.suite()),
                        "stopped",
                        conversation.stopped());
        fields.putAll(SettingsFields.json(conversation.settings()));
        return fields;
    }

    /** A line for a person; empty for what is not worth one. */
    static Optional<String> line(Event event, FeedPrinter.Names names) {
        return Optional.ofNullable(
                switch (event) {
                    case Event.LinkChanged(var state, _, var reason) ->
                            "— "
                                    + switch (state) {
                                        case CONNECTED -> "connected";
                                        case RECONNECTING ->
                                                "reconnecting" + reason.map(why -> ": " + Inert.line(why)).orElse("");
                                        case OFFLINE ->
                                                "offline" + reason.map(why -> ": " + Inert.line(why)).orElse("");
                                    };
                    case Event.ContactChanged(var address, _, var state) ->
                            switch (state) {
                                case ASKS ->
                                        "— "
                                                + address
                                                + " asks for a conversation: /approve "
                                                + address
                                                + " or /deny "
                                                + address;
                                case APPROVED -> "— you can talk with " + address;
                                case REQUESTED, DENIED, BLOCKED -> null;
                            };
                    case Event.TrustChanged(var address, _, var trust) ->
                            switch (trust) {
                                case VERIFIED -> "— " + address + " is verified";
                                case UNVERIFIED -> "— " + address + " is not verified any more";
                                case CHANGED, REPLACED -> null; // a notice says the former, and a person the latter
                            };
                    case Event.CheckChanged(_, var address, var check) -> VerifyCommands.line(address, check);
                    case Event.ConversationOpened(_, var title, var kind) ->
                            kind == Conversations.Kind.GROUP ? "— you are in " + Quotes.quoted(title) : null;
                    case Event.MessageReceived received ->
                            MessageLines.line(
                                    received, names.group(received.conversation()), () -> names.quoted(received.id()));
                    case Event.MessageEdited edited -> MessageLines.line(edited, names.group(edited.conversation()));
                    case Event.MessageDeleted(var conversation, _, var by) ->
                            "— " + by.name() + " deleted a message" + in(names.group(conversation));
                    case Event.ReactionChanged(var conversation, var message, var by, var emoji, var set) ->
                            "— "
                                    + by.name()
                                    + (set ? " reacts " : " takes back ")
                                    + Quotes.emoji(emoji)
                                    + MessageLines.to(names.message(message))
                                    + in(names.group(conversation));
                    case Event.PresenceChanged(var address, _, var presence, var status) ->
                            "— " + address + " is " + word(presence) + PresenceCommands.said(status);
                    case Event.MemberChanged(var conversation, var address, var change) ->
                            "— "
                                    + address
                                    + switch (change) {
                                        case JOINED -> " joined ";
                                        case LEFT -> " left ";
                                        case REMOVED -> " was removed from ";
                                    }
                                    + names.group(conversation).map(Quotes::quoted).orElse("the group");
                    case Event.GroupChanged(var happening) ->
                            switch (happening.kind()) {
                                case CREATED, SUITE, RESTARTED -> null; // an answer or a notice says it
                                default ->
                                        "— " + Happenings.line(happening) + in(names.group(happening.conversation()));
                            };
                    case Event.JoinRequested(var conversation, var address, _) ->
                            "— "
                                    + address
                                    + " asks to join"
                                    + in(names.group(conversation))
                                    + ": /group approve "
                                    + named(conversation, names)
                                    + ' '
                                    + address;
                    case Event.FileChanged(var transfer) -> fileLine(transfer);
                    case Event.SuiteChanged(_, var suite, var state) ->
                            switch (state) {
                                case WAITING ->
                                        "— messages wait: the cipher "
                                                + Inert.line(names.suite(suite))
                                                + " is not installed or stopped; start its bundle";
                                case IN_USE ->
                                        "— messages go on: the cipher "
                                                + Inert.line(names.suite(suite))
                                                + " is there again";
                                case CHANGED -> null; // a notice says who changed it from what to what
                            };
                    case Event.Notice(var text) -> "— " + Inert.line(text);
                    case Event.Warning(var text) -> "— " + Inert.line(text);
                    case Event.TypingChanged(var conversation, var address, var typing) ->
                            typing ? "— " + address.name() + " is writing" + in(names.group(conversation)) : null;
                    case Event.ProfileChanged _,
                            Event.ReceiptChanged _,
                            Event.MessageExpired _,
                            Event.FileProgress _,
                            Event.SendingStopped _,
                            Event.SettingsChanged _,
                            Event.SuitesPresent _ ->
                            null;
                });
    }

    static @Nullable String fileLine(Transfer transfer) {
        var name = Quotes.quoted(transfer.name());
        var id = transfer.id().hex().substring(0, 8);
        return switch (transfer.state()) {
            case OFFERED ->
                    transfer.own()
                            ? null
                            : "— "
                                    + transfer.from().name()
                                    + " offers "
                                    + name
                                    + " ("
                                    + size(transfer.size())
                                    + "): /accept "
                                    + id
                                    + " or /decline "
                                    + id;
            case RUNNING, PAUSED -> null;
            case DONE ->
                    "— "
                            + name
                            + (transfer.own()
                                    ? " is sent"
                                    : " is in " + transfer.path().map(Object::toString).orElse("place"));
            case DECLINED -> "— " + name + " was declined";
            case CANCELLED -> "— " + name + " was cancelled";
            case FAILED -> "— " + name + " failed: " + Inert.line(transfer.reason().orElse("no reason is known"));
        };
    }

    static String size(long bytes) {
        if (bytes < 1000) return bytes + " bytes";
        var units = new String[] {"kB", "MB", "GB", "TB"};
        double value = bytes / 1000.0;
        var unit = 0;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** A group as a command takes it: by its title, unless that needs more than quotes. */
    private static String named(ConversationId group, FeedPrinter.Names names) {
        return names.group(group)
                .filter(title -> PLAIN.matcher(title).matches())
                .map(title -> '"' + title + '"')
                .orElse(group.hex());
    }

    private static String in(Optional<String> group) {
        return group.map(title -> " in " + Quotes.quoted(title)).orElse("");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
