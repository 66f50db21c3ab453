package parley.terminal;

import static parley.terminal.Answer.fields;

import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Conversations.Kind;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** What is set for a conversation, for scripts and for a person. */
final class SettingsFields {

    /** How scripts are told that it is for ever. */
    static final String FOR_EVER = "forever";

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private SettingsFields() {}

    /** Only what is set. */
    static Map<String, Object> json(Settings settings) {
        return fields(
                "pinned",
                set(settings.pinned() > 0),
                "muted",
                settings.mutedUntil().map(SettingsFields::time),
                "archived",
                set(settings.archived()),
                "markedUnread",
                set(settings.markedUnread()),
                "receipts",
                settings.receipts(),
                "draft",
                Optional.of(settings.draft().text()).filter(text -> !text.isEmpty()),
                "draftReplyTo",
                settings.draft().replyTo().map(MessageId::hex),
                "lifetime",
                Optional.of(settings.lifetime()).filter(SettingsFields::isSet).map(SettingsFields::json));
    }

    private static boolean isSet(Lifetime lifetime) {
        return !lifetime.equals(Lifetime.UNLIMITED);
    }

    static Map<String, Object> json(Lifetime lifetime) {
        return fields(
                "now",
                lifetime.now().toSeconds(),
                "own",
                lifetime.own().toSeconds(),
                "theirs",
                lifetime.theirs().toSeconds());
    }

    /** What is in force, and what was said that is not. */
    static String line(Lifetime lifetime, Kind kind) {
        var now =
                lifetime.now().isZero()
                        ? "Messages stay"
                        : "Messages disappear " + Durations.words(lifetime.now()) + " after they were read";
        if (kind == Kind.GROUP) return now + ".";
        return now + "; you said " + word(lifetime.own()) + ", the other " + word(lifetime.theirs()) + ".";
    }

    private static String word(Duration said) {
        return said.isZero() ? "off" : Durations.words(said);
    }

    private static Optional<Boolean> set(boolean is) {
        return is ? Optional.of(true) : Optional.empty();
    }

    static Object time(Instant until) {
        return until.equals(ConversationSettings.FOR_EVER) ? FOR_EVER : until.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What a list says of a conversation besides; empty for nothing. */
    static String line(Settings settings, Instant now) {
        var words = new ArrayList<String>();
        if (settings.pinned() > 0) words.add("pinned");
        if (settings.markedUnread()) words.add("marked unread");
        if (settings.archived()) words.add("archived");
        if (settings.isMuted(now)) words.add("muted" + until(settings.mutedUntil().orElseThrow()));
        if (!settings.draft().isNone()) words.add("a draft");
        if (!settings.lifetime().now().isZero()) words.add("disappearing");
        return words.isEmpty() ? "" : " [" + String.join(", ", words) + "]";
    }

    static String until(Instant time) {
        return time.equals(ConversationSettings.FOR_EVER)
                ? ""
                : " until " + DAY_AND_TIME.format(time.atZone(ZoneId.systemDefault()));
    }
}
