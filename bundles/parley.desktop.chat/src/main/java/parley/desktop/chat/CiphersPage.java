package parley.desktop.chat;

import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.Suites.Suite;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.chat.list.Things;
import parley.desktop.chat.list.Things.Thing;
import parley.desktop.chat.paint.Icons;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** The ciphers: which there are, what brings each, which conversations use it, and which new ones are to use. */
final class CiphersPage {

    private static final int ROW = 60;

    private final MiddlePage page;
    private final Desk desk;
    private final Label lead;
    private final Things list;
    private final Label heading;
    private final Things users;
    private Optional<Integer> preferred = Optional.empty();

    /** The cipher that the page is about, or all of them. */
    private OptionalInt about = OptionalInt.empty();

    /** Whether preferring it wants a yes to a weaker one. */
    private boolean weaker;

    private boolean busy;

    CiphersPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "ciphers", "ciphers.back", "Back", this::back);
        lead = page.label(TextStyle.BODY, Token.MUTED);
        list = new Things(page.body(), theme, Token.BACKGROUND, "ciphers.list", "Ciphers", this::pressed);
        page.grow(list.control(), 0);
        heading = page.label(TextStyle.STRONG, Token.TEXT);
        users = new Things(page.body(), theme, Token.BACKGROUND, "ciphers.users", "Conversations", this::open);
        page.grow(users.control(), 0);
    }

    Composite control() {
        return page.control();
    }

    /** The page was opened: it begins with all of them. */
    void opened() {
        about = OptionalInt.empty();
        weaker = false;
        page.problem("");
        show();
    }

    /** Shows what there is now. */
    void show() {
        if (desk.ciphers().changes())
            desk.ciphers()
                    .preferred(
                            found -> {
                                if (page.control().isDisposed()) return;
                                preferred = found;
                                paint();
                            },
                            this::failed);
        paint();
    }

    private void paint() {
        if (about.isPresent()) paint(about.getAsInt());
        else paintAll();
        page.enable(!busy);
        page.layout();
    }

    private void paintAll() {
        page.title("Ciphers");
        Texts.say(
                lead,
                "What locks the messages of each conversation. New conversations use the strongest that everybody in"
                        + " them has, or the one that you prefer.");
        var numbers = new TreeSet<Integer>(Comparator.reverseOrder());
        present().forEach(suite -> numbers.add(suite.id()));
        talks().forEach(talk -> numbers.add(talk.suite()));
        fill(
                list,
                numbers.stream()
                        .sorted(Comparator.comparingInt(it -> -SuiteWords.of(it).rank()))
                        .map(this::row)
                        .toList());
        Texts.sayOrHide(heading, "");
        fill(users, List.of());
        page.clear();
    }

    private Thing row(int suite) {
        var words = SuiteWords.of(suite);
        var here = present(suite);
        long used = talks().stream().filter(talk -> talk.suite() == suite).count();
        var use = used == 0 ? "not used" : used == 1 ? "used by 1 conversation" : "used by " + used + " conversations";
        return new Thing(
                Integer.toString(suite),
                here.isPresent() ? Icons.LOCK : Icons.WARNING,
                here.isPresent() ? Token.GOOD : Token.WARNING,
                words.called(),
                here.isPresent() ? Texts.upperFirst(words.strong()) + " · " + use : "Not here · " + use,
                preferred.filter(it -> it == suite).isPresent() ? "Preferred" : "",
                true);
    }

    private void paint(int suite) {
        var words = SuiteWords.of(suite);
        var here = present(suite);
        page.title(words.called());
        Texts.say(
                lead,
                here.map(it ->
                                Texts.upperFirst(words.strong())
                                        + ".\n"
                                        + it.name()
                                        + ", number "
                                        + suite
                                        + " of RFC 9420, brought by the bundle "
                                        + it.provider()
                                        + ".")
                        .orElse(
                                "It is not here at the moment: conversations that use it wait until its plug-in is"
                                        + " installed or started again."));
        fill(list, List.of());
        var using = talks().stream().filter(talk -> talk.suite() == suite).toList();
        Texts.sayOrHide(heading, using.isEmpty() ? "No conversation uses it" : "Used by");
        fill(users, using.stream().map(this::row).toList());
        page.clear();
        boolean is = preferred.filter(it -> it == suite).isPresent();
        if (desk.ciphers().changes() && here.isPresent() && !is)
            page.push(
                    "ciphers.prefer",
                    weaker ? "Use the weaker one for new conversations" : "Use for new conversations",
                    weaker ? Rank.DANGER : Rank.MAIN,
                    () -> prefer(suite));
        if (here.isEmpty())
            page.push("ciphers.plugins", "Plug-ins", Rank.MAIN, () -> desk.open(new Selected.Plugins()));
        page.push("ciphers.all", "All ciphers", Rank.PLAIN, this::opened);
    }

    private Thing row(Conversation talk) {
        return new Thing(
                talk.id().hex(),
                talk.kind() == Kind.GROUP ? Icons.PEOPLE : Icons.TALK,
                Token.MUTED,
                desk.scene().titles().of(talk),
                talk.kind() == Kind.GROUP ? "Group" : talk.title(),
                "",
                true);
    }

    private static void fill(Things list, List<Thing> rows) {
        Proofs.there(list.control(), !rows.isEmpty());
        var place = (GridData) list.control().getLayoutData();
        place.heightHint = ROW * rows.size() + 4;
        place.grabExcessVerticalSpace = false;
        list.show(rows);
    }

    private List<Suite> present() {
        return desk.ciphers().present();
    }

    private Optional<Suite> present(int suite) {
        return present().stream().filter(it -> it.id() == suite).findFirst();
    }

    private List<Conversation> talks() {
        return desk.scene().conversations().stream().filter(talk -> talk.kind() != Kind.LOCAL).toList();
    }

    private void pressed(Thing row) {
        about = OptionalInt.of(Integer.parseInt(row.key()));
        weaker = false;
        page.problem("");
        paint();
        page.focusFirst();
    }

    private void open(Thing row) {
        talks().stream()
                .filter(talk -> talk.id().hex().equals(row.key()))
                .findFirst()
                .ifPresent(talk -> desk.open(new Selected.Protection(talk.id())));
    }

    private void prefer(int suite) {
        busy = true;
        page.problem("");
        page.enable(false);
        desk.ciphers()
                .prefer(
                        suite,
                        weaker,
                        () -> {
                            if (page.control().isDisposed()) return;
                            busy = false;
                            weaker = false;
                            show();
                        },
                        this::failed);
    }

    private void failed(@Nullable String sentence) {
        if (page.control().isDisposed()) return;
        busy = false;
        weaker = sentence != null && sentence.endsWith(Consent.ASKS_FOR_WEAKER);
        paint();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }

    private void back() {
        if (about.isPresent()) opened();
        else desk.open(new Selected.Nothing());
    }
}
