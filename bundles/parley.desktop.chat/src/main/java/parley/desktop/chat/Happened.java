package parley.desktop.chat;

import parley.client.api.Happening;
import parley.client.api.Happening.Person;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in a sentence what was done with a conversation. */
final class Happened {

    private static final Phrases T = Phrases.of(Happened.class);

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
            case CREATED -> by("happened.created.you", "happened.created");
            case ADDED ->
                    passive()
                            ? who("happened.joined.you", "happened.joined")
                            : both("happened.added.by-you", "happened.added.you", "happened.added");
            case JOINED -> who("happened.linked.you", "happened.linked");
            case LEFT -> who("happened.left.you", "happened.left");
            case REMOVED ->
                    passive()
                            ? who("happened.gone.you", "happened.gone")
                            : both("happened.removed.by-you", "happened.removed.you", "happened.removed");
            case BANNED ->
                    passive()
                            ? who("happened.barred.you", "happened.barred")
                            : both("happened.banned.by-you", "happened.banned.you", "happened.banned");
            case UNBANNED -> who("happened.unbanned.you", "happened.unbanned");
            case PROMOTED ->
                    passive()
                            ? who("happened.admin.you", "happened.admin")
                            : both("happened.promoted.by-you", "happened.promoted.you", "happened.promoted");
            case DEMOTED -> who("happened.demoted.you", "happened.demoted");
            case RENAMED -> by("happened.renamed.you", "happened.renamed", "title", title());
            case DESCRIBED ->
                    on
                            ? by("happened.described.you", "happened.described")
                            : by("happened.undescribed.you", "happened.undescribed");
            case PICTURED ->
                    on
                            ? by("happened.pictured.you", "happened.pictured")
                            : by("happened.unpictured.you", "happened.unpictured");
            case ANYBODY_ADDS ->
                    on
                            ? by("happened.all.add.you", "happened.all.add")
                            : by("happened.admins.add.you", "happened.admins.add");
            case APPROVAL ->
                    on ? by("happened.approve.you", "happened.approve") : by("happened.free.you", "happened.free");
            case ADMINS_WRITE ->
                    on
                            ? by("happened.admins.write.you", "happened.admins.write")
                            : by("happened.all.write.you", "happened.all.write");
            case LINK_MADE -> linked();
            case LINK_ENDED -> by("happened.unlinked.you", "happened.unlinked");
            case LIFETIME ->
                    on
                            ? by("happened.lasts.you", "happened.lasts", "time", lasts())
                            : by("happened.stays.you", "happened.stays");
            case LIFETIME_WANTED ->
                    on
                            ? by("happened.lasts.wanted.you", "happened.lasts.wanted", "time", lasts())
                            : by("happened.stays.wanted.you", "happened.stays.wanted");
            case SUITE ->
                    by("happened.cipher.you", "happened.cipher", "cipher", SuiteWords.of((int) it.number()).called());
            case RESTARTED -> by("happened.anew.you", "happened.anew");
        };
    }

    /**
     * A time in the largest unit in which it is whole: {@code "2 days"}. For a phrase in which that may stand as it is,
     * as after a colon: what would be declined has no other forms here.
     */
    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 604_800 == 0) return counted(seconds / 604_800, "time.week", "time.weeks");
        if (seconds % 86_400 == 0) return counted(seconds / 86_400, "time.day", "time.days");
        if (seconds % 3_600 == 0) return counted(seconds / 3_600, "time.hour", "time.hours");
        if (seconds % 60 == 0) return counted(seconds / 60, "time.minute", "time.minutes");
        return counted(seconds, "time.second", "time.seconds");
    }

    /** Two phrases and no plural: the window shows this as it opens, and ICU takes its time. */
    private static String counted(long count, String one, String more) {
        return count == 1 ? T.get(one) : T.get(more, "count", count);
    }

    private String linked() {
        if (it.number() == 0) return by("happened.link.you", "happened.link");
        return it.number() == 1
                ? by("happened.link.one.you", "happened.link.one")
                : by("happened.link.many.you", "happened.link.many", "count", it.number());
    }

    private String title() {
        return Words.excerpt(Words.line(it.text()), TITLE);
    }

    private String lasts() {
        return time(Duration.ofSeconds(it.number()));
    }

    /** What somebody did: the phrase {@code own} if it was the person at this window, else {@code other}. */
    private String by(String own, String other, Object... named) {
        return it.by().filter(Person::own).isPresent()
                ? T.get(own, named)
                : T.get(other, with(named, "by", name(it.by())));
    }

    /** What became of somebody: the phrase {@code own} if it was the person at this window, else {@code other}. */
    private String who(String own, String other) {
        var who = it.who().or(it::by);
        return who.filter(Person::own).isPresent() ? T.get(own) : T.get(other, "who", name(who));
    }

    /**
     * What somebody did to another: {@code byOwn} if the person at this window did it, {@code own} if it was to them.
     */
    private String both(String byOwn, String own, String other) {
        var whom = it.who().map(titles::of).orElseGet(() -> T.get("happened.whom"));
        if (it.by().filter(Person::own).isPresent()) return T.get(byOwn, "who", whom);
        return it.who().filter(Person::own).isPresent()
                ? T.get(own, "by", name(it.by()))
                : T.get(other, "by", name(it.by()), "who", whom);
    }

    private String name(Optional<Person> person) {
        return person.map(titles::of).orElseGet(() -> T.get("happened.somebody"));
    }

    private static Object[] with(Object[] named, String name, String value) {
        return Stream.concat(Stream.of(named), Stream.of(name, value)).toArray();
    }

    /** Whether it is not said who did it, or they did it to themselves. */
    private boolean passive() {
        return it.by().isEmpty() || it.by().map(Person::account).equals(it.who().map(Person::account));
    }
}
