package parley.terminal;

import parley.client.api.Happening;
import parley.client.api.Happening.Person;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was done with conversations, for scripts and as sentences. */
final class Happenings {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Happenings() {}

    /** What scripts read; {@code value} stands where a number says something. */
    static Map<String, Object> fields(Happening happening) {
        var value =
                switch (happening.kind()) {
                    case LINK_MADE ->
                            happening.number() == 0 ? Optional.<Long>empty() : Optional.of(happening.number());
                    case ANYBODY_ADDS, APPROVAL, ADMINS_WRITE, LIFETIME, LIFETIME_WANTED, SUITE, DESCRIBED, PICTURED ->
                            Optional.of(happening.number());
                    default -> Optional.<Long>empty();
                };
        return Answer.fields(
                "conversation",
                happening.conversation().hex(),
                "change",
                word(happening.kind()),
                "by",
                happening.by().map(Person::address),
                "account",
                happening.who().map(Person::address),
                "title",
                happening.kind() == Happening.Kind.RENAMED ? Optional.of(happening.text()) : Optional.empty(),
                "value",
                value,
                "at",
                happening.at().truncatedTo(ChronoUnit.MILLIS));
    }

    private static String word(Happening.Kind kind) {
        return EventFields.word(kind).replace('_', ' ');
    }

    /** A line of a list. */
    static String dated(Happening happening) {
        return WHEN.format(happening.at().atZone(ZoneId.systemDefault())) + "  " + line(happening);
    }

    static String line(Happening happening) {
        var by = happening.by().map(Happenings::name).orElse("somebody");
        var who = happening.who().map(Happenings::name).orElse("somebody");
        var on = happening.number() != 0;
        return switch (happening.kind()) {
            case CREATED -> by + " made the group";
            case ADDED -> by + " added " + who;
            case JOINED ->
                    who + " joined by the link" + happening.by().map(one -> ", let in by " + name(one)).orElse("");
            case LEFT -> who + " left";
            case REMOVED -> by + " removed " + who;
            case BANNED -> by + " banned " + who;
            case UNBANNED -> by + " let " + who + " come back";
            case PROMOTED -> by + " made " + who + " an admin";
            case DEMOTED -> by + " made " + who + " no admin any more";
            case RENAMED -> by + " renamed the group: " + Quotes.quoted(happening.text());
            case DESCRIBED -> by + (on ? " described the group anew" : " took the description away");
            case PICTURED -> by + (on ? " gave the group another picture" : " took the picture away");
            case ANYBODY_ADDS -> by + (on ? " let anybody add others" : " let only admins add others");
            case APPROVAL -> by + (on ? " had admins asked who joins" : " let in whoever has the link");
            case ADMINS_WRITE -> by + (on ? " let only admins write" : " let anybody write");
            case LINK_MADE -> by + " made a group link" + (on ? " for " + happening.number() : "");
            case LINK_ENDED -> by + " ended the group link";
            case LIFETIME ->
                    on
                            ? by + " had messages disappear " + after(happening) + " after they were read"
                            : by + " had messages stay";
            case LIFETIME_WANTED ->
                    by
                            + (on
                                    ? " proposed that messages disappear " + after(happening) + " after they were read"
                                    : " wanted messages to stay");
            case SUITE -> by + " changed the cipher";
            case RESTARTED -> by + " opened the conversation anew";
        };
    }

    private static String after(Happening happening) {
        return Durations.words(Duration.ofSeconds(happening.number()));
    }

    private static String name(Person person) {
        return person.own() ? "you" : person.address().toString();
    }
}
