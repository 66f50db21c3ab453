package parley.desktop.chat;

import parley.client.api.Happening;
import parley.client.api.Happening.Person;
import parley.desktop.api.control.Words;

import java.time.Duration;
import java.util.Optional;

/** Says in a sentence what was done with a conversation. */
final class Happened {

    /** Letters of a title that are shown in a sentence. */
    private static final int TITLE = 80;

    private final Titles titles;
    private final Happening it;

    private Happened(Happening it, Titles titles) {
        this.it = it;
        this.titles = titles;
    }

    /** What {@code happening} says, without a full stop. */
    static String text(Happening happening, Titles titles) {
        return new Happened(happening, titles).text();
    }

    private String text() {
        boolean on = it.number() != 0;
        return switch (it.kind()) {
            case CREATED -> by() + " began this conversation";
            case ADDED -> it.by().isEmpty() || same() ? first() + " joined" : by() + " added " + whom();
            case JOINED -> first() + " joined by the link";
            case LEFT -> first() + " left";
            case REMOVED -> passive() ? first() + was() + " removed" : by() + " removed " + whom();
            case BANNED -> passive() ? first() + was() + " banned" : by() + " banned " + whom();
            case UNBANNED -> first() + " may come back";
            case PROMOTED -> passive() ? first() + is() + " an admin now" : by() + " made " + whom() + " an admin";
            case DEMOTED -> first() + is() + " no admin any more";
            case RENAMED ->
                    by() + " renamed the group to \u2068“" + Words.excerpt(Words.line(it.text()), TITLE) + "”\u2069";
            case DESCRIBED -> by() + (on ? " changed the description" : " took the description away");
            case PICTURED -> by() + (on ? " changed the picture" : " took the picture away");
            case ANYBODY_ADDS -> by() + (on ? " let all members add people" : " let only admins add people");
            case APPROVAL ->
                    by() + (on ? " made admins approve who joins by the link" : " let whoever has the link join");
            case ADMINS_WRITE -> by() + (on ? " let only admins write" : " let all members write");
            case LINK_MADE -> by() + " made a group link" + uses();
            case LINK_ENDED -> by() + " ended the group link";
            case LIFETIME -> lifetime(" set messages to disappear after ", " set messages to stay");
            case LIFETIME_WANTED ->
                    lifetime(" proposed that messages disappear after ", " proposed that messages stay");
            case SUITE -> by() + " changed the cipher to " + SuiteWords.of((int) it.number()).called();
            case RESTARTED -> by() + " opened the conversation anew";
        };
    }

    private String lifetime(String some, String none) {
        return by() + (it.number() == 0 ? none : some + time(Duration.ofSeconds(it.number())));
    }

    /** A time in the largest unit in which it is whole. */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 604_800 == 0) return counted(seconds / 604_800, "week");
        if (seconds % 86_400 == 0) return counted(seconds / 86_400, "day");
        if (seconds % 3_600 == 0) return counted(seconds / 3_600, "hour");
        if (seconds % 60 == 0) return counted(seconds / 60, "minute");
        return counted(seconds, "second");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    private String uses() {
        return it.number() == 0 ? "" : " for " + (it.number() == 1 ? "1 person" : it.number() + " people");
    }

    /** Who did it, at the beginning of a sentence. */
    private String by() {
        return it.by().map(this::start).orElse("Somebody");
    }

    /** Whom it concerns, at the beginning of a sentence. */
    private String first() {
        return it.who().or(it::by).map(this::start).orElse("Somebody");
    }

    private String start(Person person) {
        return person.own() ? "You" : titles.within(person);
    }

    private String whom() {
        return it.who().map(who -> who.own() ? "you" : titles.within(who)).orElse("somebody");
    }

    private boolean same() {
        return it.by().map(Person::account).equals(it.who().map(Person::account));
    }

    private boolean passive() {
        return it.by().isEmpty() || same();
    }

    private String was() {
        return own() ? " were" : " was";
    }

    private String is() {
        return own() ? " are" : " is";
    }

    private boolean own() {
        Optional<Person> who = it.who().or(it::by);
        return who.filter(Person::own).isPresent();
    }
}
