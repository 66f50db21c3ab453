package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.SuiteChanges.Candidate;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.SuiteChanges.Outcome;
import parley.client.api.SuiteChanges.Strength;
import parley.client.api.SuiteChanges.SuiteOf;
import parley.client.api.SuiteChanges.Waiting;
import parley.client.api.SuiteChanges.Wanted;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What protects a conversation, and changing that; of one between two people it is the page of details. */
final class ProtectionPage {

    /** How many members are named before the rest is counted. */
    private static final int NAMED = 4;

    private final MiddlePage page;
    private final Desk desk;
    private final Label about;
    private final Label now;
    private final Label detail;
    private final Label advice;
    private final Label others;
    private final Things list;
    private @Nullable Conversation open;
    private @Nullable SuiteOf suite;
    private @Nullable Candidate asked;
    private boolean busy;

    /** Whether somebody turned out to lack what is asked for, of whom this profile did not know it. */
    private boolean lacked;

    /** Whether beginning anew wants a yes to a weaker cipher. */
    private boolean weakerAnew;

    private String said = "";

    ProtectionPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "protection", "protection.back", "Back", this::back);
        about = page.label(TextStyle.BODY, Token.MUTED);
        now = page.label(TextStyle.BODY, Token.TEXT);
        detail = page.label(TextStyle.SMALL, Token.MUTED);
        advice = page.label(TextStyle.BODY, Token.TEXT);
        others = page.label(TextStyle.STRONG, Token.TEXT);
        list = new Things(page.body(), theme, Token.BACKGROUND, "protection.ciphers", "Ciphers", this::pressed);
        page.grow(list.control(), 60);
    }

    Composite control() {
        return page.control();
    }

    /** Shows what protects {@code conversation}, read anew. */
    void show(Conversation conversation) {
        var before = open;
        open = conversation;
        if (before == null || !before.id().equals(conversation.id())) {
            suite = null;
            asked = null;
            busy = false;
            weakerAnew = false;
            said = "";
            page.problem("");
            show();
        }
        read(conversation.id());
    }

    private void read(ConversationId id) {
        if (!desk.ciphers().changes()) {
            suite = null;
            show();
            return;
        }
        desk.ciphers()
                .of(
                        id,
                        found -> {
                            if (!about(id)) return;
                            suite = found;
                            var wish = asked;
                            if (wish != null) asked = candidate(found, wish.suite());
                            show();
                        },
                        sentence -> failed(id, sentence));
    }

    private static @Nullable Candidate candidate(SuiteOf of, int suite) {
        return of.candidates().stream().filter(each -> each.suite() == suite).findFirst().orElse(null);
    }

    private boolean about(ConversationId id) {
        var shown = open;
        return !page.control().isDisposed() && shown != null && shown.id().equals(id);
    }

    private void back() {
        var shown = open;
        if (asked != null) ask(null);
        else if (shown != null) desk.open(before(shown));
    }

    /** What the page was opened from. */
    private Selected before(Conversation shown) {
        var details = desk.scene().details(shown);
        return details instanceof Selected.Protection ? new Selected.Talk(shown.id()) : details;
    }

    private void show() {
        var shown = open;
        if (shown == null) return;
        boolean direct = shown.kind() == Kind.DIRECT;
        var called = desk.scene().titles().of(shown);
        page.title(called);
        Texts.sayOrHide(about, direct && !called.equals(shown.title()) ? shown.title() : "");
        var of = suite;
        var cipher = SuiteWords.of(of == null ? shown.suite() : of.suite());
        Texts.say(now, inUse(direct, cipher));
        Texts.sayOrHide(detail, of == null ? "" : of.name());
        Texts.sayOrHide(advice, of == null ? "" : asked == null ? advice(of) : question(cipher, asked));
        var rows = of == null || asked != null ? List.<Thing>of() : rows(of);
        Texts.sayOrHide(others, rows.isEmpty() ? "" : of != null && of.mayChange() ? "Change to" : "There are also");
        list.show(rows);
        list.control().setVisible(!rows.isEmpty());
        page.clear();
        if (of != null) buttons(of);
        page.enable(!busy);
        page.layout();
    }

    private static String inUse(boolean direct, SuiteWords cipher) {
        return "What you write here can be read by "
                + (direct ? "the two of you" : "the people in the group")
                + " and nobody else. The cipher is "
                + cipher.called()
                + ": "
                + cipher.strong()
                + ".";
    }

    private String advice(SuiteOf of) {
        if (of.wanted().isPresent()) return waiting(of.wanted().get());
        if (!said.isEmpty()) return said;
        if (!of.present())
            return "It is not here at the moment, and messages wait. They go on when its plug-in is installed or"
                    + " started again, or when somebody else in the conversation changes the cipher.";
        if (of.candidates().isEmpty()) return "There is no other cipher here. A plug-in can bring one.";
        var shown = open;
        boolean admins = !of.mayChange() && shown != null && shown.kind() == Kind.GROUP;
        return admins ? "The admins of the group can change it." : "";
    }

    private String waiting(Wanted wanted) {
        var called = SuiteWords.of(wanted.suite()).called();
        return wanted.lacking().isEmpty()
                ? "The change to " + called + " is on its way. Until it is made, everything stays as it is."
                : "The change to "
                        + called
                        + " waits for "
                        + names(wanted.lacking())
                        + ". It is made by itself when they have it. Until then, everything stays as it is.";
    }

    private String question(SuiteWords from, Candidate to) {
        var called = SuiteWords.of(to.suite()).called();
        var lines = new ArrayList<String>();
        if (to.strength() == Strength.WEAKER) {
            lines.add(called + " is weaker than " + from.called() + ". What is lost:");
            for (var lost : from.lost(SuiteWords.of(to.suite()))) lines.add("\u2022 " + lost);
        } else {
            lines.add("Change to " + called + "?");
        }
        int lacking = to.lacking().size();
        lines.add(
                lacking == 0
                        ? "What was said stays, and everybody goes on in the new cipher."
                        : names(to.lacking())
                                + (lacking == 1 ? " has" : " have")
                                + " not said that it is there with them. The change can wait until it is; meanwhile"
                                + " everything stays as it is.");
        return String.join("\n", lines);
    }

    private String names(List<Address> people) {
        var titles = desk.scene().titles();
        var named = new ArrayList<String>();
        // Isolated (UAX #9): a name from right to left leaves the words around it in place.
        for (var each : people.subList(0, Math.min(NAMED, people.size())))
            named.add("\u2068" + titles.of(each) + "\u2069");
        int more = people.size() - named.size();
        if (more > 0) named.add(more == 1 ? "1 more" : more + " more");
        if (named.size() == 1) return named.getFirst();
        return named.subList(0, named.size() - 1).stream().collect(Collectors.joining(", "))
                + " and "
                + named.getLast();
    }

    private List<Thing> rows(SuiteOf of) {
        return of.candidates().stream().map(each -> row(of, each)).toList();
    }

    private Thing row(SuiteOf of, Candidate each) {
        var words = SuiteWords.of(each.suite());
        int lacking = each.lacking().size();
        var detail = words.strong() + (lacking == 0 ? "" : " · " + lacking + (lacking == 1 ? " lacks it" : " lack it"));
        var mark =
                switch (each.strength()) {
                    case WEAKER -> "Weaker";
                    case EQUAL -> "";
                    case STRONGER -> "Stronger";
                };
        return new Thing(
                Integer.toString(each.suite()),
                Icons.LOCK,
                each.strength() == Strength.WEAKER ? Token.MUTED : Token.GOOD,
                words.called(),
                Texts.upperFirst(detail),
                mark,
                of.mayChange() && !busy);
    }

    private void pressed(Thing row) {
        var of = suite;
        if (of != null && !busy) ask(candidate(of, Integer.parseInt(row.key())));
    }

    private void ask(@Nullable Candidate candidate) {
        asked = candidate;
        lacked = false;
        said = "";
        page.problem("");
        show();
        if (candidate != null) page.focusLast();
    }

    private void buttons(SuiteOf of) {
        var to = asked;
        if (to != null) {
            boolean weaker = to.strength() == Strength.WEAKER, wait = lacked || !to.lacking().isEmpty();
            page.push(
                    "protection.yes",
                    wait ? "Change when they have it" : weaker ? "Use the weaker one" : "Change",
                    weaker ? Rank.DANGER : Rank.MAIN,
                    () -> use(to, new Consent(weaker, wait)));
            page.push("protection.no", "Leave it as it is", Rank.PLAIN, () -> ask(null));
            return;
        }
        if (of.wanted().isPresent()) page.push("protection.cancel", "Give up the change", Rank.PLAIN, this::cancel);
        page.push("protection.all", "All ciphers", Rank.PLAIN, () -> desk.open(new Selected.Ciphers()));
        if (of.present()) return;
        page.push("protection.plugins", "Plug-ins", Rank.MAIN, () -> desk.open(new Selected.Plugins()));
        var shown = open; // of a group its own page does this, where more than the cipher may be missing
        if (shown != null && shown.kind() == Kind.DIRECT)
            page.push(
                    "protection.restart",
                    weakerAnew ? "Begin anew with the weaker cipher" : "Begin anew in another cipher",
                    Rank.PLAIN,
                    () -> restart(shown.id()));
    }

    /** Opens a conversation between two anew, in a cipher that is here. */
    private void restart(ConversationId id) {
        begin();
        desk.groups()
                .restart(
                        id,
                        weakerAnew,
                        restart -> {
                            if (!about(id)) return;
                            busy = false;
                            weakerAnew = false;
                            said = "It begins anew. What was said stays here.";
                            show();
                            read(id);
                        },
                        sentence -> {
                            if (!about(id)) return;
                            weakerAnew = sentence.endsWith(Consent.ASKS_FOR_WEAKER);
                            failed(id, sentence);
                        });
    }

    private void use(Candidate to, Consent consent) {
        var shown = open;
        if (shown == null) return;
        begin();
        desk.ciphers()
                .use(
                        shown.id(),
                        to.suite(),
                        consent,
                        outcome -> done(shown.id(), outcome),
                        sentence -> failed(shown.id(), sentence));
    }

    private void done(ConversationId id, Outcome outcome) {
        if (!about(id)) return;
        busy = false;
        asked = null;
        said = outcome instanceof Waiting ? "" : "The cipher is changed, for everybody here.";
        show();
        desk.soon();
        read(id);
    }

    private void cancel() {
        var shown = open;
        if (shown == null) return;
        begin();
        desk.ciphers()
                .cancel(
                        shown.id(),
                        () -> {
                            if (!about(shown.id())) return;
                            busy = false;
                            read(shown.id());
                        },
                        sentence -> failed(shown.id(), sentence));
    }

    private void begin() {
        busy = true;
        page.problem("");
        page.enable(false);
    }

    private void failed(ConversationId id, String sentence) {
        if (!about(id)) return;
        busy = false;
        lacked = sentence.endsWith(Consent.ASKS_FOR_WAITING);
        show();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
