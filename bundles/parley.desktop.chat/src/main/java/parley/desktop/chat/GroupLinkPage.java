package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Governance.LinkState;
import parley.client.api.Governance.Rules;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.protocol.ConversationId;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The link by which people come to a group: how long and how often it lets somebody in, and making another. */
final class GroupLinkPage {

    private static final Phrases T = Phrases.of(GroupLinkPage.class);
    private static final String ANY = "0";

    private final MiddlePage page;
    private final Desk desk;
    private final Label now;
    private final Label done;
    private @Nullable ConversationId open;
    private @Nullable Rules rules;
    private String uses = ANY;
    private String hours = ANY;
    private boolean busy;

    GroupLinkPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "group.links", "group.link.back", T.get("group.back"), this::back);
        page.title(T.get("grouplink.title"));
        now = page.label(TextStyle.BODY, Token.TEXT);
        var column = new Composite(page.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        Proofs.wide(column);
        var sheet = new Sheet(column, theme, () -> {});
        sheet.heading(T.get("grouplink.lets"));
        sheet.choices("group.link.uses", people(), uses, chosen -> uses = chosen);
        sheet.heading(T.get("grouplink.for"));
        sheet.choices("group.link.hours", times(), hours, chosen -> hours = chosen);
        done = page.label(TextStyle.BODY, Token.GOOD);
    }

    private static Map<String, String> people() {
        var names = new LinkedHashMap<String, String>();
        names.put(ANY, T.get("grouplink.any"));
        for (int count : new int[] {1, 10, 100}) names.put("" + count, T.get("grouplink.people", "count", count));
        return names;
    }

    private static Map<String, String> times() {
        var names = new LinkedHashMap<String, String>();
        names.put(ANY, T.get("grouplink.always"));
        for (int hours : new int[] {1, 24, 24 * 7}) names.put("" + hours, Happened.time(Duration.ofHours(hours)));
        return names;
    }

    Composite control() {
        return page.control();
    }

    /** Shows the link of {@code id}, read anew. */
    void show(ConversationId id) {
        if (!id.equals(open)) {
            open = id;
            rules = null;
            busy = false;
            page.problem("");
            Texts.sayOrHide(done, "");
        }
        desk.people().governance(governance -> governance.rules(id), found -> read(id, found), this::failed);
        show();
    }

    private void read(ConversationId id, Rules found) {
        if (page.control().isDisposed() || !id.equals(open)) return;
        rules = found;
        show();
    }

    private void back() {
        var id = open;
        if (id != null) desk.open(new Selected.Group(id));
    }

    private void show() {
        var shown = rules;
        Texts.say(now, shown == null ? "" : sentence(shown, Instant.now()));
        page.clear();
        if (shown != null && shown.admin()) {
            boolean there = holds(shown, Instant.now());
            page.push(
                    "group.link.make",
                    there ? T.get("grouplink.make.another") : T.get("grouplink.make"),
                    Rank.MAIN,
                    this::make);
            if (there) {
                page.push("group.link.copy", T.get("grouplink.copy"), Rank.PLAIN, this::copy);
                page.push("group.link.end", T.get("grouplink.end"), Rank.DANGER, this::end);
            }
        }
        page.enable(!busy);
        page.layout();
    }

    private static boolean holds(Rules rules, Instant now) {
        return rules.link()
                .filter(link -> link.until().filter(until -> !until.isAfter(now)).isEmpty())
                .filter(link -> link.uses().filter(left -> left <= 0).isEmpty())
                .isPresent();
    }

    /** How it stands with the link there is. */
    static String sentence(Rules rules, Instant now) {
        if (!holds(rules, now)) return T.get("grouplink.none");
        var asks = rules.approves() ? T.get("grouplink.asked") : T.get("grouplink.unasked");
        return T.get("grouplink.now", "lets", lets(rules.link().orElseThrow()), "asks", asks);
    }

    private static String lets(LinkState link) {
        var until = link.until().map(GroupLinkPage::time);
        if (link.uses().isEmpty())
            return until.map(time -> T.get("grouplink.now.any.until", "time", time))
                    .orElseGet(() -> T.get("grouplink.now.any"));
        int count = link.uses().get();
        return until.map(time -> T.get("grouplink.now.people.until", "count", count, "time", time))
                .orElseGet(() -> T.get("grouplink.now.people", "count", count));
    }

    private static String time(Instant at) {
        return Language.local(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)).format(at);
    }

    private void make() {
        var id = open;
        if (id == null) return;
        var limits = new LinkState(until(), Optional.of(Integer.valueOf(uses)).filter(count -> count > 0));
        begin();
        desk.people()
                .governance(
                        governance -> governance.link(id, limits).text(),
                        link -> copied(id, link, T.get("grouplink.made")),
                        sentence -> failed(id, sentence));
    }

    private Optional<Instant> until() {
        long time = Long.parseLong(hours);
        return time == 0 ? Optional.empty() : Optional.of(Instant.now().plus(Duration.ofHours(time)));
    }

    private void copy() {
        var id = open;
        if (id == null) return;
        begin();
        desk.groups().link(id, link -> copied(id, link, T.get("grouplink.copied")), sentence -> failed(id, sentence));
    }

    private void copied(ConversationId id, String link, String sentence) {
        if (page.control().isDisposed() || !id.equals(open)) return;
        Words.copy(page.control().getDisplay(), link);
        ended(id, sentence);
    }

    private void end() {
        var id = open;
        if (id == null) return;
        begin();
        desk.people()
                .govern(
                        id,
                        (governance, group) -> governance.endLink(group),
                        () -> ended(id, T.get("grouplink.ended")),
                        sentence -> failed(id, sentence));
    }

    private void begin() {
        busy = true;
        page.problem("");
        page.enable(false);
    }

    private void ended(ConversationId id, String sentence) {
        if (page.control().isDisposed() || !id.equals(open)) return;
        busy = false;
        Texts.sayOrHide(done, sentence);
        desk.soon();
        show(id);
    }

    private void failed(ConversationId id, String sentence) {
        if (id.equals(open)) failed(sentence);
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        busy = false;
        show();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
