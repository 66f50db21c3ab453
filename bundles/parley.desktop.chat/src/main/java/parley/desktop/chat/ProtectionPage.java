package parley.desktop.chat;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Sentences;
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
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Listed;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.ArrayList;
import java.util.List;

/** What protects a conversation, and changing that; of one between two people it is the page of details. */
final class ProtectionPage {

    private static final Phrases T = Phrases.of(ProtectionPage.class);

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
        page = new MiddlePage(parent, theme, "protection", "protection.back", T.get("page.back"), this::back);
        about = page.label(TextStyle.BODY, Token.MUTED);
        now = page.label(TextStyle.BODY, Token.TEXT);
        detail = page.label(TextStyle.SMALL, Token.MUTED);
        advice = page.label(TextStyle.BODY, Token.TEXT);
        others = page.label(TextStyle.STRONG, Token.TEXT);
        list =
                new Things(
                        page.body(),
                        theme,
                        Token.BACKGROUND,
                        "protection.ciphers",
                        T.get("ciphers.title"),
                        this::pressed);
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
                        e -> failed(id, e));
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
        Texts.sayOrHide(
                others,
                rows.isEmpty() ? "" : of != null && of.mayChange() ? T.get("protection.to") : T.get("protection.also"));
        list.show(rows);
        list.control().setVisible(!rows.isEmpty());
        page.clear();
        if (of != null) buttons(of);
        page.enable(!busy);
        page.layout();
    }

    private static String inUse(boolean direct, SuiteWords cipher) {
        return T.get(
                direct ? "protection.use.two" : "protection.use.group",
                "cipher",
                cipher.called(),
                "strength",
                cipher.strong());
    }

    private String advice(SuiteOf of) {
        if (of.wanted().isPresent()) return waiting(of.wanted().get());
        if (!said.isEmpty()) return said;
        if (!of.present()) return T.get("protection.missing");
        if (of.candidates().isEmpty()) return T.get("protection.alone");
        var shown = open;
        boolean admins = !of.mayChange() && shown != null && shown.kind() == Kind.GROUP;
        return admins ? T.get("protection.admins") : "";
    }

    private String waiting(Wanted wanted) {
        var called = SuiteWords.of(wanted.suite()).called();
        return wanted.lacking().isEmpty()
                ? T.get("protection.going", "cipher", called)
                : T.get("protection.waits", "cipher", called, "names", names(wanted.lacking()));
    }

    private String question(SuiteWords from, Candidate to) {
        var words = SuiteWords.of(to.suite());
        var lines = new ArrayList<String>();
        if (to.strength() == Strength.WEAKER) {
            lines.add(T.get("protection.weaker", "to", words.called(), "from", from.called()));
            for (var lost : from.lost(words)) lines.add("\u2022 " + lost);
        } else {
            lines.add(T.get("protection.ask", "cipher", words.called()));
        }
        lines.add(outlook(to.lacking()));
        return String.join("\n", lines);
    }

    private String outlook(List<Address> lacking) {
        if (lacking.isEmpty()) return T.get("protection.everybody");
        boolean one = lacking.size() == 1;
        return T.get(one ? "protection.lacking.one" : "protection.lacking", "names", names(lacking));
    }

    private String names(List<Address> people) {
        var titles = desk.scene().titles();
        return Listed.and(people.stream().map(titles::of).toList(), NAMED);
    }

    private List<Thing> rows(SuiteOf of) {
        return of.candidates().stream().map(each -> row(of, each)).toList();
    }

    private Thing row(SuiteOf of, Candidate each) {
        var words = SuiteWords.of(each.suite());
        var mark =
                switch (each.strength()) {
                    case WEAKER -> T.get("protection.mark.weaker");
                    case EQUAL -> "";
                    case STRONGER -> T.get("protection.mark.stronger");
                };
        return new Thing(
                Integer.toString(each.suite()),
                Icons.LOCK,
                each.strength() == Strength.WEAKER ? Token.MUTED : Token.GOOD,
                words.called(),
                detail(words, each.lacking().size()),
                mark,
                of.mayChange() && !busy);
    }

    private static String detail(SuiteWords words, int lacking) {
        var strength = Sentences.upperFirst(words.strong());
        if (lacking == 0) return strength;
        var lack = T.get("protection.row.lacking", "count", lacking);
        return T.get("protection.row", "strength", strength, "lacking", lack);
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
                    wait
                            ? T.get("protection.yes.wait")
                            : weaker ? T.get("protection.yes.weaker") : T.get("protection.yes"),
                    weaker ? Rank.DANGER : Rank.MAIN,
                    () -> use(to, new Consent(weaker, wait)));
            page.push("protection.no", T.get("protection.no"), Rank.PLAIN, () -> ask(null));
            return;
        }
        if (of.wanted().isPresent())
            page.push("protection.cancel", T.get("protection.cancel"), Rank.PLAIN, this::cancel);
        page.push("protection.all", T.get("ciphers.all"), Rank.PLAIN, () -> desk.open(new Selected.Ciphers()));
        if (of.present()) return;
        page.push("protection.plugins", T.get("plugins.title"), Rank.MAIN, () -> desk.open(new Selected.Plugins()));
        var shown = open; // of a group its own page does this, where more than the cipher may be missing
        if (shown != null && shown.kind() == Kind.DIRECT)
            page.push(
                    "protection.restart",
                    weakerAnew ? T.get("protection.restart.weaker") : T.get("protection.restart"),
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
                            said = T.get("protection.restarted");
                            show();
                            read(id);
                        },
                        e -> {
                            if (!about(id)) return;
                            weakerAnew = e.lacks(Yes.WEAKER);
                            failed(id, e);
                        });
    }

    private void use(Candidate to, Consent consent) {
        var shown = open;
        if (shown == null) return;
        begin();
        desk.ciphers()
                .use(shown.id(), to.suite(), consent, outcome -> done(shown.id(), outcome), e -> failed(shown.id(), e));
    }

    private void done(ConversationId id, Outcome outcome) {
        if (!about(id)) return;
        busy = false;
        asked = null;
        said = outcome instanceof Waiting ? "" : T.get("protection.changed");
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
                        e -> failed(shown.id(), e));
    }

    private void begin() {
        busy = true;
        page.problem("");
        page.enable(false);
    }

    private void failed(ConversationId id, CommandException e) {
        if (!about(id)) return;
        busy = false;
        lacked = e.lacks(Yes.WAITING);
        show();
        page.problem(Texts.sentence(Errand.sentence(e)));
        page.layout();
    }
}
