package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.timeline.Said;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is asked before something of a conversation is deleted: it does not come back. For the UI thread. */
final class Deleting {

    private static final Phrases T = Phrases.of(Deleting.class);

    /** Letters of a message that is asked about. */
    private static final int EXCERPT = 60;

    /**
     * What is asked.
     *
     * @param about the id of the entry; empty for all of them
     */
    private record Question(String about, String sentence, List<Banner.Choice> choices) {}

    private final Desk desk;
    private final Runnable changed;
    private @Nullable Question question;

    /**
     * @param changed runs when something is asked, or nothing any more because it was answered
     */
    Deleting(Desk desk, Runnable changed) {
        this.desk = desk;
        this.changed = changed;
    }

    /** Whether something is asked now. */
    boolean asks() {
        return question != null;
    }

    /** Asks it in {@code banner}; the harmless answer stands last. */
    void show(Banner banner) {
        var asked = question;
        if (asked != null) banner.ask(asked.sentence(), asked.choices());
    }

    /** Asks whether {@code said} is to be deleted: for everybody if the person likes, else here alone. */
    void ask(Said said, boolean all) {
        var choices = new ArrayList<Banner.Choice>();
        if (all) choices.add(choice("message.delete", Said.Act.DELETE, said, desk.talk()::delete));
        choices.add(choice("message.erase", Said.Act.ERASE, said, desk.talk()::erase));
        choices.add(new Banner.Choice("message.keep", T.get("delete.keep"), Rank.PLAIN, this::answered));
        ask(new Question(said.id(), question(said, all), choices));
    }

    private static String question(Said said, boolean all) {
        if (said.deleted()) return T.get("delete.rest");
        var words = Words.excerpt(said.line(), EXCERPT);
        if (!all) return T.get("delete.here", "words", words);
        return said.card() == null ? T.get("delete.all", "words", words) : T.get("delete.file", "words", words);
    }

    /** Asks whether all that was said is to be deleted here. */
    void ask() {
        Runnable clear =
                () -> {
                    answered();
                    desk.talk().clear();
                };
        ask(
                new Question(
                        "",
                        T.get("delete.talk"),
                        List.of(
                                new Banner.Choice("talk.clear", T.get("delete.talk.clear"), Rank.DANGER, clear),
                                new Banner.Choice(
                                        "talk.keep", T.get("delete.talk.keep"), Rank.PLAIN, this::answered))));
    }

    private void ask(Question asked) {
        question = asked;
        changed.run();
    }

    private Banner.Choice choice(String id, Said.Act act, Said said, Consumer<Said> done) {
        return new Banner.Choice(
                id,
                act.label(),
                Rank.DANGER,
                () -> {
                    answered();
                    done.accept(said);
                });
    }

    /** Nothing is asked any more: the person has decided. */
    void answered() {
        question = null;
        changed.run();
    }

    /** Asks no longer about the entry {@code id}, of which nothing is left to delete. */
    void gone(String id) {
        var asked = question;
        if (asked != null && asked.about().equals(id)) answered();
    }

    /** Another conversation is shown. */
    void leave() {
        question = null;
    }
}
